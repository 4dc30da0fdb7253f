import type { Form, Waiting } from '../form/define';
import type { PersonFacts } from '../form/facts';
import { isEmpty, type Rec, textIn } from '../form/value';
import { addDays, ageOn } from '../rules/calendar';
import { type Deadline, deadlineFor } from '../rules/deadlines';
import { listDrafts } from '../store/drafts';
import { type Condition, queryRecords } from '../store/query';
import { type Door, factsAt } from './door';
import { personFacts, readPersons } from './people';

/** A row of the work list: something that waits for me. */
export interface WorkRow {
  readonly kind: 'open' | 'unenforced' | 'due' | 'draft';
  readonly person: PersonFacts | null;
  readonly form: string;
  /** The record; for a draft the key it is kept under. */
  readonly record: string | null;
  /** Day it stands on in the diary; for a draft the day it was typed. */
  readonly on: string;
  readonly due: string | null;
  /** The due date holds only if something not known yet turns out so. */
  readonly conditional: boolean;
  readonly text: string;
}

/** What a form's records are asked by, made once for a form. */
interface Waited {
  readonly form: Form;
  readonly rec: Rec;
}

/**
 * What waits for the worker on the work date: records the forms call waiting that are mine or my
 * unit's, and my drafts. By due date, those without one last, then by day.
 */
export function workList(door: Door): WorkRow[] {
  const { base, registry } = door.world;
  return base.read(() => {
    const waited = registry.all.flatMap((form) => waitingOf(door, form));
    const drafts = listDrafts(base, door.setting.me.id);
    const ids = [...waited.map(({ rec }) => rec.bucket), ...drafts.map((draft) => draft.client)];
    const persons = personsBy(door, ids);
    const rows: WorkRow[] = [
      ...waited.map((one) => rowOf(door, one, persons)),
      ...drafts.map((draft) => ({
        kind: 'draft' as const,
        person: persons.get(draft.client ?? '') ?? null,
        form: draft.form,
        record: draft.record,
        on: draft.saved_at.slice(0, 10),
        due: null,
        conditional: false,
        text: '',
      })),
    ];
    return rows.sort((a, b) => inOrder(a.due ?? LAST, b.due ?? LAST) || inOrder(a.on, b.on));
  });
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

function waitingOf(door: Door, form: Form): Waited[] {
  const { waiting } = form;
  if (!waiting || !door.setting.catalog.allows(door.setting.me.role, form.id, 'read')) return [];
  const { me } = door.setting;
  const found = new Map<string, Rec>();
  for (const [fields, mine] of [
    [waiting.owners, me.id],
    [waiting.units, me.unit],
  ] as const) {
    for (const field of fields) {
      for (const rec of asked(door, form, waiting, { [field]: mine })) found.set(rec.id, rec);
    }
  }
  const facts = factsAt(door, null);
  const still = [...found.values()].filter((rec) => waiting.still?.(rec.values, facts) ?? true);
  return withoutLinked(door, waiting, still).map((rec) => ({ form, rec }));
}

function asked(
  door: Door,
  form: Form,
  waiting: Waiting,
  mine: Readonly<Record<string, Condition>>,
): Rec[] {
  const empty = waiting.empty.map((id) => [id, form.fields[id]?.kind === 'flag' ? false : null]);
  const due = waiting.due && {
    [waiting.due.field]: { lte: addDays(door.setting.workDate, waiting.due.ahead) },
  };
  const where = { ...mine, ...Object.fromEntries(empty), ...due, voided: false };
  return queryRecords(door.world.base, form, { where });
}

/** Leaves out the records somebody has pointed to since. */
function withoutLinked(door: Door, { unlinked }: Waiting, records: readonly Rec[]): readonly Rec[] {
  if (!unlinked || records.length === 0) return records;
  const { base, registry } = door.world;
  const where = { [unlinked.field]: { in: records.map((rec) => rec.id) }, voided: false };
  const pointing = queryRecords(base, registry.form(unlinked.form), { where });
  const taken = new Set(pointing.map((rec) => textIn(rec.values, unlinked.field)));
  return records.filter((rec) => !taken.has(rec.id));
}

function rowOf(
  door: Door,
  { form, rec }: Waited,
  persons: ReadonlyMap<string, PersonFacts>,
): WorkRow {
  const person = rec.bucket === null ? null : (persons.get(rec.bucket) ?? null);
  const waiting = form.waiting as Waiting;
  const own = waiting.due ? textIn(rec.values, waiting.due.field) : null;
  const limit = own === null ? firstLimit(door, waiting, rec, person) : undefined;
  return {
    kind: waiting.kind,
    person,
    form: form.id,
    record: rec.id,
    on: rec.diary_on,
    due: own ?? limit?.due ?? null,
    conditional: limit?.conditional ?? false,
    text: form.name(rec, factsAt(door, null)),
  };
}

/** The statutory limit that ends first; of two on one day the one that is certain. */
function firstLimit(
  door: Door,
  waiting: Waiting,
  rec: Rec,
  person: PersonFacts | null,
): Deadline | undefined {
  const limits = waiting.limits?.(rec.values);
  if (!limits || isEmpty(limits.from)) return undefined;
  const age = person?.born ? ageOn(person.born, limits.from) : undefined;
  return deadlineFor(door.setting.catalog.deadlines, { ...limits, age }).sort(
    (a, b) => inOrder(a.due, b.due) || Number(a.conditional) - Number(b.conditional),
  )[0];
}
