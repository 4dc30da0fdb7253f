import type { Form } from '../form/define';
import type { CaseFacts, MemberFacts, PersonFacts } from '../form/facts';
import type { Row } from '../form/value';
import { readBucket } from '../store/records';
import { isCaseForm } from './answers';
import type { Door } from './door';
import { recordsOfOthers, sharedIn } from './household-records';
import { maskedRecord } from './mask';
import { membersNow, personFacts, readPersons } from './people';
import type { World } from './world';

/** Forms whose records make up a case. */
export function caseForms(world: World): Form[] {
  return world.registry.all.filter(isCaseForm);
}

/** Reads a case as it stands, masked as turvakielto wants; undefined for an unknown person. */
export function loadCase(door: Door, personId: string): CaseFacts | undefined {
  const { world } = door;
  const rows = membersNow(door, personId);
  const read = readPersons(door, [personId, ...rows.map((row) => String(row.person))]);
  const self = read.get(personId);
  if (!self) return undefined;
  const facts = new Map(personFacts(door, [...read.values()]).map((one) => [one.id, one]));
  const person = facts.get(personId) as PersonFacts;
  const household = membersInOrder(personId, rows, facts);
  const others = household.map((member) => member.person).filter((one) => one.id !== personId);
  const records = readBucket(world.base, caseForms(world), personId)
    .filter((rec) => !rec.voided)
    .map((rec) => maskedRecord(world.registry.form(rec.form), rec, person.protected));
  return {
    person,
    household,
    records,
    ...sharedIn(world.registry, recordsOfOthers(world, others), records),
  };
}

const ROLE_ORDER = ['R', 'S', 'B', 'H'];

/** The client first, then head, spouse, children, others; each person once. */
export function membersInOrder(
  clientId: string,
  rows: readonly Row[],
  persons: ReadonlyMap<string, PersonFacts>,
): MemberFacts[] {
  const members = new Map<string, MemberFacts>();
  for (const row of rows) {
    const person = persons.get(String(row.person));
    if (!person || members.has(person.id)) continue;
    members.set(person.id, { person, role: String(row.role), guardian: row.guardian === true });
  }
  const rank = ({ person, role }: MemberFacts) =>
    person.id === clientId ? -1 : ROLE_ORDER.indexOf(role);
  // Sorting is stable: two children stay as the household lists them.
  return [...members.values()].sort((a, b) => rank(a) - rank(b));
}
