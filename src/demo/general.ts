import { good, type Result } from '../base/problems';
import type { Random } from '../base/random';
import type { HandOf } from '../records/bulk';
import type { World } from '../records/world';
import { addDays, ageOn } from '../rules/calendar';
import { readPersonId } from '../rules/person-id';
import type { ProcessRow } from '../rules/process-chain';
import { lastDayRule } from '../rules/working-days';
import { entryCount } from '../store/counters';
import { type CasePlan, enterCase, STAGES, type Stage } from './cases';
import { enterDays } from './days';
import { enterLongestCase, LONGEST_CASE } from './long-case';
import { enterHousehold, type MadeHousehold, type MadePerson, type PeopleMaker } from './people';
import { enterClients, enterCouple, enterOthers, FIXED } from './scenarios';
import { MAIN_WORKER } from './workers';

/** What a general base is made from. */
export interface GeneralOptions {
  readonly persons: number;
  /**
   * Records of cases wanted in all: work and notes beyond what the cases need, spread over them,
   * and one case of `LONGEST_CASE` events where there are enough. Absent: what the cases need.
   */
  readonly events?: number;
  readonly today: string;
  readonly progress?: (done: number, total: number) => void;
}

/** Persons entered in one transaction. */
const PART = 300;
const LARGEST_HOUSEHOLD = 5;
/** Cases begin within so many days before today. */
const DAYS_BACK = 500;
/** Of a hundred persons so many have a case. */
const WITH_CASE_PERCENT = 60;

/** Enters the fixed persons, then households until there are as many persons as wanted. */
export function enterGeneral(
  world: World,
  maker: PeopleMaker,
  random: Random,
  { persons: wanted, events = 0, today, progress }: GeneralOptions,
): Result<{ persons: number }> {
  const total = Math.max(wanted, FIXED.length);
  const workers = workingOnes(world);
  let done = FIXED.length;
  let aside = 0;
  const fixed = enterDays(world, (handOf) => {
    enterCouple(handOf, maker);
    enterClients(handOf, maker, random, true);
    const longest = enterOthers(handOf, maker);
    enterStaffWork(world, handOf, random, today);
    aside = entryCount(world.base);
    if (events >= 2 * LONGEST_CASE) enterLongestCase(handOf, random, longest, today);
  });
  if (!fixed.ok) return fixed;
  progress?.(done, total);
  /** Events to catch up with, so that in the end there are as many as wanted. */
  const missing = () =>
    Math.round((events * done) / total) - Math.max(0, entryCount(world.base) - aside);
  while (done < total) {
    const end = Math.min(total, done + PART);
    const part = enterDays(world, (handOf) => {
      while (done < end) {
        const household = maker.household(Math.min(LARGEST_HOUSEHOLD, total - done));
        const more = events ? missing() : 0;
        enterFamily(world, handOf, maker, random, { household, today, more, workers });
        done += household.persons.length;
        aside += household.persons.length + 1;
      }
    });
    if (!part.ok) return part;
    progress?.(done, total);
  }
  return good({ persons: done });
}

/** A household to be entered, and how many events its cases are to have beyond their own. */
interface Family {
  readonly household: MadeHousehold;
  readonly today: string;
  readonly more: number;
  /** Ids of those who may be given its cases. */
  readonly workers: readonly string[];
}

/** Stages that take as much work as there is. */
const TAKES_WORK: readonly Stage[] = ['investigation', 'service', 'enforcement', 'ended'];
/** No case made longer than this by the number of events wanted. */
const MOST_EXTRA = 120;

/** A household and the cases of its members, each by one worker. */
function enterFamily(
  world: World,
  handOf: HandOf,
  maker: PeopleMaker,
  random: Random,
  { household, today, more, workers }: Family,
): void {
  const user = random.pick(workers);
  const entered = lastDayRule(addDays(today, -DAYS_BACK - 7));
  const ids = enterHousehold(handOf(user, entered), maker, household);
  const plans = household.persons.flatMap((person, at) => {
    if (random.int(100) >= WITH_CASE_PERCENT) return [];
    const plan = planFor(world, random, person, ids[at] as string, user, today);
    // Who came of age meanwhile was a minor without a guardian when the matter came in.
    return ageOf(person, today) >= ADULT && ageOf(person, plan.from) < ADULT ? [] : [plan];
  });
  // An initiation left open keeps every investigation of the household from ending: it comes last.
  const openLast = (plan: CasePlan) => (plan.stage === 'initiation' ? 1 : 0);
  let left = more;
  for (const plan of plans.sort((a, b) => openLast(a) - openLast(b))) {
    const extra = TAKES_WORK.includes(plan.stage) ? Math.max(0, Math.min(MOST_EXTRA, left)) : 0;
    left -= extra;
    enterCase(handOf, random, { ...plan, entries: plan.entries + extra });
  }
}

function workingOnes(world: World): string[] {
  return world.workers.filter((one) => one.role === 'worker' && one.active).map((one) => one.id);
}

function planFor(
  world: World,
  random: Random,
  person: MadePerson,
  client: string,
  user: string,
  today: string,
): CasePlan {
  const age = ageOf(person, today);
  const paths = world.catalog.chain.filter((row) => row.service !== '' && fits(row, age));
  const stage: Stage = STAGES[random.int(STAGES.length)] ?? 'initiation';
  // A case that has come far began long enough ago for its steps.
  const back = stage === 'initiation' ? 40 : 250 + random.int(DAYS_BACK - 250);
  return {
    client,
    user,
    path: random.pick(paths),
    stage,
    from: lastDayRule(addDays(today, -back + random.int(20))),
    last: lastDayRule(addDays(today, -4)),
    entries: random.int(5),
  };
}

/** Whole years on a day. */
function ageOf(person: MadePerson, day: string): number {
  const read = readPersonId(person.identifier);
  return read.ok ? ageOn(read.value.born, day) : 0;
}

const CHILD_TASKS = ['lapsiperheet', 'lastensuojelu', 'perheoikeus'];
const OLD_TASKS = ['iakkaat', 'vammais'];
const ADULT = 18;
const OLD_AGE = 65;

/** Children get services for children, the old those for the old, others neither. */
function fits(row: ProcessRow, age: number): boolean {
  if (age < ADULT) return CHILD_TASKS.includes(row.service_task);
  if (age >= OLD_AGE) return OLD_TASKS.includes(row.service_task);
  return ['tyoikaiset', 'vammais', 'paihde'].includes(row.service_task);
}

/** Some group work and other working time of the main worker. */
function enterStaffWork(world: World, handOf: HandOf, random: Random, today: string): void {
  const groups = world.catalog.codes('groups', today);
  for (let week = 8; week > 0; week--) {
    const hand = handOf(MAIN_WORKER, lastDayRule(addDays(today, -7 * week)));
    hand.enter('staff_entry', {
      event: 'ryhmatoiminta',
      group: random.pick(groups).id,
      present: 4 + random.int(6),
      quantity: 30 * (1 + random.int(4)),
    });
  }
}
