import type { Form } from '../form/define';
import { type CaseFacts, type Facts, type PersonFacts, workerIn } from '../form/facts';
import type { Field } from '../form/field';
import { storedOf } from '../form/table';
import type { Rec, Row, Value, Values } from '../form/value';
import type { Change, Patch } from '../store/changes';
import { clientOf, nothingIn } from './answers';
import type { Door } from './door';
import { factsOf } from './facts';

/** Nothing a record is dated or filed by looks at the client beyond the records it links to. */
const NOBODY: PersonFacts = {
  id: '',
  identifier: '',
  name: '',
  born: null,
  municipality: null,
  protected: false,
  deceased_on: null,
};

/**
 * The changes that had been made by an instant. Clocks decide nothing: a record's changes stand in
 * their own order, so one claimed earlier than the one before it brings that one along.
 * @param until ISO instant
 */
export function changesUntil(changes: readonly Change[], until: string): Change[] {
  const lastOf = new Map<string, number>();
  for (const { record_id, claimed_at, seq } of changes) {
    if (claimed_at <= until) lastOf.set(record_id, seq);
  }
  return changes.filter(({ record_id, seq }) => seq <= (lastOf.get(record_id) ?? 0));
}

/**
 * The records as their changes made them, voided ones too, by id in order of entry. Nothing else
 * is read: what a record is dated and filed by is worked out anew from the records of that time.
 * @param changes whole histories of their records from the beginning, oldest first
 */
export function replay(door: Door, changes: readonly Change[]): Map<string, Rec> {
  const player = new Player(door, linkedIn(door, changes));
  for (const change of changes) player.take(change);
  return player.records;
}

/** Ids some record of these links to: only those are looked at when another one is dated. */
function linkedIn(door: Door, changes: readonly Change[]): ReadonlySet<string> {
  const linked = new Set<string>();
  for (const change of changes) {
    const form = formOf(door, change.form);
    for (const [id, [, now]] of Object.entries(change.patch)) {
      if (form?.fields[id]?.kind === 'link' && typeof now === 'string') linked.add(now);
    }
  }
  return linked;
}

function formOf(door: Door, id: string): Form | undefined {
  return door.world.registry.all.find((form) => form.id === id);
}

class Player {
  readonly records = new Map<string, Rec>();
  /** Made anew when a record that others link to changes, and only then. */
  private near: readonly Rec[] | null = null;

  constructor(
    private readonly door: Door,
    private readonly linked: ReadonlySet<string>,
  ) {}

  take(change: Change): void {
    const form = formOf(this.door, change.form);
    if (!form) return;
    const was = this.records.get(change.record_id) ?? null;
    const rec = afterChange(this.door, form, was, change, () => this.nearThen());
    this.records.set(rec.id, rec);
    if (this.linked.has(rec.id)) this.near = null;
  }

  private nearThen(): readonly Rec[] {
    this.near ??= [...this.linked].flatMap((id) => {
      const rec = this.records.get(id);
      return rec && !rec.voided ? [rec] : [];
    });
    return this.near;
  }
}

/**
 * A record after one more change: its answers, and what its form derives from them.
 * @param was the record before; null: the change begins it
 * @param near gives the records it may link to as they were then; asked only where the form looks
 */
export function afterChange(
  door: Door,
  form: Form,
  was: Rec | null,
  change: Change,
  near: () => readonly Rec[],
): Rec {
  const values = valuesAfter(form, was?.values ?? null, change.patch);
  const rec = was ? after(was, change, values) : begun(form, change, values);
  if (change.kind === 'void' || change.kind === 'restore') return rec;
  const facts = factsThen(door, form, values, change, near);
  return {
    ...rec,
    diary_on: form.diaryOn(values, facts, was),
    service_task: form.serviceTask(values, facts),
    closed_at: form.closedOn(values),
  };
}

function begun(form: Form, change: Change, values: Values): Rec {
  return {
    id: change.record_id,
    form: form.id,
    version: change.base_version + 1,
    bucket: change.bucket,
    diary_on: change.work_on,
    service_task: null,
    closed_at: null,
    entered_on: change.work_on,
    entered_by: change.actor,
    entered_at: change.claimed_at,
    // Rises as the number of entry did, which is all it is for.
    entry_no: change.seq,
    voided: false,
    values,
  };
}

function factsThen(
  door: Door,
  form: Form,
  values: Values,
  { actor, work_on }: Change,
  near: () => readonly Rec[],
): Facts {
  const { setting } = door;
  const me = workerIn(setting.workers, actor) ?? setting.me;
  const isOfCase = clientOf(form, values) !== null;
  return factsOf({ ...setting, me, workDate: work_on }, isOfCase ? caseThen(near) : null, null);
}

function caseThen(near: () => readonly Rec[]): CaseFacts {
  return {
    person: NOBODY,
    get records() {
      return near();
    },
    household: [],
    householdInitiations: [],
    householdLinked: [],
  };
}

function after(was: Rec, change: Change, values: Values): Rec {
  const voided = change.kind === 'void' || (was.voided && change.kind !== 'restore');
  return { ...was, version: change.base_version + 1, bucket: change.bucket, voided, values };
}

/** Every stored field in the order of the form; what was never answered holds nothing. */
function valuesAfter(form: Form, was: Values | null, patch: Patch): Values {
  const values: Record<string, Value> = {};
  for (const id of storedOf(form)) {
    const change = patch[id];
    const field = form.fields[id] as Field;
    const value = (change ? change[1] : was?.[id]) ?? nothingIn(field);
    values[id] = field.columns ? wholeRows(field, value) : value;
  }
  return values;
}

/** Rows with all their columns, an empty one null, as a record holds them. */
function wholeRows(field: Field, value: Value): Value {
  if (!Array.isArray(value)) return value;
  const columns = Object.keys(field.columns ?? {});
  return (value as readonly Row[]).map((row) =>
    Object.fromEntries(columns.map((id) => [id, row[id] ?? null])),
  );
}
