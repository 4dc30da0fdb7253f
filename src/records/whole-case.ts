import type { CaseFacts } from '../form/facts';
import type { Rec } from '../form/value';
import { type Change, changesOfBucket } from '../store/changes';
import { readBucket, readRecord } from '../store/records';
import { caseAsOf } from './as-of';
import { caseForms, loadCase } from './case';
import type { Door } from './door';
import { maskedPatch, placelessValues } from './mask';
import { readPersons } from './people';

/** Everything there is of one client, masked for what leaves the screen. */
export interface WholeCase {
  readonly client: CaseFacts;
  /** The person's own record. */
  readonly person: Rec;
  /** The case in diary order, voided records too. */
  readonly records: readonly Rec[];
  /** Every change of these, oldest first. */
  readonly changes: readonly Change[];
  /** ISO instant the case is shown as of; absent for the case as it stands. */
  readonly at?: string;
}

/** Reads a whole case; undefined for an unknown person. */
export function readWholeCase(door: Door, personId: string): WholeCase | undefined {
  const { world } = door;
  const client = loadCase(door, personId, true);
  const person = readPersons(door, [personId]).get(personId);
  if (!client || !person) return undefined;
  const records = readBucket(world.base, caseForms(world), personId);
  const changes = changesOfBucket(world.base, personId);
  return placeless(door, { client, person, records, changes });
}

/**
 * The same as it was at an instant (ISO); undefined for a person who had not been recorded then.
 */
export function readWholeCaseAt(door: Door, personId: string, at: string): WholeCase | undefined {
  const past = caseAsOf(door, personId, at);
  return past && placeless(door, { ...past, at });
}

/** What may leave the program: without what was done to others, and without a place to hide. */
function placeless(door: Door, whole: WholeCase): WholeCase {
  const { registry } = door.world;
  const { person } = whole.client;
  // A form of a newer program came with the client and is not shown here.
  const known = new Set(registry.all.map(({ id }) => id));
  const changes = whole.changes.filter(
    (change) => known.has(change.form) && isAbout(change, person.id),
  );
  if (!person.protected) return { ...whole, changes };
  const masked = (rec: Rec): Rec => ({
    ...rec,
    values: placelessValues(registry.form(rec.form), rec.values),
  });
  return {
    ...whole,
    person: masked(whole.person),
    records: whole.records.map(masked),
    changes: changes.map((change) => ({
      ...change,
      patch: maskedPatch(registry.form(change.form), change.patch),
    })),
  };
}

/** True for what was done to a record while it was the client's, its moving away included. */
function isAbout({ bucket, patch }: Change, personId: string): boolean {
  return bucket === personId || patch.person?.[0] === personId;
}

/**
 * Names for ids that are the same wherever the case was typed: a person is their identifier, a
 * record its form and its number in order of entry. Ids hold the time they were made at.
 */
export function stableNames(door: Door, whole: WholeCase): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { person } of whole.client.household) names.set(person.id, person.identifier);
  for (const other of whole.client.others ?? []) {
    names.set(other.id, other.protected ? '•••' : other.identifier);
  }
  names.set(whole.client.person.id, whole.client.person.identifier);
  const counts = new Map<string, number>();
  for (const rec of [...whole.records].sort((a, b) => a.entry_no - b.entry_no)) {
    const number = (counts.get(rec.form) ?? 0) + 1;
    counts.set(rec.form, number);
    names.set(rec.id, `${rec.form}-${number}`);
  }
  for (const [id, name] of namesAbroad(door, whole, names)) names.set(id, name);
  return names;
}

/** Records of other persons' cases this one points to, such as a child's initiation. */
function namesAbroad(
  door: Door,
  whole: WholeCase,
  known: ReadonlyMap<string, string>,
): [string, string][] {
  const { base, registry } = door.world;
  return whole.records.flatMap((rec) =>
    Object.entries(registry.form(rec.form).fields).flatMap(([id, field]) => {
      const to = registry.all.find((form) => form.id === field.to);
      const value = rec.values[id];
      if (!to || value === null || value === undefined) return [];
      const ids = (Array.isArray(value) ? value : [value]).map(String);
      return ids
        .filter((one) => !known.has(one))
        .flatMap((one) => {
          const found = readRecord(base, to, one);
          return found ? [[one, nameAbroad(known, found)] as [string, string]] : [];
        });
    }),
  );
}

function nameAbroad(known: ReadonlyMap<string, string>, rec: Rec): string {
  const owner = known.get(rec.bucket ?? '') ?? '';
  return `${owner}/${rec.form}-${rec.diary_on}`;
}
