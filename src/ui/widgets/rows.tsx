import { Box, Text } from 'ink';
import { memo, type ReactElement } from 'react';
import { type Line, type Span, styleNumber } from '../../screen/cell';

const COLORS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

function Piece({ span }: { span: Span }): ReactElement {
  const { style } = span;
  if (!style) return <Text>{span.text}</Text>;
  const color = style.color === undefined ? undefined : COLORS[style.color % 8];
  return (
    <Text
      bold={style.bold}
      dimColor={style.dim}
      underline={style.underline}
      inverse={style.inverse}
      color={color}
    >
      {span.text}
    </Text>
  );
}

/** The line with neighbours that look the same joined: each piece is a node of the tree. */
function joined(line: Line): Span[] {
  const pieces: Span[] = [];
  for (const span of line) {
    const last = pieces.at(-1);
    if (last && styleNumber(last.style) === styleNumber(span.style)) {
      pieces[pieces.length - 1] = { ...last, text: last.text + span.text };
    } else pieces.push(span);
  }
  return pieces;
}

function sameLine(a: Line, b: Line): boolean {
  return (
    a.length === b.length &&
    a.every((span, at) => {
      const other = b[at] as Span;
      return span.text === other.text && styleNumber(span.style) === styleNumber(other.style);
    })
  );
}

/**
 * One row of the screen. Its spans have been cut to the width already, so nothing wraps. The lines
 * are made anew for each frame; a row that says the same is not rendered again.
 */
const Row = memo(
  function Row({ line }: { line: Line }): ReactElement {
    let x = 0;
    return (
      <Box height={1} flexShrink={0}>
        <Text wrap="truncate">
          {joined(line).map((span) => {
            const at = x;
            x += span.text.length + 1;
            return <Piece key={at} span={span} />;
          })}
        </Text>
      </Box>
    );
  },
  (before, after) => sameLine(before.line, after.line),
);

/** Rows of the screen from the top. */
export function Rows({ lines }: { lines: readonly Line[] }): ReactElement {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {lines.map((line, y) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row of the screen is its place.
        <Row key={y} line={line} />
      ))}
    </Box>
  );
}
