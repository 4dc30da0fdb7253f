/** Reads UTF-8 byte by byte, so that a character may be split between two reads of the terminal. */
export interface Utf8Reader {
  /** Takes one byte; gives the code point it completes. Bytes that are not UTF-8 give nothing. */
  read(byte: number): number | undefined;
  /** How many bytes that would be letters of ISO 8859 were given up so far. */
  lost(): number;
}

/** Bounds of the second byte by first byte where they are narrower than 80–BF (Unicode 3.9). */
const NARROW_SECOND: ReadonlyMap<number, readonly [number, number]> = new Map([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);

/** Letters and signs of ISO 8859; below are eight-bit controls. */
const LETTERS_FROM = 0xa0;

/** Makes a reader. An unfinished character is dropped when the next byte does not continue it. */
export function createUtf8Reader(): Utf8Reader {
  let missing = 0;
  let lost = 0;
  let code = 0;
  let low = 0x80;
  let high = 0xbf;

  function begin(byte: number): void {
    missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    code = byte & (0x3f >> missing);
    [low, high] = NARROW_SECOND.get(byte) ?? [0x80, 0xbf];
  }

  return {
    read(byte) {
      if (missing > 0 && byte >= low && byte <= high) {
        code = (code << 6) | (byte & 0x3f);
        [low, high] = [0x80, 0xbf];
        missing -= 1;
        return missing === 0 ? code : undefined;
      }
      if (missing > 0) lost += 1;
      missing = 0;
      if (byte < 0x80) return byte;
      if (byte >= 0xc2 && byte <= 0xf4) begin(byte);
      else if (byte >= LETTERS_FROM) lost += 1;
      return undefined;
    },
    lost: () => lost,
  };
}
