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
  const time = date.getTime();
  const day = Math.floor(time / DAY_MS);
  if (day !== dayShown.day) {
    const text = date.toISOString();
    dayShown = { day, text: text.slice(0, text.indexOf('T') + 1) };
  }
  const ms = time - day * DAY_MS;
  const seconds = Math.floor(ms / 1000);
  const [hour, minute] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(ms - seconds * 1000).padStart(3, '0');
  return `${dayShown.text}${two(hour)}:${two(minute)}:${two(seconds % 60)}.${rest}Z`;
}

const DAY_MS = 86_400_000;
/** The day shown last, `2026-03-16T`: instants come by the dozen from one day. */
let dayShown = { day: Number.NaN, text: '' };

function two(part: number): string {
  return part < 10 ? `0${part}` : String(part);
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
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}
