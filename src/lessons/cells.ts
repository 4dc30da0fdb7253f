import { ATTRIBUTES, type Line, styleOf } from '../screen/cell';
import type { Grid } from '../screen/grid';

/**
 * The rows of a grid as spans, one per run of equal style, without the blanks at the right. With
 * `tones: false` only bold, dim, underline and inverse are kept, as the plain theme shows it.
 */
export function linesOf(grid: Grid, { tones = true } = {}): Line[] {
  const kept = tones ? -1 : ATTRIBUTES;
  return Array.from({ length: grid.rows }, (_, y) => lineOf(grid, y, kept));
}

function lineOf(grid: Grid, y: number, kept: number): Line {
  const line: Line = [];
  let runs = -1;
  for (let x = 0; x < endOf(grid, y); x += 1) {
    const style = grid.styleAt(x, y) & kept;
    const last = line.at(-1);
    if (last && style === runs) last.text += grid.charAt(x, y);
    else line.push({ text: grid.charAt(x, y), ...(style ? { style: styleOf(style) } : {}) });
    runs = style;
  }
  return line;
}

/** The column after the last cell that can be seen. */
function endOf(grid: Grid, y: number): number {
  let end = grid.cols;
  while (end > 0 && grid.charAt(end - 1, y) === ' ' && grid.styleAt(end - 1, y) === 0) end -= 1;
  return end;
}

/** A line as text alone, without blanks at the right. */
export function textOfLine(line: Line): string {
  return line
    .map(({ text }) => text)
    .join('')
    .trimEnd();
}

/** A text in which everything a terminal, or the direction of writing, would obey is a blank. */
export function withoutControls(text: string): string {
  return text.replace(/\p{C}/gu, ' ');
}
