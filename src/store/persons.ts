import { nameKey, namePrefix } from '../rules/match';
import { atomically, type Base } from './base';
import { writeHeld } from './held-records';

/** What the finder found: persons in order of the key that matched. */
export interface Found {
  readonly persons: readonly string[];
  /** There are more than these. */
  readonly more: boolean;
}

/** So many keys are counted to see which of two prefixes has fewer. */
const COMPARED = 1000;

/** The greatest character: a prefix followed by it ends the range of the prefix. */
const LAST = '\u{10FFFF}';
/** Identifiers begin with the digits of a birth date, names never do. */
const DIGIT = /^\p{N}/u;

/**
 * The keys a person is found by: each identifier as it is, and the names in both orders, once with
 * all first names and once with each of them (`koivula aino`, `aino koivula`).
 */
export function personKeys(
  identifiers: readonly string[],
  lastName: string,
  firstNames: string,
): string[] {
  const first = firstNames.split(/\s+/).filter(Boolean);
  const names = [
    nameKey(lastName, firstNames),
    nameKey(firstNames, lastName),
    ...first.flatMap((name) => [nameKey(lastName, name), nameKey(name, lastName)]),
  ];
  return [...new Set([...identifiers.map(identifierKey), ...names])].filter(Boolean);
}

/**
 * Makes the keys a person is found by these and no others.
 * @param isNew true for a person without any keys yet
 */
export function indexPerson(
  base: Base,
  personId: string,
  keys: readonly string[],
  isNew = false,
): void {
  atomically(base, () => {
    if (!isNew) base.sql('DELETE FROM person_key WHERE person = ?').run(personId);
    const insert = base.sql('INSERT INTO person_key (key, person) VALUES (?, ?)');
    for (const key of new Set(keys)) insert.run(key, personId);
  });
}

/**
 * Finds persons by the beginning of an identifier, of the name, or of both (`1212 tes`): words
 * that begin with a digit are the identifier, the rest is the name, surname or a first name first.
 * A comma and letter case do not matter; a space after the surname ends it (`ranta `).
 * @param limit how many persons to give
 */
export function findPersons(base: Base, typed: string, limit: number): Found {
  const prefixes = rarerFirst(base, prefixesOf(typed));
  if (!prefixes.length) return { persons: [], more: false };
  const ends = prefixes.flatMap((prefix) => [prefix, prefix + LAST]);
  const found = new Set<string>();
  for (const { person } of base.sql<{ person: string }>(findSql(prefixes)).iterate(...ends)) {
    found.add(person);
    // One beyond the limit says that there are more; counting them would make a short prefix slow.
    if (found.size > limit) break;
  }
  return { persons: [...found].slice(0, limit), more: found.size > limit };
}

/** Persons who have an identifier, in any letter case; also voided ones. */
export function personsWith(base: Base, identifier: string): string[] {
  const text = 'SELECT person FROM person_key WHERE key = ?';
  return base
    .sql<{ person: string }>(text)
    .all(identifierKey(identifier))
    .map((row) => row.person);
}

/** Identifiers in use that begin so, in the letter case of the index; also of voided persons. */
export function identifiersFrom(base: Base, begin: string): string[] {
  const prefix = identifierKey(begin);
  const text = 'SELECT key FROM person_key WHERE key >= ? AND key < ? ORDER BY key';
  return base
    .sql<{ key: string }>(text)
    .all(prefix, prefix + LAST)
    .map((row) => row.key);
}

/** Of two prefixes the one with fewer keys first: its keys are walked over. */
function rarerFirst(base: Base, prefixes: readonly string[]): readonly string[] {
  if (prefixes.length < 2) return prefixes;
  const text =
    'SELECT count(*) AS n FROM (SELECT 1 FROM person_key WHERE key >= ? AND key < ? LIMIT ?)';
  const keysOf = (prefix: string) =>
    base.sql<{ n: number }>(text).get(prefix, prefix + LAST, COMPARED)?.n ?? 0;
  const [one = '', other = ''] = prefixes;
  return keysOf(other) < keysOf(one) ? [other, one] : prefixes;
}

/** Statement of a search for one or two prefixes, each a range of the index. */
export function findSql(prefixes: readonly string[]): string {
  const range = 'SELECT person FROM person_key WHERE key >= ? AND key < ?';
  return prefixes.length > 1
    ? `${range} AND EXISTS (SELECT 1 FROM person_key AS other WHERE other.person =` +
        ' person_key.person AND other.key >= ? AND other.key < ?) ORDER BY key'
    : `${range} ORDER BY key`;
}

/** Household records a person is a member of, at any time, in order of entry. */
export function householdsOf(base: Base, personId: string): string[] {
  writeHeld(base);
  const text =
    'SELECT DISTINCT h.id, h.entry_no FROM household__members AS m' +
    ' JOIN household AS h ON h.id = m.record_id' +
    ' WHERE m.person = ? AND h.voided = 0 ORDER BY h.entry_no';
  return base
    .sql<{ id: string }>(text)
    .all(personId)
    .map((row) => row.id);
}

/**
 * Household records a person is or was a member of, also those whose rows no longer name them and
 * voided ones. A row only disappears when a household is amended, so those changes are looked into.
 */
export function householdsEver(base: Base, household: string, personId: string): string[] {
  writeHeld(base);
  const text =
    'SELECT record_id AS id FROM household__members WHERE person = ? UNION' +
    ' SELECT record_id FROM change' +
    " WHERE form = ? AND bucket IS NULL AND kind = 'amend' AND instr(patch, ?) > 0 ORDER BY id";
  return base
    .sql<{ id: string }>(text)
    .all(personId, household, personId)
    .map((row) => row.id);
}

/** A century sign is part of the identity, so nothing of an identifier is folded but its case. */
function identifierKey(identifier: string): string {
  return identifier.normalize('NFC').trim().toLowerCase();
}

/** What was typed as one or two prefixes of keys. */
function prefixesOf(typed: string): string[] {
  const words = typed.split(/\s+/).filter(Boolean);
  const identifier = identifierKey(words.find((word) => DIGIT.test(word)) ?? '');
  if (!identifier) return [namePrefix(typed)].filter(Boolean);
  const name = namePrefix(words.filter((word) => !DIGIT.test(word)).join(' '));
  // The longer prefix leaves fewer keys to walk over.
  return [identifier, name].filter(Boolean).sort((a, b) => b.length - a.length);
}
