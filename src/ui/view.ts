import { cutToWidth, padToWidth, textWidth } from '../base/text-width';
import type { LayoutWords } from '../desk/layout';
import type { Line, Style } from '../screen/cell';
import type { Words } from '../words/words';

export { keyOf, noticeText, sentence, type View } from '../desk/view';

/** One line of plain text, cut or padded to a width. */
export function plain(text: string, width: number, style?: Style): Line {
  return [{ text: padToWidth(cutToWidth(text, width), width), ...(style ? { style } : {}) }];
}

/** Puts pieces of a row at their columns; gaps are blanks, what is over the width is cut. */
export function composeRow(pieces: readonly { x: number; line: Line }[], width: number): Line {
  const row: Line = [];
  let at = 0;
  for (const { x, line } of [...pieces].sort((a, b) => a.x - b.x)) {
    if (x > at) {
      row.push({ text: ' '.repeat(x - at) });
      at = x;
    }
    for (const span of line) {
      if (at >= width) return row;
      const text = cutToWidth(span.text, width - at);
      row.push({ ...span, text });
      at += textWidth(text);
    }
  }
  if (at < width) row.push({ text: ' '.repeat(width - at) });
  return row;
}

/** Captions and headings of a form in the language of the screen. */
export function layoutWords(words: Words, form: string): LayoutWords {
  return {
    caption: (field) => words.t(`form.${form}.${field}`),
    heading: (section) => {
      const key = `form.${form}.section.${section}`;
      return words.has(key) ? words.t(key) : null;
    },
  };
}
