import { bad, good, type Result } from '../base/problems';
import type { CaseFacts } from '../form/facts';
import type { Rec } from '../form/value';
import { showInstant } from '../rules/typed-instant';
import { readRecord } from '../store/records';
import { caseAsOf, pastProblem } from './as-of';
import { type Door, guarded, guardedWrite, rightProblem } from './door';
import { caseNow } from './kept-cases';
import { maskedRecord } from './mask';
import { PERSON, whyNobody } from './people';
import { standsInFor } from './stand-ins';
import { logUse } from './use';

/**
 * Opens a client's case: one line in the use log, then everything forms look at.
 * @param standingIn from the list of somebody the user stands in for; the line says so
 *
 * Problems: `role.read` {form}, `person.unknown`.
 */
export function openCase(door: Door, personId: string, standingIn = false): Result<CaseFacts> {
  return guardedWrite(door, () => {
    const found = reloadCase(door, personId);
    if (!found.ok) return found;
    const basis = standingIn && standsInFor(door).length ? 'substitution' : 'role';
    logUse(door, [{ what: 'open', person: personId, detail: null, basis }]);
    return found;
  });
}

/**
 * A record that belongs to no client, such as a reminder of one's own, with a line in the use log.
 * Problems: `role.read` {form}, `record.missing`, also for a client's record.
 */
export function openLoose(door: Door, form: string, id: string): Result<Rec> {
  const refused = rightProblem(door, form, 'read');
  if (refused) return { ok: false, problem: refused };
  return guardedWrite(door, () => {
    const rec = readRecord(door.world.base, door.world.registry.form(form), id);
    if (!rec || rec.voided || rec.bucket !== null) return bad('record.missing');
    logUse(door, [{ what: 'show', person: null, detail: form }]);
    return good(rec);
  });
}

/**
 * As `openCase` without a line, for a client whose case is open already. Problems as there.
 * @param whole with every leaf record, not only the newest
 */
export function reloadCase(door: Door, personId: string, whole = false): Result<CaseFacts> {
  const refused = rightProblem(door, PERSON, 'read');
  if (refused) return { ok: false, problem: refused };
  return guarded(() => {
    const found = door.world.base.read(() => caseNow(door, personId, whole));
    return found ? good(found) : { ok: false, problem: whyNobody(door, personId) };
  });
}

/** A case as it was, and the client's own record of then, both masked. */
export interface OpenedPast {
  readonly client: CaseFacts;
  readonly person: Rec;
}

/**
 * Opens a client's case as it was at an instant (ISO), with a line in the use log that says when.
 * Problems: `role.read` {form}, `as_of.future` {at}, `as_of.none` {at} nothing had been recorded.
 */
export function openCaseAsOf(door: Door, personId: string, at: string): Result<OpenedPast> {
  const refused = rightProblem(door, PERSON, 'read') ?? pastProblem(door, at);
  if (refused) return { ok: false, problem: refused };
  return guardedWrite(door, () => {
    const past = caseAsOf(door, personId, at);
    if (!past) return bad('as_of.none', { at: showInstant(at) });
    logUse(door, [{ what: 'open', person: personId, detail: at }]);
    const form = door.world.registry.form(PERSON);
    const { client } = past;
    return good({ client, person: maskedRecord(form, past.person, client.person.protected) });
  });
}
