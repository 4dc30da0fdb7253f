import { describe, expect, test } from 'vitest';
import { createDecoder } from '../../src/keys/decoder';
import { charsetOf, typedAsUtf8 } from '../../src/screen/charset';

const bytes = (...codes: readonly number[]) => Uint8Array.from(codes);
const typed = (charset: 'utf-8' | 'latin-1' | 'latin-9' | 'ascii', given: Uint8Array) =>
  Buffer.from(typedAsUtf8(charset, given)).toString('utf8');

describe('what is typed on a terminal with one byte for a letter', () => {
  test('is the letter of its character set', () => {
    expect(typed('latin-1', bytes(0x69, 0xe4, 0xf6, 0xe5, 0xc4))).toBe('iäöåÄ');
    expect(typed('latin-9', bytes(0xa4, 0xa6, 0xb8, 0xe4))).toBe('€Šžä');
    expect(typed('latin-1', bytes(0xa4, 0xa6))).toBe('¤¦');
  });

  test('is left alone where the bytes are UTF-8, or nobody knows', () => {
    const word = Buffer.from('äiti');
    expect(typedAsUtf8('utf-8', word)).toBe(word);
    expect(typedAsUtf8('ascii', word)).toBe(word);
    const plain = bytes(0x61, 0x1b, 0x5b, 0x41);
    expect(typedAsUtf8('latin-1', plain)).toBe(plain);
  });

  test('with keys that begin with an eight-bit control', () => {
    const keys = (...codes: readonly number[]) =>
      createDecoder()
        .feed(typedAsUtf8('latin-1', bytes(...codes)))
        .map((key) => (key.kind === 'named' ? key.name : key.text));
    expect(keys(0x9b, 0x31, 0x37, 0x7e, 0x8f, 0x50, 0xe4)).toEqual(['F6', 'F1', 'ä']);
    expect(keys(0x85, 0x61)).toEqual(['a']);
  });
});

test('a locale without text says nothing', () => {
  expect(charsetOf({})).toBeUndefined();
  expect(charsetOf({ LANG: '' })).toBeUndefined();
});
