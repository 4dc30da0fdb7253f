import { Box, Text } from 'ink';
import { memo, type ReactElement } from 'react';
import type { Line, Span } from '../../screen/cell';

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

/** One row of the screen. Its spans have been cut to the width already, so nothing wraps. */
const Row = memo(function Row({ line }: { line: Line }): ReactElement {
  let x = 0;
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate">
        {line.map((span) => {
          const at = x;
          x += span.text.length + 1;
          return <Piece key={at} span={span} />;
        })}
      </Text>
    </Box>
  );
});

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
