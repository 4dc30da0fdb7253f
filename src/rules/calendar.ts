/**
 * Calendar arithmetic on ISO dates `YYYY-MM-DD` (years 0001–9999, proleptic Gregorian), without
 * Date, so that no time zone or summer time can move a day. A text that is not such a date is a
 * fault of the caller and throws RangeError; ask `isIsoDate` first where it comes from outside.
 */

import type { Language } from '../base/language';

interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** 1 Monday … 7 Sunday, as ISO 8601 numbers them. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Code of the digit 0. */
const ZERO = 48;
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAYS_OF_400_YEARS = 146_097;

/** True for a text `YYYY-MM-DD` that is a real calendar date. */
export function isIsoDate(text: string): boolean {
  const { year, month, day } = readParts(text);
  return isRealDate(year, month, day);
}

/** True when the three whole numbers name a real day of the years 1–9999. */
export function isRealDate(year: number, month: number, day: number): boolean {
  return (
    year >= 1 &&
    year <= 9999 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth(year, month)
  );
}

/** The number of days in a month (1–12) of a year. */
function daysInMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (DAYS_OF_MONTH[month - 1] as number);
}

/** Makes `YYYY-MM-DD` from year, month and day; throws RangeError when there is no such day. */
export function isoOf(year: number, month: number, day: number): string {
  if (!isRealDate(year, month, day)) throw new RangeError('isoOf: no such calendar date');
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** The year of a date, for example 2026. */
export function yearOf(iso: string): number {
  return partsOf(iso).year;
}

/** The month of a date, 1–12. */
export function monthOf(iso: string): number {
  return partsOf(iso).month;
}

/** The day of the month of a date, 1–31. */
export function dayOf(iso: string): number {
  return partsOf(iso).day;
}

/** The date n days later (earlier when n is negative). */
export function addDays(iso: string, n: number): string {
  return fromDayNumber(dayNumber(iso) + n);
}

/**
 * The date n months later (earlier when n is negative). A month that lacks the day gives its last
 * day: 31.1. + 1 month = 28.2. (Laki säädettyjen määräaikain laskemisesta 150/1930, 3 §.)
 */
export function addMonths(iso: string, n: number): string {
  const { year, month, day } = partsOf(iso);
  const months = year * 12 + (month - 1) + n;
  const newYear = Math.floor(months / 12);
  const newMonth = months - newYear * 12 + 1;
  return isoOf(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

/** The day of the week, 1 Monday … 7 Sunday. */
export function weekdayOf(iso: string): Weekday {
  // 0001-01-01 of the Gregorian calendar is a Monday and has day number 0.
  return ((dayNumber(iso) % 7) + 1) as Weekday;
}

/** Negative when a is the earlier date, positive when the later, 0 when they are the same. */
export function compareIso(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Days from one date to another: 0 for the same day, negative when `to` is the earlier. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/**
 * Full years of age on a day; negative before birth. Somebody born on 29.2. turns a year older on
 * 28.2. of a common year: the rule of 150/1930 3 § applied to age (our reading, to be confirmed).
 */
export function ageOn(birthIso: string, onIso: string): number {
  const years = yearOf(onIso) - yearOf(birthIso);
  return addMonths(birthIso, years * 12) <= onIso ? years : years - 1;
}

/** The date as it stands on the screen: `081206` for 8.12.2006. */
export function showDdmmyy(iso: string): string {
  const { year, month, day } = partsOf(iso);
  return `${twoDigits(day)}${twoDigits(month)}${twoDigits(year % 100)}`;
}

const ENGLISH_MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** The date with its whole year, for sentences and prints: `16.9.2026`, English `16 Sep 2026`. */
export function showLong(iso: string, language: Language): string {
  const { year, month, day } = partsOf(iso);
  return language === 'en'
    ? `${day} ${ENGLISH_MONTHS[month - 1]} ${year}`
    : `${day}.${month}.${year}`;
}

function partsOf(iso: string): DateParts {
  const parts = readParts(iso);
  if (!isRealDate(parts.year, parts.month, parts.day)) {
    // The text itself is kept out of the message: it may be a person's birth date.
    throw new RangeError('not a calendar date YYYY-MM-DD');
  }
  return parts;
}

/** Parts of `YYYY-MM-DD`; of a text of another form none is a number. */
function readParts(text: string): DateParts {
  const isForm = text.length === 10 && text[4] === '-' && text[7] === '-';
  if (!isForm) return { year: Number.NaN, month: Number.NaN, day: Number.NaN };
  return { year: digits(text, 0, 4), month: digits(text, 5, 7), day: digits(text, 8, 10) };
}

/** The number that stands in a part of a text; not a number when it is not all digits. */
function digits(text: string, from: number, until: number): number {
  let number = 0;
  for (let at = from; at < until; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

function twoDigits(n: number): string {
  return n < 10 ? `0${n}` : String(n);
}

/** Days since 0001-01-01. Years are counted from March, so that a leap day ends its year. */
function dayNumber(iso: string): number {
  const { year, month, day } = partsOf(iso);
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  // 306 days lie between 1 March of year 0 and 1 January of year 1.
  return era * DAYS_OF_400_YEARS + yearOfEra * 365 + leapDays + dayOfYear - 306;
}

/** The reverse of `dayNumber`; throws RangeError outside the years 1–9999. */
function fromDayNumber(n: number): string {
  const sinceMarch = n + 306;
  const era = Math.floor(sinceMarch / DAYS_OF_400_YEARS);
  const dayOfEra = sinceMarch - era * DAYS_OF_400_YEARS;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / (DAYS_OF_400_YEARS - 1))) /
      365,
  );
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - (365 * yearOfEra + leapDays);
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  return isoOf(year, month, day);
}
