import { scryptSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { bad, good, type Result } from '../base/problems';
import type { Random } from '../base/random';
import { KEY_BYTES, SALT_BYTES } from './connection';
import { catching } from './errors';
import { lookAt } from './file-header';

/**
 * scrypt at one of the settings OWASP holds equal in strength (Password Storage Cheat Sheet:
 * N 2^15, r 8, p 3): 32 MB, so that a session stays within its memory.
 */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };

/** A salt for a base that is about to be made. */
export function newSalt(random: Random): Buffer {
  return Buffer.from(random.bytes(SALT_BYTES));
}

/**
 * The raw key of a base from its passphrase; the same letters give the same key however the
 * terminal composes them. Takes about a third of a second: once per session.
 * @param salt 16 bytes: `saltOf` an existing base, `newSalt` for a new one
 */
export function deriveKey(passphrase: string, salt: Buffer): Buffer {
  if (salt.length !== SALT_BYTES) throw new RangeError('deriveKey: a salt has 16 bytes');
  return scryptSync(passphrase.normalize('NFKC'), salt, KEY_BYTES, COST);
}

/**
 * The salt of an encrypted base: its first bytes, so that it cannot be lost apart from the base.
 * Problems: `base.missing`, `base.permission`, `base.not_akti`, and `base.not_encrypted`.
 */
export function saltOf(path: string): Result<Buffer> {
  const seen = catching(() => lookAt(path, false));
  if (!seen.ok) return seen;
  return seen.value.plain ? bad('base.not_encrypted') : good(seen.value.salt);
}

/**
 * A raw key from a file: 32 bytes, or 64 hexadecimal characters and at most a line end.
 * Problem: `key.file` it cannot be read or holds something else.
 */
export function keyFromFile(path: string): Result<Buffer> {
  const read = catching(() => readFileSync(path));
  if (!read.ok) return bad('key.file');
  if (read.value.length === KEY_BYTES) return good(read.value);
  const text = read.value.toString('latin1').replace(/\r?\n$/, '');
  return /^[0-9a-fA-F]{64}$/.test(text) ? good(Buffer.from(text, 'hex')) : bad('key.file');
}
