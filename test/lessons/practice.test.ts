import { afterAll, describe, expect, it } from 'vitest';
import { keymapOf } from '../../src/cli/keymaps';
import { LessonBases } from '../../src/cli/lesson-base';
import { bestScore } from '../../src/cli/lesson-practise';
import { LessonShow } from '../../src/cli/lesson-show';
import { type Key, readKeyName } from '../../src/keys/key';
import { habitsOf } from '../../src/lessons/habits';
import { keysOfStep, keysOfText } from '../../src/lessons/lesson-keys';
import { Practice } from '../../src/lessons/practice';
import { lineOf, readResults, standingsOf } from '../../src/lessons/results';
import { scoreOf } from '../../src/lessons/score';
import { type Stroke, strokeOf } from '../../src/lessons/stroke';
import { shippedLesson } from '../flows/lesson-flow';

const bases = new LessonBases();
afterAll(() => bases.remove());

function keymap(name = 'effica') {
  const read = keymapOf(name);
  if (!read.ok) throw new Error(name);
  return read.value.keymap;
}

/** A learner at a lesson: keys by name, or text after `=`. */
class Learner {
  readonly show: LessonShow;
  readonly strokes: Stroke[] = [];
  readonly practice: Practice;
  time = 0;

  constructor(readonly id: string) {
    const lesson = shippedLesson(id);
    this.show = new LessonShow({ lesson, keymap: keymap(), bases, size: { cols: 80, rows: 24 } });
    expect(this.show.open(0).ok).toBe(true);
    const best = bestScore(lesson, keymap(), bases);
    if (!best.ok) throw new Error(best.problem.code);
    this.practice = new Practice(lesson, best.value, () => this.time);
  }

  press(...names: string[]): void {
    for (const name of names) {
      const read = name.startsWith('=') ? null : readKeyName(name);
      const keys = read?.ok ? read.value : keysOfText(name.slice(1));
      for (const key of keys) this.key(key);
    }
  }

  /** The lesson's own way from its first step, or from another one. */
  wholeWay(from = 0): void {
    for (const step of shippedLesson(this.id).steps.slice(from)) {
      const keys = keysOfStep(this.show.fingers, step);
      if (keys.ok) for (const key of keys.value) this.key(key);
    }
  }

  result() {
    const { workDate } = this.show.desk.state.setting;
    return this.practice.result(this.show.stage, { keymap: keymap(), workDate });
  }

  habits() {
    const { workDate } = this.show.desk.state.setting;
    return habitsOf(this.strokes, { keymap: keymap(), workDate });
  }

  private key(key: Key): void {
    const { desk, stage } = this.show;
    const stroke = strokeOf(desk.env, desk.state, key);
    this.strokes.push(stroke);
    stage.press([key]);
    this.practice.pressed(stroke, stage);
  }
}

describe('the shortest way', () => {
  it.each([
    ['b1', 'effica', 78],
    ['b1', 'no-function-keys', 89],
    ['b2', 'effica', 98],
    ['b2', 'no-function-keys', 106],
    ['b1', 'laptop', 91],
    ['b2', 'laptop', 106],
    ['b1', 'gold', 84],
    ['b2', 'gold', 105],
  ])('of %s under %s is %i keys', (id, name, keys) => {
    const best = bestScore(shippedLesson(id), keymap(name), bases);
    expect(best.ok && best.value.keys).toBe(keys);
  });

  it('passes, with nothing to save', () => {
    const learner = new Learner('b1');
    learner.wholeWay();
    learner.time = 90_000;
    expect(learner.practice.done(learner.show.stage)).toBe(true);
    const result = learner.result();
    expect(result).toMatchObject({ failed: [], seconds: 90, lists: 0, hints: 0 });
    expect(result.score).toEqual(result.best);
  });
});

describe('the keystroke-level model', () => {
  const stroke = (more: Partial<Stroke>): Stroke => ({
    ...{ key: 'a', cost: 1, letter: true, memo: false, command: null, chosen: null },
    ...{ where: 'field', field: null },
    ...more,
  });

  it('makes up its mind before a value and a command, not before going on', () => {
    const value = [stroke({}), stroke({})];
    const tab = stroke({ key: 'Tab', letter: false, command: 'field.next' });
    const save = stroke({ key: 'F12', letter: false, command: 'save' });
    expect(scoreOf([...value, tab, save])).toEqual({ keys: 4, seconds: 3.8 });
  });

  it('leaves the text of a memo out', () => {
    expect(scoreOf([stroke({ memo: true }), stroke({ memo: true })])).toEqual({
      keys: 0,
      seconds: 0,
    });
  });
});

describe('habits', () => {
  it('are none on the way the lesson goes, but for a date that could be shorter', () => {
    const learner = new Learner('b1');
    learner.wholeWay();
    // 050508 is the work date: t would have done; B1 is typed as it was walked.
    expect(learner.habits().map(({ name, better }) => [name, better])).toEqual([['dates', 't']]);
  });

  it('tell a list that was walked, a menu that has a key, and erasing', () => {
    const learner = new Learner('b1');
    learner.press('=1212', 'Enter', 'F10', 'Right', 'Right');
    const { overlay } = learner.show.desk.state;
    expect(overlay?.kind).toBe('menu');
    learner.press('Esc', 'Ctrl+P', '=vireillepano', 'Enter');
    expect(learner.show.desk.state.pane).toBe('initiation');
    learner.press('F2', 'Down', 'Down', 'Down', 'Enter', '=0812', 'Backspace', 'Backspace');
    const names = learner.habits().map(({ name }) => name);
    expect(names).toEqual(['menus', 'corrections', 'lists']);
    expect(learner.habits()[0]).toMatchObject({ better: 'F5', times: 1 });
  });

  it('tell dates and fields passed one by one', () => {
    const learner = new Learner('b2');
    learner.press('F9', '=koi', 'Tab', '=13032026', 'Tab', '=pu');
    learner.press('Tab', 'Tab', 'Tab', 'Tab', 'Tab', 'Tab');
    const habits = Object.fromEntries(learner.habits().map((one) => [one.name, one]));
    expect(habits.dates).toMatchObject({ keys: 6, times: 1, better: '13' });
    expect(habits.tabs).toMatchObject({ keys: 4, times: 1 });
  });
});

describe('a practice', () => {
  it('says what is missing, and which limits were passed', () => {
    const learner = new Learner('b2');
    learner.press('F9', '=koi', 'Tab', ...Array<string>(160).fill('Backspace'));
    learner.time = 11 * 60_000;
    const codes = learner.result().failed.map(({ code }) => code);
    expect(codes).toEqual(['lesson.records', 'lesson.keys_over', 'lesson.minutes_over']);
  });

  it('hints past what is only shown: nobody has to take the wrong turn of the lesson', () => {
    const learner = new Learner('codes');
    learner.press('=aino', 'Enter', 'F5');
    expect(learner.practice.hint()?.fi).toMatch(/tuen/);
    learner.press('=tuen', 'Tab', 'Tab');
    expect(learner.practice.hint()?.fi).toMatch(/Kirjoita om/);
    learner.press('=om', 'Tab', '=jok', 'F12');
    expect(learner.practice.done(learner.show.stage)).toBe(true);
    expect(learner.result()).toMatchObject({ failed: [], score: { keys: 19 }, best: { keys: 19 } });
  });

  it('hints at the step at hand, however often it is asked', () => {
    const learner = new Learner('b1');
    expect(learner.practice.hint()?.en).toMatch(/Type 1212/u);
    expect(learner.practice.hint()?.en).toMatch(/Type 1212/u);
    learner.press('=1212', 'Enter', 'F5', '=as', 'Tab');
    expect(learner.practice.hint()?.en).toMatch(/081206/u);
    expect(learner.result().hints).toBe(2);
  });
});

describe('results', () => {
  it('are a line of figures each, which is read back', () => {
    const learner = new Learner('b1');
    learner.wholeWay();
    const line = lineOf('b1', '2026-03-16T08:00:00.000Z', 'effica', learner.result());
    const text = `${JSON.stringify(line)}\nnothing\n{"lesson":"b1"}\n`;
    expect(readResults(text)).toEqual({ lines: [line], bad: [2, 3] });
    expect(JSON.stringify(line)).not.toMatch(/Testi|1212|Hakija/u);
    const slow = { ...line, keys: 120, seconds: 300 };
    const failed = { ...line, keys: 10, passed: false };
    expect(standingsOf([slow, line, failed])).toEqual([
      { lesson: 'b1', times: 3, passed: 2, keys: 78, seconds: 0, best_keys: 78 },
    ]);
  });
});
