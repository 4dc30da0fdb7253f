import type { Language } from '../base/language';
import { bad, good, type Result } from '../base/problems';
import { yearOf } from './calendar';
import { yearInWindow } from './typed-date';

/** The limits of a whole number or an amount, ends included. */
export interface NumberLimits {
  readonly min: number;
  readonly max: number;
}

const INTEGER = /^[+-]?\d+$/;
const MONEY = /^(-?)(\d[\d \u00a0\u202f]*)(?:[.,](\d{1,2})?)?(?:\s*€)?$/;
/** 13 digits of euros keep cents well inside the safe integers. */
const MAX_EURO_DIGITS = 13;

/**
 * Reads a whole number as typed.
 * Problems: `number.not_number` {min, max}, `number.range` {min, max}.
 */
export function readTypedInteger(text: string, limits: NumberLimits): Result<number> {
  const { min, max } = limits;
  const typed = text.trim();
  if (!INTEGER.test(typed)) return bad('number.not_number', { min, max });
  const value = Number(typed) + 0;
  if (value < min || value > max) return bad('number.range', { min, max });
  return good(value);
}

/**
 * Reads an amount of euros as typed: comma or dot before at most two decimals, spaces between
 * digits and a euro sign at the end allowed, `12,5` is 12,50. Never passes through a fraction.
 * Problems: `money.form` {} not such an amount; `money.range` {min_cents, max_cents} outside the
 * limits, when there are any.
 * @returns whole cents
 */
export function readTypedMoney(text: string, limits?: NumberLimits): Result<number> {
  const found = MONEY.exec(text.trim());
  const euros = found?.[2]?.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
  if (!found || euros === undefined || euros.length > MAX_EURO_DIGITS) return bad('money.form');
  const cents = Number(euros + (found[3] ?? '').padEnd(2, '0'));
  // Zero has no sign: -0,00 would otherwise be a value of its own.
  const value = found[1] && cents > 0 ? -cents : cents;
  if (limits && (value < limits.min || value > limits.max)) {
    return bad('money.range', { min_cents: limits.min, max_cents: limits.max });
  }
  return good(value);
}

/** Cents as an amount: `12,50` in Finnish and Swedish, `12.50` in English; no thousands mark. */
export function showMoney(cents: number, language: Language): string {
  if (!Number.isSafeInteger(cents)) throw new RangeError('showMoney: cents must be whole');
  const digits = String(Math.abs(cents)).padStart(3, '0');
  const mark = language === 'en' ? '.' : ',';
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}${mark}${digits.slice(-2)}`;
}

const MONTH = /^(?:(\d{1,2})\s*[/.]\s*(\d{4}|\d{2})|(\d{2})(\d{4}|\d{2}))$/;

/**
 * Reads a month as typed: `09/2026`, `9/2026`, `9.2026`, `09/26`, `0926`, `092026`. Two-digit
 * years lie in the window of dates, [work year − 80, work year + 19].
 * Problems: `month.form` {example} not written as a month; `month.none` {example} no such month.
 * The example is the work date's month.
 * @returns `YYYY-MM`
 */
export function readTypedMonth(text: string, workDate: string): Result<string> {
  const example = showMonth(workDate.slice(0, 7));
  const found = MONTH.exec(text.trim());
  if (!found) return bad('month.form', { example });
  const month = Number(found[1] ?? found[3]);
  const typedYear = (found[2] ?? found[4]) as string;
  const year =
    typedYear.length === 2 ? yearInWindow(Number(typedYear), yearOf(workDate)) : Number(typedYear);
  if (month < 1 || month > 12 || year < 1800 || year > 2199) return bad('month.none', { example });
  return good(`${year}-${String(month).padStart(2, '0')}`);
}

/** A stored month `YYYY-MM` as it stands on the screen, `MM/YYYY`. */
export function showMonth(month: string): string {
  return `${month.slice(5, 7)}/${month.slice(0, 4)}`;
}
