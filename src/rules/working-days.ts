import { addDays, isoOf, weekdayOf, yearOf } from './calendar';

/**
 * Days that are not working days when a time limit is counted: Sunday and church holidays,
 * Independence Day, 1 May, Christmas Eve, Midsummer Eve and Saturday. (Laki säädettyjen
 * määräaikain laskemisesta 150/1930, 5 §; recalled, see DOMAIN 3.) Written here and not taken from
 * finnish-holidays-js 1.1.2, which is a day off west of Greenwich (it mixes UTC and local time)
 * and has another Easter in 1954, 1981, 2049 and 2076.
 */
const FIXED = ['01-01', '01-06', '05-01', '12-06', '12-24', '12-25', '12-26'];

/** Good Friday, Easter Monday, Ascension Day: days from Easter Sunday; the rest are Sundays. */
const FROM_EASTER = [-2, 1, 39];

const holidaysByYear = new Map<number, ReadonlySet<string>>();

/** True when time limits may end on the day: Monday–Friday and no holiday. */
export function isWorkingDay(iso: string): boolean {
  return weekdayOf(iso) <= 5 && !weekdayHolidays(yearOf(iso)).has(iso);
}

/**
 * The nth working day after a date; the day itself, on which the matter came in, is not counted.
 * @param n 0 or more; 0 gives the date itself
 */
export function addWorkingDays(iso: string, n: number): string {
  let day = iso;
  for (let left = n; left > 0; ) {
    day = addDays(day, 1);
    if (isWorkingDay(day)) left--;
  }
  return day;
}

/** The last day of a period: the date itself, or the next working day (150/1930, 5 §). */
export function lastDayRule(iso: string): string {
  let day = iso;
  while (!isWorkingDay(day)) day = addDays(day, 1);
  return day;
}

/** The holidays of a year that can fall on Monday–Friday. */
function weekdayHolidays(year: number): ReadonlySet<string> {
  let found = holidaysByYear.get(year);
  if (!found) {
    const easter = easterSunday(year);
    const yearText = String(year).padStart(4, '0');
    found = new Set([
      ...FIXED.map((monthDay) => `${yearText}-${monthDay}`),
      ...FROM_EASTER.map((days) => addDays(easter, days)),
      midsummerEve(year),
    ]);
    holidaysByYear.set(year, found);
  }
  return found;
}

/** The Friday of 19–25 June. */
function midsummerEve(year: number): string {
  const first = isoOf(year, 6, 19);
  return addDays(first, (5 - weekdayOf(first) + 7) % 7);
}

/** Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher). */
function easterSunday(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30;
  const toSunday =
    (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const correction = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  const days = epact + toSunday - 7 * correction + 114;
  return isoOf(year, Math.floor(days / 31), (days % 31) + 1);
}
