import { COMMANDS } from '../keys/commands';
import type { Key } from '../keys/key';
import { type Env, only, over, refusing } from './env';
import { paneHeight } from './layout';
import type { DeskState, Overlay, Stepped } from './state';

/** Commands that have a key, in the order in which the list of all keys shows them. */
export function boundCommands(env: Env) {
  return COMMANDS.filter(({ id }) => env.keymap.keysOf(id).length > 0);
}

/** Rows of the list of all keys that are seen at once, inside its frame. */
export function keysHeight(size: DeskState['size']): number {
  return paneHeight(size) - 2;
}

const STEPS: Readonly<Record<string, number>> = { Up: -1, Down: 1, PageUp: -10, PageDown: 10 };

/** A key over a help or the list of all keys, which are only read. */
export function scrollKey(
  env: Env,
  state: DeskState,
  overlay: Extract<Overlay, { kind: 'help' | 'keys' }>,
  key: Key,
): Stepped {
  const step = key.kind === 'named' ? STEPS[key.name] : undefined;
  if (step !== undefined) {
    const wanted = Math.max(0, overlay.top + step);
    const end = boundCommands(env).length - keysHeight(state.size);
    const top = overlay.kind === 'keys' ? Math.min(wanted, Math.max(0, end)) : wanted;
    return only(top === overlay.top ? state : over(state, { ...overlay, top }));
  }
  // Any other key closes the help and is not lost: Enter and Space only close.
  if (key.kind === 'named' || key.kind === 'paste' || key.text === ' ')
    return only(over(state, null));
  return only(refusing(state, { code: 'help.open' }));
}
