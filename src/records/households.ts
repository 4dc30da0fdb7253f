import { bad, good, type Result } from '../base/problems';
import type { PersonFacts } from '../form/facts';
import { type Rec, type Row, rowsIn } from '../form/value';
import { householdsOf } from '../store/persons';
import { queryRecords } from '../store/query';
import { type Door, guarded, guardedWrite, rightProblem } from './door';
import { HOUSEHOLD, isMemberOn, personFacts, personsOf, readPersons } from './people';
import { logUse } from './use';

/** A person's households and everybody who ever belonged to one of them. */
export interface ShownHouseholds {
  readonly records: readonly Rec[];
  readonly persons: readonly PersonFacts[];
}

/**
 * The households of a person, those of the work date first, then the newest; with a line in the
 * use log for each member shown. Problems: `role.read` {form}, `person.unknown`.
 */
export function showHouseholds(door: Door, personId: string): Result<ShownHouseholds> {
  const refused = rightProblem(door, HOUSEHOLD, 'read');
  if (refused) return { ok: false, problem: refused };
  return guardedWrite(door, () => {
    const { base, registry } = door.world;
    if (!readPersons(door, [personId]).has(personId)) return bad('person.unknown');
    const where = { id: { in: householdsOf(base, personId) }, voided: false };
    const found = queryRecords(base, registry.form(HOUSEHOLD), { where, order: 'entry' });
    const rank = (rec: Rec) => (isHomeNow(door, rec, personId) ? 0 : 1);
    const records = found.reverse().sort((a, b) => rank(a) - rank(b));
    const ids = [...new Set([personId, ...records.flatMap(personsOf)])].filter(isId);
    logUse(
      door,
      ids.map((person) => ({ what: 'show' as const, person, detail: HOUSEHOLD })),
    );
    return good({ records, persons: namesOf(door, ids) });
  });
}

const isId = (id: string | null): id is string => id !== null;

function isHomeNow(door: Door, rec: Rec, personId: string): boolean {
  const own = (row: Row) => row.person === personId && isMemberOn(row, door.setting.workDate);
  return rowsIn(rec.values, 'members').some(own);
}

function namesOf(door: Door, ids: readonly string[]): PersonFacts[] {
  return personFacts(door, [...readPersons(door, ids).values()]);
}

/**
 * Names of persons an unsaved entry of the worker's own links to, with a line in the use log for
 * each. Problem: `role.read` {form}.
 */
export function namePersons(door: Door, ids: readonly string[]): Result<readonly PersonFacts[]> {
  const refused = rightProblem(door, HOUSEHOLD, 'read');
  if (refused) return { ok: false, problem: refused };
  if (!ids.length) return guarded(() => good([]));
  return guardedWrite(door, () => {
    const persons = namesOf(door, ids);
    logUse(
      door,
      persons.map(({ id }) => ({ what: 'show' as const, person: id, detail: HOUSEHOLD })),
    );
    return good(persons);
  });
}
