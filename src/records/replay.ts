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
    const values = valuesAfter(form, was?.values ?? null, change.patch);
    const rec = was ? after(was, change, values) : this.begun(form, change, values);
    const isFiled = change.kind === 'create' || change.kind === 'amend';
    this.records.set(rec.id, isFiled ? this.filed(form, rec, was, change) : rec);
    if (this.linked.has(rec.id)) this.near = null;
  }

  private begun(form: Form, change: Change, values: Values): Rec {
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

  /** The record with what its form derives from its answers at that time. */
  private filed(form: Form, rec: Rec, was: Rec | null, change: Change): Rec {
    const facts = this.factsAt(form, rec.values, change);
    return {
      ...rec,
      diary_on: form.diaryOn(rec.values, facts, was),
      service_task: form.serviceTask(rec.values, facts),
      closed_at: form.closedOn(rec.values),
    };
  }

  private factsAt(form: Form, values: Values, { actor, work_on }: Change): Facts {
    const { setting } = this.door;
    const me = workerIn(setting.workers, actor) ?? setting.me;
    const isOfCase = clientOf(form, values) !== null;
    return factsOf({ ...setting, me, workDate: work_on }, isOfCase ? this.caseThen() : null, null);
  }

  private caseThen(): CaseFacts {
    this.near ??= [...this.linked].flatMap((id) => {
      const rec = this.records.get(id);
      return rec && !rec.voided ? [rec] : [];
    });
    const household = { household: [], householdInitiations: [], householdLinked: [] };
    return { person: NOBODY, records: this.near, ...household };
  }
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
