import { bad, good, type Result } from '../base/problems';
import type { PersonFacts } from '../form/facts';
import { type Rec, textIn, type Values } from '../form/value';
import { nameKey } from '../rules/match';
import { findPersons as findIds } from '../store/persons';
import { type Door, guarded, guardedWrite, rightProblem } from './door';
import { maskedRecord } from './mask';
import { PERSON, personFacts, readPersons } from './people';
import { logSearch, logUse } from './use';

/** What the finder shows. */
export interface FoundPersons {
  readonly persons: readonly PersonFacts[];
  /** There are more than these. */
  readonly more: boolean;
  /** Two of them have the same names: look at the identifiers. */
  readonly namesakes: boolean;
}

const NOBODY: FoundPersons = { persons: [], more: false, namesakes: false };

/**
 * Finds persons by the beginning of an identifier, of a name, or of both. Leaves a line in the use
 * log for each person shown, or one where there is none; never what was typed.
 * Problem: `role.read` {form}.
 */
export function findPersons(door: Door, typed: string, limit = 20): Result<FoundPersons> {
  const refused = rightProblem(door, PERSON, 'read');
  if (refused) return { ok: false, problem: refused };
  if (typed.trim() === '') return good(NOBODY);
  return guarded(() => {
    const { base } = door.world;
    const { records, persons, more } = base.read(() => foundNow(door, typed, limit));
    const shown = records.length ? records.map((rec) => rec.id) : [null];
    const detail = `${kindOf(typed)} ${records.length}${more ? '+' : ''}`;
    // Nothing is shown before its line is written.
    logSearch(
      door,
      shown.map((person) => ({ what: 'search' as const, person, detail })),
    );
    return good({ persons, more, namesakes: haveNamesakes(records) });
  });
}

function foundNow(door: Door, typed: string, limit: number) {
  const { persons: ids, more } = findIds(door.world.base, typed, limit);
  const read = readPersons(door, ids);
  const records = ids.map((id) => read.get(id)).filter((rec) => rec !== undefined);
  return { records, persons: personFacts(door, records), more };
}

/** Identifiers begin with a digit, names never do. */
function kindOf(typed: string): 'identifier' | 'name' | 'both' {
  const words = typed.trim().split(/\s+/u);
  const digits = words.filter((word) => /^\p{N}/u.test(word)).length;
  if (digits === 0) return 'name';
  return digits === words.length ? 'identifier' : 'both';
}

function haveNamesakes(records: readonly Rec[]): boolean {
  const names = records.map(({ values }) =>
    nameKey(textIn(values, 'last_name') ?? '', textIn(values, 'first_names') ?? ''),
  );
  return new Set(names).size < names.length;
}

/**
 * A person's own record, with the guarded section hidden under turvakielto, and a line in the use
 * log. Problems: `role.read` {form}, `person.unknown`.
 */
export function showPerson(door: Door, personId: string): Result<Rec> {
  const refused = rightProblem(door, PERSON, 'read');
  if (refused) return { ok: false, problem: refused };
  return guardedWrite(door, () => {
    const rec = readPersons(door, [personId]).get(personId);
    if (!rec) return bad('person.unknown');
    logUse(door, [{ what: 'show', person: personId, detail: PERSON }]);
    const isProtected = personFacts(door, [rec])[0]?.protected === true;
    return good(maskedRecord(door.world.registry.form(PERSON), rec, isProtected));
  });
}

const ACCESS_REASONS = 'access_reasons';

/**
 * The guarded section of a person: address, phone, municipality. For a reason, and logged with it.
 * @param reason a row of `access_reasons`
 * @param text in one's own words; needed where the row says so
 *
 * Problems: `role.reveal` {form}, `reveal.reason` at `reason`, `reveal.text` at `text`,
 * `person.unknown`.
 */
export function reveal(door: Door, personId: string, reason: string, text = ''): Result<Values> {
  const refused = rightProblem(door, PERSON, 'reveal');
  if (refused) return { ok: false, problem: refused };
  const { catalog, workDate } = door.setting;
  const row = catalog.codes(ACCESS_REASONS, workDate).find((one) => one.id === reason);
  if (!row) return bad('reveal.reason', undefined, 'reason');
  if (row.extra.needs_text === 'yes' && text.trim() === '') {
    return bad('reveal.text', undefined, 'text');
  }
  return guardedWrite(door, () => {
    const rec = readPersons(door, [personId]).get(personId);
    if (!rec) return bad('person.unknown');
    const purpose = text.trim() ? `${reason}: ${text.trim()}` : reason;
    logUse(door, [{ what: 'reveal', person: personId, detail: PERSON, purpose }]);
    const form = door.world.registry.form(PERSON);
    const guarded = Object.entries(form.fields).filter(([, field]) => field.guarded);
    return good(Object.fromEntries(guarded.map(([id]) => [id, rec.values[id] ?? null])));
  });
}
