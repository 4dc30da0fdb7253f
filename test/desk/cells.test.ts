import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activeEntry } from '../../src/desk/env';
import type { Entry } from '../../src/desk/state';
import { problemOn } from '../../src/desk/unread';
import { rowsIn } from '../../src/form/value';
import type { Base } from '../../src/store/base';
import { Desk, keysNamed, typed } from '../contract/desk';
import { Bases, IDENTIFIERS, undone } from '../contract/world';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

/** Something done on a desk where a new person is entered, taken back afterwards. */
function entering(run: (desk: Desk) => void): void {
  undone(base, () => run(new Desk(base).command('person.new')));
}

const entryOf = (desk: Desk) => activeEntry(desk.state) as Entry;
const ids = (desk: Desk) =>
  rowsIn(entryOf(desk).values, 'identifiers').map((row) => row.value ?? null);

const NAMED = /^(Tab|Enter|Up|Down|F12|Shift\+Tab)$/;

/** The same keys one by one, and as one read. */
const HANDS = [
  [
    'slowly',
    (desk: Desk, ...parts: readonly string[]) => keysOf(parts).map((key) => desk.press(key)),
  ],
  ['ahead', (desk: Desk, ...parts: readonly string[]) => desk.press(...keysOf(parts))],
] as const;

const keysOf = (parts: readonly string[]) =>
  parts.flatMap((part) => (NAMED.test(part) ? keysNamed(part) : typed(part)));

describe('a cell of a group that is refused', () => {
  it.each(HANDS)('keeps its text while the hands go on, typed %s', (_how, press) =>
    entering((desk) => {
      press(desk, '010150-9999', 'Tab', 'Tab', 'Katajisto', 'Tab', 'Aada', 'Tab');
      expect(Object.keys(entryOf(desk).problems)).toEqual(['identifiers/0/value']);
      expect(entryOf(desk).values).toMatchObject({ last_name: 'Katajisto', first_names: 'Aada' });
      expect(Object.values(entryOf(desk).typed)).toEqual(['010150-9999']);
      // It is a stop again, saved is nothing, and the hands are put where it is.
      desk.keys('F12');
      expect(entryOf(desk).saved).toBeNull();
      expect(entryOf(desk).focus).toBe('identifiers');
      expect(entryOf(desk).edit).toMatchObject({ row: 0, col: 0 });
      expect(entryOf(desk).edit.line).toMatchObject({ text: '010150-9999', selected: true });
      press(desk, IDENTIFIERS.newcomer, 'Tab');
      expect([ids(desk), entryOf(desk).typed, entryOf(desk).problems]).toEqual([
        [IDENTIFIERS.newcomer],
        {},
        {},
      ]);
    }),
  );

  it.each(HANDS)('takes nothing of what is typed behind it in its row, typed %s', (_how, press) =>
    entering((desk) => {
      press(desk, 'hassu', 'Enter', IDENTIFIERS.newcomer, 'Up');
      expect(ids(desk)).toEqual([null, IDENTIFIERS.newcomer]);
      expect(entryOf(desk).edit.line.text).toBe('hassu');
      // Cleared it is gone with its row; what stood behind it moves up.
      press(desk, 'Down', 'vielä', 'Up', 'x');
      desk.keys('Backspace', 'Down');
      expect(ids(desk)).toEqual([IDENTIFIERS.newcomer]);
      expect(entryOf(desk).typed).toEqual({ 'identifiers/0/value': 'vielä' });
    }),
  );

  it('is read when the hands go to another row, as from any field', () =>
    entering((desk) => {
      desk.type(IDENTIFIERS.newcomer).keys('Down').type('toinen').keys('Up');
      expect(ids(desk)).toEqual([IDENTIFIERS.newcomer, null]);
      expect(Object.values(entryOf(desk).typed)).toEqual(['toinen']);
    }));

  it('comes back with its draft', () =>
    undone(base, () => {
      const desk = new Desk(base).type(IDENTIFIERS.newcomer).keys('Enter');
      desk.command('household.open').command('household.open');
      desk.type(IDENTIFIERS.child).keys('Tab').type('qq').keys('Tab');
      expect(entryOf(desk).typed).toEqual({ 'members/1/role': 'qq' });
      desk.keepDrafts();
      const next = new Desk(base).type(IDENTIFIERS.newcomer).keys('Enter');
      const kept = next.state.entries.household as Entry;
      expect(kept.typed).toEqual({ 'members/1/role': 'qq' });
      expect(problemOn(kept, 'members')).toEqual({ code: 'draft.unread', field: 'members' });
    }));
});
