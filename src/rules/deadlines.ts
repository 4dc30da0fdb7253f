import { addDays, addMonths } from './calendar';
import { addWorkingDays, lastDayRule } from './working-days';

/** How long a time limit is. */
export interface TimeLimit {
  readonly amount: number;
  readonly unit: 'working_days' | 'days' | 'months';
}

/** A row of `deadlines.csv`; an empty text or an undefined age means "whatever it is". */
export interface DeadlineRule extends TimeLimit {
  readonly id: string;
  /** Code of the initiation type the limit belongs to. */
  readonly initiation_type: string;
  /** Full years of age on the day counted from, ends included. */
  readonly min_age: number | undefined;
  readonly max_age: number | undefined;
  /** A flag that must be set, for example the need for special support. */
  readonly flag: string;
  /** The event the limit is counted from, for example `arrival`. */
  readonly from: string;
  readonly law: string;
  readonly section: string;
  /** How sure the row is: `found` or `recalled`. */
  readonly status: string;
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
  /** The date counted from, ISO; or event → date, and rules from other events are left out. */
  readonly from: string | Readonly<Record<string, string>>;
}

/** A time limit that applies, or that applies if what it awaits turns out so. */
export interface Deadline {
  readonly rule: DeadlineRule;
  /** The last day, ISO. */
  readonly due: string;
  readonly status: string;
  readonly conditional: boolean;
  /** What is not known yet: the name of a flag, `age`, or both; empty when not conditional. */
  readonly awaits: readonly string[];
}

/**
 * The last day of a time limit. Counting starts the day after (150/1930, 2 §); a limit of days or
 * months that would end on a day off moves to the next working day (5 §).
 * @param fromIso the day of the event
 */
export function dueDate(limit: TimeLimit, fromIso: string): string {
  if (limit.unit === 'working_days') return addWorkingDays(fromIso, limit.amount);
  if (limit.unit === 'days') return lastDayRule(addDays(fromIso, limit.amount));
  return lastDayRule(addMonths(fromIso, limit.amount));
}

/**
 * The time limits of a matter, in the order of the rules. A rule whose flag is undecided, or whose
 * age limit meets an unknown age, comes back conditional: a statutory limit is rather shown than
 * missed (DESIGN 8, "jos erityisen tuen tarve").
 */
export function deadlineFor(rules: readonly DeadlineRule[], facts: DeadlineFacts): Deadline[] {
  const found: Deadline[] = [];
  for (const rule of rules) {
    const from = typeof facts.from === 'string' ? facts.from : facts.from[rule.from];
    const awaits = from === undefined ? undefined : whatRuleAwaits(rule, facts);
    if (from === undefined || awaits === undefined) continue;
    const due = dueDate(rule, from);
    found.push({ rule, due, status: rule.status, conditional: awaits.length > 0, awaits });
  }
  return found;
}

/** What must still be known for the rule to apply; undefined when it does not apply. */
function whatRuleAwaits(rule: DeadlineRule, facts: DeadlineFacts): string[] | undefined {
  const awaits: string[] = [];
  if (rule.initiation_type !== '' && rule.initiation_type !== facts.initiation_type) {
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
