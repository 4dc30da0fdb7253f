/**
 * Which bytes of the terminal are which keys: the decoder, with the bytes kept beside what they
 * gave. Nothing is left out: what the decoder swallows is told as unknown.
 */
import { createDecoder } from './decoder';
import type { Key } from './key';

/** A run of bytes and what it is. */
export interface Traced {
  readonly bytes: Uint8Array;
  /** Empty where the bytes give none. */
  readonly keys: readonly Key[];
  /** `unknown`: a sequence Akti has no use for, or half of one. `not_utf8`: half a character. */
  readonly kind: 'keys' | 'unknown' | 'not_utf8';
}

export interface KeyTrace {
  /** Takes bytes as they came; gives what they complete, in order. */
  feed(bytes: Uint8Array): Traced[];
  /** True while a sequence or a character is open: after the escape time call `timeout`. */
  pending(): boolean;
  /** Nothing has come for the escape time, or nothing more will: what is open ends as it is. */
  timeout(): Traced[];
}

const ESC = 0x1b;
const BELL = 0x07;
const DEL = 0x7f;
const STRINGS = new Set([...']PX^_'].map((sign) => sign.charCodeAt(0)));
const SEQUENCES = new Set([...'[O'].map((sign) => sign.charCodeAt(0)));

const isControl = (byte: number) => byte < 0x20 || byte === DEL;
const continues = (byte: number) => byte >= 0x80 && byte < 0xc0;

/** Bytes of the UTF-8 character that begins with this one; 1 for what begins none. */
function lengthOf(byte: number): number {
  if (byte < 0xc2 || byte > 0xf4) return 1;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/** True for old mouse reports, whose three bytes may be anything above the controls. */
function isMouse(open: readonly number[]): boolean {
  return open[1] === 0x5b && open[2] === 0x4d && open.length < 6;
}

/** How many of the open bytes stand by themselves when this byte comes; 0: it belongs to them. */
function endsBefore(open: readonly number[], byte: number): number {
  const [first, second] = open;
  if (first === undefined) return 0;
  if (first !== ESC) return continues(byte) ? 0 : open.length;
  if (second === undefined) return isControl(byte) ? 1 : 0;
  if (STRINGS.has(second)) {
    if (open.at(-1) === ESC && open.length > 2) return byte === 0x5c ? 0 : open.length - 1;
    return isControl(byte) && byte !== BELL && byte !== ESC ? open.length : 0;
  }
  if (isMouse(open)) return byte < 0x20 ? open.length : 0;
  if (SEQUENCES.has(second)) return isControl(byte) || byte >= 0x80 ? open.length : 0;
  // Of a character that breaks off the decoder makes nothing: ESC still waits for one.
  return byte >= 0x80 ? 0 : open.length;
}

/** Makes a trace in its ground state. */
export function createKeyTrace(): KeyTrace {
  const decoder = createDecoder();
  let open: number[] = [];
  let found: Traced[] = [];

  function tell(bytes: readonly number[], keys: readonly Key[]): void {
    if (!bytes.length) return;
    const half = bytes[0] !== ESC && (bytes[0] ?? 0) >= 0x80;
    const kind = keys.length ? 'keys' : half ? 'not_utf8' : 'unknown';
    found.push({ bytes: Uint8Array.from(bytes), keys, kind });
  }

  /** Tells what ends before this byte; gives the bytes of the Esc key it makes sure of. */
  function ended(byte: number): number[] | undefined {
    if (decoder.pasting()) return undefined;
    for (let count = endsBefore(open, byte); count > 0; count = endsBefore(open, byte)) {
      const before = open.slice(0, count);
      open = open.slice(count);
      // Behind ESC there may be pieces of characters, of which the decoder makes nothing.
      if (before[0] === ESC && (before[1] ?? 0x80) >= 0x80 && isControl(byte)) return before;
      tell(before, []);
    }
    return undefined;
  }

  function take(byte: number): void {
    const esc = ended(byte);
    const keys = decoder.feed(Uint8Array.of(byte));
    // ESC before a control key is the Esc key, which the decoder gives only now.
    if (esc) tell(esc, keys.splice(0, 1));
    open.push(byte);
    const isOpen = decoder.pending() || decoder.pasting() || open.length < lengthOf(open[0] ?? 0);
    if (!keys.length && isOpen) return;
    tell(open, keys);
    open = [];
  }

  function taken(): Traced[] {
    const given = found;
    found = [];
    return given;
  }

  return {
    feed(bytes) {
      for (const byte of bytes) take(byte);
      return taken();
    },
    pending: () => open.length > 0 && !decoder.pasting(),
    timeout() {
      const keys = decoder.pasting() ? decoder.endPaste() : decoder.timeout();
      tell(open, keys);
      open = [];
      return taken();
    },
  };
}
