import { type Line, styleNumber } from '../screen/cell';
import type { CursorAt } from '../screen/diff';
import { withoutControls } from './cells';
import type { RecordedEvent, Recording } from './recording';

/** A row of the screen that changed: its number from the top, and what stands there now. */
export type ChangedRow = readonly [y: number, line: Line];

/** A moment of a run at which something was seen or pressed. */
export interface Frame {
  /** Milliseconds from the beginning; a wait is never longer than `LONGEST_WAIT_MS`. */
  readonly at: number;
  /** Place in the list of steps; 0 is what came before the first one. */
  readonly step: number;
  /** Name of the key pressed at it; '' for none. */
  readonly keys: string;
  readonly rows: readonly ChangedRow[];
  readonly cursor: CursorAt;
}

/** A run as what is seen of it, for a page that is no terminal. */
export interface Film {
  /** The widest and highest the terminal was, in cells. */
  readonly cols: number;
  readonly rows: number;
  readonly frames: readonly Frame[];
  /** The last frame of each step, step 0 first; -1 for one that has none, nor any before it. */
  readonly ends: readonly number[];
}

/** A trainer may talk or be called away; who looks later does not wait as long. */
export const LONGEST_WAIT_MS = 4000;

/**
 * Makes frames of a recording: one for every key, and one for every screen that differs from the
 * one before. Rows told of as text are only seen where nothing else was recorded.
 */
export function filmOf(recording: Recording): Film {
  const maker = new FilmMaker(recording);
  for (const event of beginningSeen(recording.events)) maker.take(event);
  return maker.film();
}

/**
 * The events with the first thing seen at their head, where no key came before it: a player tells
 * its first step before it paints, and the screen the step begins on belongs before it.
 */
function beginningSeen(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const cells = events.findIndex(({ kind }) => kind === 'cells');
  const at = cells < 0 ? events.findIndex(({ kind }) => kind === 'screen') : cells;
  const seen = events[at];
  const before = events.slice(0, Math.max(0, at));
  if (!seen || before.some(({ kind }) => kind === 'keys')) return events;
  return [{ ...seen, at: before[0]?.at ?? seen.at }, ...before, ...events.slice(at + 1)];
}

class FilmMaker {
  private readonly frames: Frame[] = [];
  private readonly ends: number[] = [-1];
  private shown: readonly Line[] = [];
  private cursor: CursorAt = null;
  private cols: number;
  private rows: number;
  private at = 0;
  private last = 0;

  private readonly hasCells: boolean;

  constructor({ cols, rows, events }: Recording) {
    this.cols = cols;
    this.rows = rows;
    this.hasCells = events.some((event) => event.kind === 'cells');
  }

  take(event: RecordedEvent): void {
    this.at += Math.min(LONGEST_WAIT_MS, event.at - this.last);
    this.last = event.at;
    switch (event.kind) {
      case 'step':
        this.ends.push(this.frames.length - 1);
        this.push({ keys: '', rows: [] });
        break;
      case 'keys':
        this.push({ keys: withoutControls(event.names), rows: [] });
        break;
      case 'cells':
        this.show(event.lines, event.cursor);
        break;
      case 'screen':
        if (!this.hasCells) this.show(event.rows.map(plainLine), null);
        break;
      case 'size':
        this.cols = Math.max(this.cols, event.cols);
        this.rows = Math.max(this.rows, event.rows);
        break;
      case 'output':
      case 'end':
        break;
    }
  }

  film(): Film {
    const { frames, ends, cols, rows } = this;
    return { frames, ends, cols, rows };
  }

  private show(lines: readonly Line[], cursor: CursorAt): void {
    const rows: ChangedRow[] = [];
    for (let y = 0; y < Math.max(lines.length, this.shown.length); y += 1) {
      const line = (lines[y] ?? []).map((span) => ({ ...span, text: withoutControls(span.text) }));
      if (!sameLine(line, this.shown[y] ?? [])) rows.push([y, line]);
    }
    const moved = cursor?.x !== this.cursor?.x || cursor?.y !== this.cursor?.y;
    this.shown = lines;
    this.cursor = cursor;
    if (rows.length || moved) this.push({ keys: '', rows });
  }

  private push(seen: { keys: string; rows: ChangedRow[] }): void {
    const step = this.ends.length - 1;
    this.ends[step] = this.frames.length;
    this.frames.push({ at: Math.round(this.at), step, cursor: this.cursor, ...seen });
  }
}

const plainLine = (row: string): Line => (row.trimEnd() ? [{ text: row.trimEnd() }] : []);

function sameLine(one: Line, other: Line): boolean {
  return (
    one.length === other.length &&
    one.every(({ text, style }, at) => {
      const against = other[at];
      return text === against?.text && styleNumber(style) === styleNumber(against.style);
    })
  );
}
