import type { Problem } from '../base/problems';
import type { Key } from '../keys/key';
import { keyId } from '../keys/key';
import type { Lesson, LessonStep } from './lesson';
import { type Fingers, keysOfDeed } from './lesson-keys';

/**
 * `playing` goes on by itself, `paused` waits for a cue, `taken` leaves the keyboard to whoever
 * sits there, `ended` has shown its last step.
 */
export type PlayerMode = 'playing' | 'paused' | 'taken' | 'ended';

/** What the player needs of the show around it. */
export interface PlayerHands {
  press(keys: readonly Key[]): void;
  /** What is not as the step expects, or null. */
  unmet(step: LessonStep): Problem | null;
  /** Makes everything as it was before a step, the first being 0. */
  restore(step: number): void;
  /** Calls back after milliseconds; a later call takes the place of the one before. */
  wait(ms: number, then: () => void): void;
  /** Nothing is waited for any more. */
  still(): void;
  /** The number of the step, the mode or what is said has changed. */
  changed(): void;
  leave(): void;
}

/** One press of the player and how long it waits before it, in ms at speed 1. */
interface Press {
  readonly keys: readonly Key[];
  readonly after: number;
}

/** Pace of the hands at speed 1, in ms: a letter, a key with a meaning. */
const LETTER_MS = 90;
const KEY_MS = 450;
/** Time to read a caption, in ms: to begin, and for each letter. */
const READ_MS = 900;
const READ_LETTER_MS = 38;
const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16];
const STEP_DIGITS = 3;

/** The key that gives the keyboard to the client and back, in every mode. */
export const TURN_KEY = 'Alt+T';

/** Plays a lesson step by step, by itself or as it is told. */
export class Player {
  mode: PlayerMode = 'playing';
  /** Number of the step at hand, the first being 0; the number of steps when all are done. */
  step = 0;
  speed = 1;
  /** Digits of the step to jump to, while they are typed. */
  jump: string | null = null;
  /** What was not as the file says; the show waits. */
  problem: Problem | null = null;
  private presses: readonly Press[] = [];
  private pressed = 0;
  /** What the step came to has been looked at. */
  private seen = false;

  constructor(
    private readonly lesson: Lesson,
    private readonly fingers: Fingers,
    private readonly hands: PlayerHands,
    /** Of the caption, for the time it takes to read. */
    private readonly audience: 'fi' | 'en',
  ) {}

  /** Shows the caption of a step, the first being 0, and goes on from there. */
  begin({ from = 0, paused = false } = {}): void {
    const step = Math.max(0, Math.min(from, this.lesson.steps.length - 1));
    if (step > 0) this.hands.restore(step);
    this.enter(step);
    if (paused) this.mode = 'paused';
    this.hands.changed();
    this.go();
  }

  /** A key of whoever leads the show; true when it is meant for the client. */
  key(key: Key): boolean {
    const id = keyId(key);
    if (id === TURN_KEY) {
      this.turn();
      return false;
    }
    if (this.mode === 'taken') return true;
    if (this.jump !== null) this.jumpKey(key);
    else this.cue(id);
    return false;
  }

  private cue(id: string): void {
    const cues: Readonly<Record<string, () => void>> = {
      Space: () => this.toggle(),
      '.': () => this.one(),
      Backspace: () => this.back(),
      g: () => this.askStep(),
      t: () => this.turn(),
      '+': () => this.pace(1),
      '-': () => this.pace(-1),
      q: () => this.hands.leave(),
      ...(this.mode === 'ended' ? { Enter: () => this.hands.leave() } : {}),
    };
    const found = this.fingers.keymap.lookup([id]);
    if (found && 'command' in found && found.command === 'quit') this.hands.leave();
    else cues[id]?.();
  }

  private toggle(): void {
    if (this.mode === 'playing') this.pause();
    else if (this.mode === 'paused') {
      this.problem = null;
      this.mode = 'playing';
      this.hands.changed();
      this.go();
    }
  }

  private pause(): void {
    this.hands.still();
    this.mode = 'paused';
    this.hands.changed();
  }

  /** Does what is left of the step at once, and waits before the next. */
  private one(): void {
    if (this.mode === 'ended') return;
    this.hands.still();
    this.problem = null;
    this.mode = 'paused';
    const left = this.presses.slice(this.pressed);
    this.pressed = this.presses.length;
    this.hands.press(left.flatMap((press) => [...press.keys]));
    if (this.look()) this.enter(this.step + 1);
    this.hands.changed();
  }

  /** To the beginning of the step, or of the one before where nothing of it was done yet. */
  private back(): void {
    this.to(this.pressed > 0 || this.step === 0 ? this.step : this.step - 1);
  }

  private to(step: number): void {
    this.hands.still();
    this.problem = null;
    this.mode = 'paused';
    this.hands.restore(step);
    this.enter(step);
    this.hands.changed();
  }

  private askStep(): void {
    this.hands.still();
    this.mode = 'paused';
    this.jump = '';
    this.hands.changed();
  }

  private jumpKey(key: Key): void {
    const typed = this.jump ?? '';
    if (key.kind === 'char' && /\d/u.test(key.text) && typed.length < STEP_DIGITS) {
      this.jump = typed + key.text;
    } else if (keyId(key) === 'Backspace' && typed !== '') this.jump = typed.slice(0, -1);
    else {
      this.jump = null;
      const step = Number(typed);
      if (keyId(key) === 'Enter' && step >= 1) {
        this.to(Math.min(step, this.lesson.steps.length) - 1);
        return;
      }
    }
    this.hands.changed();
  }

  private pace(by: number): void {
    const at = SPEEDS.indexOf(this.speed) + by;
    this.speed = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at))] ?? 1;
    this.hands.changed();
  }

  /**
   * Gives the keyboard away, or takes it back: a step that was done meanwhile counts as done, else
   * all is as it was before it.
   */
  private turn(): void {
    this.hands.still();
    if (this.mode !== 'taken') {
      this.mode = 'taken';
      this.jump = null;
      this.hands.changed();
      return;
    }
    const step = this.lesson.steps[this.step];
    if (!step) {
      this.mode = 'ended';
      this.hands.changed();
      return;
    }
    const { screen, absent, records } = step.expect;
    const said = screen.length + absent.length + records.length > 0;
    if (said && this.hands.unmet(step) === null) {
      this.mode = 'paused';
      this.enter(this.step + 1);
      this.hands.changed();
    } else this.to(this.step);
  }

  /** Goes on from where it stands. */
  private go(): void {
    if (this.mode !== 'playing') return;
    const press = this.presses[this.pressed];
    if (press) {
      this.wait(press.after, () => {
        this.pressed += 1;
        this.hands.press(press.keys);
        this.go();
      });
      return;
    }
    const seen = this.seen;
    if (!seen && !this.look()) return;
    const pause = seen ? 0 : (this.lesson.steps[this.step]?.pause ?? 0) * 1000;
    this.wait(pause, () => {
      this.enter(this.step + 1);
      this.hands.changed();
      this.go();
    });
  }

  private wait(ms: number, then: () => void): void {
    this.hands.wait(ms / this.speed, then);
  }

  /** The keys of the step are pressed: is it as it should be? Where not, it stands still. */
  private look(): boolean {
    const step = this.lesson.steps[this.step];
    this.seen = true;
    this.problem = step ? this.hands.unmet(step) : null;
    if (this.problem) this.pause();
    return this.problem === null;
  }

  private enter(at: number): void {
    this.step = at;
    this.pressed = 0;
    this.seen = false;
    const step = this.lesson.steps[at];
    this.presses = step ? this.pressesOf(step) : [];
    if (!step) {
      this.mode = 'ended';
      this.hands.still();
    }
  }

  /** The keys of a step, letter by letter; before the first there is time to read. */
  private pressesOf(step: LessonStep): Press[] {
    const presses = step.deeds.flatMap((deed): Press[] => {
      const keys = keysOfDeed(this.fingers, deed);
      if (!keys.ok) {
        this.problem = keys.problem;
        return [];
      }
      if (deed.kind === 'command') return [{ keys: keys.value, after: KEY_MS }];
      const after = deed.kind === 'press' ? KEY_MS : LETTER_MS;
      return keys.value.map((key) => ({ keys: [key], after }));
    });
    const [first, ...others] = presses;
    if (!first) return [];
    const read = READ_MS + READ_LETTER_MS * step.caption[this.audience].length;
    return [{ ...first, after: first.after + read }, ...others];
  }
}
