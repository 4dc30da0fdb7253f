import { bad, good, type Result } from '../base/problems';
import { isRealDate, showDdmmyy } from './calendar';
import { readTypedDate } from './typed-date';

/** A point of time is meant up to the end of what was said: a day, a minute, a second. */
const LAST_MS = 999;

const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/u;
const DDMMYY = /^\d{6}$/u;
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2})?$/u;
const CLOCK = /^([01]?\d|2[0-3])(?:[.:]?([0-5]\d))?$/u;

/**
 * Reads a point of time as given on the command line: an ISO instant (`2026-03-16T12:03`, with
 * seconds and zone if wanted; without a zone it is local), an ISO date or `ddmmyy`. A day is meant
 * to its end, local time.
 *
 * Problems: `as_of.form` {example} anything else, also a day that does not exist.
 * @returns the ISO instant in UTC with milliseconds
 */
export function readInstant(text: string, workDate: string): Result<string> {
  const typed = text.trim();
  const refused = bad('as_of.form', { example: showDdmmyy(workDate), iso: workDate });
  if (DDMMYY.test(typed)) {
    const day = readTypedDate(typed, { workDate, side: 'any' });
    return day.ok ? good(endOfDay(day.value)) : refused;
  }
  if (ISO_DAY.test(typed)) return isDay(typed) ? good(endOfDay(typed)) : refused;
  const found = INSTANT.exec(typed);
  if (!found || !isDay(found[1] as string)) return refused;
  const [, day, hours, minutes, seconds, part, zone] = found;
  const rest = `${seconds ?? '59'}.${part?.padEnd(3, '0') ?? LAST_MS}`;
  return good(new Date(`${day}T${hours}:${minutes}:${rest}${zone ?? ''}`).toISOString());
}

/**
 * Reads a time of day as typed: `12.03`, `12:03`, `1203` or `12`.
 * Problem: `as_of.time` {example}.
 * @returns hours and minutes
 */
export function readClock(text: string): Result<readonly [number, number]> {
  const found = CLOCK.exec(text.trim());
  if (!found) return bad('as_of.time', { example: '12.03' });
  return good([Number(found[1]), Number(found[2] ?? 0)]);
}

/** The last instant of an ISO date in the local time zone, as ISO text in UTC. */
export function endOfDay(day: string): string {
  return endOfMinute(day, 23, 59);
}

/** The last instant of a minute of an ISO date, local time, as ISO text in UTC. */
export function endOfMinute(day: string, hours: number, minutes: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date, hours, minutes, 59, LAST_MS).toISOString();
}

/** The local day an instant lies on, as an ISO date. */
export function dayOfInstant(instant: string): string {
  const at = new Date(instant);
  const year = String(at.getFullYear()).padStart(4, '0');
  return `${year}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** `160326`, or `160326 12:03` where the instant is not the end of its day, local time. */
export function showInstant(instant: string): string {
  const day = dayOfInstant(instant);
  if (instant === endOfDay(day)) return showDdmmyy(day);
  const at = new Date(instant);
  const isMinute = instant === endOfMinute(day, at.getHours(), at.getMinutes());
  return `${showMinute(instant)}${isMinute ? '' : `:${two(at.getSeconds())}`}`;
}

/** `160326 12:03`: the day and minute of an instant, local time. */
export function showMinute(instant: string): string {
  const at = new Date(instant);
  return `${showDdmmyy(dayOfInstant(instant))} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

const two = (part: number) => String(part).padStart(2, '0');

function isDay(text: string): boolean {
  const found = ISO_DAY.exec(text);
  return found !== null && isRealDate(Number(found[1]), Number(found[2]), Number(found[3]));
}
