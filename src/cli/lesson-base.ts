import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { steppingClock } from '../base/clock';
import { makeIds } from '../base/ids';
import type { Language } from '../base/language';
import { bad, good, type Result } from '../base/problems';
import { seededRandom } from '../base/random';
import { makeDemo, TODAY } from '../demo/make-demo';
import type { Scenario } from '../demo/scenarios';
import { registry } from '../forms/index';
import type { Lesson, LessonBase } from '../lessons/lesson';
import { rehearse } from '../lessons/rehearse';
import { openSession, type Session } from '../records/session';
import type { World } from '../records/world';
import { deedCount } from '../store/changes';
import { openBase } from '../store/open';
import { readWorkers } from '../store/workers';
import { keymapOf } from './keymaps';
import { findLesson } from './lesson-files';
import { fingersOf, openDesk, stageOf } from './lesson-stage';
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
  /** Files of the lessons whose ends are being made. */
  private readonly making = new Set<string>();
  private copies = 0;

  /**
   * A fresh copy of the base a lesson asks for. Problems: those of making a demo base; where it
   * begins after another lesson, `lesson.after_circle` {file}, `lesson.after_failed` {file, step},
   * `lesson.faulty` and those of opening.
   */
  fresh(base: LessonBase): Result<string> {
    const wanted = JSON.stringify(base);
    const known = this.made.get(wanted);
    if (known !== undefined) return good(this.copyOf(known));
    const made = this.make(base);
    if (!made.ok) return made;
    this.made.set(wanted, made.value);
    return good(this.copyOf(made.value));
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

  private make(base: LessonBase): Result<string> {
    if ('after' in base) return this.end(base.after);
    if ('file' in base) return demoBase(base.file);
    const path = join(this.folder, `made-${this.made.size + 1}.akti`);
    const made = makeDemo(path, {
      catalog: shippedCatalog(),
      ...('scenario' in base
        ? { seed: 1, persons: 0, scenario: base.scenario as Scenario }
        : { seed: base.seed, persons: base.persons }),
    });
    return made.ok ? good(path) : made;
  }

  /** The base as a lesson leaves it. */
  private end(file: string): Result<string> {
    if (this.making.has(file)) return bad('lesson.after_circle', { file });
    const found = findLesson(file);
    if (!found.ok) return found;
    this.making.add(file);
    try {
      const begun = this.fresh(found.value.base);
      return begun.ok ? playedOn(begun.value, found.value) : begun;
    } finally {
      this.making.delete(file);
    }
  }
}

/** Plays a lesson to its end on a base file. */
function playedOn(path: string, lesson: Lesson): Result<string> {
  const { language: lang, file } = lesson;
  const opened = openLesson(path, lesson, lang);
  if (!opened.ok) return opened;
  const keymap = keymapOf('effica');
  if (!keymap.ok) return keymap;
  const fingers = fingersOf(keymap.value.keymap, lang);
  const size = { cols: 80, rows: 24 };
  const desk = openDesk({ world: opened.value, keymap: fingers.keymap, lang, size });
  try {
    const { failure } = rehearse(lesson, stageOf(desk), fingers);
    return failure ? bad('lesson.after_failed', { file, step: failure.step }) : good(path);
  } finally {
    desk.close();
    opened.value.world.base.close();
  }
}

/** The path of a demo base that lies there, or why it is none: a real one is never played on. */
function demoBase(path: string): Result<string> {
  const opened = openBase(path);
  if (!opened.ok) {
    return opened.problem.code === 'base.key' ? bad('lesson.real_base', { file: path }) : opened;
  }
  const base = opened.value;
  const { kind } = base;
  base.close();
  return kind === 'demo' ? good(path) : bad('lesson.real_base', { file: path });
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
