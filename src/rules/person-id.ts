import { bad, good, type Result } from '../base/problems';
import { dayOf, isoOf, isRealDate, monthOf, yearOf } from './calendar';

/**
 * official: individual number 002–899. test: 900–999, never issued to anyone. effica_temporary:
 * `TP` and two free characters in place of number and check, given by the old system to a person
 * whose id was not known.
 */
export type PersonIdClass = 'official' | 'test' | 'effica_temporary';

/** A personal id as read; the value is upper case and keeps its century sign. */
export interface PersonId {
  /** Eleven characters. The sign is part of the identity: 100190-… and 100190Y… are two people. */
  readonly value: string;
  readonly class: PersonIdClass;
  /** Date of birth, ISO. Nothing else is derived: never the sex (DOMAIN 2.1). */
  readonly born: string;
}

/** Check characters in the order of the remainder: no G, I, O, Q, Z. */
const CHECK_CHARACTERS = '0123456789ABCDEFHJKLMNPRSTUVWXY';

/** Century signs, the original one first (the additional signs: Digital agency DVV, 2023). */
const SIGNS: Readonly<Record<number, string>> = { 1800: '+', 1900: '-YXWVU', 2000: 'ABCDEF' };

const CENTURIES = Object.entries(SIGNS).map(([year, signs]) => [Number(year), signs] as const);

const NUMBERED = /^(\d{2})(\d{2})(\d{2})([-+A-FU-Y])(\d{3})([0-9A-Z])$/;
const TEMPORARY = /^(\d{2})(\d{2})(\d{2})([-+A-FU-Y])TP([0-9A-Z]{2})$/;
const ASCII = /^[\x21-\x7e]*$/;

/**
 * The check character of a numbered id: the nine digits as one number, mod 31 (DOMAIN 2.1).
 * @param ddmmyy six digits of birth
 * @param zzz the individual number, three digits
 */
export function checkCharacter(ddmmyy: string, zzz: string): string {
  if (!/^\d{6}$/.test(ddmmyy) || !/^\d{3}$/.test(zzz)) {
    throw new RangeError('checkCharacter: six and three digits are needed');
  }
  return CHECK_CHARACTERS[Number(ddmmyy + zzz) % 31] as string;
}

/**
 * Reads a personal id as typed, in any letter case, and tells its class (DOMAIN 2.1, 2.2;
 * DESIGN 15).
 *
 * Problems, the first that fits: `person_id.form` {} not ddmmyy, a century sign and four
 * characters; `person_id.date` {} no such day in that century; `person_id.number` {lowest} the
 * individual number is 000 or 001; `person_id.check` {expected} the last character is wrong.
 */
export function readPersonId(text: string): Result<PersonId> {
  const typed = text.trim();
  // Letters outside ASCII must not become ASCII by upper-casing (ı would become I).
  if (!ASCII.test(typed)) return bad('person_id.form');
  const value = typed.toUpperCase();
  const numbered = NUMBERED.exec(value);
  if (!numbered && !TEMPORARY.test(value)) return bad('person_id.form');
  const born = bornOf(value);
  if (born === undefined) return bad('person_id.date');
  if (!numbered) return good({ value, class: 'effica_temporary', born });
  const zzz = value.slice(7, 10);
  if (Number(zzz) < 2) return bad('person_id.number', { lowest: '002' });
  const expected = checkCharacter(value.slice(0, 6), zzz);
  if (value[10] !== expected) return bad('person_id.check', { expected });
  return good({ value, class: Number(zzz) >= 900 ? 'test' : 'official', born });
}

/** The date of birth in an upper-case id of any class; undefined when it holds no real date. */
export function bornOf(value: string): string | undefined {
  const found = NUMBERED.exec(value) ?? TEMPORARY.exec(value);
  if (!found) return undefined;
  const year = centuryOf(found[4] as string) + Number(found[3]);
  const month = Number(found[2]);
  const day = Number(found[1]);
  return isRealDate(year, month, day) ? isoOf(year, month, day) : undefined;
}

/** The original century sign of a year of birth: `+`, `-` or `A`; undefined outside 1800–2099. */
export function centurySign(year: number): string | undefined {
  return SIGNS[Math.floor(year / 100) * 100]?.[0];
}

function centuryOf(sign: string): number {
  for (const [century, signs] of CENTURIES) if (signs.includes(sign)) return century;
  throw new RangeError('not a century sign');
}

/**
 * Makes a valid id of the class test, for demo people and tests.
 * @param born ISO date, 1800–2099
 * @param individualNumber 900–999
 * @param sign a century sign of the birth year; without it `+`, `-` or `A`
 * @throws RangeError when one of them does not fit
 */
export function makeTestId(born: string, individualNumber: number, sign?: string): string {
  const year = yearOf(born);
  const signs = SIGNS[Math.floor(year / 100) * 100];
  const used = sign ?? signs?.[0];
  if (!signs || used === undefined || used.length !== 1 || !signs.includes(used)) {
    throw new RangeError('makeTestId: the sign does not fit the century of birth');
  }
  if (!Number.isInteger(individualNumber) || individualNumber < 900 || individualNumber > 999) {
    throw new RangeError('makeTestId: individual numbers of test ids are 900–999');
  }
  const two = (n: number): string => String(n).padStart(2, '0');
  const ddmmyy = two(dayOf(born)) + two(monthOf(born)) + two(year % 100);
  const zzz = String(individualNumber);
  return ddmmyy + used + zzz + checkCharacter(ddmmyy, zzz);
}
