import { daysBetween } from './calendar';

/** Days from one date to another, both included, ISO; without an end it goes on. */
export interface Interval {
  readonly from: string;
  readonly until: string | null;
}

/** True when the day lies in the interval, ends included. */
export function contains(interval: Interval, day: string): boolean {
  return interval.from <= day && (interval.until === null || day <= interval.until);
}

/** True when the two have at least one day in common. */
export function overlaps(a: Interval, b: Interval): boolean {
  return (a.until === null || b.from <= a.until) && (b.until === null || a.from <= b.until);
}

/** The number of days, ends included; undefined while the interval has no end. */
export function durationDays(interval: Interval): number | undefined {
  return interval.until === null ? undefined : daysBetween(interval.from, interval.until) + 1;
}
