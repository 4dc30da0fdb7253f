/** The only door to the time of day: everything that needs "now" takes a Clock. */
export interface Clock {
  /** The present instant; a new Date on each call. */
  now(): Date;
}

/** The machine's own clock. */
export function systemClock(): Clock {
  return { now: () => new Date() };
}

/**
 * A clock for demo bases and tests: call number n (from 0) gives start + n × step.
 * @param startIso ISO instant, for example `2026-03-16T08:00:00.000Z`
 * @param stepMs milliseconds between two calls; 0 stands still
 * @throws RangeError when the start is not an instant
 */
export function steppingClock(startIso: string, stepMs: number): Clock {
  const start = Date.parse(startIso);
  if (Number.isNaN(start)) throw new RangeError('steppingClock: the start is not an ISO instant');
  let calls = 0;
  return { now: () => new Date(start + stepMs * calls++) };
}

/** An instant as stored: ISO 8601 in UTC with milliseconds, `2026-03-16T08:00:00.000Z`. */
export function isoInstant(date: Date): string {
  return date.toISOString();
}

/** The calendar date `YYYY-MM-DD` of an instant in the process's own time zone. */
export function isoDateOf(date: Date): string {
  const year = String(date.getFullYear()).padStart(4, '0');
  const month = String(date.getMonth() + 1).padStart(2, '0');
  const day = String(date.getDate()).padStart(2, '0');
  return `${year}-${month}-${day}`;
}

/** `12:03`: an instant as a clock on the wall shows it, in the process's own time zone. */
export function clockTime(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}
