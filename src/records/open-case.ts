import { bad, good, type Result } from '../base/problems';
import type { CaseFacts } from '../form/facts';
import { type Door, guarded, guardedWrite, rightProblem } from './door';
import { caseNow } from './kept-cases';
import { PERSON } from './people';
import { logUse } from './use';

/**
 * Opens a client's case: one line in the use log, then everything forms look at.
 * Problems: `role.read` {form}, `person.unknown`.
 */
export function openCase(door: Door, personId: string): Result<CaseFacts> {
  return guardedWrite(door, () => {
    const found = reloadCase(door, personId);
    if (found.ok) logUse(door, [{ what: 'open', person: personId, detail: null }]);
    return found;
  });
}

/** The same without a line, for a client whose case is open already. Problems as `openCase`. */
export function reloadCase(door: Door, personId: string): Result<CaseFacts> {
  const refused = rightProblem(door, PERSON, 'read');
  if (refused) return { ok: false, problem: refused };
  return guarded(() => {
    const found = door.world.base.read(() => caseNow(door, personId));
    return found ? good(found) : bad('person.unknown');
  });
}
