import { bad, good, type Result } from '../base/problems';
import { showInstant } from '../rules/typed-instant';
import type { Words } from '../words/words';
import { pastProblem } from './as-of';
import { type Door, guardedWrite, rightProblem } from './door';
import { PERSON } from './people';
import { caseJson } from './show-json';
import { caseText } from './show-text';
import { logUse } from './use';
import { readWholeCase, readWholeCaseAt } from './whole-case';

/** How a whole case is printed. */
export type ShowFormat = 'text' | 'json';

/**
 * A whole case for `akti show`: the same bytes on each run, with a line in the use log.
 * @param at ISO instant: the case as it was then, which the first line says
 * Problems: `role.read` {form}, `person.unknown`, `as_of.none` {at} nothing of the person was
 * recorded by then, `as_of.future` {at}.
 */
export function showCase(
  door: Door,
  personId: string,
  format: ShowFormat,
  words: Words,
  at?: string,
): Result<string> {
  const refused = rightProblem(door, PERSON, 'read');
  if (refused) return { ok: false, problem: refused };
  return guardedWrite(door, () => {
    const problem = at === undefined ? null : pastProblem(door, at);
    if (problem) return { ok: false, problem };
    const whole =
      at === undefined ? readWholeCase(door, personId) : readWholeCaseAt(door, personId, at);
    if (!whole) {
      return at === undefined ? bad('person.unknown') : bad('as_of.none', { at: showInstant(at) });
    }
    const detail = at === undefined ? format : `${format} ${at}`;
    logUse(door, [{ what: 'show', person: personId, detail }]);
    return good(format === 'json' ? caseJson(door, whole) : caseText(door, whole, words));
  });
}

/**
 * A whole case as plain text for a file, voided records too, with a line in the use log.
 * Problems: `role.read` {form}, `person.unknown`.
 */
export function exportCase(door: Door, personId: string, words: Words): Result<string> {
  const refused = rightProblem(door, PERSON, 'read');
  if (refused) return { ok: false, problem: refused };
  return guardedWrite(door, () => {
    const whole = readWholeCase(door, personId);
    if (!whole) return bad('person.unknown');
    logUse(door, [{ what: 'export', person: personId, detail: 'text' }]);
    return good(caseText(door, whole, words, true));
  });
}
