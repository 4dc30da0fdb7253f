import type { CaseFacts, MemberRec } from '../form/facts';
import { type Rec, rowsIn } from '../form/value';
import { byDiary } from '../store/records';
import { loadCase, membersInOrder, withinBounds } from './case';
import type { Door } from './door';
import { sharedForms, sharedIn } from './household-records';
import { maskedRecord } from './mask';
import { factsOfHome, HOUSEHOLD, PERSON } from './people';

const NOTHING_SHARED = { householdInitiations: [], householdLinked: [] } as const;

/**
 * Cases as they stand inside one transaction. Nobody else can write meanwhile, so a case read once
 * is kept, and follows what is written here.
 */
export class CaseCache {
  private readonly cases = new Map<string, CaseFacts | undefined>();
  /** Whose cases are kept with every leaf record. */
  private readonly whole = new Set<string>();
  /** Persons written here who do not belong to a household yet. */
  private readonly newcomers = new Map<string, Rec>();

  constructor(private readonly door: Door) {}

  /**
   * The case of a person as it stands now; undefined for an unknown person.
   * @param whole with every leaf record; once asked for whole, a case is kept so
   */
  of(personId: string, whole = false): CaseFacts | undefined {
    const kept = this.cases.get(personId);
    if (whole) this.whole.add(personId);
    if (!this.cases.has(personId) || (whole && kept?.older)) {
      const isWhole = this.whole.has(personId);
      this.cases.set(personId, loadCase(this.door, personId, isWhole));
    }
    return this.cases.get(personId);
  }

  /** How many cases there are. */
  get size(): number {
    return this.cases.size;
  }

  /** True for a person who is known to be there without asking the base. */
  isPerson(personId: string): boolean {
    return this.newcomers.has(personId) || this.cases.get(personId) !== undefined;
  }

  /** Forgets every case: records have changed their client. */
  forget(): void {
    this.cases.clear();
    this.newcomers.clear();
  }

  /** Takes a record that was just written into the case it belongs to. */
  took(rec: Rec): void {
    if (rec.form === PERSON || rec.form === HOUSEHOLD) {
      if (rec.version === 1 && this.tookNew(rec)) return;
      this.cases.clear();
      this.newcomers.clear();
      return;
    }
    const form = this.door.world.registry.form(rec.form);
    const own = rec.bucket === null ? undefined : this.cases.get(rec.bucket);
    if (rec.bucket !== null && own) {
      const isOlder = form.leaf && own.older !== undefined && byDiary(rec, own.older) < 0;
      const shown = rec.voided || isOlder ? null : maskedRecord(form, rec, own.person.protected);
      const now = { ...own, records: withRecord(own.records, rec.id, shown) };
      const { world } = this.door;
      this.cases.set(rec.bucket, this.whole.has(rec.bucket) ? now : withinBounds(world, now));
    }
    if (form.shared) this.tellHousehold(rec.bucket, own);
  }

  /**
   * A person nobody knows yet changes no case; a first household of such persons makes theirs,
   * which hold nothing yet. False when the household is not of that sort.
   */
  private tookNew(rec: Rec): boolean {
    if (rec.form === PERSON) {
      this.newcomers.set(rec.id, rec);
      return true;
    }
    const members = rowsIn(rec.values, 'members').map((row) => String(row.person));
    if (!members.every((id) => this.newcomers.has(id))) return false;
    const { rows, facts } = factsOfHome(this.door.setting.workDate, rec, this.newcomers);
    for (const [id, person] of facts) {
      const household = membersInOrder(id, rows, facts);
      this.cases.set(id, { person, household, records: [], ...NOTHING_SHARED });
    }
    for (const id of members) this.newcomers.delete(id);
    return true;
  }

  /**
   * The cases of the household look at this record too: those that are kept are told, and one that
   * looks at a case which is not kept is forgotten.
   */
  private tellHousehold(bucket: string | null, own: CaseFacts | undefined): void {
    // Who lives alone is looked at by nobody, and looks at nobody.
    if (own && own.household.length < 2) return;
    const near = own ? own.household.map((one) => one.person.id) : [...this.cases.keys()];
    for (const id of near) {
      const facts = this.cases.get(id);
      if (!facts) continue;
      const theirs = own ? this.recordsOfOthers(facts) : null;
      if (theirs) {
        const { registry } = this.door.world;
        this.cases.set(id, { ...facts, ...sharedIn(registry, theirs, facts.records) });
      } else if (id !== bucket) this.cases.delete(id);
    }
  }

  /** What the others of a household have of the forms it looks at together; null if not kept. */
  private recordsOfOthers({ person, household }: CaseFacts): MemberRec[] | null {
    const others = household.filter((one) => one.person.id !== person.id);
    const cases = others.map((one) => this.cases.get(one.person.id));
    const kept = cases.filter((one) => one !== undefined);
    return kept.length === cases.length ? kept.flatMap((one) => this.sharedOf(one)) : null;
  }

  private sharedOf({ person, records }: CaseFacts): MemberRec[] {
    return sharedForms(this.door.world.registry).flatMap((form) =>
      records.filter((rec) => rec.form === form.id).map((rec) => ({ ...rec, person })),
    );
  }
}

/**
 * Records in diary order with one put in its place, or taken out. A new list each time: links are
 * followed through an index made once for a list.
 */
function withRecord(records: readonly Rec[], id: string, rec: Rec | null): readonly Rec[] {
  const others = records.filter((one) => one.id !== id);
  if (!rec) return others;
  let at = others.length;
  while (at > 0 && byDiary(rec, others[at - 1] as Rec) < 0) at--;
  others.splice(at, 0, rec);
  return others;
}
