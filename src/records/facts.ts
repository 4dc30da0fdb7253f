import type { Language } from '../base/language';
import type { Catalog } from '../catalog/catalog';
import { type CodeRow, labelOf, textOf } from '../catalog/codes';
import type { UnitRow } from '../catalog/units';
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
  /** By the list of rows, which the catalog gives again while it is the same. */
  readonly codes: WeakMap<readonly CodeRow[], readonly CodeFacts[]>;
  /** By code set and id. */
  readonly rows: Map<string, Map<string, CodeFacts | undefined>>;
  readonly units: WeakMap<readonly UnitRow[], readonly Option[]>;
}

const memos = new WeakMap<Catalog, Map<Language, Memo>>();

function memoOf({ catalog, lang }: Setting): Memo {
  let byLanguage = memos.get(catalog);
  if (!byLanguage) {
    byLanguage = new Map();
    memos.set(catalog, byLanguage);
  }
  let memo = byLanguage.get(lang);
  if (!memo) {
    memo = { codes: new WeakMap(), rows: new Map(), units: new WeakMap() };
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
 * while a field is typed into, every key asks for the same. Not to be spread: what they look up is
 * not their own.
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
  const facts = new MadeFacts(setting, client, node, known);
  last = { setting, client, node, known, facts };
  return facts;
}

/** A class, as an object with its own functions and getters is made a hundred times slower. */
class MadeFacts implements Facts {
  readonly lang: Language;
  readonly workDate: string;
  readonly me: Worker;
  readonly workers: readonly Worker[];
  private readonly catalog: Catalog;
  private readonly memo: Memo;

  constructor(
    setting: Setting,
    readonly client: CaseFacts | null,
    readonly node: Rec | null,
    readonly known: readonly PersonFacts[],
  ) {
    this.lang = setting.lang;
    this.workDate = setting.workDate;
    this.me = setting.me;
    this.workers = setting.workers;
    this.catalog = setting.catalog;
    this.memo = memoOf(setting);
  }

  get chain() {
    return this.catalog.chain;
  }

  get deadlines() {
    return this.catalog.deadlines;
  }

  codes(set: string, asOf: string = this.workDate): readonly CodeFacts[] {
    const rows = this.catalog.codes(set, asOf);
    let facts = this.memo.codes.get(rows);
    if (!facts) {
      facts = rows.map((row) => codeFacts(row, this.lang));
      this.memo.codes.set(rows, facts);
    }
    return facts;
  }

  code(set: string, id: string | null): CodeFacts | undefined {
    if (id === null) return undefined;
    let rows = this.memo.rows.get(set);
    if (!rows) {
      rows = new Map();
      this.memo.rows.set(set, rows);
    }
    const kept = rows.get(id);
    if (kept || rows.has(id)) return kept;
    const row = this.catalog.code(set, id);
    const facts = row && codeFacts(row, this.lang);
    rows.set(id, facts);
    return facts;
  }

  units(): readonly Option[] {
    const units = this.catalog.units(this.workDate);
    let options = this.memo.units.get(units);
    if (!options) {
      options = unitOptions(units);
      this.memo.units.set(units, options);
    }
    return options;
  }

  unitName(id: string | null, long = false): string {
    return unitName(this.catalog, id, long, this.client?.person.protected === true);
  }

  rootOf(unit: string): string {
    return this.catalog.rootOf(unit);
  }

  serviceTaskOf(unit: string): string {
    return this.catalog.serviceTaskOf(unit);
  }

  allows(form: string, action: string): boolean {
    return this.catalog.allows(this.me.role, form, action);
  }
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

/** Teams, not the heads above them; a reserved code is listed and refused (ROWS 204). */
function unitOptions(units: readonly UnitRow[]): Option[] {
  return units
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
