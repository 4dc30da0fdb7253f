import { timingSafeEqual } from 'node:crypto';
import type { Unlocking } from '../desk/state';
import type { Base } from '../store/base';
import { deriveKey, saltOf } from '../store/key';

/** How a locked screen opens, and whether what was typed opens it. */
export interface Opening {
  readonly way: Unlocking;
  opens(typed: string): boolean;
}

/**
 * A real base that was opened by a passphrase asks for it again. One opened by a key file has only
 * the account of the operating system behind it: the own user id makes the opening deliberate and
 * protects against a glance, not against somebody at that account; the screen says so. In practice
 * there is nothing to protect.
 * @param key the raw key of the base if a passphrase gave it, else null
 */
export function openingOf(base: Base, user: string, key: Buffer | null): Opening {
  if (base.kind === 'demo') return { way: 'enter', opens: () => true };
  if (!key) return { way: 'user', opens: (typed) => typed.trim() === user };
  return {
    way: 'passphrase',
    opens: (typed) => {
      const salt = saltOf(base.path);
      return salt.ok && timingSafeEqual(deriveKey(typed, salt.value), key);
    },
  };
}
