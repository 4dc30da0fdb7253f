import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDecoder, type Decoder } from '../../src/keys/decoder';
import { type Key, keyId } from '../../src/keys/key';

type Factory = () => Decoder;

const RUNS = { numRuns: 1000 };

/** Bytes as terminals send them: escapes, broken escapes, text, pastes, and any bytes at all. */
const sequences = fc.constantFrom(
  ...['\x1b', '\x1b[A', '\x1b[1;5A', '\x1bOP', '\x1b[24~', '\x1b[23$', '\x1b[[A', '\x1b[97;5u'],
  ...['\x1b[27;5;97~', '\x1b5', '\x1b[M !!', '\x1b[<0;1;2M', '\x1b[12;40R', '\x1b[?1;2c', '\x1b['],
  ...['\x1b]0;x\x07', '\x1b]0;x\x1b\\', '\x1bPq\x1b\\', '\x1b[200~ä\r\nb\x1b[201~', '\x1b[200~'],
  ...['\x1b[201~', '\r', '\t', '\x7f', '\x13', 'Äijälä', 'ö', '€', '𝄞'],
);
const pieces = fc.oneof(
  sequences.map((text) => new TextEncoder().encode(text)),
  fc.string({ unit: 'binary', maxLength: 6 }).map((text) => new TextEncoder().encode(text)),
  fc.uint8Array({ maxLength: 6 }),
);
const input = fc
  .array(pieces, { maxLength: 12, size: 'max' })
  .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

const cuts = fc.array(fc.nat({ max: 80 }), { maxLength: 12, size: 'max' });

function feedCut(decoder: Decoder, bytes: Uint8Array, places: readonly number[]): Key[] {
  const borders = [0, ...places.filter((at) => at <= bytes.length), bytes.length];
  borders.sort((a, b) => a - b);
  return borders.slice(1).flatMap((end, at) => decoder.feed(bytes.subarray(borders[at], end)));
}

/** The same bytes give the same keys however they are cut. */
const cutsDoNotMatter = (make: Factory) =>
  fc.property(input, cuts, (bytes, places) => {
    const whole = make();
    const cut = make();
    const single = make();
    const expected = whole.feed(bytes);
    expect(feedCut(cut, bytes, places)).toEqual(expected);
    expect([...bytes].flatMap((byte) => single.feed(Uint8Array.of(byte)))).toEqual(expected);
    expect(cut.pending()).toBe(whole.pending());
    expect(cut.timeout()).toEqual(whole.timeout());
  });

const finnish = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzåäöšžéüABCÅÄÖ 0123456789.,;:!?+-()/€§–”’'),
  maxLength: 40,
  size: 'max',
});

/** Every printable text comes out as it was typed, one key for each code point. */
const textSurvives = (make: Factory) =>
  fc.property(finnish, cuts, (text, places) => {
    const keys = feedCut(make(), new TextEncoder().encode(text), places);
    expect(keys).toEqual([...text].map((one) => ({ kind: 'char', text: one })));
  });

/** No bytes, cut and timed in any way, throw or put into a field what is not text. */
const nothingLeaks = (make: Factory) =>
  fc.property(fc.array(fc.tuple(input, fc.boolean()), { maxLength: 4 }), (reads) => {
    const decoder = make();
    for (const [bytes, late] of reads) {
      const keys = [...decoder.feed(bytes), ...(late ? decoder.timeout() : [])];
      for (const key of keys) {
        expect(keyId(key)).not.toBe('');
        if (key.kind === 'char') expect(key.text).toMatch(/^[^\p{Cc}\p{Cf}\p{Co}\p{Cs}]$/u);
        if (key.kind === 'paste') expect(key.text).toMatch(/^[^\p{Cf}\p{Co}\p{Cs}\p{Zl}]+$/u);
        if (key.kind === 'paste') expect(key.text).not.toMatch(/(?![\n\t])\p{Cc}/u);
      }
    }
  });

/** Planted: the first byte of every read but the first is lost. */
const losingAtBorders: Factory = () => {
  const decoder = createDecoder();
  let begun = false;
  const feed = (bytes: Uint8Array) => {
    const kept = begun ? bytes.subarray(1) : bytes;
    begun = true;
    return decoder.feed(kept);
  };
  return { ...decoder, feed };
};

/** Planted: the twentieth byte is lost. */
const losingOneByte: Factory = () => {
  const decoder = createDecoder();
  let count = 0;
  const feed = (bytes: Uint8Array) =>
    decoder.feed(
      bytes.filter(() => {
        count += 1;
        return count !== 20;
      }),
    );
  return { ...decoder, feed };
};

/** Planted: what is not known is given as text. */
const leaking: Factory = () => {
  const decoder = createDecoder();
  const feed = (bytes: Uint8Array) => [
    ...decoder.feed(bytes),
    ...[...bytes]
      .filter((byte) => byte === 0x9b)
      .map(() => ({ kind: 'char', text: '\x9b' }) as Key),
  ];
  return { ...decoder, feed };
};

describe('the decoder on any bytes', () => {
  test('gives the same keys however they are cut', () => {
    fc.assert(cutsDoNotMatter(createDecoder), RUNS);
  });

  test('keeps every Finnish text', () => {
    fc.assert(textSurvives(createDecoder), RUNS);
  });

  test('never throws and leaks nothing', () => {
    fc.assert(nothingLeaks(createDecoder), RUNS);
  });
});

describe('the same properties find a planted fault', () => {
  test('a byte lost between two reads', () => {
    expect(fc.check(cutsDoNotMatter(losingAtBorders), RUNS).failed).toBe(true);
  });

  test('a byte lost anywhere', () => {
    expect(fc.check(textSurvives(losingOneByte), RUNS).failed).toBe(true);
  });

  test('an unknown byte given as text', () => {
    expect(fc.check(nothingLeaks(leaking), RUNS).failed).toBe(true);
  });
});
