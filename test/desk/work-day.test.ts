import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Base } from '../../src/store/base';
import { Desk } from '../contract/desk';
import { Bases, IDENTIFIERS, undone } from '../contract/world';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

const open = (desk: Desk) => desk.type(IDENTIFIERS.client).keys('Enter');
const toDay = (desk: Desk, typed: string) => desk.command('day.change').type(typed).keys('Enter');
const entry = (desk: Desk, slot: string) => desk.state.entries[slot];
const workDate = (desk: Desk) => desk.state.setting.workDate;

/** Something done on a desk, taken back afterwards. */
function onDesk(run: (desk: Desk) => void): void {
  undone(base, () => run(new Desk(base)));
}

describe('the work date', () => {
  // The desk begins on Monday 16.3.2026, which is also the day by its clock.
  it.each([
    ['140426', '2026-04-14'],
    ['1404', '2026-04-14'],
    ['2810', '2025-10-28'],
    ['-1', '2026-03-15'],
    ['pe', '2026-03-13'],
    ['to', '2026-03-19'],
  ])('is read to the nearest day either way: %s', (typed, day) =>
    onDesk((desk) => {
      toDay(desk, typed);
      expect(workDate(desk)).toBe(day);
      expect(desk.state.overlay).toBeNull();
      expect(desk.state.notice).toMatchObject({ kind: 'done', key: 'notice.day' });
    }),
  );

  it('comes back to the day by the clock with t, also from far away', () =>
    onDesk((desk) => {
      toDay(desk, '050508');
      expect(workDate(desk)).toBe('2008-05-05');
      toDay(desk, 't');
      expect(workDate(desk)).toBe('2026-03-16');
    }));

  it('stays as it is on Enter alone, after Esc, and while it cannot be read', () =>
    onDesk((desk) => {
      toDay(desk, '');
      expect(workDate(desk)).toBe('2026-03-16');
      desk.command('day.change').type('1404').keys('Esc');
      expect(desk.state.overlay).toBeNull();
      toDay(desk, '3102');
      expect(desk.state.overlay?.kind).toBe('prompt');
      expect(desk.said).toContain('date.none');
      expect(workDate(desk)).toBe('2026-03-16');
    }));

  it('is the default of what is begun afterwards, and the day a record is stamped with', () =>
    onDesk((desk) => {
      open(desk);
      toDay(desk, '1303');
      desk.type('nk').keys('Tab', 'Tab').type('puhelu').keys('F12');
      expect(entry(desk, 'diary_note')?.saved).toMatchObject({
        diary_on: '2026-03-13',
        entered_on: '2026-03-13',
      });
    }));

  it('brings the rows of that day under the work grid', () =>
    onDesk((desk) => {
      expect(desk.state.gridRows).toHaveLength(3);
      toDay(desk, '-1');
      expect(desk.state.gridRows).toEqual([]);
      toDay(desk, 't');
      expect(desk.state.gridRows).toHaveLength(3);
    }));

  it('moves an entry nobody has begun', () =>
    onDesk((desk) => {
      open(desk).keys('F5');
      expect(entry(desk, 'initiation')?.values.date).toBe('2026-03-16');
      toDay(desk, '-3');
      expect(entry(desk, 'initiation')?.values.date).toBe('2026-03-13');
      expect(desk.state.notice?.key).toBe('notice.day');
    }));

  it('leaves an entry in which something is typed as it was seen, in each tab, and says so', () =>
    onDesk((desk) => {
      open(desk).keys('F5').type('aik').keys('Tab');
      desk.keys('F9').type('-1').keys('Tab');
      const before = [entry(desk, 'initiation')?.values, entry(desk, 'work_entry')?.values];
      toDay(desk, '0904');
      expect(workDate(desk)).toBe('2026-04-09');
      // The date of the work entry was typed; only that of the initiation was a default.
      expect(desk.state.notice).toMatchObject({ key: 'notice.day_kept', values: { count: 1 } });
      const after = [entry(desk, 'initiation')?.values, entry(desk, 'work_entry')?.values];
      expect(after).toEqual(before);
      desk.keys('F5', 'Tab', 'Tab', 'Tab').type('k').keys('Tab', 'Tab', 'F12');
      expect(entry(desk, 'initiation')?.saved).toMatchObject({
        values: { date: '2026-03-16' },
        entered_on: '2026-04-09',
      });
    }));

  it('reads a date typed before the change as of the day it was typed on', () =>
    onDesk((desk) => {
      open(desk).keys('F9').type('-1');
      toDay(desk, '0904');
      desk.keys('Tab');
      expect(entry(desk, 'work_entry')?.values.occasion).toBe('2026-03-15');
    }));

  it('in the future is asked about once more on a real base only', () =>
    onDesk((desk) => {
      desk.state = { ...desk.state, baseKind: 'real' };
      toDay(desk, '+1');
      expect(workDate(desk)).toBe('2026-03-16');
      expect(desk.state.notice?.problem).toEqual({
        code: 'day.future',
        values: { day: '170326', today: '160326' },
      });
      // Another day is asked about anew; the same one again is meant.
      desk.type('+2').keys('Enter');
      expect(workDate(desk)).toBe('2026-03-16');
      desk.keys('Enter');
      expect(workDate(desk)).toBe('2026-03-18');
      toDay(desk, 't');
      toDay(desk, '-3');
      expect(workDate(desk)).toBe('2026-03-13');
    }));
});
