import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { steppingClock } from '../base/clock';
import { makeIds } from '../base/ids';
import type { Language } from '../base/language';
import { good, type Result } from '../base/problems';
import { seededRandom } from '../base/random';
import { makeDemo, TODAY } from '../demo/make-demo';
import type { Scenario } from '../demo/scenarios';
import { registry } from '../forms/index';
import type { Lesson, LessonBase } from '../lessons/lesson';
import { openSession, type Session } from '../records/session';
import type { World } from '../records/world';
import { deedCount } from '../store/changes';
import { openBase } from '../store/open';
import { readWorkers } from '../store/workers';
import { shippedCatalog, workDateOf } from './world';

/** The hour at which every lesson stands; its day is the last one of the made-up world. */
const LESSON_HOUR = 'T08:00:00.000Z';
const LESSON_SEED = 7;

/** Who works in a lesson, on a base of its own. */
export interface LessonWorld {
  readonly world: World;
  readonly session: Session;
}

/**
 * The bases of lessons, in a private folder that goes away at the end. Each is made once and
 * copied for every beginning, so that a lesson always begins the same.
 */
export class LessonBases {
  private readonly folder = mkdtempSync(join(tmpdir(), 'akti-lesson-'));
  private readonly made = new Map<string, string>();
  private copies = 0;

  /** A fresh copy of the base a lesson asks for. Problems: those of making a demo base. */
  fresh(base: LessonBase): Result<string> {
    const wanted = JSON.stringify(base);
    const made = this.made.get(wanted) ?? this.make(base);
    if (typeof made !== 'string') return made;
    this.made.set(wanted, made);
    return good(this.copyOf(made));
  }

  /** A copy of a base file that may be changed. */
  copyOf(path: string): string {
    this.copies += 1;
    const copy = join(this.folder, `${this.copies}.akti`);
    copyFileSync(path, copy);
    return copy;
  }

  /** Takes everything away; safe to call twice. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private make(base: LessonBase): string | Extract<Result<string>, { ok: false }> {
    const path = join(this.folder, `made-${this.made.size + 1}.akti`);
    const made = makeDemo(path, {
      catalog: shippedCatalog(),
      ...('scenario' in base
        ? { seed: 1, persons: 0, scenario: base.scenario as Scenario }
        : { seed: base.seed, persons: base.persons }),
    });
    return made.ok ? path : made;
  }
}

/**
 * Opens a lesson's base and lets its worker in. Clock and ids are the lesson's own: the same keys
 * give the same base.
 * Problems: those of opening, `session.no_worker`, those of the work date.
 */
export function openLesson(
  path: string,
  lesson: Pick<Lesson, 'user' | 'workDate'>,
  lang: Language,
): Result<LessonWorld> {
  const opened = openBase(path);
  if (!opened.ok) return opened;
  const base = opened.value;
  const clock = steppingClock(`${TODAY}${LESSON_HOUR}`, 0);
  const random = seededRandom(LESSON_SEED + 1000 * deedCount(base));
  const world: World = {
    catalog: shippedCatalog(),
    registry,
    base,
    clock,
    ids: makeIds(clock, random),
    workers: readWorkers(base),
  };
  const workDate = workDateOf(lesson.workDate, clock);
  const session = workDate.ok
    ? openSession(world, { user: lesson.user, workDate: workDate.value, lang })
    : workDate;
  if (session.ok) return good({ world, session: session.value });
  base.close();
  return session;
}
