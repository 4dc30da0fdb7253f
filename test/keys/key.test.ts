import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDecoder } from '../../src/keys/decoder';
import { char, keyCost, keyId, keysCost, readKeyName, sequenceId } from '../../src/keys/key';

function canonical(text: string): string {
  const read = readKeyName(text);
  return read.ok ? sequenceId(read.value) : read.problem.code;
}

describe('the name of a key', () => {
  test.each([
    ['Ctrl+S', 'Ctrl+S'],
    ['ctrl+s', 'Ctrl+S'],
    ['Shift+Ctrl+Up', 'Ctrl+Shift+Up'],
    ['F12', 'F12'],
    ['f12', 'F12'],
    ['Shift+Tab', 'Shift+Tab'],
    ['PgDn', 'PageDown'],
    ['Escape', 'Esc'],
    ['Ctrl+V v', 'Ctrl+V v'],
    ['  Ctrl+V   V ', 'Ctrl+V V'],
    ['Ctrl++', 'Ctrl++'],
    ['+', '+'],
    ['ö', 'ö'],
    ['Alt+ö', 'Alt+Ö'],
    ['Space', 'Space'],
    ['Ctrl+Space', 'Ctrl+Space'],
    ['Esc 1', 'F1'],
    ['Esc =', 'F12'],
  ])('%j is %s', (text, id) => {
    expect(canonical(text)).toBe(id);
  });

  test.each([
    ['', 'key.empty'],
    ['  ', 'key.empty'],
    ['Ctrl+V v v', 'key.too_long'],
    ['Strg+S', 'key.modifier_unknown'],
    ['F13', 'key.unknown'],
    ['Ctrl+', 'key.unknown'],
    ['Ctrl+Funktio', 'key.unknown'],
    ['Ctrl+é', 'key.unknown'],
  ])('%j is refused: %s', (text, code) => {
    expect(canonical(text)).toBe(code);
  });

  test('is read back as the same key, whatever the decoder gives', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => {
        for (const key of createDecoder().feed(bytes)) {
          if (key.kind === 'paste') continue;
          // A space or another blank that is not ASCII has no written name in a file.
          if (key.kind === 'char' && /[^\S ]/u.test(key.text)) continue;
          expect(canonical(keyId(key))).toBe(keyId(key));
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what a key counts', () => {
  const cost = (text: string) => createDecoder().feed(new TextEncoder().encode(text)).map(keyCost);

  test.each([
    ['a', 'a', 1],
    ['a capital', 'A', 1],
    ['a space', ' ', 1],
    ['Tab', '\t', 1],
    ['an F-key', '\x1b[24~', 1],
    ['ESC and a digit', '\x1b5', 2],
    ['Shift+Tab', '\x1b[Z', 2],
    ['Ctrl+S', '\x13', 2],
    ['Shift and an F-key', '\x1b[15;2~', 2],
    ['Alt and a letter', '\x1bs', 2],
    ['a paste of five', '\x1b[200~Äijä!\x1b[201~', 5],
  ])('%s', (_name, text, expected) => {
    expect(cost(text)).toEqual([expected]);
  });

  test('a leader and its letter together 2, a leader that leads nowhere its own', () => {
    const isSequence = (leader: string, next: string) => leader === 'Ctrl+V' && next === 'v';
    const keys = createDecoder().feed(new TextEncoder().encode('\x16va\x16x\x16'));
    expect(keysCost(keys, isSequence)).toBe(2 + 1 + 2 + 1 + 2);
    expect(keysCost([char('v')], isSequence)).toBe(1);
  });
});
