import { constants } from 'node:os';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { type Cell, cellAt, rowsOf } from './cells';
import { Outbox } from './outbox';
import { writeCalls } from './process';
import { holdUntilRead } from './slave-hold';
import { type LineSpeed, SlowLine } from './slow-line';
import { readWriteTrace } from './write-trace';

/** What to run, and the terminal it sees. */
export interface TerminalOptions {
  readonly command: string;
  readonly args?: readonly string[];
  readonly cols?: number;
  readonly rows?: number;
  /** The whole environment of the child; `environmentOf` makes one. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The line between the program and whoever sits there; left out, there is none. */
  readonly line?: LineSpeed;
  /** What the bytes of its letters are; UTF-8 when left out. */
  readonly charset?: 'latin1';
  /** File in which a Node program notes its writes, when started under `traceWritesTo`. */
  readonly writeTrace?: string;
}

/** What a screen must be: a text somewhere on it, a pattern over its rows, or a question. */
export type Expectation = string | RegExp | ((screen: string[]) => boolean);

/** How the child ended; `signal` is a name such as SIGKILL, or null. */
export interface Ending {
  readonly code: number;
  readonly signal: string | null;
}

/** What some keys cost: bytes that came back and writes made (see `Terminal.writes`). */
export interface Cost {
  readonly bytes: number;
  readonly writes: number;
}

/** One piece of output, with the time it arrived (`performance.now()`). */
export interface Arrival {
  readonly at: number;
  readonly bytes: Buffer;
}

const DEFAULT_TIMEOUT_MS = 15_000;
const SHOWN_BYTES = 200;

/** Starts a program in a real pseudo-terminal and reads its output into a headless xterm. */
export function startTerminal(options: TerminalOptions): Terminal {
  return new Terminal(options);
}

/** A program in a terminal: keys go in, a screen comes out. */
export class Terminal {
  /** Resolves when the child has ended and all its output has been read. */
  readonly exit: Promise<Ending>;
  readonly pid: number;
  private readonly child: pty.IPty;
  private readonly outbox: Outbox;
  private readonly hold: { letGo(): void };
  private readonly emulator: xterm.Terminal;
  private readonly arrivals: Arrival[] = [];
  private readonly watchers = new Set<() => void>();
  private readonly writeTrace: string | undefined;
  private readonly line: SlowLine | undefined;
  private readonly charset: 'utf8' | 'latin1';
  private received = 0;
  private read = 0;
  private painted = 0;
  private ending: Ending | undefined;

  constructor(options: TerminalOptions) {
    const { command, args = [], cols = 80, rows = 24, env, cwd } = options;
    this.writeTrace = options.writeTrace;
    this.charset = options.charset ?? 'utf8';
    this.emulator = new xterm.Terminal({ cols, rows, allowProposedApi: true, scrollback: 0 });
    this.child = pty.spawn(command, [...args], {
      name: env.TERM ?? 'xterm-256color',
      cols,
      rows,
      env: { ...env },
      cwd: cwd ?? env.HOME ?? '/',
      encoding: null,
    });
    this.pid = this.child.pid;
    const { fd, ptsName } = this.child as unknown as { fd: number; ptsName: string };
    this.outbox = new Outbox(fd);
    this.line =
      options.line &&
      new SlowLine(options.line, {
        arrived: (bytes) => this.receive(bytes),
        isFull: (full) => (full ? this.child.pause() : this.child.resume()),
      });
    this.hold = holdUntilRead(ptsName, this.pid, () => this.read);
    // A terminal answers questions such as "where is the cursor"; so does this one.
    this.emulator.onData((answer) => this.send(answer));
    // With no encoding the chunks are Buffers, which the type does not say.
    this.child.onData((chunk) => this.take(chunk as unknown as Buffer));
    this.exit = new Promise((resolve) => {
      this.child.onExit(({ exitCode, signal }) => {
        const ending = { code: exitCode, signal: signalName(signal) };
        this.outbox.close();
        // The emulator reads what it was given before this, then says so.
        const end = () =>
          this.emulator.write('', () => {
            this.ending = ending;
            resolve(ending);
            this.tellWatchers();
          });
        if (this.line) this.line.whenEmpty(end);
        else end();
      });
    });
  }

  /** Sends keys as one write. Text goes as UTF-8. Keys for a program that has ended are lost. */
  send(keys: string | Uint8Array): void {
    if (!this.alive()) return;
    const bytes = Buffer.from(keys as string, this.charset);
    if (this.line) this.line.typed(() => this.outbox.send(bytes));
    else this.outbox.send(bytes);
  }

  /** Sends each byte as a write of its own, with no pause but where the queue is full. */
  async sendByteByByte(keys: string | Uint8Array): Promise<void> {
    for (const byte of Buffer.from(keys as string)) {
      this.send(Buffer.from([byte]));
      await this.outbox.drained();
    }
  }

  /** The rows as text, spaces at the right taken off, as far as the output has been read. */
  screen(): string[] {
    return rowsOf(this.emulator);
  }

  /** Column and row of the cursor, from 0. */
  cursor(): { x: number; y: number } {
    const { cursorX, cursorY } = this.emulator.buffer.active;
    return { x: cursorX, y: cursorY };
  }

  /** The character and attributes at column x, row y, from 0. */
  cell(x: number, y: number): Cell {
    return cellAt(this.emulator, x, y);
  }

  /** True while the alternate screen is shown. */
  onAlternateScreen(): boolean {
    return this.emulator.buffer.active.type === 'alternate';
  }

  /**
   * Resolves with the screen as soon as it is as expected; looked at now and after each piece of
   * output, never after a silence. On time-out, or when the program ends first, the error shows
   * the screen and the last bytes.
   */
  waitFor(expected: Expectation, options: { timeoutMs?: number } = {}): Promise<string[]> {
    const { timeoutMs = DEFAULT_TIMEOUT_MS } = options;
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const screen = this.screen();
        if (matches(expected, screen)) finish(() => resolve(screen));
        else if (this.ending) {
          finish(() => reject(this.failure(expected, `the program ended (${this.endingText()})`)));
        }
      };
      const timer = setTimeout(() => {
        finish(() => reject(this.failure(expected, `not within ${timeoutMs} ms`)));
      }, timeoutMs);
      const finish = (then: () => void): void => {
        clearTimeout(timer);
        this.watchers.delete(look);
        then();
      };
      this.watchers.add(look);
      look();
    });
  }

  /** Changes the size of the terminal; the child gets SIGWINCH. */
  resize(cols: number, rows: number): void {
    this.emulator.resize(cols, rows);
    this.child.resize(cols, rows);
  }

  /** How many bytes have come out so far. */
  get bytes(): number {
    return this.received;
  }

  /** How many of them the screen shows already. */
  get seen(): number {
    return this.painted;
  }

  /** All output from the given byte on. */
  output(from = 0): Buffer {
    return Buffer.concat(this.arrivals.map((one) => one.bytes)).subarray(from);
  }

  /** Every piece of output with its time of arrival. The kernel may join what was written apart. */
  pieces(): readonly Arrival[] {
    return this.arrivals;
  }

  /** How often the output from the given byte on clears the whole screen (ED 2, ED 3, RIS). */
  clears(from = 0): number {
    const text = this.output(from).toString('latin1');
    return (
      text.split('\x1b[2J').length + text.split('\x1b[3J').length + text.split('\x1bc').length - 3
    );
  }

  /**
   * Writes of the child so far. With a write trace: to the terminal, exactly. Without: write
   * calls on any file, an upper bound (see `writeCalls`).
   */
  get writes(): number {
    return this.writeTrace ? readWriteTrace(this.writeTrace).length : writeCalls(this.pid);
  }

  /**
   * Sends keys, waits for the screen, then `settleMs` more so that a late frame is counted too,
   * and tells what came back meanwhile.
   */
  async costOf(
    keys: string | Uint8Array,
    expected: Expectation,
    options: { settleMs?: number } = {},
  ): Promise<Cost> {
    const bytes = this.received;
    const writes = this.writes;
    this.send(keys);
    await this.waitFor(expected);
    await this.idle(options.settleMs ?? 100);
    return { bytes: this.received - bytes, writes: this.writes - writes };
  }

  /** Bytes that come while nothing is sent for so many milliseconds. */
  async idle(ms: number): Promise<number> {
    const before = this.received;
    await new Promise((resolve) => setTimeout(resolve, ms));
    return this.received - before;
  }

  /** Sends a signal to the child. */
  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    if (this.alive()) this.child.kill(signal);
  }

  /** Takes the terminal away from the child, as a lost line does: it gets SIGHUP. */
  hangUp(): void {
    this.hold.letGo();
    (this.child as unknown as { destroy(): void }).destroy();
  }

  /** True until the child has ended. */
  alive(): boolean {
    return this.ending === undefined;
  }

  /** Ends the child if it still runs and lets go of the emulator. Safe to call twice. */
  async close(): Promise<void> {
    this.kill('SIGKILL');
    await this.exit;
    this.emulator.dispose();
  }

  /** What the program wrote, on its way. */
  private take(bytes: Buffer): void {
    this.read += bytes.length;
    if (this.line) this.line.written(bytes);
    else this.receive(bytes);
  }

  private receive(bytes: Buffer): void {
    this.arrivals.push({ at: performance.now(), bytes });
    this.received += bytes.length;
    const shown = this.charset === 'utf8' ? bytes : bytes.toString(this.charset);
    this.emulator.write(shown, () => {
      this.painted += bytes.length;
      this.tellWatchers();
    });
  }

  private tellWatchers(): void {
    for (const look of [...this.watchers]) look();
  }

  private endingText(): string {
    return `status ${this.ending?.code}, signal ${this.ending?.signal ?? 'none'}`;
  }

  private failure(expected: Expectation, why: string): Error {
    const last = JSON.stringify(this.output().subarray(-SHOWN_BYTES).toString('utf8'));
    const rows = this.screen().map((row, y) => `${String(y).padStart(2)}|${row}`);
    const { x, y } = this.cursor();
    const head = `expected ${describeExpectation(expected)}: ${why}`;
    return new Error(`${head}\n${rows.join('\n')}\ncursor ${x},${y}; last bytes ${last}`);
  }
}

/** True when the screen is as expected; a pattern or text may span rows, joined by newlines. */
export function matches(expected: Expectation, screen: string[]): boolean {
  if (typeof expected === 'function') return expected(screen);
  const text = screen.join('\n');
  return typeof expected === 'string' ? text.includes(expected) : new RegExp(expected).test(text);
}

/** The expectation in words, for an error message. */
export function describeExpectation(expected: Expectation): string {
  if (typeof expected === 'string') return JSON.stringify(expected);
  if (expected instanceof RegExp) return String(expected);
  return expected.name || 'a screen that satisfies a function';
}

function signalName(number: number | undefined): string | null {
  if (!number) return null;
  const found = Object.entries(constants.signals).find((pair) => pair[1] === number);
  return found ? found[0] : String(number);
}
