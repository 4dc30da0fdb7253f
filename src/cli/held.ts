import { isoInstant } from '../base/clock';
import type { Problem } from '../base/problems';
import { heldChanges, sawArchived } from '../records/held';
import type { World } from '../records/world';
import { showMinute } from '../rules/typed-instant';
import { readLink } from '../store/sync-link';
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

/**
 * `akti sync --held [again|archive]`: what the centre holds of this base, and what its author
 * decides of all of it. Exit status 0 when nothing is held any more. Problem: `held.reason`.
 */
export async function runHeld(
  world: World,
  words: Words,
  flags: { readonly held: HeldAsked; readonly reason?: string; readonly json?: boolean },
): Promise<number> {
  if (!readLink(world.base)) return refuse(words, { code: 'sync.no_centre' });
  const held = heldChanges(world);
  if (flags.held === true) return listed(held, words, flags.json ?? false);
  const reason = flags.reason?.trim() ?? '';
  if (reason === '') return refuse(words, { code: 'held.reason' });
  const decision = flags.held === 'again' ? 'let_in' : 'archive';
  const ops = held.map(({ op_id }) => op_id);
  const results: OpResult[] = [];
  const station = connectStation(world);
  for (let at = 0; at < ops.length; at += AT_ONCE) {
    const asked = { ops: ops.slice(at, at + AT_ONCE), decision, reason } as const;
    const answer = await decided(station, world, words, asked);
    if ('code' in answer) return refuse(words, answer);
    results.push(...answer.results);
  }
  if (decision === 'archive') sawArchived(world, results, reason);
  const left = heldChanges(world).length;
  const archived = results.filter(({ code }) => code === 'sync.archived').length;
  const taken = results.filter(({ status }) => status === 'applied' || status === 'merged').length;
  print(words.t('cli.held.decided', { in: taken, archived, left }));
  return left === 0 ? DONE : REFUSED;
}

function listed(held: ReturnType<typeof heldChanges>, words: Words, json: boolean): number {
  if (json) print(JSON.stringify(held, null, 2));
  else if (held.length === 0) print(words.t('cli.held.none'));
  else {
    for (const { form, claimed_at, code } of held) {
      const why = words.problem({ code: code ?? 'sync.container' });
      const at = showMinute(claimed_at);
      print(words.t('cli.held.own', { at, form: words.t(`form.${form}`), why }));
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
