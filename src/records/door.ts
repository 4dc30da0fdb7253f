import type { Problem, Result } from '../base/problems';
import type { CaseFacts, Facts } from '../form/facts';
import { catching } from '../store/errors';
import { factsOf, type Setting } from './facts';
import type { World } from './world';

/** A unit of work that was done at a door: whose changes stand side by side in the history. */
export interface DoneUnit {
  readonly id: string;
  /** `seq` of its first change, and of its last. */
  readonly first: number;
  last: number;
  /** The new record somebody filled in, if it was one. */
  typed: string | null;
}

/** The world as one worker stands before it: what every reading and writing is done through. */
export interface Door {
  readonly world: World;
  readonly setting: Setting;
  /** What has been done in this session, oldest first, for undoing it. */
  readonly done?: DoneUnit[];
}

/** Facts at this door, without a selected node. */
export function factsAt(door: Door, client: CaseFacts | null): Facts {
  return factsOf(door.setting, client, null);
}

/**
 * Why the worker may not do this, or null. The code is `role.<action>` with `{form}`; what no row
 * of the permission matrix allows is refused.
 */
export function rightProblem(door: Door, form: string, action: string): Problem | null {
  const { catalog, me } = door.setting;
  if (catalog.allows(me.role, form, action)) return null;
  return { code: `role.${action}`, values: { form } };
}

/** Runs what may meet a locked, full or damaged base; that comes back as its problem. */
export function guarded<T>(run: () => Result<T>): Result<T> {
  const done = catching(run);
  return done.ok ? done.value : done;
}

/** The same as one unit of work: what it wrote stands only when all of it does. */
export function guardedWrite<T>(door: Door, run: () => Result<T>): Result<T> {
  return guarded(() => door.world.base.write(run));
}
