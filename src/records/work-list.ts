import type { Form, Waiting } from '../form/define';
import type { PersonFacts } from '../form/facts';
import { type Rec, textIn } from '../form/value';
import { addDays, ageOn } from '../rules/calendar';
import { deadlineFor, type RunningDeadline, runningOn } from '../rules/deadlines';
import { listDrafts } from '../store/drafts';
import { type Condition, countRecords, queryRecords } from '../store/query';
import { readRecord } from '../store/records';
import { caseForms } from './case';
import { type Door, factsAt } from './door';
import { bornOfPersons, personFacts, readPersons } from './people';

/** The lists of the start screen. */
export type ListKind = 'mine' | 'queue' | 'given' | 'cases' | 'standing';

/** A row of a list of the start screen: something that waits for somebody. */
export interface WorkRow {
  readonly kind: Waiting['kind'] | 'queued' | 'draft' | 'case' | 'second';
  readonly person: PersonFacts | null;
  readonly form: string;
  /** The record; for a draft the key it is kept under. */
  readonly record: string | null;
  /** Version the record was read at; null for a draft. */
  readonly version: number | null;
  /** Day it stands on in the diary; for a draft the day it was typed. */
  readonly on: string;
  readonly due: string | null;
  /** The due date holds only if something not known yet turns out so. */
  readonly conditional: boolean;
  readonly text: string;
  /** Unit or worker it waits at, where the list is of several; empty where that must not show. */
  readonly at: string | null;
}

/** A list as far as it is shown. */
export interface WorkList {
  readonly kind: ListKind;
  readonly rows: readonly WorkRow[];
  /** So many more there are than rows. */
  readonly more: number;
}

/** A list shows so many rows, the most urgent ones. */
export const MOST_ROWS = 200;

/** A record that waits, with its form, and where if that is to be shown. */
export interface Waited {
  readonly form: Form;
  readonly rec: Rec;
  /** What it is in this list, where that is not what its form says. */
  readonly kind?: WorkRow['kind'];
  readonly at?: (person: PersonFacts | null) => string;
}

/** Records found for a list, and how many there are beyond them. */
export interface Found {
  readonly waited: readonly Waited[];
  readonly beyond: number;
}

/**
 * What waits for the worker on the work date: records the forms call waiting that are mine or my
 * unit's, and my drafts. By due date, those without one last, then by day.
 */
export function workList(door: Door): WorkList {
  const { base, registry } = door.world;
  return base.read(() => {
    const { id: worker, unit } = door.setting.me;
    const found = registry.all.map((form) => waitingOf(door, form, { worker, unit }));
    return listOf(door, 'mine', joined(found), draftRows(door));
  });
}

/** Several findings as one. */
export function joined(found: readonly Found[]): Found {
  return {
    waited: found.flatMap((one) => one.waited),
    beyond: found.reduce((sum, one) => sum + one.beyond, 0),
  };
}

/**
 * Rows of a list in the order of urgency, `MOST_ROWS` of them. Time limits are worked out for all
 * that was found, names only for those that are shown.
 */
export function listOf(
  door: Door,
  kind: ListKind,
  { waited, beyond }: Found,
  others: readonly WorkRow[] = [],
): WorkList {
  const born = bornOfPersons(
    door,
    waited.map(({ rec }) => rec.bucket),
  );
  const rows = [
    ...waited.map((one) => ({ row: rowOf(door, one, born.get(one.rec.bucket ?? '')), one })),
    ...others.map((row) => ({ row, one: null })),
  ].sort((a, b) => byUrgency(a.row, b.row));
  const shown = rows.slice(0, MOST_ROWS);
  const persons = personsBy(
    door,
    shown.flatMap(({ one }) => (one ? [one.rec.bucket] : [])),
  );
  return {
    kind,
    more: beyond + rows.length - shown.length,
    rows: shown.map(({ row, one }) => {
      if (!one) return row;
      const person = persons.get(one.rec.bucket ?? '') ?? null;
      return { ...row, person, at: one.at?.(person) ?? null };
    }),
  };
}

/** What somebody hands over waits for an answer: it comes before everything else. */
function byUrgency(a: WorkRow, b: WorkRow): number {
  const answer = Number(b.kind === 'offered') - Number(a.kind === 'offered');
  return answer || inOrder(a.due ?? LAST, b.due ?? LAST) || inOrder(a.on, b.on);
}

function draftRows(door: Door): WorkRow[] {
  const drafts = listDrafts(door.world.base, door.setting.me.id);
  const persons = personsBy(
    door,
    drafts.map((draft) => draft.client),
  );
  return drafts.map((draft) => ({
    kind: 'draft',
    person: persons.get(draft.client ?? '') ?? null,
    form: draft.form,
    record: draft.record,
    version: null,
    on: draft.saved_at.slice(0, 10),
    due: null,
    conditional: false,
    text: '',
    at: null,
  }));
}

const LAST = '9999-12-31';

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Persons of lists by id, masked; those not there are left out. */
export function personsBy(door: Door, ids: readonly (string | null)[]): Map<string, PersonFacts> {
  const wanted = ids.filter((id): id is string => id !== null);
  if (wanted.length === 0) return new Map();
  const read = [...readPersons(door, wanted).values()];
  return new Map(personFacts(door, read).map((person) => [person.id, person]));
}

/** What of a form waits for a worker, and for their unit if one is given. */
export function waitingOf(
  door: Door,
  form: Form,
  whose: { readonly worker: string; readonly unit: string | null },
): Found {
  const { waiting } = form;
  if (!waiting || !mayRead(door, form)) return NOTHING;
  const found = new Map<string, Rec>();
  let beyond = 0;
  for (const [fields, mine] of [
    [waiting.owners, whose.worker],
    [whose.unit === null ? [] : waiting.units, whose.unit],
  ] as const) {
    for (const field of fields) {
      const { records, count } = asked(door, form, waiting, { [field]: mine }, MOST_ROWS);
      for (const rec of records) found.set(rec.id, rec);
      beyond += count - records.length;
    }
  }
  return { waited: [...found.values()].map((rec) => ({ form, rec })), beyond };
}

/** Nothing found. */
export const NOTHING: Found = { waited: [], beyond: 0 };

/** Whether the worker's role may read the records of a form. */
export function mayRead(door: Door, form: Form): boolean {
  return door.setting.catalog.allows(door.setting.me.role, form.id, 'read');
}

/**
 * Records of a form that wait and meet a condition, the oldest first, at most so many, and how
 * many there are.
 */
export function asked(
  door: Door,
  form: Form,
  waiting: Waiting,
  mine: Readonly<Record<string, Condition>>,
  most: number,
): { readonly records: readonly Rec[]; readonly count: number } {
  const { base, registry } = door.world;
  const empty = waiting.empty.map((id) => [id, form.fields[id]?.kind === 'flag' ? false : null]);
  const { workDate } = door.setting;
  const ahead = waiting.due?.ahead;
  const due = waiting.due &&
    ahead !== undefined && { [waiting.due.field]: { lte: addDays(workDate, ahead) } };
  const last = waiting.last !== undefined && { [waiting.last]: { gte: workDate } };
  const among = waiting.among?.(factsAt(door, null));
  const where = { ...mine, ...Object.fromEntries(empty), ...due, ...last, ...among, voided: false };
  const { unlinked } = waiting;
  const query = {
    where,
    ...(unlinked ? { unlinked: { ...unlinked, form: registry.form(unlinked.form) } } : {}),
  };
  const records = queryRecords(base, form, { ...query, limit: most });
  const full = records.length === most;
  return { records, count: full ? countRecords(base, form, query) : records.length };
}

/** True for a record of a queue that nobody has taken. */
function isFree({ queue }: Waiting, rec: Rec): boolean {
  return queue !== undefined && textIn(rec.values, queue.owner) === null;
}

/** A row without its person. What is about another record has that one's name and time limits. */
function rowOf(door: Door, { form, rec, kind }: Waited, born: string | undefined): WorkRow {
  const { waiting } = form;
  const own = waiting?.due ? textIn(rec.values, waiting.due.field) : null;
  const about = waiting?.about ? recordOfCase(door, textIn(rec.values, waiting.about)) : undefined;
  const named = about ?? { form, rec };
  const limit = own === null ? firstLimit(door, named.form, named.rec, born) : undefined;
  return {
    kind: kind ?? kindOf(form, rec),
    person: null,
    form: form.id,
    record: rec.id,
    version: rec.version,
    on: rec.diary_on,
    due: own ?? limit?.due ?? null,
    conditional: (limit?.awaits.length ?? 0) > 0,
    text: named.form.name(named.rec, factsAt(door, null)),
    at: null,
  };
}

function kindOf({ waiting }: Form, rec: Rec): WorkRow['kind'] {
  if (!waiting) return 'case';
  return isFree(waiting, rec) ? 'queued' : waiting.kind;
}

/** A record of any case by id, with its form. */
function recordOfCase(door: Door, id: string | null): Waited | undefined {
  if (id === null) return undefined;
  for (const form of caseForms(door.world)) {
    const rec = readRecord(door.world.base, form, id);
    if (rec) return { form, rec };
  }
  return undefined;
}

/** The statutory limit that ends first; one without a day only where there is no other. */
function firstLimit(
  door: Door,
  form: Form,
  rec: Rec,
  born: string | undefined,
): RunningDeadline | undefined {
  const limits = form.waiting?.limits?.(rec.values);
  if (!limits) return undefined;
  const age = born ? ageOn(born, rec.diary_on) : undefined;
  const found = deadlineFor(door.setting.catalog.deadlines, { ...limits, age });
  return runningOn(found, form.id, [], door.setting.workDate)[0];
}
