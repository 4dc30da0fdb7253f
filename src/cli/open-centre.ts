import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemClock } from '../base/clock';
import { makeIds } from '../base/ids';
import type { Language } from '../base/language';
import { bad, good, type Problem, ProblemError, type Result } from '../base/problems';
import { systemRandom } from '../base/random';
import { registry } from '../forms/index';
import { type Centre, openCentre } from '../server/centre';
import { openDatabase, type Place } from '../server/database';
import type { Until } from '../server/schema';
import { keyFromFile } from '../store/key';
import type { Words } from '../words/words';
import { centreFile } from './places';
import { refuse, wordsIn } from './say';
import { readSettings } from './settings';
import { shippedCatalog } from './world';

/** Which centre is meant. */
export interface CentreFlags {
  /** File of an embedded centre; true: the usual one. */
  readonly centre?: string | true;
  /** URL of a PostgreSQL. */
  readonly database?: string;
  readonly lang?: Language;
}

/**
 * Where a centre lies: as the flags say, else as `AKTI_DATABASE` does, else the usual file.
 * Problems: `centre.both` a file and a database, `centre.url` no address of a PostgreSQL.
 */
export function placeOf(flags: CentreFlags, key: Buffer | undefined): Result<Place> {
  const { centre, database } = flags;
  if (database !== undefined && centre !== undefined) return bad('centre.both');
  const url = database ?? (centre === undefined ? process.env.AKTI_DATABASE : undefined);
  if (!url && database === undefined) {
    return good({ file: typeof centre === 'string' ? centre : centreFile(), key });
  }
  return url && isPostgres(url) ? good({ url }) : bad('centre.url');
}

function isPostgres(url: string): boolean {
  return URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol);
}

/**
 * The raw key of the centre, from the file `AKTI_KEY_FILE` names: an embedded file is encrypted
 * with it, and tokens are signed with it too. Problem: `key.file`.
 */
export function centreKey(): Result<Buffer | undefined> {
  const file = process.env.AKTI_KEY_FILE;
  return file ? keyFromFile(file) : good(undefined);
}

/** A file that only its owner reads: it holds what all clients' records hold. */
function makeOwnFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}

function bytesIn(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Opens the centre.
 * @param until what may be done to it: `newest` makes it or brings it up to date, `made` makes it
 *
 * Problems: `centre.newer` (made by a newer program), `centre.older`, `centre.none`,
 * `centre.foreign`, `centre.key`, `key.file`, those of `placeOf`; `centre.away` {host, reason},
 * `centre.login`, `centre.no_database`, `centre.rights` {reason}, else `centre.open` {reason}, with
 * the code of the database or of the system; those of `copyBefore` when an older schema is to be
 * changed.
 */
export async function openCentreAt(flags: CentreFlags, until: Until): Promise<Result<Centre>> {
  const key = centreKey();
  if (!key.ok) return key;
  const found = placeOf(flags, key.value);
  if (!found.ok) return found;
  const place = found.value;
  try {
    if ('file' in place && until !== 'as_it_is') makeOwnFile(place.file);
    // To open an empty file would already make something of it.
    else if ('file' in place && bytesIn(place.file) === 0) return bad('centre.none');
    const database = await openDatabase(place, until);
    const clock = systemClock();
    const ids = makeIds(clock, systemRandom());
    const catalog = shippedCatalog();
    const same = catalog.code('centre_notices', 'same_person')?.extra.stored;
    const notices = same === undefined ? {} : { notices: { same } };
    return good(await openCentre({ database, catalog, registry, clock, ids, ...notices }));
  } catch (error) {
    // Of the copy before a change of the schema: without room for it nothing is changed.
    if (error instanceof ProblemError) return { ok: false, problem: error.problem };
    return { ok: false, problem: problemOf(error, place) };
  }
}

/**
 * Opens the centre, made where there is none; one in a file of an older schema is brought up to
 * date, and how that goes on is told. Problems as `openCentreAt`.
 */
export async function openNewest(flags: CentreFlags, words: Words): Promise<Result<Centre>> {
  const opened = await openCentreAt(flags, 'made');
  if (opened.ok || opened.problem.code !== 'centre.older') return opened;
  const place = placeOf(flags, undefined);
  if (place.ok && 'file' in place.value) {
    const { upgradeCentreFile } = await import('./upgrade');
    const problem = await upgradeCentreFile(place.value.file, words);
    if (problem) return { ok: false, problem };
  }
  return openCentreAt(flags, 'newest');
}

/** Brings a centre in a file up to date; gives the problem that stopped it. */
export async function bringCentreUp(file: string): Promise<Problem | null> {
  const opened = await openCentreAt({ centre: file }, 'newest');
  if (!opened.ok) return opened.problem;
  await opened.value.close();
  return null;
}

const OF_SCHEMA = ['centre.newer', 'centre.older', 'centre.none', 'centre.foreign'];

/** What codes of PostgreSQL, of SQLite and of the system mean to who opens a centre. */
const MEANING: readonly (readonly [RegExp, string])[] = [
  [/^SQLITE_NOTADB$/, 'centre.key'],
  [/^(28P01|28000)$/, 'centre.login'],
  [/^3D000$/, 'centre.no_database'],
  [/^(42501|EACCES|EPERM|SQLITE_READONLY.*)$/, 'centre.rights'],
  [
    /^(ECONN\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|57P0\d|53300)$/,
    'centre.away',
  ],
];

function problemOf(error: unknown, place: Place): Problem {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof message === 'string' && OF_SCHEMA.includes(message)) return { code: message };
  const reason = typeof code === 'string' ? code : String(message);
  const known = MEANING.find(([pattern]) => pattern.test(reason))?.[1] ?? 'centre.open';
  const host = 'url' in place ? new URL(place.url).host : '';
  return { code: known, values: { reason, host } };
}

/** Whoever looks at the list of programs reads a password given on the command line. */
export function warnOfPassword({ database }: CentreFlags, words: Words): void {
  if (!database || !URL.canParse(database) || !new URL(database).password) return;
  refuse(words, { code: 'centre.password_shown' });
}

/**
 * Does something at a centre and closes it.
 * @param until what may be done to its schema
 * @returns the exit status
 */
export async function atCentre(
  flags: CentreFlags,
  run: (centre: Centre, words: Words) => Promise<number>,
  until: Until = 'as_it_is',
): Promise<number> {
  const words = wordsIn(flags.lang ?? readSettings().lang);
  warnOfPassword(flags, words);
  const opened = await (until === 'newest' ? openNewest(flags, words) : openCentreAt(flags, until));
  if (!opened.ok) return refuse(words, opened.problem);
  try {
    return await run(opened.value, words);
  } finally {
    await opened.value.close();
  }
}
