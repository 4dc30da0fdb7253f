import { bad, good, type Result } from '../base/problems';
import {
  addDays,
  addMonths,
  daysBetween,
  isoOf,
  isRealDate,
  monthOf,
  showDdmmyy,
  type Weekday,
  weekdayOf,
  yearOf,
} from './calendar';

/** On which side of the work date a field's dates lie; the work date itself is on every side. */
export type DateSide = 'past' | 'future' | 'any';

/** What the reading of a typed date depends on. */
export interface DateContext {
  /** The day the user records as, ISO. */
  readonly workDate: string;
  readonly side: DateSide;
}

/** Years a typed date may lie in: nobody recorded here was born before, no plan reaches after. */
const FIRST_YEAR = 1800;
const LAST_YEAR = 2199;

/** Two-digit years lie in [work year − 80, work year + 19]: DESIGN 7 rule 8. */
const YEARS_BACK = 80;

const WEEKDAYS: Readonly<Record<string, Weekday>> = {
  ma: 1,
  maanantai: 1,
  ti: 2,
  tiistai: 2,
  ke: 3,
  keskiviikko: 3,
  to: 4,
  torstai: 4,
  pe: 5,
  perjantai: 5,
  la: 6,
  lauantai: 6,
  su: 7,
  sunnuntai: 7,
};

const OFFSET = /^([+-])(\d{1,4})([vk]?)$/;
/** One, two, four, six or eight digits; of any other number nobody can say where a part ends. */
const DIGITS = /^(?=(?:\d\d?|\d{4}|\d{6}|\d{8})$)(\d\d?)(?:(\d\d)(\d\d|\d{4})?)?$/;
const DOTTED = /^(\d{1,2})\.(?:\s*(\d{1,2})(?:\.(?:\s*(\d{4}|\d{2}))?)?)?$/;

/**
 * Reads a date as typed (DESIGN 7 rule 8), in any letter case: `081206`, `08122006`, `8.12.2006`,
 * `8.12.06`, `8.12.`, `0812`, `8`, `t` (the work date), `+3` and `-1` (days from the work date),
 * `+2v` (weeks), `+6k` (months), `ma` … `su` or the weekday's whole Finnish name. Missing parts go
 * to the nearest date on the allowed side of the work date; with `any` to the nearest either way,
 * the later of two equally near. A day such as 31 skips the months that lack it.
 *
 * Problems: `date.form` {example} not written as a date; `date.none` {example} no such day;
 * `date.future` {latest} and `date.past` {earliest} on the wrong side. All values are ddmmyy and
 * made from the work date: what was typed is not repeated.
 * @returns the ISO date
 */
export function readTypedDate(text: string, context: DateContext): Result<string> {
  const { workDate, side } = context;
  const typed = text.trim().toLowerCase();
  const example = showDdmmyy(workDate);
  const read = readWord(typed, context) ?? readNumbers(typed, context);
  if (read === undefined) return bad('date.form', { example });
  if (read === 'none') return bad('date.none', { example });
  if (side === 'past' && read > workDate) return bad('date.future', { latest: example });
  if (side === 'future' && read < workDate) return bad('date.past', { earliest: example });
  return good(read);
}

/** `t`, a weekday, or a distance from the work date. */
function readWord(typed: string, { workDate, side }: DateContext): string | undefined {
  if (typed === 't') return workDate;
  if (Object.hasOwn(WEEKDAYS, typed))
    return nearestWeekday(WEEKDAYS[typed] as Weekday, workDate, side);
  const offset = OFFSET.exec(typed);
  if (!offset) return undefined;
  const n = Number(offset[2]) * (offset[1] === '-' ? -1 : 1);
  const read =
    offset[3] === 'k' ? addMonths(workDate, n) : addDays(workDate, offset[3] ? n * 7 : n);
  return inYears(read);
}

/** A day, a day and month, or a whole date, with or without dots. */
function readNumbers(typed: string, context: DateContext): string | undefined {
  const found = DIGITS.exec(typed) ?? DOTTED.exec(typed);
  if (!found) return undefined;
  const day = Number(found[1]);
  if (found[2] === undefined) return nearestDay(day, context) ?? 'none';
  const month = Number(found[2]);
  if (found[3] === undefined) return nearestDayAndMonth(day, month, context) ?? 'none';
  const year =
    found[3].length === 2
      ? yearInWindow(Number(found[3]), yearOf(context.workDate))
      : Number(found[3]);
  return isRealDate(year, month, day) ? inYears(isoOf(year, month, day)) : 'none';
}

function inYears(iso: string): string {
  const year = yearOf(iso);
  return year >= FIRST_YEAR && year <= LAST_YEAR ? iso : 'none';
}

/**
 * The one year ending in two given digits that lies in [work year − 80, work year + 19].
 * @param twoDigits 0–99
 */
export function yearInWindow(twoDigits: number, workYear: number): number {
  const first = workYear - YEARS_BACK;
  return first + ((((twoDigits - first) % 100) + 100) % 100);
}

function nearestWeekday(weekday: Weekday, workDate: string, side: DateSide): string {
  const ahead = (weekday - weekdayOf(workDate) + 7) % 7;
  const back = (7 - ahead) % 7;
  if (side === 'future') return addDays(workDate, ahead);
  if (side === 'past') return addDays(workDate, -back);
  return ahead <= back ? addDays(workDate, ahead) : addDays(workDate, -back);
}

function nearestDay(day: number, context: DateContext): string | undefined {
  const months = yearOf(context.workDate) * 12 + monthOf(context.workDate) - 1;
  // No two neighbouring months both lack a day that any month has: two steps always find it.
  return nearestOf(context, 2, (step) => {
    const year = Math.floor((months + step) / 12);
    const month = months + step - year * 12 + 1;
    return isRealDate(year, month, day) ? isoOf(year, month, day) : undefined;
  });
}

function nearestDayAndMonth(day: number, month: number, context: DateContext): string | undefined {
  const workYear = yearOf(context.workDate);
  // Leap days are at most eight years apart (1896 and 1904).
  return nearestOf(context, 8, (step) =>
    isRealDate(workYear + step, month, day) ? isoOf(workYear + step, month, day) : undefined,
  );
}

/** Walks the candidates outward from the work date's own period and takes the nearest allowed. */
function nearestOf(
  { workDate, side }: DateContext,
  steps: number,
  candidate: (step: number) => string | undefined,
): string | undefined {
  const firstFitting = (direction: 1 | -1): string | undefined => {
    for (let step = 0; step <= steps; step++) {
      const iso = candidate(step * direction);
      if (iso !== undefined && daysBetween(workDate, iso) * direction >= 0) return iso;
    }
    return undefined;
  };
  const before = side === 'future' ? undefined : firstFitting(-1);
  const after = side === 'past' ? undefined : firstFitting(1);
  if (before === undefined || after === undefined) return before ?? after;
  return daysBetween(before, workDate) < daysBetween(workDate, after) ? before : after;
}
