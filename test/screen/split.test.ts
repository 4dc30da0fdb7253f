import { EventEmitter } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createDecoder } from '../../src/keys/decoder';
import { type Key, keyId } from '../../src/keys/key';
import { openTty, type Tty } from '../../src/screen/tty';

/** The owner of a terminal, its keyboard a source of bytes and its clock ours to move. */

const ESCAPE_TIME_MS = 50;
/** Pauses inside a sequence, in ms: the last one is long, and still shorter than that. */
const GAPS = [0, 5, 30] as const;

/** A keyboard as Node gives one, without a terminal behind it. */
class Keyboard extends EventEmitter {
  readonly isTTY = true;
  setRawMode(): this {
    return this;
  }
  resume(): this {
    return this;
  }
  pause(): this {
    return this;
  }
}

let nowhere: number;
let keyboard: Keyboard;
let tty: Tty;
let heard: Key[];
const environment = process.env.TERM;

beforeAll(() => {
  nowhere = openSync('/dev/null', 'w');
});
afterAll(() => closeSync(nowhere));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'] });
  process.env.TERM = 'xterm-256color';
  keyboard = new Keyboard();
  heard = [];
  const decoder = createDecoder();
  const screen = Object.assign(new EventEmitter(), { isTTY: true, fd: nowhere });
  const opened = openTty({
    stdin: keyboard as unknown as NodeJS.ReadStream,
    stdout: screen as unknown as NodeJS.WriteStream & { fd: number },
    escapeTimeMs: ESCAPE_TIME_MS,
    onBytes: (bytes) => {
      heard.push(...decoder.feed(bytes));
      return decoder.pending();
    },
    onEscapeTime: () => heard.push(...decoder.timeout()),
    onResize: () => {},
    onContinue: () => {},
    onEnd: () => {},
    onCrash: () => {},
  });
  if (!opened.ok) throw new Error(opened.problem.code);
  tty = opened.value;
});

afterEach(() => {
  tty.restore();
  vi.useRealTimers();
  if (environment === undefined) delete process.env.TERM;
  else process.env.TERM = environment;
});

const MODIFIERS = [2, 3, 5, 6] as const;
const LETTERS = [...'ABCDEFGHIPQRSZabcd'];
const KEYPAD = [...'ABCDFHIMPQRSXabcdjklmnopqrstuvwxy'];

/** Every kind of sequence the decoder knows: keys of all dialects, answers, pastes, letters. */
function sequences(): string[] {
  const csi = LETTERS.flatMap((letter) => [
    `\x1b[${letter}`,
    ...MODIFIERS.map((held) => `\x1b[1;${held}${letter}`),
  ]);
  const numbered = Array.from({ length: 34 }, (_, n) => n + 1).flatMap((n) => [
    `\x1b[${n}~`,
    ...MODIFIERS.map((held) => `\x1b[${n};${held}~`),
    ...[...'$^@'].map((ending) => `\x1b[${n}${ending}`),
  ]);
  const ss3 = KEYPAD.flatMap((letter) => [`\x1bO${letter}`, `\x1bO5${letter}`]);
  const codes = [9, 13, 27, 65, 97, 127, 228, 8364, 57399, 57414, 57426].flatMap((code) => [
    `\x1b[${code}u`,
    ...MODIFIERS.flatMap((held) => [`\x1b[${code};${held}u`, `\x1b[27;${held};${code}~`]),
  ]);
  const escaped = [...'1234567890-=abzäö'].map((sign) => `\x1b${sign}`);
  const others = [
    ...[...'ABCDE'].map((letter) => `\x1b[[${letter}`),
    ...['\x1b[200~ä\rb\x1b[201~', '\x1b[M !!', '\x1b[<0;1;2M', '\x1b[12;40R', '\x1b[?62;22c'],
    ...['\x1b]0;x\x07', '\x1b]11;rgb:0/0/0\x1b\\', '\x1bP1$r0m\x1b\\', '\x1b_G\x1b\\', '\x1b[I'],
    ...['ä', '€', '𝄞', '\x1b\x1b[A'],
  ];
  return [...new Set([...csi, ...numbered, ...ss3, ...codes, ...escaped, ...others])];
}

function press(...parts: readonly Uint8Array[]): void {
  for (const part of parts) if (part.length) keyboard.emit('data', Buffer.from(part));
}

/** The keys heard since the last question, once every time that runs has run out. */
function ids(): string[] {
  vi.advanceTimersByTime(2 * ESCAPE_TIME_MS);
  return heard.splice(0).map((key) => (key.kind === 'paste' ? key.text : keyId(key)));
}

describe('each sequence the decoder knows', () => {
  const all = sequences().map((text) => Buffer.from(text));

  test.each(GAPS)('is the same key when it comes in two with %i ms between', (gap) => {
    expect(all.length).toBeGreaterThan(500);
    const faults: string[] = [];
    for (const bytes of all) {
      press(bytes);
      const whole = ids();
      for (let at = 1; at < bytes.length; at += 1) {
        press(bytes.subarray(0, at));
        vi.advanceTimersByTime(gap);
        press(bytes.subarray(at));
        const cut = ids();
        if (cut.join() !== whole.join()) {
          faults.push(`${JSON.stringify(bytes.toString())} at ${at}: ${cut} for ${whole}`);
        }
      }
    }
    expect(faults).toEqual([]);
  });

  test.each(GAPS)('and byte by byte with %i ms before each', (gap) => {
    const faults: string[] = [];
    for (const bytes of all) {
      press(bytes);
      const whole = ids();
      for (const byte of bytes) {
        press(Buffer.of(byte));
        vi.advanceTimersByTime(gap);
      }
      const cut = ids();
      if (cut.join() !== whole.join()) {
        faults.push(`${JSON.stringify(bytes.toString())}: ${cut} for ${whole}`);
      }
    }
    expect(faults).toEqual([]);
  });

  test('and is cut off by a silence longer than the escape time', () => {
    press(Buffer.from('\x1b'));
    vi.advanceTimersByTime(ESCAPE_TIME_MS + 1);
    press(Buffer.from('[A'));
    expect(ids()).toEqual(['Esc', '[', 'A']);
  });
});
