import stringWidth from 'string-width';

/**
 * Latin letters, dashes, quotes, arrows and the lines of frames: one cell and one grapheme each, so
 * no library call is needed. Nearly all that is typed and shown here is such text, and the first
 * question to the library costs a start 20 ms.
 */
const PLAIN =
  /^[\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u2015\u2018-\u201f\u2022\u2026\u20ac\u2190-\u21ff\u2500-\u259f\u25cf\u2610-\u2612\u2713]*$/;

let segmenter: Intl.Segmenter | undefined;

/** Where a wrapped line lies in its source: UTF-16 offsets, end not included. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** Display cells a text takes on one line; control characters take none. */
export function textWidth(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text, { countAnsiEscapeCodes: true });
}

/** The characters as a reader sees them (extended grapheme clusters); joined they are the text. */
export function graphemes(text: string): string[] {
  if (PLAIN.test(text)) return text.split('');
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

/** The longest beginning that fits in `width` cells; a wide character is never cut in two. */
export function cutToWidth(text: string, width: number): string {
  if (PLAIN.test(text)) return text.slice(0, Math.max(0, width));
  let used = 0;
  let end = 0;
  for (const part of graphemes(text)) {
    used += textWidth(part);
    if (used > width) break;
    end += part.length;
  }
  return text.slice(0, end);
}

/** The text cut, then filled with spaces, to exactly `width` cells. */
export function padToWidth(text: string, width: number): string {
  const cut = cutToWidth(text, width);
  return cut + ' '.repeat(Math.max(0, width - textWidth(cut)));
}

/**
 * Breaks a text into lines of at most `width` cells: after words where it can, inside a word that
 * is longer than a line. Every line break of the text stays (an empty line is an empty line), and
 * leading spaces stay; only the spaces at which a line was broken belong to no line. A character
 * wider than the whole line stands alone on one.
 */
export function wrapText(text: string, width: number): string[] {
  return wrapSpans(text, width).map(({ start, end }) => text.slice(start, end));
}

/** As `wrapText`, but tells where each line lies, so that a cursor can be placed. */
export function wrapSpans(text: string, width: number): TextSpan[] {
  const room = Math.max(1, width);
  const spans: TextSpan[] = [];
  let start = 0;
  for (const found of text.matchAll(/\r\n|\n|\r/g)) {
    wrapLine(text, start, found.index, room, spans);
    start = found.index + found[0].length;
  }
  wrapLine(text, start, text.length, room, spans);
  return spans;
}

function wrapLine(text: string, from: number, to: number, room: number, spans: TextSpan[]): void {
  let lineStart = from;
  let used = 0;
  let wordEnd = -1;
  let at = from;
  let inSpace = true;
  const line = text.slice(from, to);
  const plain = PLAIN.test(line);
  // Most lines are short: a memo asks this of all of them on every key.
  if (plain && line.length <= room) {
    spans.push({ start: from, end: to });
    return;
  }
  for (const part of graphemes(line)) {
    const width = plain ? 1 : textWidth(part);
    if (part === ' ') {
      // A break is possible here, but not among the spaces a line begins with.
      if (!inSpace) wordEnd = at;
      inSpace = true;
    } else {
      // Twice at one character when the word broken after takes no cells (a soft hyphen alone).
      while (used + width > room && at > lineStart) {
        const end = wordEnd > lineStart ? wordEnd : endInRoom(text, lineStart, at, room);
        spans.push({ start: lineStart, end });
        lineStart = skipSpaces(text, end, at);
        used = textWidth(text.slice(lineStart, at));
        wordEnd = -1;
      }
      inSpace = false;
    }
    used += width;
    at += part.length;
  }
  spans.push({ start: lineStart, end: endInRoom(text, lineStart, to, room) });
}

/** The end of a line that stands in its room but for spaces, which are cut where the room ends. */
function endInRoom(text: string, start: number, to: number, room: number): number {
  const line = text.slice(start, to);
  if (textWidth(line) <= room) return to;
  return start + Math.max(cutToWidth(line, room).length, line.replace(/ +$/, '').length);
}

function skipSpaces(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && text[at] === ' ') at++;
  return at;
}
