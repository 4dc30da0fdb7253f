import { addDays, addMonths, daysBetween } from './calendar';
import { contains, type Interval } from './intervals';
import { addWorkingDays, isWorkingDay, lastDayRule } from './working-days';

/** Units a time limit is counted in. `calendar_days`: the day itself, whatever day it is. */
export const COUNTED_UNITS = ['working_days', 'days', 'calendar_days', 'months'] as const;

/** What a row says without a day to count to: shown, never dated. */
export const UNCOUNTED_UNITS = [
  'at_once',
  'without_delay',
  'persons',
  'years_back',
  'by_day',
] as const;

type CountedUnit = (typeof COUNTED_UNITS)[number];

/** How long a time limit is. */
export interface TimeLimit {
  readonly amount: number;
  readonly unit: CountedUnit;
}

/** A row of `deadlines.csv`; an empty text or an undefined number means "whatever it is". */
export interface DeadlineRule {
  readonly id: string;
  /** Codes of the initiation types the limit belongs to; none: all of them. */
  readonly initiation_type: readonly string[];
  /** Full years of age on the day counted from, ends included. */
  readonly min_age: number | undefined;
  readonly max_age: number | undefined;
  /** A flag that must be set, for example the need for special support. */
  readonly flag: string;
  /** The event the limit is counted from, for example `initiation`. */
  readonly from: string;
  readonly amount: number | undefined;
  readonly unit: CountedUnit | (typeof UNCOUNTED_UNITS)[number];
  /** The day itself of a limit `by_day`, else empty. */
  readonly day: string;
  /** The event that happens on the last day, as a letter is held to be known on its seventh. */
  readonly gives: string;
  /** Forms whose records carry the limit; none: no record does. */
  readonly on: readonly string[];
  /** What ends it: `investigation`, `work`, `decision`, `service`; empty: only its day does. */
  readonly ends: string;
  readonly law: string;
  readonly section: string;
  /** How sure the row is: `found`, `section_recalled`, `old_law`, `bill` or `recalled`. */
  readonly status: string;
  /** What must be done, as it stands on a record and in a reminder. */
  readonly fi: string;
  readonly en: string;
}

/** What is known of a matter. */
export interface DeadlineFacts {
  readonly initiation_type: string;
  /** Full years of age; undefined when the date of birth is not known. */
  readonly age: number | undefined;
  /** Flags that are set. */
  readonly flags: readonly string[];
  /** Flags nobody has set or refused yet. */
  readonly undecided: readonly string[];
  /** Event → its day, ISO; rules counted from other events are left out. */
  readonly events: Readonly<Record<string, string>>;
  /** Days on which the clock stands. */
  readonly suspended: readonly Interval[];
}

/** A time limit that applies, or that applies if what it awaits turns out so. */
export interface Deadline {
  readonly rule: DeadlineRule;
  /** The last day, ISO; null for a limit without one, and while a suspension has no end. */
  readonly due: string | null;
  /** True when the clock stands and nobody has said until when. */
  readonly held: boolean;
  /** Suspensions that stop its clock. */
  readonly stops: readonly Interval[];
  /** What is not known yet: the name of a flag, `age`, or both; empty when nothing. */
  readonly awaits: readonly string[];
}

/**
 * The last day of a time limit. Counting starts the day after (150/1930, 2 §); a limit of days or
 * months that would end on a day off moves to the next working day (5 §), but a mere presumption
 * counted in `calendar_days` does not, as nobody has to do anything on it (our reading).
 *
 * Days of suspension are not counted: a working day inside one is passed over, and a limit of days
 * or months moves on by as many days as it was suspended while it ran, and never ends inside a
 * suspension. No law says this of these limits; it is our reading of ROWS 56 ("deadline clock
 * stops inside the interval"), to be confirmed.
 * @param fromIso the day of the event
 * @returns ISO day, or null when a suspension without an end began before the last day
 */
export function dueDate(
  limit: TimeLimit,
  fromIso: string,
  suspended: readonly Interval[] = [],
): string | null {
  const stops = suspended.filter((one) => one.until === null || one.until > fromIso);
  const plain = plainDue(limit, fromIso);
  if (!stops.length) return plain;
  const isStopped = (day: string) => stops.some((one) => contains(one, day));
  const endless = stops.find((one) => one.until === null)?.from ?? '9999-12-31';
  const wanted =
    limit.unit === 'working_days' ? limit.amount : daysBetween(fromIso, raw(limit, fromIso));
  const counts = (day: string) =>
    !isStopped(day) && (limit.unit !== 'working_days' || isWorkingDay(day));
  let day = fromIso;
  for (let left = wanted; left > 0; ) {
    day = addDays(day, 1);
    if (day >= endless) return null;
    if (counts(day)) left--;
  }
  if (limit.unit === 'calendar_days') return day;
  while (isStopped(day) || !isWorkingDay(day)) {
    day = addDays(day, 1);
    if (day >= endless) return null;
  }
  return day;
}

function raw(limit: TimeLimit, fromIso: string): string {
  return limit.unit === 'months'
    ? addMonths(fromIso, limit.amount)
    : addDays(fromIso, limit.amount);
}

function plainDue(limit: TimeLimit, fromIso: string): string {
  if (limit.unit === 'working_days') return addWorkingDays(fromIso, limit.amount);
  const day = raw(limit, fromIso);
  return limit.unit === 'calendar_days' ? day : lastDayRule(day);
}

/** The counted length of a rule; null for one that only says "at once" or the like. */
export function timeLimitOf({ amount, unit }: DeadlineRule): TimeLimit | null {
  const counted = COUNTED_UNITS.find((one) => one === unit);
  return counted && amount !== undefined ? { amount, unit: counted } : null;
}

/**
 * The time limits of a matter, in the order of the rules. A rule whose flag is undecided, or whose
 * age limit meets an unknown age, comes back awaiting it: a statutory limit is rather shown than
 * missed (DESIGN 8, "jos erityisen tuen tarve"). A rule that gives an event gives it to the rules
 * below it, unless the event is known.
 */
export function deadlineFor(rules: readonly DeadlineRule[], facts: DeadlineFacts): Deadline[] {
  const found: Deadline[] = [];
  const events = { ...facts.events };
  for (const rule of rules) {
    const from = events[rule.from];
    const awaits = from === undefined ? undefined : whatRuleAwaits(rule, facts);
    if (from === undefined || awaits === undefined) continue;
    const limit = timeLimitOf(rule);
    // A client's own time, which nothing of ours ends, runs on whatever is suspended.
    const stops = rule.ends ? facts.suspended : [];
    const due = limit && dueDate(limit, from, stops);
    found.push({ rule, due, held: limit !== null && due === null, stops, awaits });
    if (rule.gives && due !== null) events[rule.gives] ??= due;
  }
  return found;
}

/** Forms whose records may carry a limit, in the order of a case. */
export const CARRIERS: readonly string[] = ['initiation', 'investigation', 'decision', 'service'];

/** A time limit as a record carries it. */
export interface RunningDeadline extends Deadline {
  /** It belongs to a later step of the case, though its clock runs already. */
  readonly later: boolean;
}

/**
 * What runs on a record of a form: limits of its own step and of later ones that nothing of `done`
 * has ended (the words of `ends`). A limit nothing of ours ends has passed after its day. Dated
 * ones first, by day, those of the own step before later ones; then held ones, then undated ones.
 * @param today ISO, the day on which it is asked
 */
export function runningOn(
  found: readonly Deadline[],
  form: string,
  done: readonly string[],
  today: string,
): RunningDeadline[] {
  const here = CARRIERS.indexOf(form);
  return found
    .filter(({ rule: { on } }) => on.some((one) => CARRIERS.indexOf(one) >= here))
    .filter(({ rule, due }) =>
      rule.ends ? !done.includes(rule.ends) : due !== null && due >= today,
    )
    .map((one) => ({ ...one, later: !one.rule.on.includes(form) }))
    .sort((a, b) => orderOf(a).localeCompare(orderOf(b)));
}

/** Own before later, dated before held before undated, then by day; of one day the certain one. */
function orderOf({ later, due, held, awaits }: RunningDeadline): string {
  const sort = due !== null ? (later ? 1 : 0) : held ? 2 : 3;
  return `${sort}${due ?? ''}${awaits.length ? 1 : 0}`;
}

/** What must still be known for the rule to apply; undefined when it does not apply. */
function whatRuleAwaits(rule: DeadlineRule, facts: DeadlineFacts): string[] | undefined {
  const awaits: string[] = [];
  if (rule.initiation_type.length && !rule.initiation_type.includes(facts.initiation_type)) {
    return undefined;
  }
  if (rule.min_age !== undefined || rule.max_age !== undefined) {
    if (facts.age === undefined) awaits.push('age');
    else if (facts.age < (rule.min_age ?? 0) || facts.age > (rule.max_age ?? Infinity)) {
      return undefined;
    }
  }
  if (rule.flag !== '' && !facts.flags.includes(rule.flag)) {
    if (!facts.undecided.includes(rule.flag)) return undefined;
    awaits.push(rule.flag);
  }
  return awaits;
}
