import { bad, good, type Result } from '../base/problems';
import type { Words } from '../words/words';
import { type Door, guardedWrite, rightProblem } from './door';
import { PERSON } from './people';
import { caseJson } from './show-json';
import { caseText } from './show-text';
import { logUse } from './use';
import { readWholeCase } from './whole-case';

/** How a whole case is printed. */
export type ShowFormat = 'text' | 'json';

/**
 * A whole case for `akti show`: the same bytes on each run, with a line in the use log.
 * Problems: `role.read` {form}, `person.unknown`.
 */
export function showCase(
  door: Door,
  personId: string,
  format: ShowFormat,
  words: Words,
): Result<string> {
  const refused = rightProblem(door, PERSON, 'read');
  if (refused) return { ok: false, problem: refused };
  return guardedWrite(door, () => {
    const whole = readWholeCase(door, personId);
    if (!whole) return bad('person.unknown');
    logUse(door, [{ what: 'show', person: personId, detail: format }]);
    return good(format === 'json' ? caseJson(door, whole) : caseText(door, whole, words));
  });
}
