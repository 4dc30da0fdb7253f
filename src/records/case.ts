import type { Form } from '../form/define';
import type { CaseFacts, MemberFacts, MemberRec, PersonFacts } from '../form/facts';
import type { Rec, Row } from '../form/value';
import { queryRecords } from '../store/query';
import { readBucket } from '../store/records';
import { isCaseForm } from './answers';
import type { Door } from './door';
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
  return { person, household, records, ...sharedRecords(world, others, records) };
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

/**
 * What the other members' cases hold that this one looks at too, in household order: what is open,
 * and what hangs together with the records here by links, over as many steps as it takes.
 */
function sharedRecords(
  world: World,
  others: readonly PersonFacts[],
  own: readonly Rec[],
): Pick<CaseFacts, 'householdInitiations' | 'householdLinked'> {
  const forms = world.registry.all.filter((form) => form.shared);
  const ids = new Set(forms.map((form) => form.id));
  const theirs = others.flatMap((person) =>
    forms.flatMap((form) =>
      queryRecords(world.base, form, { where: { bucket: person.id, voided: false } }).map(
        (rec): MemberRec => ({ ...maskedRecord(form, rec, person.protected), person }),
      ),
    ),
  );
  const isOpen = (rec: Rec) => world.registry.form(rec.form).shared?.(rec.values) === true;
  const householdInitiations = theirs.filter(isOpen);
  if (householdInitiations.length === theirs.length) {
    return { householdInitiations, householdLinked: [] };
  }
  const linksOf = (rec: Rec) => linksTo(ids, world.registry.form(rec.form), rec);
  const near = new Set(own.flatMap((rec) => [rec.id, ...linksOf(rec)]));
  let before = -1;
  while (near.size !== before) {
    before = near.size;
    for (const rec of theirs) {
      const links = linksOf(rec);
      const isNear = near.has(rec.id) || links.some((id) => near.has(id));
      if (isNear) for (const id of [rec.id, ...links]) near.add(id);
    }
  }
  const householdLinked = theirs.filter((rec) => !isOpen(rec) && near.has(rec.id));
  return { householdInitiations, householdLinked };
}

/** Ids of the records of some forms that a record points to. */
function linksTo(forms: ReadonlySet<string>, form: Form, rec: Rec): string[] {
  return Object.entries(form.fields)
    .filter(([, field]) => field.to !== undefined && forms.has(field.to))
    .flatMap(([id]) => [rec.values[id] ?? []].flat())
    .filter((id): id is string => typeof id === 'string');
}
