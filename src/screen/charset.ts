/** How text becomes bytes: one of ISO 8859 has a byte for each letter, ASCII has seven bits. */
export type Charset = 'utf-8' | 'latin-1' | 'latin-9' | 'ascii';

/** Code sets as locales name them, signs and case taken off. */
const CODE_SETS: ReadonlyMap<string, Charset> = new Map<string, Charset>([
  ['utf8', 'utf-8'],
  ['iso88591', 'latin-1'],
  ['latin1', 'latin-1'],
  ['iso885915', 'latin-9'],
  ['latin9', 'latin-9'],
]);

/** The eight places where ISO 8859-15 differs from 8859-1. */
const LATIN_9: ReadonlyMap<string, string> = new Map([
  ['€', '\xa4'],
  ['Š', '\xa6'],
  ['š', '\xa8'],
  ['Ž', '\xb4'],
  ['ž', '\xb8'],
  ['Œ', '\xbc'],
  ['œ', '\xbd'],
  ['Ÿ', '\xbe'],
]);
const NOT_LATIN_9: ReadonlySet<string> = new Set(LATIN_9.values());
const FROM_LATIN_9: ReadonlyMap<number, string> = new Map(
  [...LATIN_9].map(([letter, byte]) => [byte.charCodeAt(0), letter]),
);

/**
 * The character set of a locale: `LC_ALL`, `LC_CTYPE`, `LANG`, the first that is set. C and POSIX
 * are ASCII; a language without a code set is Latin 1, with `@euro` Latin 9, as the C library has
 * it; a code set we cannot write is ASCII. Undefined when no locale is set at all.
 */
export function charsetOf(
  environment: Readonly<Record<string, string | undefined>>,
): Charset | undefined {
  const { LC_ALL, LC_CTYPE, LANG } = environment;
  const locale = LC_ALL || LC_CTYPE || LANG;
  if (!locale) return undefined;
  const [, codeSet, variant] = /^[^.@]*(?:\.([^@]*))?(?:@(.*))?$/u.exec(locale) ?? [];
  if (codeSet !== undefined) {
    return CODE_SETS.get(codeSet.toLowerCase().replace(/[-_ ]/gu, '')) ?? 'ascii';
  }
  if (/^(C|POSIX)$/u.test(locale)) return 'ascii';
  return variant === 'euro' ? 'latin-9' : 'latin-1';
}

/**
 * The character whose code is the byte of a character in a set of one byte each; undefined where
 * the set has none. Not for UTF-8.
 */
export function byteIn(charset: Charset, char: string): string | undefined {
  if (char.length !== 1) return undefined;
  if (char >= ' ' && char <= '~') return char;
  if (charset === 'ascii') return undefined;
  if (charset === 'latin-9') {
    const byte = LATIN_9.get(char);
    if (byte !== undefined) return byte;
    if (NOT_LATIN_9.has(char)) return undefined;
  }
  return char >= '\xa1' && char <= '\xff' && char !== '\xad' ? char : undefined;
}

/** How the text of a screen, made of such bytes, is written. */
export function encodingOf(charset: Charset): 'utf8' | 'latin1' {
  return charset === 'utf-8' ? 'utf8' : 'latin1';
}

/**
 * What the keyboard of a terminal sends, as UTF-8: letters of ISO 8859 become theirs, and of the
 * eight-bit controls the two that begin keys become what seven bits would send. Bytes of UTF-8 and
 * of ASCII stay as they are.
 */
export function typedAsUtf8(charset: Charset, bytes: Uint8Array): Uint8Array {
  if (charset === 'utf-8' || charset === 'ascii') return bytes;
  if (!bytes.some((byte) => byte >= 0x80)) return bytes;
  let text = '';
  for (const byte of bytes) {
    if (byte === 0x9b) text += '\x1b[';
    else if (byte === 0x8f) text += '\x1bO';
    else if (byte >= 0x80 && byte < 0xa0) continue;
    else {
      const letter = charset === 'latin-9' ? FROM_LATIN_9.get(byte) : undefined;
      text += letter ?? String.fromCharCode(byte);
    }
  }
  return Buffer.from(text);
}
