import { bad, good, type Result } from '../base/problems';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2];
const FORM = /^(\d{6,7})-(\d)$/;

/**
 * Reads a business id (Y-tunnus) `NNNNNNN-T`; an old one of six digits gets its leading zero.
 * The digits are weighted 7, 9, 10, 5, 8, 4, 2; remainder r of the sum by 11: 0 gives check digit
 * 0, 1 is never given out, else 11 − r (DOMAIN 2.3).
 *
 * Problems: `business_id.form` {}; `business_id.number` {} a number that is never given out;
 * `business_id.check` {expected} the last digit is wrong.
 */
export function readBusinessId(text: string): Result<string> {
  const found = FORM.exec(text.trim());
  if (!found) return bad('business_id.form');
  const digits = (found[1] as string).padStart(7, '0');
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  const rest = sum % 11;
  if (rest === 1) return bad('business_id.number');
  const expected = rest === 0 ? 0 : 11 - rest;
  if (Number(found[2]) !== expected) return bad('business_id.check', { expected });
  return good(`${digits}-${expected}`);
}
