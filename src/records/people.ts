import type { Problem } from '../base/problems';
import type { PersonFacts } from '../form/facts';
import { flagIn, type Rec, type Row, rowsIn, textIn } from '../form/value';
import { contains } from '../rules/intervals';
import { bornOf } from '../rules/person-id';
import { householdsOf } from '../store/persons';
import { queryRecords } from '../store/query';
import { readRecord } from '../store/records';
import type { Door } from './door';

/** The two forms that say who somebody is; every other form is part of a case. */
export const PERSON = 'person';
export const HOUSEHOLD = 'household';

/** Persons by id; one that is unknown, voided or merged into another is left out. */
export function readPersons(door: Door, ids: readonly string[]): Map<string, Rec> {
  const { base, registry } = door.world;
  const where = { id: { in: [...new Set(ids)] }, voided: false, merged_into: null };
  const found = queryRecords(base, registry.form(PERSON), { where });
  return new Map(found.map((rec) => [rec.id, rec]));
}

/** Why there is no such client: merged into `{id}`, or unknown. */
export function whyNobody(door: Door, personId: string): Problem {
  const rec = readRecord(door.world.base, door.world.registry.form(PERSON), personId);
  const into = rec && textIn(rec.values, 'merged_into');
  const now = into ? readPersons(door, [into]).get(into) : undefined;
  if (!now) return { code: 'person.unknown' };
  return { code: 'person.merged', values: { id: shownIdentifier(now) } };
}

/** Member rows of a person's households on the work date, the person's own row among them. */
export function membersNow(door: Door, personId: string): Row[] {
  return membersOfAll(door, [personId]).get(personId) ?? [];
}

/** Whose record it is: its client, the members of a household, or nobody (null). */
export function personsOf(rec: Rec): readonly (string | null)[] {
  if (rec.form !== HOUSEHOLD) return [rec.bucket];
  return [...new Set(rowsIn(rec.values, 'members').map((row) => String(row.person)))];
}

function membersOfAll(door: Door, personIds: readonly string[]): Map<string, Row[]> {
  const { base, registry } = door.world;
  const homes = new Map(personIds.map((id) => [id, householdsOf(base, id)]));
  const ids = [...new Set([...homes.values()].flat())];
  const read = ids.length
    ? queryRecords(base, registry.form(HOUSEHOLD), { where: { id: { in: ids } }, order: 'entry' })
    : [];
  const rows = new Map(read.map((rec) => [rec.id, rowsIn(rec.values, 'members')]));
  const now = (row: Row) => isMemberOn(row, door.setting.workDate);
  return new Map(
    [...homes].map(([person, own]) => {
      const households = own.map((id) => (rows.get(id) ?? []).filter(now));
      // A household the person has left tells nothing of those who stayed.
      const current = households.filter((list) => list.some((row) => row.person === person));
      return [person, current.flat()];
    }),
  );
}

/** True while the member belongs to the household; an empty end is open. */
export function isMemberOn(row: Row, day: string): boolean {
  const from = typeof row.from === 'string' ? row.from : '0001-01-01';
  const until = typeof row.until === 'string' ? row.until : null;
  return contains({ from, until }, day);
}

/**
 * Persons as forms and lists need them, in the order given. Under turvakielto, and for those who
 * share household and address with somebody under it, `protected` is on and nothing tells the
 * place (DESIGN 14).
 */
export function personFacts(door: Door, persons: readonly Rec[]): PersonFacts[] {
  const members = membersOfAll(
    door,
    persons.map((rec) => rec.id),
  );
  const known = new Map(persons.map((rec) => [rec.id, rec]));
  const others = [...members.values()].flat().map((row) => String(row.person));
  const missing = others.filter((id) => !known.has(id));
  if (missing.length) for (const [id, rec] of readPersons(door, missing)) known.set(id, rec);
  return persons.map((rec) => {
    const home = (members.get(rec.id) ?? []).map((row) => known.get(String(row.person)));
    return factsOfPerson(rec, isShielded(rec, home));
  });
}

/** The same for persons who have this one household, all of whose members are given. */
export function factsOfHome(
  workDate: string,
  household: Rec,
  persons: ReadonlyMap<string, Rec>,
): { readonly rows: readonly Row[]; readonly facts: ReadonlyMap<string, PersonFacts> } {
  const rows = rowsIn(household.values, 'members').filter((row) => isMemberOn(row, workDate));
  const home = rows.map((row) => persons.get(String(row.person)));
  const facts = home
    .filter((rec) => rec !== undefined)
    .map((rec) => factsOfPerson(rec, isShielded(rec, home)));
  return { rows, facts: new Map(facts.map((one) => [one.id, one])) };
}

/** True under turvakielto, and for who lives at the address of somebody under it. */
export function isShielded(rec: Rec, home: readonly (Rec | undefined)[]): boolean {
  if (flagIn(rec.values, 'protected')) return true;
  return home.some(
    (other) => other !== undefined && flagIn(other.values, 'protected') && sameAddress(rec, other),
  );
}

/** Two without any address count as living together: better masked than told. */
function sameAddress(a: Rec, b: Rec): boolean {
  const of = (rec: Rec) => `${textIn(rec.values, 'street')}|${textIn(rec.values, 'postcode')}`;
  return of(a).toLowerCase() === of(b).toLowerCase();
}

/** A person as forms need one; `shielded` leaves out what tells the place. */
export function factsOfPerson(rec: Rec, shielded: boolean): PersonFacts {
  const identifier = shownIdentifier(rec);
  return {
    id: rec.id,
    identifier,
    name: `${textIn(rec.values, 'last_name') ?? ''}, ${textIn(rec.values, 'first_names') ?? ''}`,
    born: bornOf(identifier.toUpperCase()) ?? null,
    municipality: shielded ? null : textIn(rec.values, 'municipality'),
    protected: shielded,
    deceased_on: textIn(rec.values, 'deceased_on'),
  };
}

/** Birth dates of persons by id; those not known are left out, and so are unknown persons. */
export function bornOfPersons(
  door: Door,
  ids: readonly (string | null)[],
): ReadonlyMap<string, string> {
  const wanted = ids.filter((id): id is string => id !== null);
  const read = wanted.length ? [...readPersons(door, wanted).values()] : [];
  return new Map(
    read.flatMap((rec): [string, string][] => {
      const born = bornOf(shownIdentifier(rec).toUpperCase());
      return born ? [[rec.id, born]] : [];
    }),
  );
}

/** The newest identifier in use, else the newest of all. */
export function shownIdentifier(rec: Rec): string {
  const rows = rowsIn(rec.values, 'identifiers');
  const inUse = rows.filter((row) => !row.until);
  const row = inUse.at(-1) ?? rows.at(-1);
  return typeof row?.value === 'string' ? row.value : '';
}
