import type { CaseFacts } from '../form/facts';
import type { Base } from '../store/base';
import { stampOf } from '../store/sync-link';
import { CaseCache } from './case-cache';
import type { Door } from './door';

/** Cases as they stood after a change of the base, as one worker on one day sees them. */
interface Kept {
  readonly setting: Door['setting'];
  readonly stamp: string;
  readonly cases: CaseCache;
}

/** So many cases are kept; a worker seldom has more than a few in hand at a time. */
const MOST = 30;

const keptOf = new WeakMap<Base, Kept>();

/**
 * The cases kept for this door, if the base is as it was then: its stamp tells, also of what
 * another program wrote. Ask it inside the transaction that relies on it.
 */
function keptAt(door: Door, stamp: string): CaseCache | undefined {
  const kept = keptOf.get(door.world.base);
  const isNow = kept?.stamp === stamp && kept.setting === door.setting && kept.cases.size <= MOST;
  return isNow ? kept.cases : undefined;
}

/**
 * Runs a unit of work in a transaction of its own, on cases that are fresh although they are not
 * read anew: reading a case takes longer than all else a save does. What a unit that failed has
 * changed in them is forgotten with it.
 */
export function withCases<T>(door: Door, run: (cases: CaseCache) => T): T {
  const { base } = door.world;
  let kept: Kept | undefined;
  const result = base.write(() => {
    const cases = keptAt(door, stampOf(base)) ?? new CaseCache(door);
    keptOf.delete(base);
    const done = run(cases);
    kept = { setting: door.setting, stamp: stampOf(base), cases };
    return done;
  });
  if (kept) keptOf.set(base, kept);
  return result;
}

/**
 * A case as it stands, undefined for an unknown person. Inside a reading transaction.
 * @param whole with every leaf record
 */
export function caseNow(door: Door, personId: string, whole: boolean): CaseFacts | undefined {
  const { base } = door.world;
  const stamp = stampOf(base);
  const cases = keptAt(door, stamp) ?? new CaseCache(door);
  keptOf.set(base, { setting: door.setting, stamp, cases });
  return cases.of(personId, whole);
}
