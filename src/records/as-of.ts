import { isoDateOf } from '../base/clock';
import type { Problem } from '../base/problems';
import type { CaseFacts, MemberRec, PersonFacts } from '../form/facts';
import { flagIn, type Rec, type Row, rowsIn } from '../form/value';
import { dayOfInstant, showInstant } from '../rules/typed-instant';
import { type Change, changesOf, changesOfBucket } from '../store/changes';
import { householdsEver } from '../store/persons';
import { byDiary, readRecord } from '../store/records';
import { isCaseForm } from './answers';
import { membersInOrder, othersIn } from './case';
import type { Door } from './door';
import { sharedIn } from './household-records';
import { maskedRecord } from './mask';
import {
  factsOfPerson,
  HOUSEHOLD,
  isMemberOn,
  isShielded,
  PERSON,
  personFacts,
  readPersons,
} from './people';
import { changesUntil, replay } from './replay';
import { inCountingOrder } from './sync-fold';

/** A case as it was at an instant, made of `change` alone. */
export interface PastCase {
  /** As the desk shows it: masked, without voided records. */
  readonly client: CaseFacts;
  /** The person's own record. */
  readonly person: Rec;
  /** The case in diary order with voided records, not masked. */
  readonly records: readonly Rec[];
  /** What had been done by then to what has ever been the client's, oldest first, not masked. */
  readonly changes: readonly Change[];
}

/**
 * The case of a person as it was; undefined when the person had not been recorded yet. Who is under
 * turvakielto today is masked then too, and who was then stays masked: what hid a place once is no
 * less dangerous to tell because one looks back.
 * @param at ISO instant
 */
export function caseAsOf(door: Door, personId: string, at: string): PastCase | undefined {
  return door.world.base.read(() => new Past(door, at).caseOf(personId));
}

/** Why nobody can say yet how things are at an instant: `as_of.future` {at}. Null when one can. */
export function pastProblem(door: Door, at: string): Problem | null {
  const today = isoDateOf(door.world.clock.now());
  if (dayOfInstant(at) <= today) return null;
  return { code: 'as_of.future', values: { at: showInstant(at) } };
}

/** The world as it was at an instant, read as far as a case needs it. */
class Past {
  private readonly persons = new Map<string, Rec | undefined>();
  private readonly households = new Map<string, readonly Row[][]>();
  private readonly day: string;

  constructor(
    private readonly door: Door,
    private readonly at: string,
  ) {
    this.day = dayOfInstant(at);
  }

  caseOf(personId: string): PastCase | undefined {
    const person = this.person(personId);
    if (!person) return undefined;
    const { registry } = this.door.world;
    const rows = this.homesOf(personId).flat();
    const ids = [...new Set([personId, ...rows.map((row) => String(row.person))])];
    const facts = new Map(this.factsOf(ids).map((one) => [one.id, one]));
    const self = facts.get(personId) as PersonFacts;
    const household = membersInOrder(personId, rows, facts);
    const changes = this.changesOf(personId);
    const records = this.recordsOf(changes, personId);
    const others = household.map((member) => member.person).filter((one) => one.id !== personId);
    const own = records
      .filter((rec) => !rec.voided)
      .map((rec) => maskedRecord(registry.form(rec.form), rec, self.protected));
    return {
      client: {
        person: self,
        household,
        records: own,
        ...othersIn(this.door, own, facts, (wanted) => this.factsOf(wanted)),
        ...sharedIn(registry, this.recordsOfOthers(others), own),
      },
      person,
      records,
      changes,
    };
  }

  private changesOf(personId: string): Change[] {
    return changesUntil(changesOfBucket(this.door.world.base, personId), this.at);
  }

  /** Records that belonged to the client then, in diary order. */
  private recordsOf(changes: readonly Change[], personId: string): Rec[] {
    const { registry } = this.door.world;
    return [...replay(this.door, inCountingOrder(this.door, changes)).values()]
      .filter((rec) => rec.bucket === personId && isCaseForm(registry.form(rec.form)))
      .sort(byDiary);
  }

  private person(id: string): Rec | undefined {
    if (!this.persons.has(id)) {
      const rec = this.replayed(id);
      this.persons.set(id, rec?.form === PERSON && !rec.voided ? rec : undefined);
    }
    return this.persons.get(id);
  }

  /** One record as it was then. */
  private replayed(id: string): Rec | undefined {
    const changes = changesUntil(changesOf(this.door.world.base, id), this.at);
    return replay(this.door, inCountingOrder(this.door, changes)).get(id);
  }

  /** Members of the person's households that day, household by household. */
  private homesOf(personId: string): readonly Row[][] {
    let homes = this.households.get(personId);
    if (!homes) {
      homes = householdsEver(this.door.world.base, HOUSEHOLD, personId)
        .map((id) => this.replayed(id))
        .filter((rec): rec is Rec => rec !== undefined && !rec.voided)
        .sort((a, b) => a.entry_no - b.entry_no)
        .map((rec) => rowsIn(rec.values, 'members').filter((row) => isMemberOn(row, this.day)))
        .filter((rows) => rows.some((row) => row.person === personId));
      this.households.set(personId, homes);
    }
    return homes;
  }

  private factsOf(ids: readonly string[]): PersonFacts[] {
    const shieldedNow = shieldedToday(this.door, ids);
    return ids.flatMap((id) => {
      const rec = this.person(id);
      if (!rec) return [];
      const home = this.homesOf(id).flatMap((rows) =>
        rows.map((row) => this.person(String(row.person))),
      );
      return [factsOfPerson(rec, shieldedNow.has(id) || isShielded(rec, home))];
    });
  }

  /** Records of the other members of the forms a household looks at together. */
  private recordsOfOthers(others: readonly PersonFacts[]): MemberRec[] {
    const { registry } = this.door.world;
    return others.flatMap((person) =>
      this.recordsOf(this.changesOf(person.id), person.id)
        .filter((rec) => !rec.voided && registry.form(rec.form).shared)
        .map((rec) => ({
          ...maskedRecord(registry.form(rec.form), rec, person.protected),
          person,
        })),
    );
  }
}

/** Those whose place may not be told today. */
function shieldedToday(door: Door, ids: readonly string[]): ReadonlySet<string> {
  const { base, registry } = door.world;
  const read = readPersons(door, ids);
  const shielded = new Set(
    personFacts(door, [...read.values()])
      .filter((one) => one.protected)
      .map((one) => one.id),
  );
  for (const id of ids.filter((one) => !read.has(one))) {
    const voided = readRecord(base, registry.form(PERSON), id);
    if (voided && flagIn(voided.values, 'protected')) shielded.add(id);
  }
  return shielded;
}
