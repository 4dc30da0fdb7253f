import { realpathSync } from 'node:fs';
import type { DeskEvent } from '../desk/state';
import type { EditedEvent } from '../desk/text-editor';
import type { Key } from '../keys/key';
import { hasPlainCaptions } from '../screen/theme';
import { crashPage } from './crash';
import { DeskLoop, type DeskOptions } from './desk-loop';
import { EditorHands } from './editor-hands';
import { type LeftTexts, tellLeft } from './editor-leftovers';
import { IdleWatch } from './idle';
import { LeaderPause } from './leader-pause';
import type { Looks } from './looks';
import { Painter } from './painter';
import { DONE, refuse, wordsIn } from './say';
import { keepLanguages } from './settings';
import type { SyncKeeper } from './sync-keeper';
import { handsLater, type SyncTold } from './sync-messages';
import { tellingDesk } from './sync-told';
import { type KeyWaits, type Terminal, takeTerminal } from './terminal';
import type { TipTeller } from './tip-teller';

export interface ClientOptions extends DeskOptions {
  readonly waits: KeyWaits;
  readonly looks: Looks;
  /** Command line of the editor of long texts; null where there is none. */
  readonly editorCommand: string | null;
  readonly leftTexts: LeftTexts;
  /** Minutes without a key until the screen locks; 0 never. */
  readonly lockMinutes: number;
  /** Tells the faster key after a slow way was gone several times; null where nobody wants it. */
  readonly tips: TipTeller | null;
  /** Begins the exchange beside the keyboard. */
  readonly beginSync?: (told: SyncTold) => SyncKeeper;
}

/**
 * Until the desk gets a letter that is shown already, in ms. A terminal is told of a byte when the
 * program sleeps: who goes on working holds up what they have just written.
 */
const AFTER_LETTER_MS = 4;

/** The full-screen client: joins the terminal, the desk and the painter. */
class Client {
  private readonly desk: DeskLoop;
  private readonly pause: LeaderPause;
  private editor: EditorHands | undefined;
  private terminal!: Terminal;
  private painter!: Painter;
  private holdTimer: NodeJS.Timeout | undefined;
  private idle!: IdleWatch;
  private finish: (status: number) => void = () => {};
  private closed = false;
  private keeper: SyncKeeper | undefined;
  /** A letter the screen shows and the desk does not have yet. */
  private shownKeys: readonly Key[] | undefined;
  private shownTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ClientOptions) {
    this.desk = new DeskLoop(options, {
      redraw: () => this.terminal.screen.redraw(),
      editText: (effect) => this.editor?.edit(effect) ?? null,
      quit: () => this.quit(),
      hold: (seconds) => this.hold(seconds),
      language: keepLanguages,
      sync: handsLater(() => this.keeper),
    });
    const { leaderPauseMs } = options.waits;
    this.pause = new LeaderPause(leaderPauseMs, () => this.dispatch({ kind: 'paused' }));
  }

  /** Runs until the user quits; gives the exit status. */
  run(): Promise<number> {
    const { lang, waits, looks } = this.options;
    const taken = takeTerminal({
      waits,
      looks,
      keys: (keys) => this.keys(keys),
      lost: () => this.dispatch({ kind: 'letters_lost' }),
      touched: () => {
        this.idle.key();
        this.keeper?.key();
      },
      size: (cols, rows) => this.dispatch({ kind: 'size', cols, rows }),
      back: () => this.idle.check(),
      end: async () => {
        await this.editor?.end();
        this.close();
      },
      crash: (error) => this.crash(error),
    });
    if (!taken.ok) return Promise.resolve(refuse(wordsIn(lang), taken.problem));
    this.terminal = taken.value;
    this.editor = this.editorHands();
    tellLeft(this.desk, this.options.leftTexts);
    this.desk.begin(this.terminal.size());
    const { screen, behind } = this.terminal;
    const plainCaptions = hasPlainCaptions(looks.theme);
    const view = () => ({ ...this.desk.view(), plainCaptions });
    this.painter = new Painter(screen, view, undefined, behind);
    this.dispatch(this.desk.firstLists());
    const told = tellingDesk(
      this.desk,
      (event) => this.dispatch(event),
      () => this.closed,
    );
    this.keeper = this.options.beginSync?.(told);
    const { clock, lockMinutes } = this.options;
    this.idle = new IdleWatch(
      clock,
      lockMinutes,
      () => this.dispatch({ kind: 'idle' }),
      () => this.editor?.idleMs() ?? Number.POSITIVE_INFINITY,
    );
    return new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  private editorHands(): EditorHands | undefined {
    const { base, session, editorCommand: command } = this.options;
    if (command === null) return undefined;
    const { desk, terminal } = this;
    const user = session.setting.me.id;
    const answer = (event: EditedEvent) => this.dispatch(event);
    const path = realpathSync(base.path);
    return new EditorHands({ desk, terminal, command, base: path, user, answer });
  }

  private keys(keys: readonly Key[]): void {
    this.takeShown();
    if (!this.painter.letter(this.desk.state, keys)) {
      this.take(keys);
      return;
    }
    this.shownKeys = keys;
    if (this.shownTimer) this.shownTimer.refresh();
    else this.shownTimer = setTimeout(() => this.takeShown(), AFTER_LETTER_MS);
  }

  /** Gives the desk a letter that the screen shows already. */
  private takeShown(): void {
    const keys = this.shownKeys;
    if (!keys) return;
    this.shownKeys = undefined;
    this.take(keys);
  }

  /** The same on the way out, where the drafts matter more than one letter. */
  private takeLast(): void {
    try {
      this.takeShown();
    } catch {
      // What ends the program may be what the letter met too.
    }
  }

  private take(keys: readonly Key[]): void {
    const { tips } = this.options;
    if (!tips) this.dispatch({ kind: 'keys', keys });
    else if (tips.press(this.desk, keys)) {
      this.pause.watch(this.desk.state.leader);
      this.painter.show();
    }
  }

  private dispatch(event: DeskEvent): void {
    this.takeShown();
    if (!this.desk.dispatch(event)) return;
    this.pause.watch(this.desk.state.leader);
    this.painter.show();
  }

  private hold(seconds: number): null {
    this.holdTimer = setTimeout(() => this.dispatch({ kind: 'held' }), seconds * 1000);
    return null;
  }

  private quit(): void {
    this.close();
    this.finish(DONE);
  }

  private close(): void {
    this.takeLast();
    this.closed = true;
    clearTimeout(this.shownTimer);
    clearTimeout(this.holdTimer);
    this.idle?.close();
    this.pause.close();
    this.keeper?.close();
    this.desk.close();
    this.painter.close();
    this.terminal.restore();
    this.options.base.close();
  }

  private crash(error: unknown): void {
    try {
      this.editor?.abandon();
      this.takeLast();
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
