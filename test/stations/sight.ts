import type { Field } from '../../src/form/field';
import { registry } from '../../src/forms/index';
import { catalog } from '../records/office';
import { containerOf, type Folded } from './book';

/** Somebody at the centre as the oracle knows them. */
export interface Person {
  readonly id: string;
  unit: string;
  role: string;
  /** Every unit they ever had: which of them marks what they entered is not the oracle's to say. */
  readonly units: Set<string>;
}

/** What somebody must be let see, and what at most. */
export interface Sight {
  readonly atLeast: ReadonlySet<string>;
  readonly atMost: ReadonlySet<string>;
}

/**
 * Works out anew, from the rule and not from the centre's code, what a user may see (decision 12):
 * containers marked by the units and workers that fields of their records name and by the unit of
 * who entered them; and the household of a client who may be seen.
 */
export function sightOf(
  user: Person,
  people: ReadonlyMap<string, Person>,
  records: Iterable<Folded>,
): Sight {
  const mine = new Set([user.id, ...catalog.unitsSeen(user.role, user.unit)]);
  const all = [...records];
  const named = new Set<string>();
  const entered = new Set<string>();
  for (const record of all) {
    const container = containerOf(record);
    // Whether a voided record still marks its container is not the oracle's to say.
    if (namesIn(record).some((name) => mine.has(name))) {
      (record.voided ? entered : named).add(container);
    }
    const units = people.get(record.entered_by)?.units ?? [];
    if ([...units].some((unit) => mine.has(unit))) entered.add(container);
  }
  return {
    atLeast: withHouseholds(named, all, false),
    atMost: withHouseholds(new Set([...named, ...entered]), all, true),
  };
}

/** Units and workers a record names, in its fields and in the rows of its lists. */
function namesIn({ form, values }: Folded): string[] {
  const fields = registry.all.find(({ id }) => id === form)?.fields ?? {};
  return Object.entries(fields).flatMap(([id, field]) => namesOf(field, values[id]));
}

function namesOf(field: Field, value: unknown): string[] {
  if (field.kind === 'rows' && Array.isArray(value)) {
    return value.flatMap((row: Record<string, unknown>) =>
      Object.entries(field.columns ?? {}).flatMap(([id, column]) => namesOf(column, row[id])),
    );
  }
  if (field.to !== 'unit' && field.to !== 'worker') return [];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' && value !== '' ? [value] : [];
}

/**
 * The containers, the households of the clients among them, and all who belong to those. One that
 * was voided brings nobody; `voided` says whether it may itself be seen.
 */
function withHouseholds(seen: ReadonlySet<string>, all: readonly Folded[], voided: boolean) {
  const wider = new Set(seen);
  for (const record of all) {
    if (record.form !== 'household') continue;
    const members = (record.values.members as { person: string }[] | undefined) ?? [];
    const persons = members.map(({ person }) => person);
    if (!persons.some((person) => seen.has(person))) continue;
    if (!record.voided || voided) wider.add(record.record_id);
    if (!record.voided) for (const person of persons) wider.add(person);
  }
  return wider;
}
