/** Which keys a keymap may bind: DESIGN 7 "Not for keymaps", and what no terminal can send. */
import type { Problem } from '../base/problems';
import { ESCAPE_DIGITS, isFunctionKey, type Key, keyId, type NamedKey, sequenceId } from './key';

/** Ctrl with these is Backspace, Tab, Enter, Enter and Esc on the wire. */
const SAME_BYTE: ReadonlyMap<string, string> = new Map([
  ['H', 'Backspace'],
  ['I', 'Tab'],
  ['J', 'Enter'],
  ['M', 'Enter'],
  ['[', 'Esc'],
]);

/** The prefixes of screen and tmux: keys that never reach a program inside them. */
const MULTIPLEXERS: ReadonlySet<string> = new Set(['A', 'B']);

/** The terminal's own suspend key. */
const SUSPEND = 'Z';

/** Keys that edit and walk inside a field and a list, whatever the keymap (DESIGN 7, rule 2). */
const EDITING: ReadonlySet<string> = new Set([
  ...['Up', 'Down', 'Left', 'Right', 'Home', 'End', 'Backspace', 'Delete'],
]);

/** Signs that Ctrl turns into a byte of their own; with any other sign the sign itself is sent. */
const CONTROL_SIGNS: ReadonlySet<string> = new Set(['\\', ']', '^', '_', 'Space']);

/** Keys that ordinary terminals send without their modifiers, or not at all with them. */
const PLAIN_ONLY: ReadonlySet<string> = new Set(['Enter', 'Esc', 'Backspace', 'Tab']);

interface Ban {
  readonly reason: string;
  /** The key this one is on the wire. */
  readonly same_as?: string;
}

function banOf(key: Key): Ban | undefined {
  if (key.kind !== 'named') return undefined;
  if (key.via === 'escape_digit') return { reason: 'escape_digit', same_as: key.name };
  if (/^\d$/.test(key.name) && (key.ctrl || key.alt)) return { reason: 'digit' };
  const digit = key.alt ? ESCAPE_DIGITS.get(key.name) : undefined;
  if (digit !== undefined) return { reason: 'escape_digit', same_as: digit };
  if (key.shift && !key.ctrl && !key.alt && [...key.name].length === 1) {
    return { reason: 'printable' };
  }
  if (!key.ctrl || key.alt || key.shift) return undefined;
  const twin = SAME_BYTE.get(key.name);
  if (twin !== undefined) return { reason: 'same_byte', same_as: twin };
  if (MULTIPLEXERS.has(key.name)) return { reason: 'multiplexer' };
  return key.name === SUSPEND ? { reason: 'suspend' } : undefined;
}

/** True when a plain terminal sends bytes of its own for the key. */
function isSendable(key: NamedKey): boolean {
  if (key.name === 'Tab' && key.shift && !key.ctrl && !key.alt) return true;
  if (PLAIN_ONLY.has(key.name)) return !key.ctrl && !key.alt && !key.shift;
  if (isFunctionKey(key) || /^[A-Z][A-Za-z]+$/.test(key.name)) {
    return key.name !== 'Space' || !key.shift;
  }
  if (key.ctrl && (key.shift || key.alt)) return false;
  if (key.ctrl) return /^[A-Z]$/.test(key.name) || CONTROL_SIGNS.has(key.name);
  // ESC and [ ] O P X ^ _ begin a terminal's own sequences.
  if (key.alt) return !/[[\]^_]/.test(key.name) && !(key.shift && /[OPX]/.test(key.name));
  return false;
}

/**
 * Why a sequence may not be bound, or nothing when it may. Problems: keymap.key_forbidden with
 * `key` and `reason` (same_byte and escape_digit with `same_as`, multiplexer, suspend, digit,
 * printable, escape, editing), keymap.key_unreachable with `key`: no ordinary terminal sends it.
 */
export function bindingProblem(sequence: readonly Key[]): Problem | undefined {
  const key = sequenceId(sequence);
  const forbid = (ban: Ban) => ({ code: 'keymap.key_forbidden', values: { key, ...ban } });
  for (const one of sequence) {
    const ban = banOf(one);
    if (ban !== undefined) return forbid(ban);
    if (one.kind === 'named' && !isSendable(one)) {
      return { code: 'keymap.key_unreachable', values: { key } };
    }
  }
  const first = sequence[0];
  if (first?.kind === 'char') return forbid({ reason: 'printable' });
  // Esc backs out of a begun sequence, and ESC and a letter is Alt: it neither begins nor ends one.
  if (sequence.length > 1 && sequence.some((one) => keyId(one) === 'Esc')) {
    return forbid({ reason: 'escape' });
  }
  return first && EDITING.has(keyId(first)) ? forbid({ reason: 'editing' }) : undefined;
}
