import { createUtf8Reader } from './utf8';

/** What hands send besides letters: Backspace, Tab, line feed, Enter and what begins a key. */
const OF_KEYS: readonly number[] = [0x08, 0x09, 0x0a, 0x0d, 0x1b];

/**
 * Looks at what the terminal sends for letters that cannot be read: bytes of ISO 8859 where UTF-8
 * is expected, which the decoder swallows. It takes the bytes of each read and gives true when a
 * letter among them, or before them, is lost. Reads that hold what no hands send are noise.
 */
export function createLostLetters(): (bytes: Uint8Array) => boolean {
  const utf8 = createUtf8Reader();
  return (bytes) => {
    const before = utf8.lost();
    let isNoise = false;
    for (const byte of bytes) {
      utf8.read(byte);
      if (byte < 0x20 && !OF_KEYS.includes(byte)) isNoise = true;
    }
    return !isNoise && utf8.lost() > before;
  };
}
