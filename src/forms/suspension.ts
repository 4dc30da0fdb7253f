import type { Problem } from '../base/problems';
import type { DiaryLine } from '../form/define';
import type { Facts } from '../form/facts';
import type { Fields } from '../form/field';
import { code } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { rows } from '../form/kinds/rows';
import { type Rec, rowsIn, type Values } from '../form/value';
import { showDdmmyy } from '../rules/calendar';
import { contains, type Interval, overlaps } from '../rules/intervals';
import { recordsOf, ticked } from './case-state';
import { nameOfCode } from './line-parts';

/** Days on which a matter or a service stands still, and why. Without an end it still does. */
export interface Suspension extends Interval {
  readonly reason: string;
}

/** The suspensions of a record in the order of entry; a row without a start is not one yet. */
export function suspensionsIn(values: Values): Suspension[] {
  return rowsIn(values, 'suspensions').flatMap(({ from, until, reason }) =>
    typeof from === 'string'
      ? [{ from, until: typeof until === 'string' ? until : null, reason: String(reason ?? '') }]
      : [],
  );
}

/**
 * Suspensions of a record (ROWS 56, 133), as many as there come over time. A command makes and ends
 * them; here they stand to be read, and to be corrected with a reason.
 */
export const suspensionFields: Fields = {
  suspensions: rows(
    {
      from: date('any', { required: true }),
      until: date('any'),
      reason: code('suspension_reasons', { required: true }),
    },
    {
      section: 'suspension',
      max: 20,
      passed: true,
      shown: (values) => rowsIn(values, 'suspensions').length > 0,
    },
  ),
};

/** What is asked when something is suspended; `suspensionProblem` refuses at these fields. */
export const suspendFields: Fields = {
  suspended_from: date('any', { required: true, default: (_values, facts) => facts.workDate }),
  suspended_until: date('any', { beside: true }),
  suspension_reason: code('suspension_reasons', { required: true }),
};

/** The suspension that holds on a day, ends included. */
function suspensionOn(rec: Rec, day: string): Suspension | undefined {
  return suspensionsIn(rec.values).find((one) => contains(one, day));
}

/**
 * The suspension under which no work is taken on a record on a day: a service's own; that of an
 * investigation when every initiation it looks into is suspended.
 */
export function standsStill(rec: Rec, day: string, facts: Facts): Suspension | undefined {
  if (rec.form !== 'investigation') return suspensionOn(rec, day);
  const stops = ticked(rec.values, 'initiations', facts).map((one) => suspensionOn(one, day));
  return stops.includes(undefined) ? undefined : stops[0];
}

/** An interval as a sentence needs it: `from`, and `until` only when there is one. */
export function shownInterval({ from, until }: Interval): Record<string, string> {
  return { from: showDdmmyy(from), ...(until === null ? {} : { until: showDdmmyy(until) }) };
}

/**
 * Why an interval cannot be a suspension of a record, or null: `date.end_before_start`;
 * `suspension.outside` the record's own interval; `suspension.overlap` with another one;
 * `suspension.work` recorded on a day of it. `{from}` and `{until}` are the interval in the way.
 * @param own the days the matter or the service runs
 */
export function suspensionProblem(
  wanted: Interval,
  own: Interval,
  others: readonly Interval[],
  worked: readonly string[],
): Problem | null {
  if (wanted.until !== null && wanted.until < wanted.from) {
    return { code: 'date.end_before_start' };
  }
  const last = wanted.until ?? wanted.from;
  if (!contains(own, wanted.from) || !contains(own, last)) {
    return { code: 'suspension.outside', values: shownInterval(own) };
  }
  const clash = others.find((one) => overlaps(one, wanted));
  if (clash) return { code: 'suspension.overlap', values: shownInterval(clash) };
  const day = worked.find((one) => contains(wanted, one));
  return day === undefined ? null : { code: 'suspension.work', values: { on: showDdmmyy(day) } };
}

/** Days on which work was recorded on a record. */
export function workedDays(rec: Rec | null, facts: Facts): string[] {
  if (!rec) return [];
  return recordsOf(facts, 'work_entry')
    .filter((one) => one.values.attached === rec.id)
    .map((one) => one.diary_on);
}

/**
 * Problems of the suspensions a record holds, all at their field: those of `suspensionProblem`. A
 * cell left empty is the kind's to tell.
 */
export function suspensionProblems(
  values: Values,
  own: Interval,
  worked: readonly string[],
): Problem[] {
  const given = rowsIn(values, 'suspensions');
  const all = suspensionsIn(values);
  if (given.some(({ from, reason }) => !from || !reason)) return [];
  for (const [at, one] of all.entries()) {
    const problem = suspensionProblem(one, own, all.slice(0, at), worked);
    if (problem) return [{ ...problem, field: 'suspensions' }];
  }
  return [];
}

/** A diary line for each suspension, on its first day. */
export function suspensionLines(rec: Rec, facts: Facts): DiaryLine[] {
  return suspensionsIn(rec.values).map((one) => ({
    on: one.from,
    key: 'suspension',
    values: {
      until: '',
      ...shownInterval(one),
      reason: nameOfCode(facts, 'suspension_reasons', one.reason),
    },
  }));
}
