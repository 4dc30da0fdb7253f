import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/keys/decoder';
import { char, type Key, keyId, named, readKeyName } from '../../src/keys/key';
import { bytesOfKey } from '../../src/lessons/key-bytes';
import { KeyCast } from '../../src/lessons/keycast';
import { readKeymap } from '../lib/keymap';

describe('the names of the last keys', () => {
  it('joins letters to words, a space between them too, and shows the newest', () => {
    const cast = new KeyCast();
    for (const one of 'hei vaan') cast.add(char(one), false);
    cast.add(named('F12'), false);
    cast.add(char(' '), false);
    expect(cast.text(40)).toBe('hei vaan F12 Space');
    expect(cast.text(10)).toBe('F12 Space');
    expect(cast.text(3)).toBe('ace');
  });

  it('masks what is secret', () => {
    const cast = new KeyCast();
    for (const one of 'salainen') cast.add(char(one), true);
    expect(cast.text(40)).toBe('••••••••');
  });
});

describe('the bytes of a key', () => {
  const names = ['effica', 'no-function-keys']
    .flatMap((name) => Object.values(readKeymap(name).bindings).flat())
    .filter((name) => !name.includes(' '));

  it.each([...new Set([...names, 'a', 'Å', 'ä', 'Space', 'Alt+T', 'Down', 'Delete', 'F11'])])(
    'of %s are read back as it',
    (name) => {
      const named = readKeyName(name);
      const key = (named.ok && named.value[0]) as Key;
      const decoder = createDecoder();
      const read = [...decoder.feed(Buffer.from(bytesOfKey(key))), ...decoder.timeout()];
      expect(read.map(keyId)).toEqual([keyId(key)]);
    },
  );
});
