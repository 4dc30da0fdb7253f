import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { bad, good, type Result } from '../base/problems';
import { encodingOf, typedAsUtf8 } from './charset';
import { createFdWriter, type FdWriter } from './fd-writer';
import { keyboardModes } from './keyboard-modes';
import { Listeners } from './listeners';
import { type TerminalProfile, terminalProfile } from './profile';
import { wipe } from './wipe';

/** Why the terminal's owner has to end. */
export type EndReason = 'signal' | 'hangup';

/** What the tty owner is given. Callbacks come one at a time, never after `restore()`. */
export interface TtyOptions {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream & { fd: number };
  /** Bytes from the keyboard. True = they end inside an escape sequence, more may follow. */
  onBytes(bytes: Uint8Array): boolean;
  /** After an open escape nothing came for `escapeTimeMs`: it is complete as it is. */
  onEscapeTime(): void;
  /** The terminal has another size, in cells. */
  onResize(cols: number, rows: number): void;
  /** The terminal was taken over again after a stop; its contents are not known. */
  onContinue(): void;
  /**
   * The terminal or a signal ends the program: save what is unsaved. The terminal is restored
   * already; when this (or its promise) is done the program exits with 128 + signal number.
   */
  onEnd(reason: EndReason): void | Promise<void>;
  /** An error nobody caught. The terminal is restored; then the program exits with status 1. */
  onCrash(error: unknown): void | Promise<void>;
  escapeTimeMs: number;
  /** Frames and signs in ASCII, whatever the terminal could show. */
  asciiLines?: boolean;
}

/** A terminal that is ours: raw, on its alternate screen and with marked pastes if it has them. */
export interface Tty {
  readonly profile: TerminalProfile;
  /** Writes at once and in order. Nothing is written after `restore()`. */
  write(bytes: string): void;
  /** Bytes a slow terminal has not taken yet; while there are any, painting may wait. */
  waiting(): number;
  size(): { cols: number; rows: number };
  /**
   * Gives the terminal back and stops, with all that was started together (Ctrl+Z); `onContinue`
   * tells when it is taken again. Where nobody could wake us up that is at once.
   */
  suspend(): void;
  /** Gives the terminal back as it was. Does nothing the second time. */
  restore(): void;
  /**
   * Lends it to another program, as it was found: nothing is read, written or told of its size,
   * and its interrupts are that program's.
   */
  lend(): void;
  /** Takes a lent terminal again; its size is told anew, as its contents are not known. */
  takeBack(): void;
}

/** What is written to take a terminal and to give it back: only modes that it has. */
function sequencesOf(profile: TerminalProfile): { enter: string; leave(rows: number): string } {
  const { alternateScreen, wrapOff, hiddenCursor, lines } = profile;
  const keyboard = keyboardModes(profile);
  const when = (has: boolean, sequence: string) => (has ? sequence : '');
  // Automatic wrap is off: a character whose width we and the terminal disagree on cannot scroll.
  const enter =
    when(alternateScreen, '\x1b[?1049h') +
    keyboard.on +
    when(wrapOff, '\x1b[?7l') +
    when(lines === 'dec', '\x1b)0\x0f');
  // The contents are wiped too: a terminal without an alternate screen would keep them in sight.
  const leave = (rows: number) =>
    when(lines === 'dec', '\x0f') +
    wipe(profile, rows) +
    when(wrapOff, '\x1b[?7h') +
    when(hiddenCursor, '\x1b[?25h') +
    keyboard.off +
    when(alternateScreen, '\x1b[?1049l\x1b[m');
  return { enter, leave };
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** How long leaving may wait for a terminal that does not read. */
const LEAVE_PATIENCE_MS = 300;
/** Whoever is not stopped within this time, in ms, could not be woken up either. */
const STOP_PATIENCE_MS = 100;
const HANGUP_STATUS = 128 + constants.signals.SIGHUP;

/**
 * Takes the terminal over. It is given back on `restore()`, on exit, on SIGINT, SIGTERM and
 * SIGHUP, when the keyboard closes, and on an error nobody caught. Problems: `tty.missing` when
 * stdin or stdout is not a terminal, `tty.dumb` when TERM says that its cursor cannot be placed.
 */
export function openTty(options: TtyOptions): Result<Tty> {
  if (!options.stdin.isTTY || !options.stdout.isTTY) return bad('tty.missing');
  const profile = terminalProfile(process.env, options.asciiLines);
  if (!profile.ok) return profile;
  return good(new OwnedTty(options, profile.value));
}

/**
 * Node resets its terminal as it exits and aborts, with a core of everything in memory, when that
 * terminal is gone. The signal a lost terminal stands for ends the program without that.
 */
export function dieOfHangup(): void {
  process.removeAllListeners('SIGHUP');
  process.kill(process.pid, 'SIGHUP');
}

/** A lent terminal's quit key is the other program's. */
const ignored = () => {};

class OwnedTty implements Tty {
  private readonly writer: FdWriter;
  private open = true;
  private lent = false;
  private ending = false;
  private escapeTimer: NodeJS.Timeout | undefined;
  private reads = 0;
  private readonly listeners = new Listeners();
  private readonly sequences: ReturnType<typeof sequencesOf>;
  private readonly onStop = () => this.stop();
  private wakeTimer: NodeJS.Timeout | undefined;
  /** Node writes its own warnings, such as one of NO_COLOR, over the screen while it is ours. */
  private readonly warners = process.listeners('warning');

  constructor(
    private readonly options: TtyOptions,
    readonly profile: TerminalProfile,
  ) {
    const { stdin, stdout } = options;
    this.sequences = sequencesOf(profile);
    this.writer = createFdWriter(stdout.fd, () => this.hangUp(), encodingOf(profile.charset));
    this.listeners.on(stdin, 'data', (bytes: Buffer) => this.read(bytes));
    this.listeners.on(stdin, 'end', () => this.hangUp());
    this.listeners.on(stdin, 'close', () => this.hangUp());
    this.listeners.on(stdin, 'error', () => this.hangUp());
    this.listeners.on(stdout, 'error', () => this.hangUp());
    this.listeners.on(stdout, 'resize', () => {
      const { cols, rows } = this.size();
      if (this.open && !this.lent) options.onResize(cols, rows);
    });
    for (const signal of SIGNALS) {
      this.listeners.on(process, signal, () => {
        // Ctrl+C at the other program's terminal goes to the whole job.
        if (this.lent && signal === 'SIGINT') return;
        this.end('signal', 128 + constants.signals[signal]);
      });
    }
    this.listeners.on(process, 'SIGTSTP', this.onStop);
    this.listeners.on(process, 'SIGCONT', () => this.goOn());
    this.listeners.on(process, 'uncaughtException', (error: unknown) => this.crash(error));
    this.listeners.on(process, 'unhandledRejection', (error: unknown) => this.crash(error));
    this.listeners.on(process, 'exit', () => this.restore());
    process.removeAllListeners('warning');
    this.enter();
    stdin.resume();
  }

  write(bytes: string): void {
    // On the way to a stop the terminal is the shell's; all of it is painted anew afterwards.
    if (this.open && !this.wakeTimer && !this.lent) this.writer.write(bytes);
  }

  waiting(): number {
    return this.writer.waiting();
  }

  size(): { cols: number; rows: number } {
    const { columns, rows } = this.options.stdout;
    // A terminal that does not know its size reports 0.
    return { cols: columns || 80, rows: rows || 24 };
  }

  restore(): void {
    if (!this.open) return;
    this.open = false;
    clearTimeout(this.escapeTimer);
    clearTimeout(this.wakeTimer);
    if (!this.lent) this.leave();
    this.writer.close();
    this.options.stdin.pause();
    // On the way out they stay: a second signal, or an error, must not cut the last things short.
    if (this.ending) return;
    this.listeners.stop();
    for (const warner of this.warners) process.on('warning', warner);
  }

  lend(): void {
    if (!this.open || this.lent) return;
    clearTimeout(this.escapeTimer);
    this.leave();
    this.lent = true;
    this.options.stdin.pause();
    process.on('SIGQUIT', ignored);
  }

  takeBack(): void {
    if (!this.open || !this.lent) return;
    this.lent = false;
    process.off('SIGQUIT', ignored);
    // First of all: what is typed from here on must not be edited by the terminal as a line.
    try {
      this.options.stdin.setRawMode(false);
      this.enter();
    } catch {
      this.hangUp();
      return;
    }
    this.options.stdin.resume();
    const { cols, rows } = this.size();
    this.options.onResize(cols, rows);
  }

  private enter(): void {
    this.options.stdin.setRawMode(true);
    this.writer.write(this.sequences.enter);
  }

  private leave(): void {
    this.writer.write(this.sequences.leave(this.size().rows));
    this.writer.flush(LEAVE_PATIENCE_MS);
    try {
      this.options.stdin.setRawMode(false);
    } catch {
      // The terminal is gone; there is nothing left to set.
    }
  }

  private read(bytes: Buffer): void {
    if (!this.open) return;
    this.reads += 1;
    if (this.escapeTimer) clearTimeout(this.escapeTimer);
    this.escapeTimer = undefined;
    const typed = typedAsUtf8(this.profile.charset, bytes);
    if (!this.options.onBytes(typed) || !this.open) return;
    const seen = this.reads;
    this.escapeTimer = setTimeout(() => {
      // A busy program comes here late: what the keyboard sent meanwhile is read first.
      setImmediate(() => {
        if (this.open && this.reads === seen) this.options.onEscapeTime();
      });
    }, this.options.escapeTimeMs);
  }

  private hangUp(): void {
    this.end('hangup', HANGUP_STATUS);
  }

  private end(reason: EndReason, status: number): void {
    this.finish(() => this.options.onEnd(reason), status);
  }

  private crash(error: unknown): void {
    this.finish(() => this.options.onCrash(error), 1);
  }

  /** Restores, lets the owner do its last things, exits; an error meanwhile changes nothing. */
  private finish(lastThings: () => void | Promise<void>, status: number): void {
    if (this.ending || !this.open) return;
    this.ending = true;
    this.restore();
    const exit = () => (isatty(this.options.stdout.fd) ? process.exit(status) : dieOfHangup());
    try {
      Promise.resolve(lastThings()).then(exit, exit);
    } catch {
      exit();
    }
  }

  suspend(): void {
    if (!this.open || this.wakeTimer) return;
    this.leave();
    // The system's own stop, for the whole job as the terminal would do it. It lets whoever has no
    // shell to wake them go on; then no SIGCONT comes, and the terminal is taken again by itself.
    process.off('SIGTSTP', this.onStop);
    process.kill(0, 'SIGTSTP');
    this.wakeTimer = setTimeout(() => this.goOn(), STOP_PATIENCE_MS);
  }

  /** Somebody stopped this program alone. */
  private stop(): void {
    if (!this.open) return;
    if (!this.lent) this.leave();
    process.kill(process.pid, 'SIGSTOP');
  }

  private goOn(): void {
    if (!this.open || this.lent) return;
    if (this.wakeTimer) process.on('SIGTSTP', this.onStop);
    clearTimeout(this.wakeTimer);
    this.wakeTimer = undefined;
    // A shell may have changed the modes, and raw mode is only set when it was off before.
    this.options.stdin.setRawMode(false);
    this.enter();
    this.options.onContinue();
  }
}
