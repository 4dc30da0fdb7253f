import type { Form } from '../form/define';
import type { CaseFacts, MemberFacts, PersonFacts } from '../form/facts';
import type { Rec, Row } from '../form/value';
import { byDiary, readBucket, readNewest } from '../store/records';
import { isCaseForm } from './answers';
import type { Door } from './door';
import { recordsOfOthers, sharedIn } from './household-records';
import { maskedRecord } from './mask';
import { membersNow, PERSON, personFacts, readPersons } from './people';
import type { World } from './world';

/** Forms whose records make up a case. */
export function caseForms(world: World): Form[] {
  return world.registry.all.filter(isCaseForm);
}

/** Leaf records a case holds: more than any screen shows at once. */
const NEWEST = 100;
/** A case that is kept and written to may grow to so many before it is cut again. */
const MOST = 3 * NEWEST;

/**
 * Reads a case as it stands, masked as turvakielto wants; undefined for an unknown person.
 * @param whole with every leaf record, however many there are
 */
export function loadCase(door: Door, personId: string, whole: boolean): CaseFacts | undefined {
  const { world } = door;
  const rows = membersNow(door, personId);
  const persons = readPersons(door, [personId, ...rows.map((row) => String(row.person))]);
  const self = persons.get(personId);
  if (!self) return undefined;
  const facts = new Map(personFacts(door, [...persons.values()]).map((one) => [one.id, one]));
  const person = facts.get(personId) as PersonFacts;
  const household = membersInOrder(personId, rows, facts);
  const others = household.map((member) => member.person).filter((one) => one.id !== personId);
  const read = whole
    ? readBucket(world.base, caseForms(world), personId)
    : newestOf(world, personId);
  const live = read
    .filter((rec) => !rec.voided)
    .map((rec) => maskedRecord(world.registry.form(rec.form), rec, person.protected));
  const { records, older } = whole ? { records: live } : cutAt(world, live, NEWEST);
  return {
    person,
    household,
    records,
    ...(older ? { older } : {}),
    ...othersIn(door, records, facts, (ids) =>
      personFacts(door, [...readPersons(door, ids).values()]),
    ),
    ...sharedIn(world.registry, recordsOfOthers(world, others), records),
  };
}

/** All but the leaf records, and the newest of these with one more where there are more. */
function newestOf(world: World, personId: string): Rec[] {
  const forms = caseForms(world);
  const leaves = forms.filter((form) => form.leaf);
  const others = forms.filter((form) => !form.leaf);
  return [
    ...readBucket(world.base, others, personId),
    ...readNewest(world.base, leaves, personId, NEWEST),
  ].sort(byDiary);
}

/** Records without the leaf records before the newest `kept`, and where those begin. */
function cutAt(
  world: World,
  records: readonly Rec[],
  kept: number,
): Pick<CaseFacts, 'records' | 'older'> {
  const leaves = records.filter((rec) => world.registry.form(rec.form).leaf);
  const first = leaves.length > kept ? leaves.at(-kept) : undefined;
  if (!first) return { records };
  const { diary_on, entry_no } = first;
  const gone = new Set(leaves.slice(0, -kept));
  return { records: records.filter((rec) => !gone.has(rec)), older: { diary_on, entry_no } };
}

/** A case that has grown while it was kept, cut as it would be read. */
export function withinBounds(world: World, facts: CaseFacts): CaseFacts {
  if (facts.records.length <= MOST) return facts;
  return { ...facts, ...cutAt(world, facts.records, NEWEST) };
}

/**
 * Persons the records link to who are not among those known already.
 * @param read gives the persons by their ids, in any order
 */
export function othersIn(
  door: Door,
  records: readonly Rec[],
  known: ReadonlyMap<string, PersonFacts>,
  read: (ids: readonly string[]) => PersonFacts[],
): Pick<CaseFacts, 'others'> {
  const links = new Map(door.world.registry.all.map((form) => [form.id, personFields(form)]));
  const ids = new Set<string>();
  for (const { form, values } of records) {
    for (const id of links.get(form) ?? []) {
      const value = values[id];
      for (const one of Array.isArray(value) ? value : [value]) {
        if (typeof one === 'string' && !known.has(one)) ids.add(one);
      }
    }
  }
  if (!ids.size) return {};
  return { others: read([...ids]) };
}

function personFields(form: Form): string[] {
  return Object.keys(form.fields).filter((id) => form.fields[id]?.to === PERSON);
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
