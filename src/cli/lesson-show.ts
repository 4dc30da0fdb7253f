import type { Problem, Result } from '../base/problems';
import { good } from '../base/problems';
import type { Key } from '../keys/key';
import type { Keymap } from '../keys/keymap';
import { unmet } from '../lessons/expect';
import { KeyCast } from '../lessons/keycast';
import type { Lesson, LessonStep } from '../lessons/lesson';
import { type Fingers, keysOfStep } from '../lessons/lesson-keys';
import type { Stage } from '../lessons/stage';
import type { DeskLoop, Outside } from './desk-loop';
import { type LessonBases, openLesson } from './lesson-base';
import { fingersOf, openDesk, stageOf } from './lesson-stage';

/** What a show is made of. */
export interface ShowOptions {
  readonly lesson: Lesson;
  readonly keymap: Keymap;
  readonly bases: LessonBases;
  /** Size of the client's own rows. */
  readonly size: { readonly cols: number; readonly rows: number };
  readonly outside?: Partial<Outside>;
}

/** A lesson on its base with its desk, whatever shows it. */
export class LessonShow {
  readonly cast = new KeyCast();
  readonly fingers: Fingers;
  desk!: DeskLoop;
  /** Told of each key before the client has it. */
  heard: (key: Key, secret: boolean) => void = () => {};
  /** The base it lies on; another one after each restoring. */
  path = '';
  stage!: Stage;
  private closeBase = () => {};
  private size: ShowOptions['size'];

  constructor(private readonly options: ShowOptions) {
    const { lesson, keymap, size } = options;
    this.fingers = fingersOf(keymap, lesson.language);
    this.size = size;
  }

  /**
   * Everything as it is before a step, the first being 0: a fresh base, and the keys of the steps
   * before it. Problems: those of making and opening the base.
   */
  open(step: number): Result<void> {
    this.close();
    const { lesson, keymap, bases, outside } = this.options;
    const path = bases.fresh(lesson.base);
    if (!path.ok) return path;
    const opened = openLesson(path.value, lesson, lesson.language);
    if (!opened.ok) return opened;
    const { base } = opened.value.world;
    this.path = path.value;
    const size = this.size;
    this.desk = openDesk({ world: opened.value, keymap, lang: lesson.language, size }, outside);
    this.stage = stageOf(this.desk);
    this.closeBase = () => {
      this.desk.close();
      base.close();
    };
    this.cast.clear();
    for (const before of lesson.steps.slice(0, step)) {
      const keys = keysOfStep(this.fingers, before);
      if (keys.ok) this.stage.press(keys.value);
    }
    return good(undefined);
  }

  /** Presses keys one by one, as hands do, and shows their names. */
  press(keys: readonly Key[]): void {
    for (const key of keys) {
      const secret = this.secret();
      this.cast.add(key, secret);
      this.heard(key, secret);
      this.stage.press([key]);
    }
  }

  resize(cols: number, rows: number): void {
    this.size = { cols, rows };
    this.desk.dispatch({ kind: 'size', cols, rows });
  }

  unmet(step: LessonStep): Problem | null {
    return unmet(this.stage, step.expect);
  }

  close(): void {
    this.closeBase();
    this.closeBase = () => {};
  }

  /** What is typed now is nobody's to see. */
  private secret(): boolean {
    const { lock, overlay } = this.desk.state;
    return lock !== null || overlay?.kind === 'password';
  }
}
