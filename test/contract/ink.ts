import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink';
import { createElement } from 'react';
import { putAnsi } from '../../src/screen/ansi';
import { Grid } from '../../src/screen/grid';
import { App } from '../../src/ui/app';
import type { View } from '../../src/ui/view';

/** A terminal for Ink: as wide as asked, and it keeps what was written last. */
class Collecting extends Writable {
  readonly isTTY = true;
  columns = 80;
  rows = 24;
  last = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.last = chunk.toString('utf8');
    done();
  }
}

/** A keyboard nobody types on. */
function silentKeyboard(): NodeJS.ReadStream {
  const input = new EventEmitter() as EventEmitter & Record<string, unknown>;
  input.isTTY = true;
  for (const name of ['setRawMode', 'setEncoding', 'ref', 'unref', 'resume', 'pause']) {
    input[name] = () => input;
  }
  input.read = () => null;
  return input as unknown as NodeJS.ReadStream;
}

/** What Ink's own output pass makes of a view: its rows as they would be printed. */
export interface InkFrame {
  /** Rows without styles, blanks at the end cut as Ink cuts them. */
  readonly text: readonly string[];
  /** The same with styles, as cells. */
  readonly grid: Grid;
}

/** Ink with nothing of ours in it but the widgets. */
export class PlainInk {
  private readonly stdout = new Collecting();
  private readonly ink = render(createElement('ink-text'), {
    stdin: silentKeyboard(),
    stdout: this.stdout as unknown as NodeJS.WriteStream,
    stderr: this.stdout as unknown as NodeJS.WriteStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });

  frame(view: View): InkFrame {
    const { cols, rows } = view.state.size;
    this.stdout.columns = cols;
    this.stdout.rows = rows;
    // Ink lays out anew for a width only when it is told that the window changed.
    this.stdout.emit('resize');
    this.ink.rerender(createElement(App, { view }));
    const lines = this.stdout.last.split('\n');
    const grid = new Grid(cols, rows);
    lines.forEach((line, y) => {
      putAnsi(grid, 0, y, line, cols);
    });
    return { text: lines.map(stripVTControlCharacters), grid };
  }

  close(): void {
    this.ink.unmount();
  }
}
