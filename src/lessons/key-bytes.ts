import type { Key, NamedKey } from '../keys/key';

/** What an xterm sends for keys with a name and no modifier. */
const PLAIN: Readonly<Record<string, string>> = {
  Tab: '\t',
  Enter: '\r',
  Esc: '\x1b',
  Backspace: '\x7f',
};
/** Final letters of keys that are `CSI letter`, and F1 to F4, which are `SS3 letter`. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ Up: 'A', Down: 'B', Right: 'C', Left: 'D', Home: 'H', End: 'F' },
  ...{ F1: 'P', F2: 'Q', F3: 'R', F4: 'S' },
};
/** Numbers of keys that are `CSI number ~`. */
const NUMBERS: Readonly<Record<string, number>> = {
  ...{ Insert: 2, Delete: 3, PageUp: 5, PageDown: 6 },
  ...{ F5: 15, F6: 17, F7: 18, F8: 19, F9: 20, F10: 21, F11: 23, F12: 24 },
};
const ESCAPE_DIGIT = [...'1234567890-='];
/** Bits that make a control character of a letter. */
const CONTROL = 0x1f;

/** The bytes an xterm sends for a key, as text; empty for a key it has none for. */
export function bytesOfKey(key: Key): string {
  if (key.kind === 'char') return key.text;
  if (key.kind === 'paste') return `\x1b[200~${key.text}\x1b[201~`;
  if (key.via === 'escape_digit') return `\x1b${ESCAPE_DIGIT[Number(key.name.slice(1)) - 1] ?? ''}`;
  return namedBytes(key);
}

function namedBytes(key: NamedKey): string {
  const bits = 1 + (key.shift ? 1 : 0) + (key.alt ? 2 : 0) + (key.ctrl ? 4 : 0);
  const letter = LETTERS[key.name];
  if (letter) {
    if (bits > 1) return `\x1b[1;${bits}${letter}`;
    return /^F\d/u.test(key.name) ? `\x1bO${letter}` : `\x1b[${letter}`;
  }
  const number = NUMBERS[key.name];
  if (number !== undefined) return `\x1b[${number}${bits > 1 ? `;${bits}` : ''}~`;
  if (key.name === 'Tab' && key.shift) return '\x1b[Z';
  const plain = PLAIN[key.name];
  if (plain !== undefined) return plain;
  const sign = key.name === 'Space' ? ' ' : key.name;
  if (key.alt) return `\x1b${sign.toLowerCase()}`;
  return key.ctrl ? String.fromCharCode(sign.charCodeAt(0) & CONTROL) : sign;
}
