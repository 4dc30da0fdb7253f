import { graphemes, textWidth } from '../base/text-width';

/** What one grapheme of a text becomes on the screen. */
export interface Glyph {
  /** What is written: NFC, a blank for what must not reach a terminal. */
  readonly char: string;
  /** Cells: 1, 2, or 0 for a combining mark without a base. */
  readonly width: 0 | 1 | 2;
  /** Where the grapheme starts and ends in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/**
 * Letters, dashes, arrows and lines of frames that are one unit, one cell and never join: no soft
 * hyphen, no no-break space. The patterns below cost a start 6 ms when they are first asked.
 */
const SIMPLE =
  /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2015\u2018-\u201f\u2022\u2026\u20ac\u2190-\u21ff\u2500-\u259f\u25cf\u2610-\u2612\u2713]*$/;
/** Controls, format characters (also the ones that turn the writing direction), lone halves. */
const UNSAFE = /^[\p{C}\p{Zl}\p{Zp}\xa0]/u;
const PICTURE = /\p{Extended_Pictographic}/u;

/**
 * Cuts a text into the glyphs the screen shows. The grid and the painters both use this, so a
 * caret column and a painted cell cannot disagree. Controls, tabs and line ends are one blank.
 */
export function glyphs(text: string): Glyph[] {
  const list: Glyph[] = [];
  if (SIMPLE.test(text)) {
    for (let i = 0; i < text.length; i += 1) {
      list.push({ char: text.charAt(i), width: 1, start: i, end: i + 1 });
    }
    return list;
  }
  let start = 0;
  for (const grapheme of graphemes(text)) {
    const end = start + grapheme.length;
    if (UNSAFE.test(grapheme)) list.push({ char: ' ', width: 1, start, end });
    else {
      const char = grapheme.length > 1 ? grapheme.normalize('NFC') : grapheme;
      const width = Math.min(2, Math.max(0, textWidth(char))) as 0 | 1 | 2;
      list.push({ char, width, start, end });
    }
    start = end;
  }
  return list;
}

/** True when each unit of the text is one glyph of one cell: it need not be cut into glyphs. */
export function isSimple(text: string): boolean {
  return SIMPLE.test(text);
}

/** Gives how many cells a text takes, as the glyphs of it would. */
export function cellsOf(text: string): number {
  return SIMPLE.test(text) ? text.length : glyphsWidth(glyphs(text));
}

/** Gives how many cells the glyphs take. */
export function glyphsWidth(list: readonly Glyph[]): number {
  let width = 0;
  for (const glyph of list) width += glyph.width;
  return width;
}

/**
 * True when every terminal moves its cursor by the same number of cells for this character. After
 * any other one (pictures, joined sequences) the cursor's column counts as unknown.
 */
export function isSteady(char: string): boolean {
  if (char.length === 1) return char < '\u2000' || isFrame(char) || !PICTURE.test(char);
  return char.length === 2 && (char.codePointAt(0) ?? 0) > 0xffff && !PICTURE.test(char);
}

function isFrame(char: string): boolean {
  return char >= '\u2500' && char <= '\u259f';
}
