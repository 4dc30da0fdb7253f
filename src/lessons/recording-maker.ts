import { type Key, keyId } from '../keys/key';
import type { CursorAt } from '../screen/diff';
import type { Grid } from '../screen/grid';
import { linesOf } from './cells';
import { bytesOfKey } from './key-bytes';
import type { RecordedEvent, Recording } from './recording';

const MASK = '•';

/** Keeps what is seen and pressed while a lesson is shown. */
export class RecordingMaker {
  private readonly events: RecordedEvent[] = [];

  /** @param now milliseconds since the beginning, never going back */
  constructor(
    private readonly about: Omit<Recording, 'events'>,
    private readonly now: () => number,
  ) {}

  output(text: string): void {
    this.events.push({ at: this.now(), kind: 'output', text });
  }

  /** @param secret neither its name nor its bytes are kept */
  key(key: Key, secret: boolean): void {
    const names = secret ? MASK : keyId(key);
    const bytes = secret ? MASK : bytesOfKey(key);
    this.events.push({ at: this.now(), kind: 'keys', names, bytes });
  }

  /** A step begins, the first being 1. */
  step(step: number, caption: string): void {
    this.events.push({ at: this.now(), kind: 'step', step, caption });
  }

  /** The screen as it looks now. */
  cells(grid: Grid, cursor: CursorAt): void {
    this.events.push({
      at: this.now(),
      kind: 'cells',
      lines: linesOf(grid, { tones: false }),
      cursor,
    });
  }

  /** The first rows of the screen, the client's own, as they stand at the end of a step. */
  screen(grid: Grid, count: number): void {
    const rows = grid
      .text()
      .slice(0, count)
      .map((row) => row.trimEnd());
    this.events.push({ at: this.now(), kind: 'screen', rows });
  }

  size(cols: number, rows: number): void {
    this.events.push({ at: this.now(), kind: 'size', cols, rows });
  }

  /** The whole of it. */
  ended(status: number): Recording {
    const end: RecordedEvent = { at: this.now(), kind: 'end', status };
    return { ...this.about, events: [...this.events, end] };
  }
}
