import { writeSync } from 'node:fs';
import { constants } from 'node:os';
import { Listeners } from '../screen/listeners';
import { dieOfHangup } from '../screen/tty';

/** What the keyboard tells. */
interface RawHands {
  readonly escapeTimeMs: number;
  /** What sets the keyboard as the client does, and what puts it back. */
  readonly modes: { readonly on: string; readonly off: string };
  /** Bytes as they came. True: a sequence is open, more may follow. */
  bytes(bytes: Uint8Array): boolean;
  /** After an open sequence nothing came for the escape time. */
  quiet(): void;
}

/** A keyboard that hands every byte on. */
export interface RawKeyboard {
  /** The exit status, when it is left, the terminal is lost, or a signal comes. */
  readonly done: Promise<number>;
  leave(status: number): void;
}

/** A terminal that is gone takes nothing more, and nothing more is to be said to it. */
function tried(act: () => void): void {
  try {
    act();
  } catch {
    // Gone.
  }
}

/**
 * Takes the keyboard alone and leaves the screen as it is: what is printed stays in sight. Given
 * back on `leave`, on every signal, when the terminal is lost and when the program ends.
 */
export function openRawKeyboard(hands: RawHands): RawKeyboard {
  return new OwnedKeyboard(hands);
}

class OwnedKeyboard implements RawKeyboard {
  readonly done: Promise<number>;
  private resolve: (status: number) => void = () => {};
  private readonly listeners = new Listeners();
  private timer: NodeJS.Timeout | undefined;
  private reads = 0;
  private left = false;

  constructor(private readonly hands: RawHands) {
    this.done = new Promise((resolve) => {
      this.resolve = resolve;
    });
    const { stdin } = process;
    this.listeners.on(stdin, 'data', (bytes: Buffer) => this.read(bytes));
    for (const lost of ['end', 'close', 'error'])
      this.listeners.on(stdin, lost, () => this.hangUp());
    this.listeners.on(process, 'SIGHUP', () => this.hangUp());
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      this.listeners.on(process, signal, () => this.leave(128 + constants.signals[signal]));
    }
    this.listeners.on(process, 'SIGTSTP', () => {
      this.give();
      process.kill(process.pid, 'SIGSTOP');
    });
    this.listeners.on(process, 'SIGCONT', () => this.take());
    this.listeners.on(process, 'exit', () => this.leave(1));
    this.take();
    stdin.resume();
  }

  leave(status: number): void {
    if (this.left) return;
    this.left = true;
    clearTimeout(this.timer);
    this.listeners.stop();
    this.give();
    process.stdin.pause();
    this.resolve(status);
  }

  /** Node would abort as it exits without its terminal; the signal ends the program first. */
  private hangUp(): void {
    this.leave(128 + constants.signals.SIGHUP);
    dieOfHangup();
  }

  private read(bytes: Buffer): void {
    this.reads += 1;
    clearTimeout(this.timer);
    if (!this.hands.bytes(bytes) || this.left) return;
    const seen = this.reads;
    this.timer = setTimeout(() => {
      // A busy program comes here late: what the keyboard sent meanwhile is read first.
      setImmediate(() => {
        if (!this.left && this.reads === seen) this.hands.quiet();
      });
    }, this.hands.escapeTimeMs);
  }

  private take(): void {
    // A shell may have changed the modes, and raw mode is only set when it was off before.
    tried(() => process.stdin.setRawMode(false));
    tried(() => process.stdin.setRawMode(true));
    this.say(this.hands.modes.on);
  }

  private give(): void {
    this.say(this.hands.modes.off);
    tried(() => process.stdin.setRawMode(false));
  }

  private say(text: string): void {
    const screen = [process.stdout, process.stderr].find((one) => one.isTTY);
    if (screen && text) tried(() => writeSync(screen.fd, text));
  }
}
