import type { Language } from '../base/language';
import { good, type Problem, type Result } from '../base/problems';
import { readSyncCounts } from '../records/sync-open';
import type { SyncCounts } from '../records/sync-state';
import type { World } from '../records/world';
import { showMinute } from '../rules/typed-instant';
import { catching, problemFrom } from '../store/errors';
import { changeLink, makeLink, readLink, type StoredLink } from '../store/sync-link';
import type { Outcome } from '../sync/exchange';
import { centreUrl } from '../sync/http-wire';
import type { Stage } from '../sync/talk';
import type { Words } from '../words/words';
import { type HeldAsked, runHeld } from './held';
import { practiceBase } from './places';
import { DONE, print, REFUSED, refuse, wordsIn } from './say';
import { readSettings } from './settings';
import { type Connected, connectStation, needsPassword, stoppedProblem } from './station';
import { signIn } from './sync-sign-in';
import { openAny, worldOf } from './world';

interface SyncFlags {
  readonly base?: string;
  readonly user?: string;
  readonly connect?: string;
  readonly status?: boolean;
  readonly json?: boolean;
  /** What is to become of what is held; true: say only what is. */
  readonly held?: HeldAsked;
  /** Ids of the saves it is about, where not all are meant. */
  readonly saves?: readonly string[];
  readonly reason?: string;
  readonly lang?: Language;
}

/**
 * `akti sync`: one exchange with the centre; exit status 0 only when everything is there.
 * `--connect URL --user ID` links the base first; `--status` only says what waits,
 * `--held` what the centre holds, and what its author decides of it, or of some saves of it.
 */
export async function runSync(flags: SyncFlags): Promise<number> {
  const words = wordsIn(flags.lang ?? readSettings().lang);
  const { saves = [] } = flags;
  const decides = flags.held !== undefined && flags.held !== true;
  if (saves.length && !decides) return refuse(words, { code: 'usage.saves' });
  const opened = await openAny(flags.base ?? process.env.AKTI_BASE ?? practiceBase(), words);
  if (!opened.ok) return refuse(words, opened.problem);
  const world = worldOf(opened.value);
  try {
    if (flags.status) return tellStatus(world, words, flags.json ?? false);
    if (flags.held !== undefined)
      return await runHeld(world, words, { ...flags, held: flags.held, saves });
    const before = readLink(world.base);
    const linked = flags.connect === undefined ? haveLink(world) : link(world, flags);
    if (!linked.ok) return refuse(words, linked.problem);
    const anew = flags.connect === undefined ? null : () => linkBack(world, before);
    return await exchangeOnce(world, words, anew);
  } finally {
    opened.value.close();
  }
}

function haveLink(world: World): Result<unknown> {
  return readLink(world.base) ? good(null) : { ok: false, problem: { code: 'sync.no_centre' } };
}

/** Gives the base its centre. Problems: `sync.user`, those of `centreUrl` and `makeLink`. */
function link(world: World, { connect = '', user }: SyncFlags): Result<unknown> {
  if (!user) return { ok: false, problem: { code: 'sync.user' } };
  const url = centreUrl(connect);
  if (!url.ok) return url;
  const { base, ids } = world;
  const isNew = !readLink(base);
  return catching(() =>
    base.write(() => {
      makeLink(base, url.value, user);
      // Practice bases of one seed have one device id: each takes its own when it is linked.
      if (isNew && base.kind === 'demo') changeLink(base, { device_id: ids.next() });
    }),
  );
}

/**
 * Gives a base that has met its centre the address it had: at another one nobody let it in, or it
 * is another centre's. What signs it in would else go there from now on.
 */
function linkBack({ base }: World, before: StoredLink | undefined): void {
  if (before?.tenant) base.write(() => makeLink(base, before.url, before.user));
}

/** Nothing waits, nothing was refused, and the centre has been met. */
function isAllThere({ pending, last_ok_at, ...open }: SyncCounts): boolean {
  const { conflicts, waiting, held, rejected } = open;
  return last_ok_at !== null && pending + conflicts + waiting + held + rejected === 0;
}

/** What was refused is not at the centre, also where the user has seen that. */
function allThere(words: Words, { acknowledged: count }: SyncCounts): string {
  return count ? words.t('cli.sync.all_but', { count }) : words.t('cli.sync.all');
}

/** What is counted, in the order it is told. */
const KINDS = [
  ...(['pending', 'conflicts', 'waiting', 'held', 'rejected', 'acknowledged'] as const),
];

function tellStatus({ base }: World, words: Words, json: boolean): number {
  if (!readLink(base)) return refuse(words, { code: 'sync.no_centre' });
  const counts = readSyncCounts(base);
  const done = isAllThere(counts) ? DONE : REFUSED;
  if (json) {
    print(JSON.stringify({ ...counts, done: done === DONE }, null, 2));
    return done;
  }
  const { url, user, oldest, last_ok_at } = counts;
  print(words.t('cli.sync.centre', { url, user }));
  print(
    last_ok_at
      ? words.t('cli.sync.contact', { at: showMinute(last_ok_at) })
      : words.t('cli.sync.no_contact'),
  );
  for (const kind of KINDS) {
    if (counts[kind]) print(words.t(`cli.sync.${kind}`, { count: counts[kind] }));
  }
  if (oldest) print(words.t('cli.sync.oldest', { at: showMinute(oldest) }));
  if (done === DONE) print(allThere(words, counts));
  return done;
}

/**
 * Signs in where that is needed, exchanges once, and says what came of it.
 * @param anew the address was just given: how it is taken back
 */
async function exchangeOnce(
  world: World,
  words: Words,
  anew: (() => void) | null,
): Promise<number> {
  const station = connectStation(world, progressOf(words));
  if (anew) {
    const problem = await signIn(station, world, words);
    if (problem) {
      anew();
      return refuse(words, problem);
    }
  }
  let outcome = await exchanged(station);
  if (!('code' in outcome) && outcome.stopped && needsPassword(outcome.stopped) && !anew) {
    const problem = await signIn(station, world, words);
    if (problem) return refuse(words, problem);
    outcome = await exchanged(station);
  }
  if ('code' in outcome) return refuse(words, outcome);
  if (outcome.stopped?.code === 'sync.tenant') anew?.();
  return told(world, words, outcome);
}

/** One exchange; what the base itself refuses (a full disk) as a problem. */
async function exchanged({ exchange }: Connected): Promise<Outcome | Problem> {
  try {
    return await exchange.run();
  } catch (error) {
    const problem = problemFrom(error);
    if (!problem) throw error;
    return problem;
  }
}

function told({ base }: World, words: Words, outcome: Outcome): number {
  const { answers, received, fetched, removed, stopped } = outcome;
  const sent = Object.values(answers).reduce((sum, count) => sum + count, 0);
  const counts = readSyncCounts(base);
  print(words.t('cli.sync.went', { sent, received, fetched, removed }));
  if (stopped) return refuse(words, stoppedProblem(stopped));
  if (outcome.alarms.length) {
    return refuse(words, { code: 'sync.alarm', values: { count: outcome.alarms.length } });
  }
  if (isAllThere(counts)) {
    print(allThere(words, counts));
    return DONE;
  }
  const open = counts.conflicts + counts.waiting + counts.held + counts.rejected;
  return refuse(words, { code: 'sync.left', values: { pending: counts.pending, open } });
}

/** From so many on a stage is told of, on stderr. */
const LONG = 100;

/** One line per stage, written over on a terminal; in a file one per tenth. */
function progressOf(words: Words): (stage: Stage, done: number, of: number) => void {
  let last = '';
  return (stage, done, of) => {
    if (of < LONG) return;
    const text = words.t(`cli.sync.progress.${stage}`, { done, of });
    if (process.stderr.isTTY) {
      process.stderr.write(`\r${text}${done >= of ? '\n' : ''}`);
      return;
    }
    const part = `${stage} ${Math.floor((10 * done) / of)}`;
    if (part !== last) process.stderr.write(`${text}\n`);
    last = part;
  };
}
