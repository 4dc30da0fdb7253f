import { bad, good, type Result } from '../base/problems';
import type { Line } from '../screen/cell';
import type { CursorAt } from '../screen/diff';
import { Grid } from '../screen/grid';
import type { Screen } from '../screen/screen';
import { linesOf } from './cells';
import { packLine, unpackLine } from './packed-line';

/**
 * What travels from a lesson at play to those who follow it: lines of JSON. The first one holds the
 * whole screen, the later ones the rows that changed: a follower's terminal may be of another kind
 * and size, so it is sent cells and never the bytes of the player's. `end` is the last one.
 */
interface Message {
  readonly akti: typeof PROTOCOL;
  readonly size?: readonly [cols: number, rows: number];
  readonly rows?: readonly (readonly [y: number, line: unknown])[];
  readonly cursor?: readonly [x: number, y: number] | null;
  readonly end?: true;
}

/** The screen of a lesson as somebody sees it. */
export interface Still {
  readonly cols: number;
  readonly rows: number;
  readonly lines: readonly Line[];
  readonly cursor: CursorAt;
}

/** A still as it travels, made once for all who follow. */
export interface PackedStill {
  readonly size: readonly [cols: number, rows: number];
  readonly cursor: readonly [x: number, y: number] | null;
  /** JSON of each row. */
  readonly rows: readonly string[];
}

const PROTOCOL = 1;
const BLANK_ROW = '[]';
/** Longest message that is read, in characters; the largest screen takes a tenth of it. */
const LONGEST = 1_000_000;
/** Largest screen that is shown, in cells either way. */
const LARGEST = 1000;

/** The screen of a terminal at this moment. */
export function stillOf(screen: Screen): Still {
  const grid = screen.shown();
  const { cols, rows } = grid;
  return { cols, rows, lines: linesOf(grid), cursor: screen.cursorAt() };
}

/** Makes a still ready to travel. */
export function packStill({ cols, rows, lines, cursor }: Still): PackedStill {
  return {
    size: [cols, rows],
    cursor: cursor && [cursor.x, cursor.y],
    rows: Array.from({ length: rows }, (_, y) => JSON.stringify(packLine(lines[y] ?? []))),
  };
}

/**
 * What brings a follower from what it was sent to a still; empty when it has it already.
 * @param sent null before the first time
 */
export function messageFor(sent: PackedStill | null, still: PackedStill): string {
  const { size, cursor, rows } = still;
  const changed = rows.flatMap((row, y) =>
    row === (sent?.rows[y] ?? BLANK_ROW) ? [] : [`[${y},${row}]`],
  );
  const head = JSON.stringify({ akti: PROTOCOL, size, cursor });
  const same = sent && head === JSON.stringify({ akti: PROTOCOL, ...headOf(sent) });
  if (same && changed.length === 0) return '';
  return `${head.slice(0, -1)},"rows":[${changed.join(',')}]}\n`;
}

const headOf = ({ size, cursor }: PackedStill) => ({ size, cursor });

/** The last message. */
export function endMessage(): string {
  const message: Message = { akti: PROTOCOL, end: true };
  return `${JSON.stringify(message)}\n`;
}

/** The show as a follower has it. */
export class Following {
  /** Null before the first message. */
  still: Still | null = null;
  ended = false;
  private open = '';

  /** Takes what came. Problem: `follow.foreign`, when it is not what a lesson at play sends. */
  feed(text: string): Result<null> {
    const lines = (this.open + text).split('\n');
    this.open = lines.pop() ?? '';
    if (this.open.length > LONGEST) return bad('follow.foreign');
    for (const line of lines) {
      if (!this.take(line)) return bad('follow.foreign');
    }
    return good(null);
  }

  private take(line: string): boolean {
    const message = messageIn(line);
    if (!message) return false;
    if (message.end) this.ended = true;
    if (!message.size) return message.end === true;
    const [cols, rows] = message.size;
    const sizes = [cols, rows].every((one) => Number.isInteger(one) && one > 0 && one <= LARGEST);
    if (!sizes) return false;
    const lines = Array.from({ length: rows }, (_, y) => this.still?.lines[y] ?? []);
    for (const [y, packed] of message.rows ?? []) {
      const unpacked = unpackLine(packed);
      if (!unpacked || !Number.isInteger(y)) return false;
      if (y >= 0 && y < rows) lines[y] = unpacked;
    }
    const [x, y] = message.cursor ?? [];
    const placed = typeof x === 'number' && typeof y === 'number';
    this.still = { cols, rows, lines, cursor: placed ? { x, y } : null };
    return true;
  }
}

function messageIn(line: string): Message | undefined {
  if (line.length > LONGEST) return undefined;
  try {
    const message = JSON.parse(line) as Message | null;
    const arrays = [message?.size ?? [], message?.rows ?? [], message?.cursor ?? []];
    const rows = message?.rows ?? [];
    const shaped = arrays.every(Array.isArray) && rows.every(Array.isArray);
    return message?.akti === PROTOCOL && shaped ? message : undefined;
  } catch {
    return undefined;
  }
}

interface Size {
  readonly cols: number;
  readonly rows: number;
}

/** The column and row of a still that stand at the upper left of a smaller terminal. */
export interface Corner {
  readonly x: number;
  readonly y: number;
}

/** The corner nearest to one asked for, so that the terminal is full and all can be reached. */
export function cornerIn(still: Still | null, size: Size, asked: Corner): Corner {
  if (!still || fitsIn(still, size)) return { x: 0, y: 0 };
  const within = (at: number, whole: number, seen: number) =>
    Math.max(0, Math.min(at, whole - seen));
  return {
    x: within(asked.x, still.cols, size.cols),
    // The last row says that this is a part.
    y: within(asked.y, still.rows, size.rows - 1),
  };
}

const fitsIn = (still: Still, size: Size) => still.cols <= size.cols && still.rows <= size.rows;

/**
 * A still in a terminal of some size: as it is where it fits, with a hint below it where a row is
 * left; else the part from a corner on, and in the last row what is said about that.
 */
export function framed(
  still: Still | null,
  size: Size,
  said: { readonly hint: string; readonly clipped: string },
  corner: Corner = { x: 0, y: 0 },
): { grid: Grid; cursor: CursorAt } {
  const grid = new Grid(size.cols, size.rows);
  const last = size.rows - 1;
  for (const [y, line] of (still?.lines ?? []).entries()) grid.put(-corner.x, y - corner.y, line);
  const fits = !still || fitsIn(still, size);
  if (!fits) {
    grid.fill(0, last, size.cols, 1);
    grid.put(0, last, [{ text: said.clipped, style: { inverse: true } }]);
  } else if (!still || still.rows < size.rows) {
    grid.put(0, last, [{ text: said.hint, style: { dim: true } }]);
  }
  if (!still?.cursor) return { grid, cursor: null };
  const cursor = { x: still.cursor.x - corner.x, y: still.cursor.y - corner.y };
  return { grid, cursor: fits || cursor.y < last ? cursor : null };
}
