import { describe, expect, it } from 'vitest';
import { type Key, keyId, readKeyName } from '../../src/keys/key';
import type { Lesson, LessonStep } from '../../src/lessons/lesson';
import { Player } from '../../src/lessons/player';
import { shippedLesson } from '../flows/lesson-flow';

const LESSON: Lesson = shippedLesson('b1');
const keymap = {
  name: 'test',
  lookup: (sequence: readonly string[]) =>
    sequence[0] === 'Ctrl+Q' ? { command: 'quit' as const } : undefined,
  keysOf: (command: string) => [command === 'save' ? 'F12' : 'F5'],
};

/** A show that keeps what the player did to it, in a time that goes by itself. */
class Show {
  readonly done: string[] = [];
  due: { ms: number; then: () => void } | null = null;
  fails: LessonStep | null = null;
  left = false;
  readonly player: Player;

  constructor(lesson = LESSON) {
    const caption = (command: string) => command;
    this.player = new Player(
      lesson,
      { keymap, caption },
      {
        press: (keys) => this.done.push(...keys.map(keyId)),
        unmet: (step) => (step === this.fails ? { code: 'lesson.not_shown' } : null),
        restore: (step) => this.done.push(`restore ${step}`),
        wait: (ms, then) => {
          this.due = { ms, then };
        },
        still: () => {
          this.due = null;
        },
        changed: () => {},
        leave: () => {
          this.left = true;
        },
      },
      'fi',
    );
  }

  /** Lets so many waits pass. */
  pass(waits: number): void {
    for (let left = waits; left > 0 && this.due; left -= 1) {
      const { then } = this.due;
      this.due = null;
      then();
    }
  }

  press(...names: string[]): boolean[] {
    return names.map((name) => {
      const read = readKeyName(name);
      if (!read.ok) throw new Error(name);
      return this.player.key(read.value[0] as Key);
    });
  }
}

describe('a lesson that plays', () => {
  it('types letter by letter, waits before each, and ends', () => {
    const show = new Show();
    show.player.begin();
    expect(show.done).toEqual([]);
    show.pass(1);
    expect(show.done).toEqual(['1']);
    show.pass(1000);
    expect(show.player.mode).toBe('ended');
    expect(show.player.step).toBe(LESSON.steps.length);
    expect(show.done.slice(0, 6)).toEqual(['1', '2', '1', '2', 'Enter', 'F5']);
    expect(show.due).toBeNull();
  });

  it('goes faster in proportion', () => {
    const [slow, fast] = [new Show(), new Show()];
    fast.player.speed = 4;
    slow.player.begin();
    fast.player.begin();
    expect((slow.due?.ms ?? 0) / (fast.due?.ms ?? 1)).toBeCloseTo(4);
  });

  it('stands still on Space, in the middle of a word too, and goes on from there', () => {
    const show = new Show();
    show.player.begin();
    show.pass(2);
    expect(show.press('Space')).toEqual([false]);
    expect([show.player.mode, show.due]).toEqual(['paused', null]);
    show.press('Space');
    show.pass(3);
    expect(show.done).toEqual(['1', '2', '1', '2', 'Enter']);
  });

  it('stops at a step that is not as the file says, and says what', () => {
    const show = new Show();
    show.fails = LESSON.steps[1] as LessonStep;
    show.player.begin();
    show.pass(1000);
    expect(show.player.mode).toBe('paused');
    expect(show.player.step).toBe(1);
    expect(show.player.problem?.code).toBe('lesson.not_shown');
  });
});

describe('whoever leads a lesson', () => {
  it('does one step at a time', () => {
    const show = new Show();
    show.player.begin({ paused: true });
    show.press('.');
    expect(show.done).toEqual(['1', '2', '1', '2', 'Enter']);
    expect([show.player.step, show.player.mode]).toEqual([1, 'paused']);
    show.press('.');
    expect(show.done.at(-1)).toBe('F5');
  });

  it('goes back to the beginning of the step, and from there to the one before', () => {
    const show = new Show();
    show.player.begin();
    show.pass(7);
    expect(show.player.step).toBe(1);
    show.press('.', 'Backspace');
    expect([show.player.step, show.done.at(-1)]).toEqual([1, 'restore 1']);
    show.press('Backspace');
    expect([show.player.step, show.done.at(-1)]).toEqual([0, 'restore 0']);
  });

  it('jumps to a step by its number, and not beyond the last', () => {
    const show = new Show();
    show.player.begin();
    show.press('g', '1', '4', 'Enter');
    expect([show.player.step, show.done.at(-1)]).toEqual([13, 'restore 13']);
    show.press('g', '9', '9', '9', 'Enter');
    expect(show.player.step).toBe(LESSON.steps.length - 1);
    show.press('g', '2', 'x');
    expect([show.player.step, show.player.jump]).toEqual([LESSON.steps.length - 1, null]);
  });

  it('takes the keyboard over and hands it back to a step that was done meanwhile', () => {
    const show = new Show();
    show.player.begin();
    show.press('t');
    expect(show.player.mode).toBe('taken');
    expect(show.press('q', 'Space', '.')).toEqual([true, true, true]);
    expect(show.left).toBe(false);
    show.press('Alt+T');
    expect([show.player.step, show.player.mode]).toEqual([1, 'paused']);
  });

  it('gets everything as it was where the step was not done', () => {
    const show = new Show();
    show.fails = LESSON.steps[0] as LessonStep;
    show.player.begin();
    show.press('Alt+T', 'z', 'Alt+T');
    expect([show.player.step, show.done.at(-1)]).toEqual([0, 'restore 0']);
  });

  it('leaves by q, or by the key map’s own key', () => {
    for (const name of ['q', 'Ctrl+Q']) {
      const show = new Show();
      show.player.begin();
      show.press(name);
      expect(show.left, name).toBe(true);
    }
  });
});
