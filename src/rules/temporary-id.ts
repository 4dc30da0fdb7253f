import { bad, good, type Result } from '../base/problems';
import { dayOf, isoOf, isRealDate, monthOf, yearOf } from './calendar';
import { centurySign, readPersonId } from './person-id';
import { readTypedDate } from './typed-date';

/** A temporary id before its two free characters: day of birth and century sign. */
const BEGUN = /^\d{6}[-+A-FU-Y]$/;
/** A birth date alone: digits without a sign, or a date with dots. */
const DAY = /^(\d{6}|\d{8}|\d{1,2}\.\s*\d{1,2}\.\s*(\d{4}|\d{2}))$/;

/** The order of the two free characters once 01–99 are given (DOMAIN 2.2). */
const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** True for what `readIdentifier` makes of a birth date: an id without its last characters. */
export function isBegunId(value: string): boolean {
  return BEGUN.test(value);
}

/**
 * Reads what is typed where an identifier belongs: a whole id of any class, upper case; or a birth
 * date, with its century sign or without, for a person whose id is not known. A date becomes the
 * beginning of a temporary id, `150312A`, which `nextTemporaryId` completes.
 * @param workDate ISO; a date without its century is the latest one not after it
 *
 * Problems: `person_id.*` as `readPersonId`.
 */
export function readIdentifier(typed: string, workDate: string): Result<string> {
  const text = typed.trim().toUpperCase();
  if (isBegunId(text)) {
    const whole = readPersonId(`${text}TP01`);
    return whole.ok ? good(text) : whole;
  }
  if (DAY.test(text)) {
    const born = birthDate(text, workDate);
    const sign = born && centurySign(yearOf(born));
    if (!born || !sign) return bad('person_id.date');
    return good(`${born.slice(8)}${born.slice(5, 7)}${born.slice(2, 4)}${sign}`);
  }
  const read = readPersonId(text);
  return read.ok ? good(read.value.value) : read;
}

/** The typed day as ISO; a two-digit year is the latest one in which the day has come already. */
function birthDate(text: string, workDate: string): string | undefined {
  const read = readTypedDate(text, { workDate, side: 'any' });
  if (!read.ok || read.value <= workDate) return read.ok ? read.value : undefined;
  const [year, month, day] = [yearOf(read.value) - 100, monthOf(read.value), dayOf(read.value)];
  // Four digits said the century: nobody is born after the work date.
  const said = /\d{4}$/.test(text) && !/^\d{6}$/.test(text);
  return !said && isRealDate(year, month, day) ? isoOf(year, month, day) : undefined;
}

/**
 * The first temporary id nobody has (DOMAIN 2.2): `TP01` … `TP99`, then `TP0A` … `TPZZ`.
 * @param begun day of birth and century sign, `150312A`
 * @param taken ids in use that begin so, in any letter case
 * @returns undefined when every one is taken
 */
export function nextTemporaryId(begun: string, taken: Iterable<string>): string | undefined {
  const used = new Set([...taken].map((id) => id.toUpperCase()));
  for (let n = 1; n <= 99; n++) {
    const id = `${begun}TP${String(n).padStart(2, '0')}`;
    if (!used.has(id)) return id;
  }
  for (const first of CHARACTERS) {
    for (const second of CHARACTERS) {
      const id = `${begun}TP${first}${second}`;
      const lettered = /\D/.test(first + second);
      if (lettered && !used.has(id)) return id;
    }
  }
  return undefined;
}
