import { isoInstant } from '../base/clock';
import { bad, good, type Problem, type Result } from '../base/problems';
import { heldChanges, sawArchived } from '../records/held';
import type { World } from '../records/world';
import { showMinute } from '../rules/typed-instant';
import { readLink } from '../store/sync-link';
import type { OpenChange } from '../store/sync-open';
import { decideHeld } from '../sync/held';
import { WireError } from '../sync/ports';
import type { HeldRequest, OpResult } from '../sync/protocol';
import type { Words } from '../words/words';
import { DONE, print, REFUSED, refuse } from './say';
import { type Connected, connectStation, needsPassword, stoppedProblem } from './station';
import { signIn } from './sync-sign-in';

/** What is asked of what is held: to list it, to have it judged anew, to give it up. */
export type HeldAsked = true | 'again' | 'archive';

/** Operations in one question. */
const AT_ONCE = 1000;

interface HeldFlags {
  readonly held: HeldAsked;
  /** The saves meant, by id or its end; none: all of them. */
  readonly saves: readonly string[];
  readonly reason?: string;
  readonly json?: boolean;
}

/**
 * `akti sync --held [again|archive] [ID…]`: what the centre holds of this base, and what its author
 * decides of it, or of some of it. Exit status 0 when nothing of that is held any more. Problems:
 * `held.reason`, `held.unknown` {id}, `held.several` {id}; nothing has been decided then.
 */
export async function runHeld(world: World, words: Words, flags: HeldFlags): Promise<number> {
  if (!readLink(world.base)) return refuse(words, { code: 'sync.no_centre' });
  const held = heldChanges(world);
  if (flags.held === true) return listed(held, words, flags.json ?? false);
  const reason = flags.reason?.trim() ?? '';
  if (reason === '') return refuse(words, { code: 'held.reason' });
  const meant = changesMeant(held, flags.saves);
  if (!meant.ok) return refuse(words, meant.problem);
  const decision = flags.held === 'again' ? 'let_in' : 'archive';
  const ops = meant.value.map(({ op_id }) => op_id);
  const results: OpResult[] = [];
  const station = connectStation(world);
  for (let at = 0; at < ops.length; at += AT_ONCE) {
    const asked = { ops: ops.slice(at, at + AT_ONCE), decision, reason } as const;
    const answer = await decided(station, world, words, asked);
    if ('code' in answer) return refuse(words, answer);
    results.push(...answer.results);
  }
  if (decision === 'archive') sawArchived(world, results, reason);
  const left = heldChanges(world);
  const archived = results.filter(({ code }) => code === 'sync.archived').length;
  const taken = results.filter(({ status }) => status === 'applied' || status === 'merged').length;
  print(words.t('cli.held.decided', { in: taken, archived, left: left.length }));
  return left.some(({ op_id }) => ops.includes(op_id)) ? REFUSED : DONE;
}

/** Shortest end of an id that is taken for it, in characters. */
const END_LEAST = 4;

/** The changes of the saves that were named: by the whole id, or an end that only one has. */
function changesMeant(held: readonly OpenChange[], named: readonly string[]): Result<OpenChange[]> {
  if (!named.length) return good([...held]);
  const known = [...new Set(held.map(({ uow_id }) => uow_id))];
  const meant = new Set<string>();
  for (const id of named) {
    const isEnd = id.length >= END_LEAST;
    const fits = known.filter((one) => one === id || (isEnd && one.endsWith(id.toLowerCase())));
    const [only] = fits;
    if (only === undefined) return bad('held.unknown', { id });
    if (fits.length > 1) return bad('held.several', { id });
    meant.add(only);
  }
  return good(held.filter(({ uow_id }) => meant.has(uow_id)));
}

function listed(held: ReturnType<typeof heldChanges>, words: Words, json: boolean): number {
  if (json) print(JSON.stringify(held, null, 2));
  else if (held.length === 0) print(words.t('cli.held.none'));
  else {
    const saves = new Map(held.map((one) => [one.uow_id, one]));
    for (const [id, { form, claimed_at, code }] of saves) {
      const why = words.problem({ code: code ?? 'sync.container' });
      const count = held.filter(({ uow_id }) => uow_id === id).length;
      const values = { id, at: showMinute(claimed_at), form: words.t(`form.${form}`), why };
      print(words.t('cli.held.own', { ...values, count: count > 1 ? count : '' }));
    }
  }
  return held.length === 0 ? DONE : REFUSED;
}

/** Asks the centre, after signing in where that is needed. */
async function decided(
  station: Connected,
  world: World,
  words: Words,
  asked: HeldRequest,
): Promise<{ readonly results: OpResult[] } | Problem> {
  const now = () => isoInstant(world.clock.now());
  for (let isAgain = false; ; isAgain = true) {
    try {
      return { results: await decideHeld(station.log, station.wire, asked, now()) };
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      if (isAgain || !needsPassword(error)) return stoppedProblem(error);
      const problem = await signIn(station, world, words);
      if (problem) return problem;
    }
  }
}
