/**
 * What terminals send for keys that are not text: xterm, VT220, PuTTY, the Linux console, rxvt,
 * CSI-u (also kitty's) and xterm's modifyOtherKeys. Sources: XTerm control sequences, "PC-style
 * function keys" and "VT220-style function keys"; rxvt(7); the kitty keyboard protocol.
 */
import { char, type Held, type Key, type KeyName, named, nameOfCharacter } from './key';
import { isPrintable } from './printable';

/** ESC [ … letter. */
const LETTERS: ReadonlyMap<string, KeyName> = new Map<string, KeyName>([
  ['A', 'Up'],
  ['B', 'Down'],
  ['C', 'Right'],
  ['D', 'Left'],
  ['F', 'End'],
  ['H', 'Home'],
  ['P', 'F1'],
  ['Q', 'F2'],
  ['R', 'F3'],
  ['S', 'F4'],
]);

/** ESC [ number ~; 1, 4 VT220 and the Linux console, 7, 8 rxvt. */
const NUMBERS: ReadonlyMap<number, KeyName> = new Map<number, KeyName>([
  [1, 'Home'],
  [2, 'Insert'],
  [3, 'Delete'],
  [4, 'End'],
  [5, 'PageUp'],
  [6, 'PageDown'],
  [7, 'Home'],
  [8, 'End'],
  [11, 'F1'],
  [12, 'F2'],
  [13, 'F3'],
  [14, 'F4'],
  [15, 'F5'],
  [17, 'F6'],
  [18, 'F7'],
  [19, 'F8'],
  [20, 'F9'],
  [21, 'F10'],
  [23, 'F11'],
  [24, 'F12'],
]);

/** rxvt: the last byte tells the modifiers of a numbered key. */
const RXVT_ENDINGS: ReadonlyMap<string, Held> = new Map([
  ['$', { shift: true }],
  ['^', { ctrl: true }],
  ['@', { ctrl: true, shift: true }],
]);

const RXVT_ARROWS: ReadonlyMap<string, KeyName> = new Map<string, KeyName>([
  ['a', 'Up'],
  ['b', 'Down'],
  ['c', 'Right'],
  ['d', 'Left'],
]);

/** ESC O letter, application keypad: characters. */
const KEYPAD: ReadonlyMap<string, string> = new Map([
  ...[...'pqrstuvwxy'].map((letter, digit): [string, string] => [letter, String(digit)]),
  ['j', '*'],
  ['k', '+'],
  ['l', ','],
  ['m', '-'],
  ['n', '.'],
  ['o', '/'],
  [' ', ' '],
]);

/**
 * ESC O letter, PuTTY's keyboard "VT100+": F1 to F4 are everybody's. X is the equals sign of an
 * application keypad as well, a mode we never ask for.
 */
const VT100_PLUS: ReadonlyMap<string, KeyName> = new Map<string, KeyName>([
  ['T', 'F5'],
  ['U', 'F6'],
  ['V', 'F7'],
  ['W', 'F8'],
  ['X', 'F9'],
  ['Y', 'F10'],
  ['Z', 'F11'],
  ['[', 'F12'],
]);

/** ESC [ [ letter, the Linux console. */
const LINUX: ReadonlyMap<string, KeyName> = new Map<string, KeyName>([
  ['A', 'F1'],
  ['B', 'F2'],
  ['C', 'F3'],
  ['D', 'F4'],
  ['E', 'F5'],
]);

/** Code points that are keys, not text; from 57414 kitty's keypad. */
const CODES: ReadonlyMap<number, KeyName> = new Map<number, KeyName>([
  [8, 'Backspace'],
  [9, 'Tab'],
  [13, 'Enter'],
  [27, 'Esc'],
  [127, 'Backspace'],
  [57414, 'Enter'],
  [57417, 'Left'],
  [57418, 'Right'],
  [57419, 'Up'],
  [57420, 'Down'],
  [57421, 'PageUp'],
  [57422, 'PageDown'],
  [57423, 'Home'],
  [57424, 'End'],
  [57425, 'Insert'],
  [57426, 'Delete'],
]);

/** kitty's keypad characters, from this code on. */
const KITTY_KEYPAD_FROM = 57399;
const KITTY_KEYPAD = '0123456789./*-+';

/** Ctrl and these are other keys on every terminal; they are so under CSI-u too. */
const CONTROL_TWINS: ReadonlyMap<KeyName, KeyName> = new Map<KeyName, KeyName>([
  ['H', 'Backspace'],
  ['I', 'Tab'],
  ['J', 'Enter'],
  ['M', 'Enter'],
  ['[', 'Esc'],
]);

const SHIFT = 1;
const ALT = 2;
const CTRL = 4;
const SUPER_OR_HYPER = 8 | 16;
const META = 32;
const HIGHEST_MODIFIERS = 256;
const RELEASED = 3;

/** One parameter with its parts: `97:65` is [97, 65]; an empty part is undefined. */
type Parameter = readonly (number | undefined)[];

function readParameters(body: string): Parameter[] {
  return body.split(';').map((one) => one.split(':').map((part) => (part ? +part : undefined)));
}

/** The modifiers of a parameter (1 + bits; second part the event); nothing for a key we skip. */
function readModifiers(parameter: Parameter | undefined): Held | undefined {
  const value = parameter?.[0] ?? 1;
  if (value < 1 || value > HIGHEST_MODIFIERS || parameter?.[1] === RELEASED) return undefined;
  const bits = value - 1;
  if (bits & SUPER_OR_HYPER) return undefined;
  return {
    shift: (bits & SHIFT) !== 0,
    alt: (bits & (ALT | META)) !== 0,
    ctrl: (bits & CTRL) !== 0,
  };
}

function withModifiers(name: KeyName | undefined, parameter: Parameter | undefined) {
  const held = readModifiers(parameter);
  return name !== undefined && held !== undefined ? named(name, held) : undefined;
}

/** The key of a code point and modifiers, as CSI-u and modifyOtherKeys report it. */
function readCode(
  code: number | undefined,
  shifted: number | undefined,
  parameter: Parameter | undefined,
): Key | undefined {
  const held = readModifiers(parameter);
  if (code === undefined || held === undefined) return undefined;
  const special = CODES.get(code);
  if (special !== undefined) return named(special, held);
  const keypad = KITTY_KEYPAD[code - KITTY_KEYPAD_FROM];
  if (code > 0x10ffff || (keypad === undefined && !isPrintable(code))) return undefined;
  const text = keypad ?? String.fromCodePoint(code);
  if (held.ctrl || held.alt) return withName(nameOfCharacter(text), held);
  if (!held.shift) return char(text);
  if (shifted !== undefined && shifted <= 0x10ffff && isPrintable(shifted)) {
    return char(String.fromCodePoint(shifted));
  }
  const upper = text.toUpperCase();
  return char([...upper].length === 1 ? upper : text);
}

function withName(name: KeyName | undefined, held: Held): Key | undefined {
  if (name === undefined) return undefined;
  const twin = held.ctrl && !held.alt && !held.shift ? CONTROL_TWINS.get(name) : undefined;
  return twin === undefined ? named(name, held) : named(twin);
}

/** ESC [ … ~ */
function readNumbered(parameters: readonly Parameter[]): Key | undefined {
  const number = parameters[0]?.[0];
  if (number === 27 && parameters.length === 3) {
    return readCode(parameters[2]?.[0], undefined, parameters[1]);
  }
  if (number === undefined || parameters.length > 2) return undefined;
  return withModifiers(NUMBERS.get(number), parameters[1]);
}

/** ESC [ … letter, or ESC O … letter: no parameter, modifiers alone (old xterm), or 1 and they. */
function readLettered(parameters: readonly Parameter[], letter: string): Key | undefined {
  const name = LETTERS.get(letter);
  const [first, second] = parameters;
  if (second === undefined) return withModifiers(name, first);
  const isKey = parameters.length === 2 && (first?.[0] ?? 1) === 1;
  return isKey ? withModifiers(name, second) : undefined;
}

/** True where rxvt's Shift ending `$` closes a sequence; elsewhere `$` goes on (mode reports). */
export function endsWithRxvtShift(body: string, byte: string): boolean {
  return byte === '$' && /^\d+$/.test(body);
}

/** True when the sequence opens a bracketed paste. */
export function opensPaste(body: string, ending: string): boolean {
  return body === '200' && ending === '~';
}

/**
 * The key of ESC [ `body` `ending`, or nothing for replies (cursor position, device attributes,
 * modes), mouse, focus and what is not known. ESC [ 1 ; 2…16 R is F3 with modifiers: a cursor
 * report from the first row looks the same, and we never ask for one.
 */
export function readCsi(body: string, ending: string): Key | undefined {
  if (!/^[\d;:]*$/.test(body)) return undefined;
  const parameters = readParameters(body);
  if (ending === '~') return readNumbered(parameters);
  if (ending === 'u') return readCode(parameters[0]?.[0], parameters[0]?.[1], parameters[1]);
  const rxvt = RXVT_ENDINGS.get(ending);
  if (rxvt !== undefined) {
    const name = parameters.length === 1 ? NUMBERS.get(parameters[0]?.[0] ?? 0) : undefined;
    return name === undefined ? undefined : named(name, rxvt);
  }
  if (ending === 'Z') return named('Tab', { ...readModifiers(parameters[1]), shift: true });
  const arrow = body === '' ? RXVT_ARROWS.get(ending) : undefined;
  if (arrow !== undefined) return named(arrow, { shift: true });
  if (ending === 'R' && !/^1;([2-9]|1[0-6])$/.test(body)) return undefined;
  return readLettered(parameters, ending);
}

/** The key of ESC O `body` `ending`: cursor and F-keys, the keypad, rxvt's Ctrl with arrows. */
export function readSs3(body: string, ending: string): Key | undefined {
  if (body !== '') return readLettered(readParameters(body), ending);
  if (ending === 'M') return named('Enter');
  if (ending === 'I') return named('Tab');
  const text = KEYPAD.get(ending);
  if (text !== undefined) return char(text);
  const arrow = RXVT_ARROWS.get(ending);
  if (arrow !== undefined) return named(arrow, { ctrl: true });
  const name = VT100_PLUS.get(ending);
  return name !== undefined ? named(name) : readLettered([[]], ending);
}

/** The key of ESC [ [ `ending`, the Linux console's F1 to F5. */
export function readLinux(ending: string): Key | undefined {
  const name = LINUX.get(ending);
  return name === undefined ? undefined : named(name);
}

/** The key of a control character: 00–1F without ESC, or 7F. */
export function readControl(code: number): Key {
  const special = CODES.get(code);
  if (special !== undefined) return named(special);
  if (code === 0x0a) return named('Enter');
  if (code === 0) return named('Space', { ctrl: true });
  // 01–1A are Ctrl+A–Z, 1C–1F Ctrl with \ ] ^ _: the same column of ASCII, 64 higher.
  return named(String.fromCharCode(code + 0x40) as KeyName, { ctrl: true });
}
