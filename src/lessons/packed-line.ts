import { type Line, styleNumber, styleOf } from '../screen/cell';

/** A span as it travels: text alone where it is plain, else with its style number. */
export type PackedSpan = string | readonly [text: string, style: number];

/** A line as JSON can hold it. */
export function packLine(line: Line): PackedSpan[] {
  return line.map(({ text, style }) => {
    const number = styleNumber(style);
    return number === 0 ? text : [text, number];
  });
}

/** The line of a packed one that came from outside; undefined when it is none. */
export function unpackLine(packed: unknown): Line | undefined {
  if (!Array.isArray(packed)) return undefined;
  const line: Line = [];
  for (const span of packed) {
    const [text, style] = Array.isArray(span) ? span : [span, 0];
    if (typeof text !== 'string' || !Number.isInteger(style)) return undefined;
    line.push(style === 0 ? { text } : { text, style: styleOf(style) });
  }
  return line;
}
