/**
 * Keys as the program knows them: what the decoder makes of bytes, how a key is written in a
 * keymap file and on the screen, and what it counts.
 */
import { bad, good, type Result } from '../base/problems';

const SPECIAL_NAMES = [
  ...(['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9', 'F10', 'F11', 'F12'] as const),
  ...(['Tab', 'Enter', 'Esc', 'Backspace', 'Delete', 'Insert'] as const),
  ...(['Up', 'Down', 'Left', 'Right', 'Home', 'End', 'PageUp', 'PageDown', 'Space'] as const),
] as const;

const SINGLE_NAMES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ0123456789!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

type Characters<Text extends string, Found = never> = Text extends `${infer First}${infer Rest}`
  ? Characters<Rest, Found | First>
  : Found;

/** Keys with a name of their own; Space stands here only for Ctrl+Space and Alt+Space. */
export type SpecialName = (typeof SPECIAL_NAMES)[number];

/** The name of a key: special, or the letter (upper case), digit or sign under Ctrl or Alt. */
export type KeyName = SpecialName | Characters<typeof SINGLE_NAMES>;

export interface Modifiers {
  readonly ctrl?: true;
  readonly shift?: true;
  readonly alt?: true;
}

/** Which modifiers are held, while it is being found out. */
export type Held = { -readonly [M in keyof Modifiers]?: boolean };

/** One printable code point, as typed. */
export interface CharKey {
  readonly kind: 'char';
  readonly text: string;
}

/** A key that is not text. `via` tells that an F-key came as ESC and a digit (it counts 2). */
export interface NamedKey extends Modifiers {
  readonly kind: 'named';
  readonly name: KeyName;
  readonly via?: 'escape_digit';
}

/** A bracketed paste: text with line breaks as \n, no control characters but \n and \t. */
export interface PasteKey {
  readonly kind: 'paste';
  readonly text: string;
}

export type Key = CharKey | NamedKey | PasteKey;

/** What ESC and a digit, minus or equals sign gives, in every keymap (as in tn5250). */
export const ESCAPE_DIGITS: ReadonlyMap<string, SpecialName> = new Map(
  [...'1234567890-='].map((sign, at) => [sign, SPECIAL_NAMES[at] as SpecialName]),
);

/** Names in lower case, and the other spellings people use, to the name. */
const NAMES_READ: ReadonlyMap<string, KeyName> = new Map<string, KeyName>([
  ...SPECIAL_NAMES.map((name): [string, KeyName] => [name.toLowerCase(), name]),
  ['escape', 'Esc'],
  ['return', 'Enter'],
  ['del', 'Delete'],
  ['ins', 'Insert'],
  ['pgup', 'PageUp'],
  ['pgdn', 'PageDown'],
]);

const MODIFIERS_READ: ReadonlyMap<string, keyof Modifiers> = new Map([
  ['ctrl', 'ctrl'],
  ['alt', 'alt'],
  ['shift', 'shift'],
]);

/** Longest sequence a keymap may bind: a leader and one key. */
const LONGEST_SEQUENCE = 2;

/** A word in any capitals, as a pattern; JSON Schema has no flag for that. */
function anyCase(word: string): string {
  return word.replace(/[a-z]/gu, (letter) => `[${letter.toUpperCase()}${letter}]`);
}

/** Keys with names of their own, each with the other spellings it is read by. */
export function namedKeys(): readonly { readonly name: SpecialName; readonly also: string[] }[] {
  return SPECIAL_NAMES.map((name) => ({
    name,
    also: [...NAMES_READ].flatMap(([read, key]) =>
      key === name && read !== name.toLowerCase() ? [read] : [],
    ),
  }));
}

/**
 * What `readKeyName` reads, as the text of a pattern (ECMA-262 with `u`). It lets through a few
 * signs under Ctrl and Alt that have no name.
 */
export function keyNamePattern(): string {
  const modifier = [...MODIFIERS_READ.keys()].map(anyCase).join('|');
  const special = [...NAMES_READ.keys()].map(anyCase).join('|');
  const key = `(?:(?:${modifier})\\+)*(?:${special}|\\S)`;
  return `^\\s*${key}(?:\\s+${key})?\\s*$`;
}

/** Makes a named key that carries only the modifiers that are held. */
export function named(name: KeyName, held: Held = {}): NamedKey {
  return {
    kind: 'named',
    name,
    ...(held.ctrl ? { ctrl: true as const } : {}),
    ...(held.alt ? { alt: true as const } : {}),
    ...(held.shift ? { shift: true as const } : {}),
  };
}

/** Makes a text key of one code point. */
export function char(text: string): CharKey {
  return { kind: 'char', text };
}

/** The name of the key that types this character, or nothing when it has no name here. */
export function nameOfCharacter(text: string): KeyName | undefined {
  if (text === ' ') return 'Space';
  const upper = text.toUpperCase();
  return upper.length === 1 && SINGLE_NAMES.includes(upper) ? (upper as KeyName) : undefined;
}

/** True for F1 to F12. */
export function isFunctionKey(key: Key): boolean {
  return key.kind === 'named' && /^F\d+$/.test(key.name);
}

/**
 * The stable name of a key, for look-up and for the screen: `Ctrl+S`, `Shift+Tab`, `F5`, `a`,
 * `Space`, `Paste`. How an F-key arrived does not show in it.
 */
export function keyId(key: Key): string {
  if (key.kind === 'paste') return 'Paste';
  if (key.kind === 'char') return key.text === ' ' ? 'Space' : key.text;
  const held = `${key.ctrl ? 'Ctrl+' : ''}${key.alt ? 'Alt+' : ''}${key.shift ? 'Shift+' : ''}`;
  return held + key.name;
}

/** The name of a sequence of keys: their ids with a space between, `Ctrl+V v`. */
export function sequenceId(keys: readonly Key[]): string {
  return keys.map(keyId).join(' ');
}

/** Reads one key of a name: modifiers joined by +, then a name or one character. */
function readOneKey(text: string): Result<Key> {
  const parts = /^((?:[a-z]+\+)*)(.+)$/iu.exec(text);
  const base = parts?.[2] ?? '';
  const held: Held = {};
  for (const word of (parts?.[1] ?? '').split('+').filter((part) => part !== '')) {
    const modifier = MODIFIERS_READ.get(word.toLowerCase());
    if (modifier === undefined) return bad('key.modifier_unknown', { key: text, modifier: word });
    held[modifier] = true;
  }
  const plain = Object.keys(held).length === 0;
  const special = NAMES_READ.get(base.toLowerCase());
  if (special === 'Space' && plain) return good(char(' '));
  if (special !== undefined) return good(named(special, held));
  if ([...base].length !== 1) return bad('key.unknown', { key: text, part: base });
  if (plain) return good(char(base));
  const name = nameOfCharacter(base);
  return name === undefined
    ? bad('key.unknown', { key: text, part: base })
    : good(named(name, held));
}

/**
 * Reads a key as a keymap file writes it: `Ctrl+S`, `F12`, `Shift+Tab`, or a leader and its key,
 * `Ctrl+V v`. Capitals do not matter except in a bare character. `Esc 1` is always F1 (with `via`).
 * Problems: key.empty, key.too_long, key.modifier_unknown, key.unknown.
 */
export function readKeyName(text: string): Result<readonly Key[]> {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return bad('key.empty');
  if (words.length > LONGEST_SEQUENCE) {
    return bad('key.too_long', { key: text, longest: LONGEST_SEQUENCE });
  }
  const keys: Key[] = [];
  for (const word of words) {
    const key = readOneKey(word);
    if (!key.ok) return key;
    keys.push(key.value);
  }
  const [first, second] = keys;
  if (first && keyId(first) === 'Esc' && second?.kind === 'char') {
    const name = ESCAPE_DIGITS.get(second.text);
    if (name !== undefined) return good([{ ...named(name), via: 'escape_digit' }]);
  }
  return good(keys);
}

/**
 * What one decoded key counts (DESIGN 12): a key 1; Ctrl, Alt or Shift with a named key 2; an F-key
 * 1; ESC and a digit 2. A paste counts every character, so that it never makes a flow cheaper.
 */
export function keyCost(key: Key): number {
  if (key.kind === 'char') return 1;
  if (key.kind === 'paste') return [...key.text].length;
  return key.via === 'escape_digit' || key.ctrl || key.alt || key.shift ? 2 : 1;
}

/**
 * What a list of keys counts. `isSequence` says whether two key ids are a bound leader sequence of
 * the keymap in use; they count 2 together. Memo text is left out by the caller.
 */
export function keysCost(
  keys: readonly Key[],
  isSequence: (leader: string, next: string) => boolean,
): number {
  let cost = 0;
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at] as Key;
    const next = keys[at + 1];
    if (next !== undefined && isSequence(keyId(key), keyId(next))) {
      cost += 2;
      at += 1;
    } else {
      cost += keyCost(key);
    }
  }
  return cost;
}
