import type { Problem } from '../base/problems';
import { unmet, unmetRecords } from './expect';
import { type Habit, type HabitWorld, habitsOf } from './habits';
import type { Lesson, LessonStep, Told } from './lesson';
import { type Score, scoreOf } from './score';
import type { Stage } from './stage';
import type { Stroke } from './stroke';

/** How a practised lesson went. */
export interface PracticeResult {
  readonly score: Score;
  /** The lesson's own way under the learner's key map. */
  readonly best: Score;
  /** Seconds on the clock. */
  readonly seconds: number;
  readonly lists: number;
  readonly hints: number;
  /** What was not reached; empty for a lesson that passed. */
  readonly failed: readonly Problem[];
  /** The habit that would have saved most. */
  readonly habit: Habit | null;
}

/** A lesson being practised: what was done, and what is still to be done. */
export class Practice {
  private readonly strokes: Stroke[] = [];
  private next = 0;
  private hints = 0;
  private hinted = -1;

  /** @param now milliseconds that never go back */
  constructor(
    private readonly lesson: Lesson,
    private readonly best: Score,
    private readonly now: () => number,
    private readonly begun = now(),
  ) {}

  get keys(): number {
    return scoreOf(this.strokes).keys;
  }

  /** A key was pressed; `stage` is as it is after it. */
  pressed(stroke: Stroke, stage: Stage): void {
    this.strokes.push(stroke);
    // In order: what stands on the screen anyway must not lead past what is still to be done.
    for (let at = this.ahead(); at !== null; at = this.ahead()) {
      if (unmet(stage, (this.lesson.steps[at] as LessonStep).expect)) return;
      this.next = at + 1;
    }
  }

  /** What helps with the step at hand, or null where the lesson has nothing to say. */
  hint(): Told | null {
    const left = this.lesson.steps.slice(this.next);
    const step = left.find(({ hint, apart }) => hint !== null && !apart);
    if (step && this.hinted !== this.next) {
      this.hints += 1;
      this.hinted = this.next;
    }
    return step?.hint ?? null;
  }

  /** Whether all records are there. */
  done(stage: Stage): boolean {
    const { records } = this.lesson.practice;
    return records.length ? unmetRecords(stage, records) === null : this.ahead() === null;
  }

  /**
   * How it went. Problems among it: those of `unmetRecords`; `lesson.not_done` {step} where the
   * lesson has no records to look at; `lesson.keys_over`, `lesson.lists_over`,
   * `lesson.minutes_over`, each {found, max}.
   */
  result(stage: Stage, world: HabitWorld): PracticeResult {
    const { practice } = this.lesson;
    const score = scoreOf(this.strokes);
    const seconds = Math.round((this.now() - this.begun) / 1000);
    const lists = this.strokes.filter((stroke) => stroke.command === 'list.open').length;
    const records = unmetRecords(stage, practice.records);
    const ahead = practice.records.length ? null : this.ahead();
    const failed = [
      ...(records ? [records] : []),
      ...(ahead === null ? [] : [{ code: 'lesson.not_done', values: { step: ahead + 1 } }]),
      ...over('lesson.keys_over', 'keys', score.keys, practice.keys),
      ...over('lesson.lists_over', 'found', lists, practice.lists),
      ...over('lesson.minutes_over', 'found', Math.ceil(seconds / 60), practice.minutes),
    ];
    const [habit = null] = habitsOf(this.strokes, world);
    return { score, best: this.best, seconds, lists, hints: this.hints, failed, habit };
  }

  /** The next step that says what it expects; what is only shown is nobody's task. */
  private ahead(): number | null {
    const { steps } = this.lesson;
    for (let at = this.next; at < steps.length; at += 1) {
      const { apart, expect } = steps[at] as LessonStep;
      const { screen, absent, records } = expect;
      if (!apart && screen.length + absent.length + records.length) return at;
    }
    return null;
  }
}

function over(code: string, name: string, found: number, max: number | null): Problem[] {
  return max !== null && found > max ? [{ code, values: { [name]: found, max } }] : [];
}
