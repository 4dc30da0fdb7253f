import type { DeskEvent } from '../desk/state';
import { createDecoder, DEFAULT_ESCAPE_TIME } from '../keys/decoder';
import type { Key } from '../keys/key';
import { createScreen, type Screen } from '../screen/screen';
import { openTty, type Tty } from '../screen/tty';
import { crashPage } from './crash';
import { DeskLoop, type DeskOptions } from './desk-loop';
import { listsNow } from './effects';
import { IdleWatch } from './idle';
import { Painter } from './painter';
import { DONE, refuse, wordsIn } from './say';
import { keepLanguages } from './settings';
import { readAnew } from './sync-effects';
import type { SyncKeeper } from './sync-keeper';
import { NO_SYNC, type SyncHands, type SyncTold } from './sync-messages';

export interface ClientOptions extends DeskOptions {
  /** Minutes without a key until the screen locks; 0 never. */
  readonly lockMinutes: number;
  /** Begins the exchange beside the keyboard. */
  readonly beginSync?: (told: SyncTold) => SyncKeeper;
}

/** Longest silence inside a paste before it counts as ended, in ms: its closing mark was lost. */
const PASTE_PATIENCE_MS = 10_000;

/** The full-screen client: joins the tty, the decoder, the desk and the painter. */
class Client {
  private readonly decoder = createDecoder();
  private readonly desk: DeskLoop;
  private tty!: Tty;
  private screen!: Screen;
  private painter!: Painter;
  private pasteTimer: NodeJS.Timeout | undefined;
  private holdTimer: NodeJS.Timeout | undefined;
  private idle!: IdleWatch;
  private finish: (status: number) => void = () => {};
  private closed = false;
  private keeper: SyncKeeper | undefined;

  constructor(private readonly options: ClientOptions) {
    this.desk = new DeskLoop(options, {
      redraw: () => this.screen.redraw(),
      quit: () => this.quit(),
      hold: (seconds) => this.hold(seconds),
      language: keepLanguages,
      sync: this.syncHands(),
    });
  }

  /** Runs until the user quits; gives the exit status. */
  run(): Promise<number> {
    const opened = openTty({
      stdin: process.stdin,
      stdout: process.stdout,
      escapeTimeMs: Number(process.env.AKTI_ESCAPE_MS) || DEFAULT_ESCAPE_TIME,
      onBytes: (bytes) => this.bytes(bytes),
      onEscapeTime: () => this.keys(this.decoder.timeout()),
      onResize: (cols, rows) => this.resize(cols, rows),
      onContinue: () => {
        this.idle.check();
        this.screen.redraw();
      },
      onEnd: () => this.end(),
      onCrash: (error) => this.crash(error),
    });
    const { lang } = this.options;
    if (!opened.ok) return Promise.resolve(refuse(wordsIn(lang), opened.problem));
    this.tty = opened.value;
    const size = this.tty.size();
    this.desk.begin(size);
    this.screen = createScreen({
      ...size,
      write: (text) => this.tty.write(text),
      profile: this.tty.profile,
    });
    this.painter = new Painter(this.screen, () => this.desk.view());
    this.dispatch(this.desk.firstLists());
    this.keeper = this.options.beginSync?.(this.syncTold());
    const { clock, lockMinutes } = this.options;
    this.idle = new IdleWatch(clock, lockMinutes, () => this.dispatch({ kind: 'idle' }));
    return new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  private bytes(bytes: Uint8Array): boolean {
    this.idle.key();
    this.keeper?.key();
    this.keys(this.decoder.feed(bytes));
    clearTimeout(this.pasteTimer);
    if (this.decoder.pasting()) {
      this.pasteTimer = setTimeout(() => this.keys(this.decoder.endPaste()), PASTE_PATIENCE_MS);
    }
    return this.decoder.pending();
  }

  private keys(keys: readonly Key[]): void {
    if (keys.length) this.dispatch({ kind: 'keys', keys });
  }

  private resize(cols: number, rows: number): void {
    this.screen.resize(cols, rows);
    this.dispatch({ kind: 'size', cols, rows });
  }

  private dispatch(event: DeskEvent): void {
    if (this.desk.dispatch(event)) this.painter.show();
  }

  /** The thread begins after the first frame; what is asked before that is not lost. */
  private syncHands(): SyncHands {
    const now = () => this.keeper ?? NO_SYNC;
    return {
      saved: () => now().saved(),
      now: () => now().now(),
      signIn: (password) => now().signIn(password),
    };
  }

  private syncTold(): SyncTold {
    const { hands } = this.desk;
    return {
      shown: (sync, refused) => {
        if (!this.closed) this.dispatch({ kind: 'sync', sync, ...(refused ? { refused } : {}) });
      },
      news: () => {
        if (this.closed) return;
        const anew = readAnew(hands, () => listsNow(hands));
        this.dispatch({ kind: 'news', ...anew });
      },
    };
  }

  private hold(seconds: number): null {
    this.holdTimer = setTimeout(() => this.dispatch({ kind: 'held' }), seconds * 1000);
    return null;
  }

  private quit(): void {
    this.close();
    this.finish(DONE);
  }

  private end(): void {
    this.close();
  }

  private close(): void {
    this.closed = true;
    clearTimeout(this.pasteTimer);
    clearTimeout(this.holdTimer);
    this.idle?.close();
    this.keeper?.close();
    this.desk.close();
    this.painter.close();
    this.tty.restore();
    this.options.base.close();
  }

  private crash(error: unknown): void {
    try {
      this.desk.drafts.close();
    } catch {
      // The base itself may be what broke; what was kept before stays kept.
    }
    process.stderr.write(crashPage(wordsIn(this.options.lang), error));
  }
}

/** Runs the full-screen client on an open base until it is left; gives the exit status. */
export function runClient(options: ClientOptions): Promise<number> {
  return new Client(options).run();
}
