import { cutToWidth, padToWidth, textWidth } from '../../base/text-width';
import type { Line } from '../../screen/cell';
import { composeRow } from '../view';

/** Where a framed box over the pane stands; width and height are those of the whole box. */
export interface PopupPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Rows of a framed box, as wide and as high as its place. */
export function popupRows(place: PopupPlace, title: string, lines: readonly Line[]): Line[] {
  const inner = place.width - 4;
  const head = cutToWidth(` ${title} `, inner);
  const top = `╭─${head}${'─'.repeat(Math.max(0, inner + 1 - textWidth(head)))}╮`;
  const body = Array.from(
    { length: place.height - 2 },
    (_, at): Line => [
      { text: '│ ' },
      ...composeRow([{ x: 0, line: lines[at] ?? [] }], inner),
      { text: ' │' },
    ],
  );
  const bottom = `╰${'─'.repeat(place.width - 2)}╯`;
  return [[{ text: padToWidth(top, place.width) }], ...body, [{ text: bottom }]];
}
