import { byteIn } from './charset';
import type { TerminalProfile } from './profile';

/** What a terminal is given for a character: as many cells, and from which of its sets. */
export interface Shown {
  readonly text: string;
  /** The text names signs of the DEC special graphics. */
  readonly special: boolean;
}

/** Lines of frames: the character, in the special graphics, with square corners, in ASCII. */
const LINES: ReadonlyMap<string, readonly [string, string, string]> = new Map(
  (
    [
      ['─', 'q', '─', '-'],
      ['│', 'x', '│', '|'],
      ['╭', 'l', '┌', '+'],
      ['╮', 'k', '┐', '+'],
      ['╰', 'm', '└', '+'],
      ['╯', 'j', '┘', '+'],
    ] as const
  ).map(([char, ...others]) => [char, others]),
);

/** Signs of the screen for which there may be no place in a font or a character set. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['✓', 'v'],
  ['⇅', '~'],
  ['▲', '^'],
  ['▼', 'v'],
  ['●', '*'],
  ['•', '*'],
  ['☐', 'o'],
  ['☒', 'x'],
  ['…', '.'],
  ['–', '-'],
  ['—', '-'],
  ['−', '-'],
  ['→', '>'],
  ['≠', '#'],
  ['×', 'x'],
  ['·', '.'],
  ['⌫', '<'],
  ['”', '"'],
  ['“', '"'],
  ['’', "'"],
  ['‘', "'"],
  ['€', 'E'],
  ['§', '#'],
]);

/** Letters no accent makes: their nearest. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['ø', 'o'],
  ['Ø', 'O'],
  ['æ', 'a'],
  ['Æ', 'A'],
  ['đ', 'd'],
  ['Đ', 'D'],
  ['ð', 'd'],
  ['þ', 't'],
  ['ß', 's'],
  ['ł', 'l'],
  ['Ł', 'L'],
]);

const UNKNOWN = '?';
/** In the fonts of the kernel's console: Latin 1, the Greek and Cyrillic that take one cell. */
const IN_CONSOLE_FONT = /^[\x20-\x7e\xa1-\xac\xae-\u04ff]$/u;

const same = (text: string): Shown => ({ text, special: false });

/**
 * What stands for a character of `width` cells on a terminal that cannot show it: the same frame
 * in its own lines, a sign that looks like it, the letter without its accent, or a question mark
 * in each cell. What it can show stays; on a terminal with ISO 8859 the text is its bytes.
 */
export function standIn(profile: TerminalProfile, char: string, width: number): Shown {
  const line = LINES.get(char);
  if (line) return lineOf(profile, char, line);
  const sign = SIGNS.get(char);
  if (profile.charset === 'utf-8') {
    if (profile.lines === 'unicode') return same(char);
    // Signs of Latin 1 are in every font.
    if (sign !== undefined && char > '\xff') return same(sign);
    const shown = profile.lines === 'ascii' || IN_CONSOLE_FONT.test(char);
    return same(shown ? char : nearest(char, (one) => IN_CONSOLE_FONT.test(one) && one, width));
  }
  const byte = byteIn(profile.charset, char);
  if (byte !== undefined) return same(byte);
  return same(sign ?? nearest(char, (one) => byteIn(profile.charset, one), width));
}

function lineOf(
  profile: TerminalProfile,
  char: string,
  [special, square, ascii]: readonly [string, string, string],
): Shown {
  switch (profile.lines) {
    case 'unicode':
      return same(char);
    case 'square':
      return same(square);
    case 'dec':
      return { text: special, special: true };
    case 'ascii':
      return same(ascii);
  }
}

/** The letter below the accents, if it can be shown; as many question marks as cells if not. */
function nearest(
  char: string,
  shownAs: (letter: string) => string | false | undefined,
  width: number,
): string {
  const base = char.normalize('NFD').charAt(0);
  const letter = width === 1 && (shownAs(base) || LETTERS.get(char));
  return letter || UNKNOWN.repeat(width);
}
