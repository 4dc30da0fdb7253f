import { BOLD, colorOf, DIM, INVERSE, PLAIN, type Style, styleOf, UNDERLINE } from './cell';
import type { Grid } from './grid';

// CSI, OSC up to its end, or a two-byte escape. Only CSI … m has an effect.
const ESCAPE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escapes are control characters
  /\x1b(?:\[([0-9:;<=>?]*)[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-Z\\^-~])/g;

/**
 * Puts a line with SGR sequences, as Ink and chalk write it, into the grid: 0, 1, 2, 4, 7, 22, 24,
 * 27, 30–37, 39, 90–97 and 38;5;n (n over 15 and true colour become the terminal's own colour).
 * Other escape sequences are left out. Clipped to `maxWidth` cells; returns the cells used.
 */
export function putAnsi(
  grid: Grid,
  x: number,
  y: number,
  ansiLine: string,
  maxWidth: number = grid.cols - x,
): number {
  return grid.put(x, y, parseAnsi(ansiLine), maxWidth);
}

/** Cuts a line with SGR sequences into spans; what is not understood is left out. */
function parseAnsi(ansiLine: string): { text: string; style?: Style }[] {
  if (!ansiLine.includes('\x1b')) return [{ text: ansiLine }];
  const spans: { text: string; style?: Style }[] = [];
  let style = PLAIN;
  let from = 0;
  const add = (to: number) => {
    if (to > from) spans.push({ text: ansiLine.slice(from, to), style: styleOf(style) });
  };
  for (const match of ansiLine.matchAll(ESCAPE)) {
    add(match.index);
    from = match.index + match[0].length;
    if (match[2] === 'm') style = applySgr(style, match[1] ?? '');
  }
  add(ansiLine.length);
  return spans;
}

function applySgr(style: number, parameters: string): number {
  const codes = parameters.split(';').map(Number);
  let bits = style & 15;
  let color = colorOf(style);
  for (let i = 0; i < codes.length; i += 1) {
    const code = codes[i] as number;
    if (code === 0) {
      bits = 0;
      color = -1;
    } else if (code === 1) bits |= BOLD;
    else if (code === 2) bits |= DIM;
    else if (code === 4) bits |= UNDERLINE;
    else if (code === 7) bits |= INVERSE;
    else if (code === 22) bits &= ~(BOLD | DIM);
    else if (code === 24) bits &= ~UNDERLINE;
    else if (code === 27) bits &= ~INVERSE;
    else if (code >= 30 && code <= 37) color = code - 30;
    else if (code >= 90 && code <= 97) color = code - 82;
    else if (code === 39) color = -1;
    else if (code === 38 || code === 48) {
      const indexed = codes[i + 1] === 5;
      const value = codes[i + 2] ?? -1;
      if (code === 38) color = indexed && value <= 15 ? value : -1;
      i += indexed ? 2 : 4;
    }
  }
  return bits | ((color + 1) << 4);
}
