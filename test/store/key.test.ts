import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random';
import { deriveKey, keyFromFile, newSalt, saltOf } from '../../src/store/key';
import { openBase } from '../../src/store/open';
import { must, newBase, newPath, problemIn, tidyAfterEach } from './support';

tidyAfterEach();

describe('a key from a passphrase', () => {
  it('opens the base it was derived for: the base itself holds the salt', () => {
    const salt = newSalt(seededRandom(1));
    const base = newBase({ kind: 'real', key: deriveKey('pitkä salasana', salt), salt });
    base.close();
    const found = must(saltOf(base.path));
    expect(found).toEqual(salt);
    expect(problemIn(openBase(base.path, { key: deriveKey('toinen', found) })).code).toBe(
      'base.key',
    );
    // The same letters, composed by another terminal.
    const key = deriveKey('pitka\u0308 salasana', found);
    expect(must(openBase(base.path, { key })).kind).toBe('real');
  });

  it('differs from base to base', () => {
    const [one, two] = [newSalt(seededRandom(1)), newSalt(seededRandom(2))];
    expect(deriveKey('sama', one).equals(deriveKey('sama', two))).toBe(false);
    expect(deriveKey('sama', one)).toHaveLength(32);
    expect(() => deriveKey('sama', one.subarray(1))).toThrow(RangeError);
  });

  it('has no salt to be had from a demo base', () => {
    const base = newBase();
    base.close();
    expect(problemIn(saltOf(base.path)).code).toBe('base.not_encrypted');
    expect(problemIn(saltOf(newPath())).code).toBe('base.missing');
  });
});

describe('a key from a file', () => {
  const key = Buffer.from(seededRandom(3).bytes(32));
  const read = (content: Buffer | string) => {
    const path = newPath();
    writeFileSync(path, content);
    return keyFromFile(path);
  };

  it('is 32 bytes or 64 hexadecimal characters', () => {
    for (const content of [key, key.toString('hex'), `${key.toString('hex').toUpperCase()}\r\n`]) {
      expect(must(read(content))).toEqual(key);
    }
  });

  it('is nothing else', () => {
    for (const content of [
      '',
      key.subarray(1),
      'g'.repeat(64),
      'a'.repeat(63),
      `${'a'.repeat(64)}\n\n`,
    ]) {
      expect(problemIn(read(content)).code).toBe('key.file');
    }
    expect(problemIn(keyFromFile(newPath())).code).toBe('key.file');
  });
});
