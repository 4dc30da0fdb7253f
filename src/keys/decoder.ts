/**
 * Bytes from the terminal to keys. One step per byte and nothing remembered about how the bytes
 * were cut, so a sequence or a character may be split anywhere. What is not known is swallowed.
 */
import { char, ESCAPE_DIGITS, type Key, named, nameOfCharacter } from './key';
import { createPaste } from './paste';
import { isPrintable } from './printable';
import {
  endsWithRxvtShift,
  opensPaste,
  readControl,
  readCsi,
  readLinux,
  readSs3,
} from './sequences';
import { createUtf8Reader } from './utf8';

/** Time in milliseconds after which an ESC alone is the Esc key; slow lines want 150 or more. */
export const DEFAULT_ESCAPE_TIME = 50;

/** A paste longer than this comes as several paste keys, so that no paste holds all memory. */
export const PASTE_PIECE = 1 << 22;

/** Bytes of an operating-system or device string swallowed before it is given up as unfinished. */
export const STRING_LIMIT = 1 << 20;

/** No key has a longer body; the rest of a longer sequence is swallowed unread. */
const BODY_LIMIT = 64;

const ESC = 0x1b;
const BELL = 0x07;
const DEL = 0x7f;
const MOUSE_BYTES = 3;

export interface Decoder {
  /** Takes bytes as they came and gives the keys they complete, in order. Never throws. */
  feed(bytes: Uint8Array): Key[];
  /** True while an escape sequence is open: after the escape time the owner calls `timeout`. */
  pending(): boolean;
  /** The escape time has passed: a lone ESC is the Esc key, any other open sequence is dropped. */
  timeout(): Key[];
  /** True inside a bracketed paste; the escape time does not apply to it. */
  pasting(): boolean;
  /** Ends a paste whose closing mark never came (the owner's longer silence); gives its text. */
  endPaste(): Key[];
}

type State =
  | 'ground'
  | 'escape'
  | 'csi'
  | 'ss3'
  | 'linux'
  | 'mouse'
  | 'string'
  | 'string_escape'
  | 'paste';

/** What ESC and this character begin; any other character is Alt, or an F-key when a digit. */
const AFTER_ESCAPE: ReadonlyMap<string, State> = new Map<string, State>([
  ['[', 'csi'],
  ['O', 'ss3'],
  [']', 'string'],
  ['P', 'string'],
  ['X', 'string'],
  ['^', 'string'],
  ['_', 'string'],
]);

const isControl = (code: number) => code < 0x20 || code === DEL;

/** The key of ESC and a printable character: F1–F12, Alt with a named key, or nothing. */
function readEscaped(text: string): Key | undefined {
  const digit = ESCAPE_DIGITS.get(text);
  if (digit !== undefined) return { ...named(digit), via: 'escape_digit' };
  const name = nameOfCharacter(text);
  if (name === undefined) return undefined;
  return named(name, { alt: true, shift: text !== text.toLowerCase() });
}

/** Makes a decoder in its ground state. */
export function createDecoder(): Decoder {
  const utf8 = createUtf8Reader();
  let paste = createPaste();
  let state: State = 'ground';
  let body = '';
  let counted = 0;
  let keys: Key[] = [];

  function enter(next: State): void {
    state = next;
    body = '';
    counted = 0;
  }

  function finish(key: Key | undefined): void {
    if (key !== undefined) keys.push(key);
    enter('ground');
  }

  /** Drops what was open and reads the code point as if nothing had come before it. */
  function restart(code: number): void {
    enter('ground');
    steps.ground(code);
  }

  function givePaste(): void {
    const text = paste.drain();
    if (text !== '') keys.push({ kind: 'paste', text });
  }

  const steps: Readonly<Record<State, (code: number) => void>> = {
    ground(code) {
      if (code === ESC) enter('escape');
      else if (isControl(code)) keys.push(readControl(code));
      else if (isPrintable(code)) keys.push(char(String.fromCodePoint(code)));
    },
    escape(code) {
      // ESC and a control key are two keys: typed ahead they must mean what they mean apart.
      if (isControl(code)) {
        keys.push(named('Esc'));
        restart(code);
        return;
      }
      const text = String.fromCodePoint(code);
      const next = AFTER_ESCAPE.get(text);
      if (next === undefined) finish(readEscaped(text));
      else enter(next);
    },
    csi(code) {
      if (isControl(code) || code > DEL) {
        restart(code);
        return;
      }
      const sign = String.fromCharCode(code);
      if (code < 0x40 && !endsWithRxvtShift(body, sign)) {
        if (body.length < BODY_LIMIT) body += sign;
      } else if (body === '' && sign === '[') enter('linux');
      else if (body === '' && sign === 'M') enter('mouse');
      else if (opensPaste(body, sign)) {
        paste = createPaste();
        enter('paste');
      } else finish(readCsi(body, sign));
    },
    ss3(code) {
      if (isControl(code) || code > DEL) {
        restart(code);
        return;
      }
      const sign = String.fromCharCode(code);
      if (!/[\d;]/.test(sign)) finish(readSs3(body, sign));
      else if (body.length < BODY_LIMIT) body += sign;
    },
    linux(code) {
      if (isControl(code)) restart(code);
      else finish(readLinux(String.fromCodePoint(code)));
    },
    mouse(code) {
      restart(code);
    },
    string(code) {
      counted += 1;
      if (code === BELL) enter('ground');
      else if (code === ESC) state = 'string_escape';
      else if (isControl(code)) restart(code);
      else if (counted >= STRING_LIMIT) enter('ground');
    },
    string_escape(code) {
      if (code === 0x5c) {
        enter('ground');
      } else {
        enter('escape');
        steps.escape(code);
      }
    },
    paste(code) {
      const closed = paste.take(code);
      if (closed || paste.size() >= PASTE_PIECE) givePaste();
      if (closed) enter('ground');
    },
  };

  /** The three bytes after ESC [ M are a button and a place, not characters. */
  function isMouseByte(byte: number): boolean {
    if (state !== 'mouse' || byte < 0x20) return false;
    counted += 1;
    if (counted === MOUSE_BYTES) enter('ground');
    return true;
  }

  function taken(): Key[] {
    const given = keys;
    keys = [];
    return given;
  }

  return {
    feed(bytes) {
      for (const byte of bytes) {
        if (isMouseByte(byte)) continue;
        const code = utf8.read(byte);
        if (code !== undefined) steps[state](code);
      }
      return taken();
    },
    pending: () => state !== 'ground' && state !== 'paste',
    timeout() {
      if (state === 'paste') return [];
      finish(state === 'escape' ? named('Esc') : undefined);
      return taken();
    },
    pasting: () => state === 'paste',
    endPaste() {
      if (state !== 'paste') return [];
      givePaste();
      enter('ground');
      return taken();
    },
  };
}
