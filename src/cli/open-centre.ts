import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemClock } from '../base/clock';
import { makeIds } from '../base/ids';
import type { Language } from '../base/language';
import { bad, good, ProblemError, type Result } from '../base/problems';
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

/** Language of what the centre itself writes into records. */
const OFFICE = 'fi';

/** Which centre is meant. */
export interface CentreFlags {
  /** File of an embedded centre; true: the usual one. */
  readonly centre?: string | true;
  /** URL of a PostgreSQL. */
  readonly database?: string;
  readonly lang?: Language;
}

/** Where a centre lies: as the flags say, else as `AKTI_DATABASE` does, else the usual file. */
export function placeOf(flags: CentreFlags, key: Buffer | undefined): Place {
  if (flags.database) return { url: flags.database };
  const { AKTI_DATABASE: url } = process.env;
  if (url && flags.centre === undefined) return { url };
  return { file: typeof flags.centre === 'string' ? flags.centre : centreFile(), key };
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

/**
 * Opens the centre.
 * @param until what may be done to it: `newest` makes it or brings it up to date, `made` makes it
 *
 * Problems: `centre.newer` (made by a newer program), `centre.older`, `centre.none`, `centre.key`,
 * `key.file`, `centre.open` {reason} with the code of the database or of the system; those of
 * `copyBefore` when an older schema is to be changed.
 */
export async function openCentreAt(flags: CentreFlags, until: Until): Promise<Result<Centre>> {
  const key = centreKey();
  if (!key.ok) return key;
  const place = placeOf(flags, key.value);
  try {
    if ('file' in place && until !== 'as_it_is') makeOwnFile(place.file);
    if ('file' in place && !existsSync(place.file)) return bad('centre.none');
    const database = await openDatabase(place, until);
    const clock = systemClock();
    const ids = makeIds(clock, systemRandom());
    const catalog = shippedCatalog();
    const notices = { same: wordsIn(OFFICE).t('centre.same_person') };
    return good(await openCentre({ database, catalog, registry, clock, ids, notices }));
  } catch (error) {
    // Of the copy before a change of the schema: without room for it nothing is changed.
    if (error instanceof ProblemError) return { ok: false, problem: error.problem };
    const { code, message } = error as { code?: unknown; message?: unknown };
    if (isOfSchema(message)) return bad(message);
    if (code === 'SQLITE_NOTADB') return bad('centre.key');
    return bad('centre.open', { reason: typeof code === 'string' ? code : String(message) });
  }
}

function isOfSchema(message: unknown): message is string {
  return message === 'centre.newer' || message === 'centre.older' || message === 'centre.none';
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
  const opened = await openCentreAt(flags, until);
  if (!opened.ok) return refuse(words, opened.problem);
  try {
    return await run(opened.value, words);
  } finally {
    await opened.value.close();
  }
}
