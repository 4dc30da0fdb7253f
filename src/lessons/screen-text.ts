import { patternOf } from './read-lesson';

const BAR = /[│┃║|]/u;
const NOT_TEXT = /[\s\u2500-\u257f]/gu;

/**
 * The text of a screen with nothing between its letters: no spaces, no frames, no line ends. What
 * stands in one column between vertical bars is read to its end before the next column, so a
 * wrapped line beside a tree comes out in one piece.
 */
export function squeezed(screen: readonly string[]): string {
  const columns = new Map<number, string>();
  for (const row of screen) {
    let start = 0;
    for (const part of row.split(BAR)) {
      columns.set(start, (columns.get(start) ?? '') + part);
      start += part.length + 1;
    }
  }
  const inOrder = [...columns.entries()].sort((one, other) => one[0] - other[0]);
  return inOrder.map((pair) => pair[1].replace(NOT_TEXT, '')).join('\n');
}

/** A text without what lies between its letters, as `squeezed` gives a screen. */
export function squeezedText(text: string): string {
  return text.replace(NOT_TEXT, '');
}

/**
 * True when the screen shows a text, spaces in a row counting as one, also where it is wrapped; or
 * matches a pattern between slashes, row by row.
 */
export function showsText(screen: readonly string[], text: string): boolean {
  const pattern = patternOf(text);
  if (pattern === 'wrong') return false;
  const rows = screen.map((row) => row.replace(/\s+/gu, ' ').trim());
  if (pattern) return rows.some((row) => pattern.test(row));
  const wanted = text.replace(/\s+/gu, ' ').trim();
  return rows.some((row) => row.includes(wanted)) || squeezed(screen).includes(squeezedText(text));
}
