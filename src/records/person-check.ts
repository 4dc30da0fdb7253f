import type { Problem } from '../base/problems';
import { type Rec, rowsIn, textIn, type Values } from '../form/value';
import { readPersonId } from '../rules/person-id';
import { isBegunId, nextTemporaryId } from '../rules/temporary-id';
import { identifiersFrom, indexPerson, personKeys, personsWith } from '../store/persons';
import type { Door } from './door';
import { readPersons } from './people';

const FIELD = 'identifiers';

/**
 * What is wrong with a person's identifiers: not one (`person_id.*`), another class than it is
 * (`person.identifier_class` {expected}), or somebody else's (`person.identifier_taken`).
 */
export function personProblems(door: Door, id: string | null, values: Values): Problem[] {
  const problems: Problem[] = [];
  for (const row of rowsIn(values, FIELD)) {
    const read = readPersonId(String(row.value ?? ''));
    if (!read.ok) problems.push({ ...read.problem, field: FIELD });
    else if (read.value.class !== row.class) {
      const expected = read.value.class;
      problems.push({ code: 'person.identifier_class', field: FIELD, values: { expected } });
    } else if (isTaken(door, id, read.value.value)) {
      problems.push({ code: 'person.identifier_taken', field: FIELD });
    }
  }
  return problems;
}

function isTaken(door: Door, id: string | null, identifier: string): boolean {
  const others = personsWith(door.world.base, identifier).filter((one) => one !== id);
  if (others.length === 0) return false;
  return [...readPersons(door, others).values()].some((rec) =>
    rowsIn(rec.values, FIELD).some(
      (row) => String(row.value).toUpperCase() === identifier.toUpperCase(),
    ),
  );
}

/**
 * Answers with each birth date made the next free temporary id (DOMAIN 2.2). One that is all used
 * up stays as it is, and is refused as no identifier.
 */
export function withTemporaryIds(door: Door, values: Values): Values {
  const given: string[] = [];
  const complete = (begun: string): string => {
    const taken = [...identifiersFrom(door.world.base, `${begun}TP`), ...given];
    const id = nextTemporaryId(begun, taken) ?? begun;
    given.push(id);
    return id;
  };
  const held = rowsIn(values, FIELD);
  if (!held.some((row) => isBegunId(String(row.value)))) return values;
  const rows = held.map((row) =>
    isBegunId(String(row.value)) ? { ...row, value: complete(String(row.value)) } : row,
  );
  return { ...values, [FIELD]: rows };
}

/** Makes the finder find the person by identifiers and names, and by nothing else. */
export function indexPersonRecord(door: Door, { id, version, values }: Rec): void {
  // One that was merged is found as the other, who has the identifiers now.
  const merged = textIn(values, 'merged_into') !== null;
  const identifiers = merged ? [] : rowsIn(values, FIELD).map((row) => String(row.value));
  const last = textIn(values, 'last_name') ?? '';
  indexPerson(
    door.world.base,
    id,
    merged ? [] : personKeys(identifiers, last, textIn(values, 'first_names') ?? ''),
    version === 1,
  );
}
