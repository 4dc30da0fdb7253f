import type { Problem } from '../base/problems';
import type { Key } from '../keys/key';
import type { LessonStep } from '../lessons/lesson';
import type { PlayerHands } from '../lessons/player';
import { hasPlainCaptions } from '../screen/theme';
import { crashPage } from './crash';
import { LeaderPause } from './leader-pause';
import { type LessonLines, lessonLines, lessonRows } from './lesson-lines';
import { LessonShow, type ShowOptions } from './lesson-show';
import { looksOf } from './looks';
import { Painter } from './painter';
import { DONE, refuse, wordsIn } from './say';
import { readSettings } from './settings';
import { type Terminal, takeTerminal } from './terminal';

/** Who leads a lesson in the terminal: the player, or the learner's guide. */
export interface Leader {
  begin(): void;
  /** A key before the client sees it; true: it is the client's. */
  key(key: Key): boolean;
  /** The client has done a key of the hands at the keyboard. */
  pressed?(): void;
  /** It has changed, and is about to be painted. */
  changed?(): void;
  /** It is left; everything is still there. */
  leaving?(): void;
  lines(): LessonLines;
}

/** What a leader may do with the client, and know of it. */
export interface LeaderHands extends PlayerHands {
  readonly show: LessonShow;
}

/** What a lesson in the terminal needs. */
export interface LessonClientOptions extends Omit<ShowOptions, 'size' | 'outside'> {
  lead(hands: LeaderHands): Leader;
  /** The screen is there: what is shown may be heard from here on. */
  onStage?(terminal: Terminal, show: LessonShow): void;
  onSize?(cols: number, rows: number): void;
}

/** The real client on a lesson's base, with the lesson's rows under it. */
class LessonClient implements LeaderHands {
  show!: LessonShow;
  private leader!: Leader;
  private terminal!: Terminal;
  private painter!: Painter;
  private pause!: LeaderPause;
  private timer: NodeJS.Timeout | undefined;
  private shownLines = '';
  private closed = false;
  private finish: (status: number) => void = () => {};

  constructor(private readonly options: LessonClientOptions) {}

  run(): Promise<number> {
    const words = wordsIn(this.options.lesson.language);
    const waits = readSettings();
    const looks = looksOf(waits);
    if (!looks.ok) return Promise.resolve(refuse(words, looks.problem));
    const size = { cols: process.stdout.columns ?? 80, rows: process.stdout.rows ?? 24 };
    this.show = new LessonShow({
      ...this.options,
      size: { cols: size.cols, rows: size.rows - lessonRows(size.rows) },
      outside: { redraw: () => this.terminal.screen.redraw(), quit: () => this.leave() },
    });
    const opened = this.show.open(0);
    if (!opened.ok) return Promise.resolve(refuse(words, opened.problem));
    const taken = takeTerminal({
      waits,
      looks: looks.value,
      keys: (keys) => this.keys(keys),
      lost: () => {
        this.show.desk.dispatch({ kind: 'letters_lost' });
        this.paint();
      },
      touched: () => {},
      size: (cols, rows) => this.resize(cols, rows),
      back: () => {},
      end: () => this.close(),
      crash: (error) => process.stderr.write(crashPage(words, error)),
    });
    if (!taken.ok) {
      this.show.close();
      return Promise.resolve(refuse(words, taken.problem));
    }
    this.terminal = taken.value;
    this.pause = new LeaderPause(waits.leaderPauseMs, () => {
      this.show.desk.dispatch({ kind: 'paused' });
      this.paint();
    });
    this.leader = this.options.lead(this);
    const plainCaptions = hasPlainCaptions(looks.value.theme);
    this.painter = new Painter(
      this.terminal.screen,
      () => ({ ...this.show.desk.view(), plainCaptions }),
      () => this.below(),
      this.terminal.behind,
    );
    this.options.onStage?.(this.terminal, this.show);
    this.leader.begin();
    this.paint();
    return new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  press(keys: readonly Key[]): void {
    this.show.press(keys);
    this.paint();
  }

  unmet(step: LessonStep): Problem | null {
    return this.show.unmet(step);
  }

  restore(step: number): void {
    const opened = this.show.open(step);
    if (!opened.ok) {
      this.leave();
      refuse(wordsIn(this.options.lesson.language), opened.problem);
    }
  }

  wait(ms: number, then: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      then();
      this.paint();
    }, ms);
  }

  still(): void {
    clearTimeout(this.timer);
  }

  changed(): void {
    this.leader.changed?.();
    this.paint();
  }

  leave(): void {
    if (this.closed) return;
    this.leader.leaving?.();
    this.close();
    this.finish(DONE);
  }

  private keys(keys: readonly Key[]): void {
    for (const key of keys) {
      if (this.closed) return;
      if (!this.leader.key(key)) continue;
      this.show.press([key]);
      if (this.closed) return;
      this.leader.pressed?.();
    }
    this.paint();
  }

  private resize(cols: number, rows: number): void {
    this.options.onSize?.(cols, rows);
    this.show.resize(cols, rows - lessonRows(rows));
    this.painter.frame();
  }

  private below() {
    const { cols, rows } = this.terminal.size();
    return lessonLines(this.leader.lines(), cols, lessonRows(rows));
  }

  /** What was typed is echoed as in the client; the lesson's rows need a frame. */
  private paint(): void {
    if (this.closed || !this.painter) return;
    this.pause.watch(this.show.desk.state.leader);
    const lines = JSON.stringify(this.below());
    const same = lines === this.shownLines;
    this.shownLines = lines;
    if (same) this.painter.show();
    else this.painter.frame();
  }

  private close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.pause?.close();
    this.show.close();
    this.painter?.close();
    this.terminal.restore();
  }
}

/** Runs a lesson in the terminal until it is left; gives the exit status. */
export function runLessonClient(options: LessonClientOptions): Promise<number> {
  return new LessonClient(options).run();
}
