import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { KEY_BYTES, SALT_BYTES } from '../connection';

/** What SQLCipher 4 leaves at the end of each page: the vector of its cipher, and its seal. */
const VECTOR_BYTES = 16;
const SEAL_BYTES = 64;
const RESERVED = VECTOR_BYTES + SEAL_BYTES;
/** How the key of the seals comes of the key (SQLCipher 4, `PRAGMA fast_kdf_iter` and its mask). */
const SEAL_ROUNDS = 2;
const SALT_MASK = 0x3a;

/** Opens single pages of an encrypted base, without a database that would refuse the whole. */
export interface PageOpener {
  /** The page in the open, without what lies behind its end; null when its seal is broken. */
  open(page: Buffer, number: number): Buffer | null;
  /** The same without asking the seal: where the salt is lost, none can be tried. */
  openUnsealed(page: Buffer, number: number): Buffer;
}

/**
 * A page opener by a raw key of 32 bytes.
 * @param salt first 16 bytes of the file
 */
export function pageOpener(key: Buffer, salt: Buffer): PageOpener {
  if (key.length !== KEY_BYTES) throw new RangeError('a raw key has 32 bytes');
  const masked = Buffer.from(salt.map((byte) => byte ^ SALT_MASK));
  const sealKey = pbkdf2Sync(key, masked, SEAL_ROUNDS, KEY_BYTES, 'sha512');
  const openUnsealed = (page: Buffer, number: number) => {
    const from = number === 1 ? SALT_BYTES : 0;
    const end = page.length - RESERVED;
    const vector = page.subarray(end, end + VECTOR_BYTES);
    const cipher = createDecipheriv('aes-256-cbc', key, vector).setAutoPadding(false);
    const open = Buffer.concat([cipher.update(page.subarray(from, end)), cipher.final()]);
    // The salt stands where an open file has its name.
    return Buffer.concat([Buffer.alloc(from), open]);
  };
  return {
    openUnsealed,
    open(page, number) {
      const from = number === 1 ? SALT_BYTES : 0;
      const end = page.length - SEAL_BYTES;
      const place = Buffer.alloc(4);
      place.writeUInt32LE(number);
      const seal = createHmac('sha512', sealKey).update(page.subarray(from, end)).update(place);
      return timingSafeEqual(seal.digest(), page.subarray(end)) ? openUnsealed(page, number) : null;
    },
  };
}
