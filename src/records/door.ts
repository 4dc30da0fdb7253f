import type { Problem, Result } from '../base/problems';
import type { CaseFacts, Facts } from '../form/facts';
import { catching } from '../store/errors';
import { factsOf, type Setting } from './facts';
import type { World } from './world';

/** The world as one worker stands before it: what every reading and writing is done through. */
export interface Door {
  readonly world: World;
  readonly setting: Setting;
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
