import { isoInstant, systemClock } from '../base/clock';
import type { Result } from '../base/problems';
import { good } from '../base/problems';
import { keyId } from '../keys/key';
import type { Keymap } from '../keys/keymap';
import type { Lesson } from '../lessons/lesson';
import { keysOfStep } from '../lessons/lesson-keys';
import { TURN_KEY } from '../lessons/player';
import { Practice, type PracticeResult } from '../lessons/practice';
import { lineOf } from '../lessons/results';
import { type Score, scoreOf } from '../lessons/score';
import { type Stroke, strokeOf } from '../lessons/stroke';
import type { Words } from '../words/words';
import { keymapOf } from './keymaps';
import { LessonBases } from './lesson-base';
import type { Leader, LeaderHands } from './lesson-client';
import { findLesson } from './lesson-files';
import { type HandedOnFlags, runHandedOn } from './lesson-handed-on';
import type { LessonLines } from './lesson-lines';
import { audience } from './lesson-list';
import type { LiveFilm } from './lesson-live-film';
import { keepResult, tellResult } from './lesson-results';
import { LessonShow } from './lesson-show';
import { DONE, refuse } from './say';
import type { Settings } from './settings';

/** Flags of `akti lesson practise`. */
export interface PractiseFlags extends HandedOnFlags {
  readonly keymap?: string;
  /** Seconds without a key after which a hint comes. */
  readonly idle?: number;
}

/** Without a key for so long, somebody may not know how to go on. */
const IDLE_SECONDS = 20;

/** What the lesson's own way costs under a key map: it is played and its strokes are counted. */
export function bestScore(lesson: Lesson, keymap: Keymap, bases: LessonBases): Result<Score> {
  const show = new LessonShow({ lesson, keymap, bases, size: { cols: 80, rows: 24 } });
  const opened = show.open(0);
  if (!opened.ok) return opened;
  const strokes: Stroke[] = [];
  let counted = true;
  show.heard = (key) => {
    if (counted) strokes.push(strokeOf(show.desk.env, show.desk.state, key));
  };
  try {
    for (const step of lesson.steps) {
      const keys = keysOfStep(show.fingers, step);
      if (!keys.ok) return keys;
      counted = !step.apart;
      show.press(keys.value);
    }
    return good(scoreOf(strokes));
  } finally {
    show.close();
  }
}

/** The learner's guide: the goal, hints, and at the end how it went. */
class Guide implements Leader {
  private practice: Practice;
  private asking = false;
  private hinted: string | null = null;
  private done = false;
  private stroke: Stroke | null = null;

  constructor(
    private readonly hands: LeaderHands,
    private readonly about: {
      lesson: Lesson;
      words: Words;
      best: Score;
      keymap: Keymap;
      idle: number;
    },
    private readonly film: () => LiveFilm | null,
    private readonly ended: (result: PracticeResult) => void,
  ) {
    this.practice = this.fresh();
  }

  begin(): void {
    const { lesson, words } = this.about;
    this.film()?.whole(lesson.goal[audience(words)]);
    this.idle();
  }

  key(key: Parameters<Leader['key']>[0]): boolean {
    const id = keyId(key);
    if (id === TURN_KEY) this.asking = !this.asking;
    else if (this.asking) this.cue(id.toLowerCase());
    else {
      const { desk } = this.hands.show;
      this.stroke = strokeOf(desk.env, desk.state, key);
      return true;
    }
    return false;
  }

  pressed(): void {
    const { stroke } = this;
    const { stage } = this.hands.show;
    if (!stroke) return;
    this.hinted = null;
    this.practice.pressed(stroke, stage);
    const saves = stroke.command !== null || stroke.key === 'Enter';
    if (saves) this.done = this.practice.done(stage);
    this.idle();
  }

  leaving(): void {
    const { keymap } = this.about;
    const { workDate } = this.hands.show.desk.state.setting;
    this.ended(this.practice.result(this.hands.show.stage, { keymap, workDate }));
  }

  lines(): LessonLines {
    const { lesson, words, best } = this.about;
    const lang = audience(words);
    const keys = this.practice.keys;
    const said = this.done ? words.t('lesson.all_done') : (this.hinted ?? lesson.goal[lang]);
    return {
      head: words.t('lesson.practising', { title: lesson.title[lang], keys, best: best.keys }),
      keys: (width) => this.hands.show.cast.text(width),
      said: this.asking ? words.t('lesson.guide_cues') : said,
      hint: words.t('lesson.guide_hint', { key: TURN_KEY }),
      warns: false,
    };
  }

  private cue(id: string): void {
    this.asking = false;
    if (id === 'v' || id === 'h') this.hint();
    else if (id === 'l' || id === 'f') this.hands.leave();
    else if (id === 'a' || id === 's') {
      this.hands.restore(0);
      this.practice = this.fresh();
      this.done = false;
      this.hinted = null;
      this.idle();
    }
  }

  private fresh(): Practice {
    const clock = systemClock();
    const { lesson, best } = this.about;
    return new Practice(lesson, best, () => clock.now().getTime());
  }

  private hint(): void {
    const { words } = this.about;
    const told = this.done ? null : this.practice.hint();
    if (told) this.hinted = words.t('lesson.hint', { hint: told[audience(words)] });
  }

  private idle(): void {
    this.hands.wait(this.about.idle * 1000, () => this.hint());
  }
}

/** `akti lesson practise NAME`: the learner works in the real client, and sees how it went. */
export async function practiseLesson(
  name: string,
  flags: PractiseFlags,
  settings: Settings,
  words: Words,
): Promise<number> {
  const found = findLesson(name);
  if (!found.ok) return refuse(words, found.problem);
  const lesson = found.value;
  const read = keymapOf(flags.keymap ?? settings.keymap);
  if (!read.ok) return refuse(words, read.problem);
  const { keymap } = read.value;
  const bases = new LessonBases();
  process.on('exit', () => bases.remove());
  let result: PracticeResult | undefined;
  try {
    const best = bestScore(lesson, keymap, bases);
    if (!best.ok) return refuse(words, best.problem);
    const about = { lesson, words, keymap, best: best.value, idle: flags.idle ?? IDLE_SECONDS };
    const status = await runHandedOn({
      ...{ lesson, keymap, bases, flags, words },
      lead: (hands, film) =>
        new Guide(hands, about, film, (given) => {
          result = given;
        }),
    });
    if (!result) return status;
    tellResult(lesson, result, words);
    const line = lineOf(lesson.id, isoInstant(systemClock().now()), keymap.name, result);
    const kept = keepResult(line, words);
    return status === DONE ? kept : status;
  } finally {
    bases.remove();
  }
}
