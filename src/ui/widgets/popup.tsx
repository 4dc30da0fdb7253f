import { Box } from 'ink';
import type { ReactElement } from 'react';
import { cutToWidth, padToWidth, textWidth } from '../../base/text-width';
import type { Line } from '../../screen/cell';
import { composeRow } from '../view';
import { Rows } from './rows';

export interface PopupPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A framed box over the pane; `width` and `height` are those of the whole box. */
export function Popup(props: {
  place: PopupPlace;
  title: string;
  lines: readonly Line[];
}): ReactElement {
  const { place, title, lines } = props;
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
  const all: Line[] = [[{ text: padToWidth(top, place.width) }], ...body, [{ text: bottom }]];
  return (
    <Box position="absolute" marginLeft={place.x} marginTop={place.y}>
      <Rows lines={all} />
    </Box>
  );
}
