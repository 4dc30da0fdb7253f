import type { Key } from '../keys/key';
import type { Lesson } from '../lessons/lesson';
import { Player } from '../lessons/player';
import type { Recording } from '../lessons/recording';
import { RecordingMaker } from '../lessons/recording-maker';
import type { CursorAt } from '../screen/diff';
import { XTERM } from '../screen/profile';
import { createScreen, type Screen } from '../screen/screen';
import { spotOf } from '../ui/cursor';
import { paintPicture } from '../ui/picture';
import type { Words } from '../words/words';
import { lessonLines, lessonRows } from './lesson-lines';
import { audience } from './lesson-list';
import type { LessonShow } from './lesson-show';
import { withBelow } from './painter';
import { playerLines } from './player-lines';

/** TERM of what films are written for. */
const FILM_TERM = 'xterm-256color';

/** What is said of a run at the head of its recording. */
export function aboutOf(
  lesson: Lesson,
  words: Words,
  size: { readonly cols: number; readonly rows: number },
  term = FILM_TERM,
): Omit<Recording, 'events'> {
  const lang = audience(words);
  return {
    title: lesson.title[lang],
    goal: lesson.goal[lang],
    lang,
    screenLang: lesson.language,
    ...size,
    term,
  };
}

/** Follows a player and keeps its steps with what they left on the screen. */
export class StepWatch {
  private shown = -1;

  constructor(
    private readonly lesson: Lesson,
    private readonly player: Player,
    private readonly maker: RecordingMaker,
    private readonly lang: 'fi' | 'en',
  ) {}

  /** Call when the player has changed, before it is painted. */
  look(screen: Screen): void {
    const { step } = this.player;
    if (step === this.shown) return;
    const grid = screen.shown();
    if (this.shown >= 0) this.maker.screen(grid, grid.rows - lessonRows(grid.rows));
    this.shown = step;
    const caption = this.lesson.steps[step]?.caption[this.lang];
    if (caption !== undefined) this.maker.step(step + 1, caption);
  }
}

/** Plays a lesson to its end on a screen nobody sees, in a time of its own, and keeps it all. */
export class Film {
  private at = 0;
  private due: { at: number; then: () => void } | null = null;
  private readonly screen: Screen;
  private readonly maker: RecordingMaker;
  private readonly player: Player;
  private readonly watch: StepWatch;

  constructor(
    private readonly lesson: Lesson,
    private readonly show: LessonShow,
    private readonly words: Words,
    private readonly size: { readonly cols: number; readonly rows: number },
    speed: number,
  ) {
    const lang = audience(words);
    this.maker = new RecordingMaker(aboutOf(lesson, words, size), () => this.at);
    const write = (text: string) => this.maker.output(text);
    this.screen = createScreen({ ...size, write, profile: XTERM });
    this.player = new Player(
      lesson,
      show.fingers,
      {
        press: (keys) => this.press(keys),
        unmet: (step) => show.unmet(step),
        restore: (step) => void show.open(step),
        wait: (ms, then) => {
          this.due = { at: this.at + ms, then };
        },
        still: () => {
          this.due = null;
        },
        changed: () => this.watch.look(this.screen),
        leave: () => {},
      },
      lang,
    );
    show.heard = (key, secret) => this.maker.key(key, secret);
    this.player.speed = speed;
    this.watch = new StepWatch(lesson, this.player, this.maker, lang);
  }

  /** The whole of it; `problem` where the lesson did not go as its file says. */
  run(): { recording: Recording; player: Player } {
    this.player.begin();
    this.paint();
    for (let { due } = this; due; due = this.due) {
      this.due = null;
      this.at = due.at;
      due.then();
      this.paint();
    }
    return { recording: this.maker.ended(this.player.problem ? 1 : 0), player: this.player };
  }

  private press(keys: readonly Key[]): void {
    for (const key of keys) {
      this.show.press([key]);
      this.paint();
    }
  }

  private paint(): void {
    const { cols, rows } = this.size;
    const view = this.show.desk.view();
    const keys = (width: number) => this.show.cast.text(width);
    const lines = playerLines(this.player, this.lesson, this.words, keys);
    const below = lessonLines(lines, cols, lessonRows(rows));
    const cursor: CursorAt = spotOf(view)?.cursor ?? null;
    const wrote = this.screen.frame(withBelow(paintPicture(view), below), cursor);
    if (wrote) this.maker.cells(this.screen.shown(), cursor);
  }
}
