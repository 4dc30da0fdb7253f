import type xterm from '@xterm/headless';

/** One cell of the terminal as it looks. A colour is a palette number, 0xRRGGBB or null. */
export interface Cell {
  readonly text: string;
  /** Columns it takes: 1, 2, or 0 for the second half of a wide one. */
  readonly width: number;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly inverse: boolean;
  readonly foreground: number | null;
  readonly background: number | null;
}

/** The visible rows of the emulator as text, spaces at the right taken off. */
export function rowsOf(emulator: xterm.Terminal): string[] {
  const { active } = emulator.buffer;
  const rows: string[] = [];
  for (let y = 0; y < emulator.rows; y++) {
    rows.push((active.getLine(active.baseY + y)?.translateToString(true) ?? '').trimEnd());
  }
  return rows;
}

/** The cell at column x, row y of what is visible; throws outside the screen. */
export function cellAt(emulator: xterm.Terminal, x: number, y: number): Cell {
  const { active } = emulator.buffer;
  const cell = active.getLine(active.baseY + y)?.getCell(x);
  if (!cell) throw new Error(`no cell at ${x},${y}`);
  return {
    text: cell.getChars() || ' ',
    width: cell.getWidth(),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
    foreground: cell.isFgDefault() ? null : cell.getFgColor(),
    background: cell.isBgDefault() ? null : cell.getBgColor(),
  };
}
