import { wrapText } from '../base/text-width';
import type { CommandId } from '../keys/commands';
import { type Key, keyId } from '../keys/key';
import type { Follower, Keymap } from '../keys/keymap';
import type { Traced } from '../keys/trace';
import { type DeedAt, deedsOf, keysWanted, PLACES, type WantedKey } from '../keys/what-keys-do';
import type { Words } from '../words/words';

/** What is told of one run of bytes. */
export interface KeyTold {
  /** Hexadecimal, two digits a byte. */
  readonly bytes: string;
  /** The same to be read: ESC [ 1 5 ~ */
  readonly shown: string;
  readonly kind: 'key' | 'text' | 'paste' | 'unknown' | 'not_utf8';
  /** Names of the keys: one, or with what began the sequence two. */
  readonly keys: readonly string[];
  /** What the keymap has on them; null for none. */
  readonly command: CommandId | null;
  readonly does: readonly DeedAt[];
  /** Of a key that begins a sequence: what may follow it. */
  readonly follows?: readonly Follower[];
  /** It may be the rest of a key whose sequence was cut after its Esc. */
  readonly cut?: true;
  /** Characters and lines of a paste. */
  readonly pasted?: { readonly characters: number; readonly lines: number };
}

/** Keys that leave when they come twice in a row. */
const LEAVING = new Set(['q', 'C', 'D']);

/** Bytes of a paste or an unknown sequence that are told; more tell nothing. */
const BYTES_TOLD = 12;
/** Width of the name of a key and of its bytes as they are read, in columns. */
const NAME_WIDTH = 16;
const SHOWN_WIDTH = 26;

const NAMED_BYTES: ReadonlyMap<number, string> = new Map([
  [0x1b, 'ESC'],
  [0x20, 'SP'],
  [0x7f, '^?'],
]);

/** Bytes to be read: controls by name, the rest as characters where they are UTF-8. */
function readable(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (const piece of utf8Of(bytes) ?? '') {
    const code = piece.codePointAt(0) ?? 0;
    const named = NAMED_BYTES.get(code);
    parts.push(named ?? (code < 0x20 ? `^${String.fromCharCode(code + 0x40)}` : piece));
  }
  const coded = [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`);
  return (parts.length ? parts : coded).join(' ');
}

function utf8Of(bytes: Uint8Array): string | null {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    // A paste may have been cut in the middle of a character.
    return decoder.decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

/** Tells what keys are and would do, one after another, and which of a keymap have not come. */
export class KeyReport {
  readonly wanted: readonly WantedKey[];
  private readonly seen = new Set<string>();
  private begun: string[] = [];
  private wasLoneEsc = false;
  private last = '';

  constructor(private readonly keymap: Keymap) {
    this.wanted = keysWanted(keymap);
  }

  /** How many of the keymap's keys have come. */
  get count(): number {
    return this.wanted.length - this.missing().length;
  }

  /** The keys of the keymap that have not come. */
  missing(): readonly WantedKey[] {
    return this.wanted.filter(({ key }) => !this.seen.has(key));
  }

  /** What a run of bytes is; `leaves` when it says that this was the last. */
  take(traced: Traced): { readonly told: KeyTold; readonly leaves: boolean } {
    const [key] = traced.keys;
    const cut = this.wasLoneEsc && key?.kind === 'char' && /^[[O]$/.test(key.text);
    this.wasLoneEsc = key !== undefined && keyId(key) === 'Esc' && traced.bytes.length === 1;
    const head = { bytes: Buffer.from(traced.bytes.slice(0, BYTES_TOLD)).toString('hex') };
    const shown = readable(traced.bytes.slice(0, BYTES_TOLD));
    const base = { ...head, shown, ...(cut ? { cut: true as const } : {}) };
    if (!key || traced.kind !== 'keys') {
      const kind = traced.kind === 'not_utf8' ? ('not_utf8' as const) : ('unknown' as const);
      return { told: { ...base, kind, keys: [], command: null, does: [] }, leaves: false };
    }
    const id = keyId(key);
    this.seen.add(id);
    return { told: { ...base, ...this.meaning(key, id) }, leaves: this.leavesWith(key, id) };
  }

  private leavesWith(key: Key, id: string): boolean {
    const again = id === this.last;
    this.last = id;
    const isPlain = key.kind === 'char' || (key.kind === 'named' && key.ctrl === true);
    return again && isPlain && LEAVING.has(key.kind === 'named' ? key.name : id);
  }

  private meaning(key: Key, id: string): Omit<KeyTold, 'bytes' | 'shown'> {
    if (key.kind === 'paste') {
      this.begun = [];
      const lines = key.text.split('\n').length;
      const pasted = { characters: [...key.text].length, lines };
      return { kind: 'paste', keys: [id], command: null, does: [], pasted };
    }
    const kind = key.kind === 'char' ? 'text' : 'key';
    const keys = [...this.begun, id];
    const behind = this.begun.length > 0;
    const found = key.kind === 'char' && !behind ? undefined : this.keymap.lookup(keys);
    if (found && 'pending' in found) {
      this.begun = keys;
      return { kind, keys, command: null, does: [], follows: found.pending };
    }
    this.begun = [];
    const command = found?.command;
    return { kind, keys, command: command ?? null, does: deedsOf(key, command, behind) };
  }
}

function deedText(words: Words, { deed }: DeedAt): string {
  return 'command' in deed ? words.t(`command.${deed.command}`) : words.t(`keys.does.${deed.does}`);
}

/** What it would do, as one text. */
function doesText(words: Words, told: KeyTold): string {
  const { kind, does, follows, keys, pasted } = told;
  if (kind === 'unknown' || kind === 'not_utf8') return words.t(`keys.${kind}`);
  if (pasted) return words.t('keys.pasted', pasted);
  if (follows) {
    const shown = follows.map((one) => `${one.key} ${words.t(`command.${one.command}`)}`);
    return words.t('keys.follows', { what: shown.join(', ') });
  }
  if (!does.length) return words.t(keys.length > 1 ? 'keys.no_sequence' : 'keys.nothing');
  return does
    .map((one) => {
      const all = one.places.length === PLACES.length;
      const where = all ? ['everywhere'] : one.places;
      const named = where.map((place) => words.t(`keys.where.${place}`)).join(', ');
      return `${named}: ${deedText(words, one)}`;
    })
    .join(' · ');
}

/** A run of bytes told in lines of text of a width. */
export function keyLines(words: Words, told: KeyTold, cols: number): string[] {
  const { keys, shown, bytes, pasted } = told;
  const name = pasted ? words.t('keys.paste') : keys.length ? keys.join(' ') : '?';
  const hex = (bytes.match(/../g) ?? []).join(' ');
  const more = bytes.length === 2 * BYTES_TOLD ? ' …' : '';
  const head = `${name.padEnd(NAME_WIDTH)} ${shown.padEnd(SHOWN_WIDTH)} ${hex}${more}`;
  const texts = [doesText(words, told), ...(told.cut ? [words.t('keys.cut')] : [])];
  const indented = texts.flatMap((text) => wrapText(text, Math.max(20, cols - 3)));
  const first = wrapText(head, Math.max(20, cols - 1));
  return [...first, ...indented.map((line) => `  ${line}`)];
}

/** The keys that have not come and what hangs on each, in lines of text. */
export function missingLines(words: Words, report: KeyReport): string[] {
  const missing = report.missing();
  if (!missing.length) return [words.t('keys.all_came', { count: report.wanted.length })];
  const of = { count: missing.length, all: report.wanted.length };
  const rows = missing.map(({ key, commands }) => {
    const what = commands.map((id) => words.t(`command.${id}`)).join(', ');
    return `  ${key.padEnd(NAME_WIDTH)} ${what || words.t('keys.fixed')}`;
  });
  return [words.t('keys.missing', of), ...rows];
}
