import { constants } from 'node:os';
import { isatty } from 'node:tty';
import type { DeskEvent } from '../desk/state';
import type { Keymap } from '../keys/keymap';
import { Conversation } from '../line/conversation';
import { lineKeymap } from '../line/names';
import { crashPage } from './crash';
import { DeskLoop, type DeskOptions } from './desk-loop';
import { type LeftTexts, tellLeft } from './editor-leftovers';
import { IdleWatch } from './idle';
import type { LineReader } from './line-reader';
import { DONE, wordsIn } from './say';
import { keepLanguages } from './settings';
import type { SyncKeeper } from './sync-keeper';
import { handsLater, type SyncTold } from './sync-messages';
import { tellingDesk } from './sync-told';

/** What a client by lines is run with. */
export interface LineClientOptions extends DeskOptions {
  readonly reader: LineReader;
  readonly leftTexts: LeftTexts;
  /** Minutes without a line until it locks; 0 never. */
  readonly lockMinutes: number;
  /** Begins the exchange beside the lines. */
  readonly beginSync?: (told: SyncTold) => SyncKeeper;
}

/** Columns where nobody says how many there are. */
const UNKNOWN_WIDTH = 72;
/** Rows that take what was shown out of sight where a screen is locked. */
const ROWS_AWAY = 60;
/** Longest wait for what was asked of the centre, in ms; behind it work goes on without. */
const CENTRE_MS = 10_000;
const NARROWEST = 20;
const WIDEST = 132;

const HANGUP = 128 + constants.signals.SIGHUP;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Columns of the terminal; of a pipe those that `COLUMNS` names. */
function widthNow(): number {
  const columns = process.stdout.columns || Number(process.env.COLUMNS) || UNKNOWN_WIDTH;
  return Math.max(NARROWEST, Math.min(WIDEST, columns));
}

/** Empty rows that take what was shown out of sight. */
function awayNow(): string {
  return process.stdout.isTTY ? '\n'.repeat(process.stdout.rows || ROWS_AWAY) : '';
}

/**
 * Node sets the terminal as it exits, and aborts with all its memory when that is gone. The signal
 * a lost terminal stands for ends the program without that.
 */
function dieIfLost(): void {
  const wasTerminal = process.stdin.isTTY || process.stdout.isTTY;
  if (!wasTerminal || isatty(process.stdout.isTTY ? 1 : 0)) return;
  process.removeAllListeners('SIGHUP');
  process.kill(process.pid, 'SIGHUP');
}

/** The desk of a session by lines, and how it speaks. */
export interface LineTalk {
  readonly desk: DeskLoop;
  readonly talk: Conversation;
}

/** Joins a desk to its conversation; `keys` is the key map the user knows. */
export function conversationOn(
  desk: (keymap: Keymap) => DeskLoop,
  keys: Keymap,
  width: () => number,
): LineTalk {
  const held: { desk?: DeskLoop } = {};
  const words = () => wordsIn(held.desk?.state.setting.lang ?? 'fi');
  const made = desk(lineKeymap(words));
  held.desk = made;
  const talk = new Conversation({
    desk: {
      view: () => made.view(),
      deed: (deed) => void made.dispatch({ kind: 'deed', deed }),
      press: (pressed) => void made.dispatch({ kind: 'keys', keys: pressed }),
    },
    keys,
    width,
  });
  return { desk: made, talk };
}

/** The client by lines: joins what is typed, the desk and what is said. */
class LineClient {
  private readonly desk: DeskLoop;
  private readonly talk: Conversation;
  private readonly idle: IdleWatch;
  private keeper: SyncKeeper | undefined;
  private holdTimer: NodeJS.Timeout | undefined;
  private centreTimer: NodeJS.Timeout | undefined;
  private closed = false;
  private finish: (status: number) => void = () => {};

  constructor(private readonly options: LineClientOptions) {
    const { keymap, clock, lockMinutes } = options;
    const desk = (lines: Keymap) =>
      new DeskLoop(
        { ...options, keymap: lines, editor: 'lines' },
        {
          redraw: () => {},
          editText: () => null,
          quit: () => this.end(DONE),
          hold: (seconds) => this.hold(seconds),
          language: keepLanguages,
          sync: handsLater(() => this.keeper),
        },
      );
    const joined = conversationOn(desk, keymap, widthNow);
    this.desk = joined.desk;
    this.talk = joined.talk;
    this.idle = new IdleWatch(clock, lockMinutes, () => this.lock());
  }

  /** Runs until the user quits or nothing more comes; gives the exit status. */
  run(): Promise<number> {
    for (const signal of SIGNALS) {
      process.on(signal, () => this.end(128 + constants.signals[signal]));
    }
    process.on('uncaughtException', (error) => this.crash(error));
    process.on('unhandledRejection', (error) => this.crash(error));
    // Who reads a pipe may have seen enough.
    process.stdout.on('error', () => this.end(process.stdout.isTTY ? HANGUP : DONE));
    const ended = new Promise<number>((resolve) => {
      this.finish = resolve;
    });
    tellLeft(this.desk, this.options.leftTexts);
    this.desk.begin({ cols: 80, rows: 24 });
    this.desk.dispatch(this.desk.firstLists());
    this.write(this.talk.begin());
    const told = tellingDesk(
      this.desk,
      (event) => this.dispatch(event),
      () => this.closed,
    );
    this.keeper = this.options.beginSync?.(told);
    this.listen();
    return ended;
  }

  private listen(): void {
    this.options.reader.give({ line: (line) => this.line(line), end: () => this.end(DONE) });
  }

  private line(line: string): void {
    const wasLocked = this.desk.state.lock !== null;
    // A line that comes after too long a silence was not meant for the lock.
    this.idle.key();
    if (!wasLocked && this.desk.state.lock) return;
    this.keeper?.key();
    const hidden = this.talk.secret;
    const said = this.talk.answer(line);
    if (this.closed) return;
    // The terminal has not shown the end of a hidden line.
    const before = hidden && process.stdin.isTTY ? '\n' : '';
    this.write(before + (!wasLocked && this.desk.state.lock ? awayNow() : '') + said);
    if (this.desk.state.waiting || this.talk.waits) this.options.reader.pause();
    if (this.talk.waits) this.centreTimer = setTimeout(() => this.goOn(), CENTRE_MS);
  }

  /** The centre has answered what was asked of it, or is not waited for any longer. */
  private goOn(): void {
    clearTimeout(this.centreTimer);
    this.write(this.talk.goOn());
    this.listen();
  }

  private write(text: string): void {
    this.options.reader.hide(this.talk.secret);
    process.stdout.write(text);
  }

  private dispatch(event: DeskEvent): void {
    if (this.closed) return;
    const before = this.desk.state.notice;
    this.desk.dispatch(event);
    if (this.desk.state.notice !== before) this.talk.tellLater();
    if (this.talk.waits && this.talk.hasCome) this.goOn();
  }

  private lock(): void {
    if (this.desk.state.lock) return;
    this.desk.dispatch({ kind: 'idle' });
    const waited = this.talk.waits;
    clearTimeout(this.centreTimer);
    this.write(`\n${awayNow()}${this.talk.locked()}`);
    if (waited) this.listen();
  }

  private hold(seconds: number): null {
    this.holdTimer = setTimeout(() => {
      this.desk.dispatch({ kind: 'held' });
      this.listen();
    }, seconds * 1000);
    return null;
  }

  /** Keeps what is typed, says what is left open, and ends. */
  private end(status: number): void {
    if (this.closed) return;
    this.closed = true;
    const said = status === DONE || process.stdout.isTTY ? `\n${this.talk.farewell()}` : '';
    clearTimeout(this.holdTimer);
    clearTimeout(this.centreTimer);
    this.idle.close();
    this.keeper?.close();
    this.desk.close();
    this.options.reader.close();
    this.options.base.close();
    dieIfLost();
    process.stdout.write(said);
    this.finish(status);
  }

  private crash(error: unknown): void {
    try {
      this.desk.drafts.close();
    } catch {
      // The base itself may be what broke; what was kept before stays kept.
    }
    process.stderr.write(crashPage(wordsIn(this.options.lang), error));
    process.exit(1);
  }
}

/** Runs the client by lines on an open base until it is left; gives the exit status. */
export function runLineClient(options: LineClientOptions): Promise<number> {
  return new LineClient(options).run();
}
