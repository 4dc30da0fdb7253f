/** Control, format, surrogate and private characters, and the line and paragraph separators. */
const NOT_TEXT = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

/**
 * True when a code point may stand in a field. Controls, direction marks, zero-width format
 * characters and private-use characters may not: they would be invisible or move the cursor.
 */
export function isPrintable(code: number): boolean {
  if (code < 0x7f) return code >= 0x20;
  return !NOT_TEXT.test(String.fromCodePoint(code));
}
