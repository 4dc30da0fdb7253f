import { cutToWidth, padToWidth, textWidth } from '../../base/text-width';
import { PANE_TOP } from '../../desk/layout';
import type { Line } from '../../screen/cell';
import { composeRow, type View } from '../view';
import type { FormView } from './form-rows';

/** Where a framed box over the pane stands; width and height are those of the whole box. */
export interface PopupPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What lies over the pane: its box, its rows, and where the caret stands inside, if it does. */
export interface Laid {
  readonly place: PopupPlace;
  readonly title: string;
  readonly lines: readonly Line[];
  readonly caret: { x: number; y: number } | null;
  readonly form?: FormView;
  /** That it goes on out of sight: `▲`, `▼` or both. */
  readonly more?: string;
}

/** Whether rows go on above or below those that are seen: `▲`, `▼`, both, or nothing. */
export function moreRows(top: number, seen: number, count: number): string {
  return `${top > 0 ? '▲' : ''}${top + seen < count ? '▼' : ''}`;
}

/** The place of a box of a width and a height, at the right, as far as there is room. */
export function box(view: View, width: number, height: number): PopupPlace {
  const { cols, rows } = view.state.size;
  const w = Math.min(cols - 2, width);
  const h = Math.min(rows - 4, height);
  return { x: Math.max(0, cols - w - 2), y: Math.min(PANE_TOP, rows - h), width: w, height: h };
}

/** Rows of a framed box, as wide and as high as its place; its lower edge tells that it goes on. */
export function popupRows({ place, title, lines, more = '' }: Laid): Line[] {
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
  const edge = '─'.repeat(place.width - 2 - more.length);
  const bottom = more ? `╰${edge.slice(2)}${more}──╯` : `╰${edge}╯`;
  return [[{ text: padToWidth(top, place.width) }], ...body, [{ text: bottom }]];
}
