import { systemClock } from '../base/clock';
import type { Lesson } from '../lessons/lesson';
import type { Player } from '../lessons/player';
import type { Recording } from '../lessons/recording';
import { RecordingMaker } from '../lessons/recording-maker';
import { spotOf } from '../ui/cursor';
import type { Words } from '../words/words';
import { aboutOf, StepWatch } from './lesson-film';
import { lessonRows } from './lesson-lines';
import { audience } from './lesson-list';
import type { LessonShow } from './lesson-show';
import type { Terminal } from './terminal';

/** Keeps what a room sees of a lesson in the terminal, in the time it takes. */
export class LiveFilm {
  private readonly maker: RecordingMaker;
  private watch: StepWatch | null = null;

  constructor(
    private readonly lesson: Lesson,
    private readonly words: Words,
    private readonly terminal: Terminal,
    show: LessonShow,
  ) {
    const clock = systemClock();
    const begun = clock.now().getTime();
    const about = aboutOf(lesson, words, terminal.size(), process.env.TERM);
    let last = 0;
    this.maker = new RecordingMaker(about, () => {
      // The machine's clock may be set back meanwhile.
      last = Math.max(last, clock.now().getTime() - begun);
      return last;
    });
    const { screen } = terminal;
    screen.tap((text) => {
      this.maker.output(text);
      this.maker.cells(screen.shown(), spotOf(show.desk.view())?.cursor ?? null);
    });
    show.heard = (key, secret) => this.maker.key(key, secret);
  }

  /** The player has changed and is about to be painted. */
  changed(player: Player): void {
    this.watch ??= new StepWatch(this.lesson, player, this.maker, audience(this.words));
    this.watch.look(this.terminal.screen);
  }

  /** What has no steps is one, with this caption. */
  whole(caption: string): void {
    this.maker.step(1, caption);
  }

  size(cols: number, rows: number): void {
    this.maker.size(cols, rows);
  }

  ended(status: number): Recording {
    if (!this.watch) {
      const grid = this.terminal.screen.shown();
      this.maker.screen(grid, grid.rows - lessonRows(grid.rows));
    }
    return this.maker.ended(status);
  }
}
