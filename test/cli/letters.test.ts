import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../../src/base/random';
import { Painter } from '../../src/cli/painter';
import type { Entry } from '../../src/desk/state';
import type { Key } from '../../src/keys/key';
import { caretAtEnd } from '../../src/screen/line-edit';
import { terminalProfile } from '../../src/screen/profile';
import { createScreen, type Screen } from '../../src/screen/screen';
import type { Base } from '../../src/store/base';
import { spotOf } from '../../src/ui/cursor';
import { paintPicture } from '../../src/ui/picture';
import { Desk, type DeskOptions, keysNamed, typed, viewOf } from '../contract/desk';
import { Bases, IDENTIFIERS, undone } from '../contract/world';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});
afterAll(() => bases.remove());
afterEach(() => vi.useRealTimers());

/** The client's painter over the desk, keys as the client gives them. */
class Hands {
  readonly desk: Desk;
  readonly screen: Screen;
  readonly painter: Painter;
  /** Grids the painter sent to the screen. */
  frames = 0;
  /** Letters that were shown before the desk had them. */
  early = 0;
  /** What was written. */
  written = '';

  constructor(environment: Record<string, string> = { TERM: 'xterm' }, options: DeskOptions = {}) {
    this.desk = new Desk(base, options);
    const profile = terminalProfile(environment);
    if (!profile.ok) throw new Error(profile.problem.code);
    const { cols = 80, rows = 24 } = options;
    const write = (bytes: string) => {
      this.written += bytes;
    };
    const screen = createScreen({ cols, rows, profile: profile.value, write });
    this.screen = screen;
    const { frame } = screen;
    screen.frame = (...given) => {
      this.frames += 1;
      return frame.apply(screen, given);
    };
    this.painter = new Painter(screen, () => this.view());
    this.painter.frame();
  }

  view() {
    return viewOf(this.desk.env, this.desk.state);
  }

  /** Presses keys one by one; gives the most writes of one of them. */
  press(...keys: readonly Key[]): number {
    let most = 0;
    for (const key of keys) {
      const before = this.screen.writes;
      if (this.painter.letter(this.desk.state, [key])) this.early += 1;
      this.desk.press(key);
      this.painter.show();
      most = Math.max(most, this.screen.writes - before);
    }
    return most;
  }

  keys(...names: readonly string[]): number {
    return this.press(...keysNamed(...names));
  }

  type(text: string): number {
    return this.press(...typed(text));
  }

  /** In the memo of an initiation. */
  inMemo(): this {
    this.type(IDENTIFIERS.client);
    this.keys('Enter', 'F5');
    this.type('as');
    this.toMemo();
    return this;
  }

  /** On to a memo of the form, if it has one below. */
  toMemo(): void {
    const { desk } = this;
    for (let stops = 0; stops < 20; stops += 1) {
      const entry = desk.state.entries[desk.state.pane];
      if (!entry || desk.env.registry.form(entry.form).fields[entry.focus]?.kind === 'memo') return;
      this.keys('Tab');
    }
  }

  /** As if the memo had been typed full, but for so many characters. */
  fillUp(left: number): void {
    const { state, env } = this.desk;
    const entry = state.entries[state.pane] as Entry;
    const max = env.registry.form(entry.form).fields[entry.focus]?.max ?? 0;
    // A memo takes twice what may be saved in it.
    const text = 'sana\n'.repeat(max).slice(0, 2 * max - left);
    const edit = { ...entry.edit, line: caretAtEnd(text) };
    const entries = { ...state.entries, [state.pane]: { ...entry, edit } };
    this.desk.state = { ...state, entries };
    this.painter.show();
  }

  wanted(): readonly string[] {
    return paintPicture(this.view()).text();
  }
}

const MOVES = ['Tab', 'Shift+Tab', 'Left', 'Home', 'End', 'Down', 'Up', 'Enter', 'F1', 'F2'];
const SIGNS = [...'abkxZäö19 ,.;-', '漢', '\u0301'];
const STEPS = process.env.AKTI_FULL ? 6000 : 300;
const TERMINALS: readonly (readonly [string, Record<string, string>, DeskOptions])[] = [
  ['xterm', { TERM: 'xterm' }, {}],
  ['xterm of 60 columns', { TERM: 'xterm' }, { cols: 60, rows: 20 }],
  ['vt220, ISO 8859-1', { TERM: 'vt220', LANG: 'fi_FI.ISO-8859-1' }, { cols: 132, rows: 30 }],
  ['vt100, 7 bit', { TERM: 'vt100', LANG: 'C' }, {}],
];

describe('a letter shown before the desk has it', () => {
  it.each(TERMINALS)('is what the desk makes of it, one write a key: %s', (_, terminal, options) =>
    undone(base, () => {
      const seed = 20061208;
      const random = seededRandom(seed);
      const hands = new Hands(terminal, options);
      hands.type(IDENTIFIERS.client);
      hands.keys('Enter', 'F5');
      const wrong: unknown[] = [];
      for (let n = 0; n < STEPS; n += 1) {
        if (n % 150 === 149) hands.keys('Ctrl+G', random.pick(['F5', 'F9', 'Ctrl+T']));
        if (n % 50 === 49) hands.toMemo();
        const roll = random.int(12);
        const most =
          roll > 1
            ? hands.type(random.pick(SIGNS))
            : hands.keys(roll > 0 ? random.pick(MOVES) : 'Backspace');
        if (most > 1) wrong.push([seed, n, most, hands.desk.state.pane]);
        if (!paintPicture(hands.view()).equals(hands.screen.shown())) wrong.push([seed, n]);
      }
      hands.painter.close();
      expect(wrong).toEqual([]);
      expect(hands.early).toBeGreaterThan(STEPS / 20);
    }),
  );

  it('is nearly every letter of a text, and one byte', () =>
    undone(base, () => {
      const hands = new Hands().inMemo();
      const text = 'Hakija pyytaa apua lapsen hoitoon ja kertoo tilanteestaan tarkemmin. ';
      const letters = [...text.repeat(4)].filter((sign) => /\w/.test(sign)).length;
      hands.written = '';
      for (const sign of text.repeat(4)) {
        const { early, written } = hands;
        hands.type(sign);
        if (hands.early > early) expect(hands.written).toBe(`${written}${sign}`);
      }
      hands.painter.close();
      expect(hands.screen.shown().text()).toEqual(hands.wanted());
      expect(hands.early / letters).toBeGreaterThan(0.7);
    }));

  it('is none where the desk does more with it, or would not take it', () =>
    undone(base, () => {
      const hands = new Hands();
      // The finder, a code with its match, a date, a list that lies over the field.
      hands.type(`${IDENTIFIERS.client.slice(0, 6)}aaa`);
      hands.keys('Ctrl+G');
      hands.type(IDENTIFIERS.client);
      hands.keys('Enter', 'F5');
      hands.type('as');
      hands.keys('Tab');
      hands.type('081206');
      hands.keys('Tab', 'F2');
      hands.type('aaaa');
      expect(hands.early).toBe(0);
      hands.painter.close();
    }));

  it('is none where a text behind it moves, or where there is no room for more', () =>
    undone(base, () => {
      const hands = new Hands().inMemo();
      hands.type('alku');
      expect(hands.early).toBeGreaterThan(0);
      hands.type('    loppu');
      hands.keys('Home', 'Right', 'Right', 'Right', 'Right');
      const { early } = hands;
      expect(hands.type('aaa')).toBe(1);
      expect(hands.early).toBe(early);
      hands.keys('End');
      hands.fillUp(4);
      for (const sign of 'aaaaaa') expect(hands.type(sign)).toBeLessThanOrEqual(1);
      expect(hands.desk.said).toContain('text.full');
      expect(hands.early).toBe(early);
      hands.painter.close();
    }));
});

describe('while the hands type', () => {
  it('a letter the desk did not take goes again', () =>
    undone(base, () => {
      const hands = new Hands().inMemo();
      hands.type('alku');
      expect(hands.painter.letter(hands.desk.state, typed('x'))).toBe(true);
      expect(hands.screen.shown().text()).not.toEqual(hands.wanted());
      hands.painter.show();
      expect(hands.screen.shown().text()).toEqual(hands.wanted());
      expect(hands.screen.cursorAt()).toEqual(spotOf(hands.view())?.cursor);
      hands.painter.close();
    }));

  it('a frame waits for the desk, which has not got the letter that is shown', () =>
    undone(base, () => {
      const hands = new Hands().inMemo();
      hands.type('alku');
      const [key] = typed('x') as [Key];
      expect(hands.painter.letter(hands.desk.state, [key])).toBe(true);
      const { frames, written } = hands;
      hands.painter.frame();
      expect(hands.frames).toBe(frames);
      hands.desk.press(key);
      hands.painter.show();
      hands.painter.frame();
      expect([hands.frames, hands.written]).toEqual([frames + 1, written]);
      hands.painter.close();
    }));

  it('no frame is made, and none behind it where the screen is as it should be', () =>
    undone(base, () => {
      vi.useFakeTimers();
      const hands = new Hands().inMemo();
      hands.type('alku');
      vi.advanceTimersByTime(5000);
      const { frames } = hands;
      for (const sign of 'Hakija pyytaa apua.') {
        hands.type(sign);
        vi.advanceTimersByTime(700);
      }
      expect(hands.frames).toBe(frames);
      vi.advanceTimersByTime(5000);
      expect(hands.frames).toBe(frames);
      hands.painter.close();
    }));

  it('a screen that is not as it should be is put right in a pause', () =>
    undone(base, () => {
      vi.useFakeTimers();
      const hands = new Hands().inMemo();
      hands.type('alku');
      vi.advanceTimersByTime(5000);
      hands.type('aa');
      hands.screen.shown().set(3, 3, '#');
      expect(hands.screen.shown().text()).not.toEqual(hands.wanted());
      vi.advanceTimersByTime(5000);
      expect(hands.screen.shown().text()).toEqual(hands.wanted());
      hands.painter.close();
    }));
});

/** Bytes of garbage a typed letter may leave; a frame leaves ten times as much. */
const GARBAGE_MAX = 24 * 1024;
const LETTERS = 20;
const SAMPLES = 15;

it('a letter typed leaves little garbage, so that collecting it seldom falls on a key', () =>
  undone(base, () => {
    const hands = new Hands().inMemo();
    const round = () => hands.type(`${'a'.repeat(LETTERS)}\n`);
    for (let n = 0; n < 5; n += 1) round();
    const sizes = Array.from({ length: SAMPLES }, () => {
      const before = process.memoryUsage().heapUsed;
      round();
      return (process.memoryUsage().heapUsed - before) / LETTERS;
    });
    hands.painter.close();
    // In a few of the samples what lay there was collected meanwhile.
    const middle = sizes.sort((one, other) => one - other)[Math.floor(SAMPLES / 2)] ?? 0;
    if (process.env.AKTI_TABLE) console.log(`garbage of a letter: ${Math.round(middle)} bytes`);
    expect(middle).toBeGreaterThan(0);
    expect(middle).toBeLessThan(GARBAGE_MAX);
  }));
