import type { Language } from '../base/language';
import type { Catalog } from '../catalog/catalog';
import { type CodeRow, labelOf, textOf } from '../catalog/codes';
import type { CaseFacts, CodeFacts, Facts, Option, PersonFacts, Worker } from '../form/facts';
import type { Rec } from '../form/value';

/** What does not change while a worker sits at one work date in one language. */
export interface Setting {
  readonly catalog: Catalog;
  readonly workers: readonly Worker[];
  readonly me: Worker;
  readonly workDate: string;
  readonly lang: Language;
}

/** Look-ups in one language, worked out once: facts are built anew on every key. */
interface Memo {
  readonly codes: Map<string, readonly CodeFacts[]>;
  readonly rows: Map<string, CodeFacts | undefined>;
  readonly units: Map<string, readonly Option[]>;
}

const memos = new WeakMap<Catalog, Map<Language, Memo>>();

function memoOf({ catalog, lang }: Setting): Memo {
  const byLanguage = memos.get(catalog) ?? new Map<Language, Memo>();
  memos.set(catalog, byLanguage);
  let memo = byLanguage.get(lang);
  if (!memo) {
    memo = { codes: new Map(), rows: new Map(), units: new Map() };
    byLanguage.set(lang, memo);
  }
  return memo;
}

const NOBODY: readonly PersonFacts[] = [];

/** What facts were made of, and the facts. */
interface Made {
  readonly setting: Setting;
  readonly client: CaseFacts | null;
  readonly node: Rec | null;
  readonly known: readonly PersonFacts[];
  readonly facts: Facts;
}

let last: Made | undefined;

/**
 * The facts of a moment: the setting, the open client's case and the selected node of the tree.
 * Pure and cheap; code sets and units are shared between calls, and so are the facts of one moment:
 * while a field is typed into, every key asks for the same.
 */
export function factsOf(
  setting: Setting,
  client: CaseFacts | null,
  node: Rec | null,
  known: readonly PersonFacts[] = NOBODY,
): Facts {
  const same =
    last?.setting === setting &&
    last.client === client &&
    last.node === node &&
    last.known === known;
  if (last && same) return last.facts;
  const facts = makeFacts(setting, client, node, known);
  last = { setting, client, node, known, facts };
  return facts;
}

function makeFacts(
  setting: Setting,
  client: CaseFacts | null,
  node: Rec | null,
  known: readonly PersonFacts[],
): Facts {
  const { catalog, workers, me, workDate, lang } = setting;
  const memo = memoOf(setting);
  return {
    lang,
    workDate,
    me,
    workers,
    client,
    known,
    node,
    codes: (set, asOf = workDate) => codesOn(setting, memo, set, asOf),
    code: (set, id) => (id === null ? undefined : codeOf(setting, memo, set, id)),
    get chain() {
      return catalog.chain;
    },
    get deadlines() {
      return catalog.deadlines;
    },
    units: () => unitsOn(setting, memo),
    unitName: (id, long = false) => unitName(catalog, id, long, client?.person.protected === true),
    rootOf: (unit) => catalog.rootOf(unit),
    serviceTaskOf: (unit) => catalog.serviceTaskOf(unit),
    allows: (form, action) => catalog.allows(me.role, form, action),
  };
}

function codesOn(setting: Setting, memo: Memo, set: string, asOf: string): readonly CodeFacts[] {
  const key = `${set}|${asOf}`;
  let rows = memo.codes.get(key);
  if (!rows) {
    rows = setting.catalog.codes(set, asOf).map((row) => codeFacts(row, setting.lang));
    memo.codes.set(key, rows);
  }
  return rows;
}

function codeOf(setting: Setting, memo: Memo, set: string, id: string): CodeFacts | undefined {
  const key = `${set}|${id}`;
  if (memo.rows.has(key)) return memo.rows.get(key);
  const row = setting.catalog.code(set, id);
  const facts = row && codeFacts(row, setting.lang);
  memo.rows.set(key, facts);
  return facts;
}

function codeFacts(row: CodeRow, lang: Language): CodeFacts {
  return {
    id: row.id,
    code: row.code,
    text: textOf(row, lang),
    label: labelOf(row, lang),
    extra: row.extra,
  };
}

function unitsOn(setting: Setting, memo: Memo): readonly Option[] {
  let units = memo.units.get(setting.workDate);
  if (!units) {
    units = unitOptions(setting);
    memo.units.set(setting.workDate, units);
  }
  return units;
}

/** Teams, not the heads above them; a reserved code is listed and refused (ROWS 204). */
function unitOptions({ catalog, workDate }: Setting): Option[] {
  return catalog
    .units(workDate)
    .filter((unit) => unit.leaf)
    .map((unit) => ({
      id: unit.id,
      code: unit.code,
      text: unit.name,
      ...(unit.reserved ? { refused: 'unit.reserved' } : {}),
    }));
}

/** Name of a unit; the one without its place when the client is under turvakielto. */
function unitName(catalog: Catalog, id: string | null, long: boolean, masked: boolean): string {
  if (id === null) return '';
  const unit = catalog.unit(id);
  // A unit the data no longer knows has only its id, and that may tell the place.
  if (!unit) return masked ? '' : id;
  if (masked) return unit.name_masked;
  return long ? unit.name_long : unit.name;
}
