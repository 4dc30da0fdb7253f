/**
 * Key names as a worker would say them, and the bytes an xterm sends for them. A name is one
 * stroke (`F5`, `Ctrl+S`, `Shift+Tab`, `a`) or strokes in a row with a space between: a leader
 * and its letter (`Ctrl+V s`), or Esc and a digit (`Esc 5`).
 */

/** How the keyboard is built: without function keys they are sent as Esc and a digit. */
export interface Keyboard {
  readonly escapeDigits?: boolean;
}

/** Keys in the order they are pressed. */
export type KeyStep =
  | { readonly kind: 'press'; readonly key: string }
  | { readonly kind: 'text'; readonly text: string; readonly meaning?: Meaning }
  | { readonly kind: 'memo'; readonly text: string }
  | { readonly kind: 'command'; readonly id: string };

/** What a typed value says, for counting values that are typed twice. */
export interface Meaning {
  /** `person`, `worker`, `unit`, `type:<form>`, `service`, `address`, `date:<event>`, … */
  readonly name: string;
  /** The value as the field reads it: a date in ISO form, the code of a code, a person's id. */
  readonly reads: string;
}

/** A key with a fixed meaning, such as `Tab` or `Up`. */
export function press(key: string): KeyStep {
  return { kind: 'press', key };
}

/** Text typed into a field that is not a memo. Say what it means where it can be typed twice. */
export function type(text: string, name?: string, reads?: string): KeyStep {
  if (name === undefined) return { kind: 'text', text };
  if (reads === undefined) throw new Error(`what does "${text}" read as?`);
  return { kind: 'text', text, meaning: { name, reads } };
}

/** Free text in a memo: sent like all text, left out of the count. */
export function memo(text: string): KeyStep {
  return { kind: 'memo', text };
}

/** A command by its id; the keymap under test says which key it is. */
export function command(id: string): KeyStep {
  return { kind: 'command', id };
}

const FUNCTION_KEY = /^F([1-9]|1[0-2])$/;
const SS3_FUNCTION = ['P', 'Q', 'R', 'S'];
const TILDE_FUNCTION = [15, 17, 18, 19, 20, 21, 23, 24];
const ESCAPE_DIGITS = '1234567890-=';
const PLAIN: Readonly<Record<string, string>> = {
  Tab: '\t',
  Enter: '\r',
  Backspace: '\x7f',
  Esc: '\x1b',
  Space: ' ',
};
const CURSOR: Readonly<Record<string, string>> = {
  Up: 'A',
  Down: 'B',
  Right: 'C',
  Left: 'D',
  Home: 'H',
  End: 'F',
};
const TILDE: Readonly<Record<string, number>> = { Insert: 2, Delete: 3, PageUp: 5, PageDown: 6 };

/** The bytes of a key name, or of plain text when it is one character; throws if unknown. */
export function bytesOf(name: string, keyboard: Keyboard = {}): string {
  return strokesOf(name)
    .map((stroke) => strokeBytes(stroke, keyboard))
    .join('');
}

/** The bytes of one step; commands must have been resolved through a keymap before. */
export function stepBytes(step: KeyStep, keyboard: Keyboard = {}): string {
  if (step.kind === 'press') return bytesOf(step.key, keyboard);
  if (step.kind === 'command') throw new Error(`command ${step.id} has not been given a key`);
  return step.text;
}

/**
 * How many keys a sequence takes, by the counting rule of DESIGN 12: a decoded key 1; Ctrl, Alt or
 * Shift with a named key or letter 2; an F-key 1, sent as Esc and a digit 2; a leader and its
 * letter 2; memo text 0. A capital letter is Shift with a letter.
 */
export function keyCount(steps: readonly KeyStep[], keyboard: Keyboard = {}): number {
  return steps.reduce((sum, step) => sum + stepCount(step, keyboard), 0);
}

function stepCount(step: KeyStep, keyboard: Keyboard): number {
  if (step.kind === 'memo') return 0;
  if (step.kind === 'text') return [...step.text].reduce((sum, letter) => sum + shifted(letter), 0);
  if (step.kind === 'command') throw new Error(`command ${step.id} has not been given a key`);
  const strokes = strokesOf(step.key);
  if (strokes.length > 1) return strokes.length;
  const stroke = strokes[0] as string;
  if (FUNCTION_KEY.test(stroke)) return keyboard.escapeDigits ? 2 : 1;
  return splitStroke(stroke).modifiers.length > 0 ? 2 : shifted(stroke);
}

/** Function keys in a sequence, which the budget of other keymaps allows one key more for. */
export function functionKeyCount(steps: readonly KeyStep[]): number {
  return steps.filter((step) => step.kind === 'press' && FUNCTION_KEY.test(step.key)).length;
}

function shifted(letter: string): number {
  return /^\p{Lu}$/u.test(letter) ? 2 : 1;
}

function strokesOf(name: string): string[] {
  if (name === ' ') return ['Space'];
  const strokes = name.split(' ');
  if (strokes.some((stroke) => stroke === '')) throw new Error(`not a key: "${name}"`);
  return strokes;
}

function splitStroke(stroke: string): { modifiers: string[]; key: string } {
  const parts = stroke === '+' ? ['+'] : stroke.split(/\+(?=.)/);
  const key = parts.pop() as string;
  const unknown = parts.find((part) => !['Shift', 'Alt', 'Ctrl'].includes(part));
  if (unknown) throw new Error(`not a modifier: ${unknown} in "${stroke}"`);
  return { modifiers: parts, key };
}

function strokeBytes(stroke: string, keyboard: Keyboard): string {
  const { modifiers, key } = splitStroke(stroke);
  const bits =
    1 +
    (modifiers.includes('Shift') ? 1 : 0) +
    (modifiers.includes('Alt') ? 2 : 0) +
    (modifiers.includes('Ctrl') ? 4 : 0);
  const found =
    functionBytes(key, bits, keyboard) ??
    cursorBytes(key, bits) ??
    (bits === 1 ? PLAIN[key] : undefined) ??
    (stroke === 'Shift+Tab' ? '\x1b[Z' : undefined) ??
    letterBytes(key, bits);
  if (found === undefined) throw new Error(`an xterm has no bytes for "${stroke}"`);
  return found;
}

function functionBytes(key: string, bits: number, keyboard: Keyboard): string | undefined {
  const found = FUNCTION_KEY.exec(key);
  if (!found) return undefined;
  const index = Number(found[1]) - 1;
  if (keyboard.escapeDigits) {
    if (bits > 1) throw new Error(`Esc and a digit cannot carry a modifier: ${key}`);
    return `\x1b${ESCAPE_DIGITS[index]}`;
  }
  const letter = SS3_FUNCTION[index];
  if (letter) return bits === 1 ? `\x1bO${letter}` : `\x1b[1;${bits}${letter}`;
  const number = TILDE_FUNCTION[index - SS3_FUNCTION.length];
  return bits === 1 ? `\x1b[${number}~` : `\x1b[${number};${bits}~`;
}

function cursorBytes(key: string, bits: number): string | undefined {
  const letter = CURSOR[key];
  if (letter) return bits === 1 ? `\x1b[${letter}` : `\x1b[1;${bits}${letter}`;
  const number = TILDE[key];
  if (number === undefined) return undefined;
  return bits === 1 ? `\x1b[${number}~` : `\x1b[${number};${bits}~`;
}

function letterBytes(key: string, bits: number): string | undefined {
  if ([...key].length !== 1 && key !== 'Space') return undefined;
  const character = key === 'Space' ? ' ' : key;
  if (bits === 1) return character;
  if (bits === 2) return /\p{Ll}/u.test(character) ? character.toUpperCase() : undefined;
  if (bits === 3) return `\x1b${character.toLowerCase()}`;
  if (bits !== 5) return undefined;
  if (character === ' ') return '\x00';
  const code = character.toUpperCase().charCodeAt(0);
  return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code & 0x1f) : undefined;
}
