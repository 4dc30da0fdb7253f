import { good, type Result } from '../base/problems';
import type { PersonFacts } from '../form/facts';
import { type Rec, rowsIn, textIn, type Values } from '../form/value';
import { nameKey } from '../rules/match';
import { findPersons } from '../store/persons';
import { type Door, guardedWrite, rightProblem } from './door';
import { PERSON, personFacts, readPersons } from './people';
import { logUse } from './use';

/** So many born on one day are looked through; a county has a few dozen. */
const BORN_MAX = 400;
/** So many are shown: more than fit a list in sight help nobody to choose. */
const SHOWN_MAX = 8;

/**
 * Persons of the base who may be the same as one about to be made: of the same surname and first
 * names, or born on the same day with the surname or one first name in common. A line in the use
 * log for each shown. Problem: `role.read` {form}.
 */
export function alikePersons(door: Door, values: Values): Result<readonly PersonFacts[]> {
  const refused = rightProblem(door, PERSON, 'read');
  if (refused) return { ok: false, problem: refused };
  return guardedWrite(door, () => {
    const { base } = door.world;
    const typed = `${textIn(values, 'last_name') ?? ''} ${textIn(values, 'first_names') ?? ''}`;
    const named = findPersons(base, typed, SHOWN_MAX).persons;
    const born = birthDays(values).flatMap((day) => findPersons(base, day, BORN_MAX).persons);
    const read = readPersons(door, [...named, ...born]);
    const alike = [...read.values()].filter((rec) => isAlike(rec, values));
    const shown = alike.slice(0, SHOWN_MAX);
    logUse(
      door,
      shown.map(({ id }) => ({ what: 'search' as const, person: id, detail: 'alike' })),
    );
    return good(personFacts(door, shown));
  });
}

/** The six digits and the century of each identifier. */
function birthDays(values: Values): string[] {
  const ids = rowsIn(values, 'identifiers').map((row) => String(row.value ?? ''));
  return [...new Set(ids.map((id) => id.slice(0, 6)))].filter((day) => /^\d{6}$/.test(day));
}

function isAlike({ values: other }: Rec, values: Values): boolean {
  const names = (of: Values) => ({
    last: nameKey(textIn(of, 'last_name') ?? '', ''),
    first: nameKey('', textIn(of, 'first_names') ?? ''),
  });
  const [a, b] = [names(other), names(values)];
  if (a.last === b.last && a.first === b.first) return true;
  const days = birthDays(values);
  if (!birthDays(other).some((day) => days.includes(day))) return false;
  const firsts = b.first.split(' ');
  return a.last === b.last || a.first.split(' ').some((name) => firsts.includes(name));
}
