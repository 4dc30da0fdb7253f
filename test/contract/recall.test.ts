import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../src/desk/state';
import type { Base } from '../../src/store/base';
import { readUse } from '../../src/store/use-log';
import { Desk } from './desk';
import { Bases, IDENTIFIERS, undone } from './world';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

function withClient(run: (desk: Desk) => void): void {
  undone(base, () => {
    const desk = new Desk(base);
    desk.type(IDENTIFIERS.client).keys('Enter');
    run(desk);
  });
}

const here = (desk: Desk): Entry => desk.state.entries[desk.state.pane] as Entry;

function goTo(desk: Desk, field: string): Desk {
  for (let n = 0; n < 40 && here(desk).focus !== field; n++) desk.keys('Tab');
  for (let n = 0; n < 60 && here(desk).focus !== field; n++) desk.keys('Shift+Tab');
  expect(here(desk).focus).toBe(field);
  return desk;
}

function enterInitiation(desk: Desk, text: string): void {
  desk.keys('F5');
  goTo(desk, 'type').type('as').keys('Tab');
  goTo(desk, 'date').type('-3').keys('Tab');
  goTo(desk, 'reason').type('kr').keys('Tab');
  goTo(desk, 'text').type(text).keys('F12');
  expect(here(desk).mode).toBe('shown');
}

describe('the value saved last', () => {
  it('comes back by one key: code, date and memo, also at another client', () =>
    withClient((desk) => {
      enterInitiation(desk, 'Toistuva teksti');
      desk.keys('F4').type(IDENTIFIERS.newcomer).keys('Enter', 'F5');
      for (const field of ['type', 'date', 'reason', 'text']) goTo(desk, field).keys('Ctrl+D');
      expect(here(desk).values).toMatchObject({
        type: 'aikuissosiaalityon_tarve',
        reason: 'kriisipalvelu',
        text: 'Toistuva teksti',
      });
      expect(here(desk).values.date).toBe(desk.state.lastSaved.initiation?.date);
    }));

  it('is looked up once where this session has saved none, and leaves a line in the use log', () =>
    withClient((desk) => {
      desk.keys('F5');
      goTo(desk, 'type');
      const before = readUse(base, {}).length;
      desk.keys('Ctrl+D');
      expect(here(desk).values.type).toBeTruthy();
      const lines = readUse(base, {}).slice(before);
      expect(lines.map(({ what, detail }) => [what, detail])).toEqual([['show', 'initiation']]);
      goTo(desk, 'reason').keys('Ctrl+D');
      expect(readUse(base, {})).toHaveLength(before + 1);
    }));

  it('comes back in a question too', () =>
    withClient((desk) => {
      desk.command('note.new');
      goTo(desk, 'text').type('Yksi').keys('F12');
      desk.keys('Enter');
      goTo(desk, 'text').type(' a').keys('F12').type('kirj').keys('Enter');
      desk.keys('Enter');
      goTo(desk, 'text').type(' b').keys('F12', 'Ctrl+D');
      expect(desk.state.overlay).toMatchObject({
        kind: 'prompt',
        entry: { values: { reason: 'kirjausvirhe' } },
      });
    }));

  it('comes into a cell of the rows of the day', () =>
    undone(base, () => {
      const desk = new Desk(base);
      desk.keys('F9', 'Up').type('7').keys('Ctrl+D');
      const quantity = desk.state.grid?.line.text;
      expect(Number(quantity)).toBeGreaterThan(0);
      expect(desk.state.grid?.changed).toBe(true);
    }));

  it('that does not fit is refused, and what stands in the field stays', () =>
    withClient((desk) => {
      enterInitiation(desk, 'x');
      desk.keys('F5');
      goTo(desk, 'reason').keys('Ctrl+D');
      expect(desk.state.notice?.problem?.code).toBe('dup.unfit');
      expect(here(desk).values.reason ?? null).toBeNull();
    }));
});

describe('the cycle of a value', () => {
  it('goes round last saved, default and empty, and follows the default again', () =>
    withClient((desk) => {
      enterInitiation(desk, 'x');
      const last = desk.state.lastSaved.initiation?.date;
      desk.keys('F5');
      const today = here(desk).values.date;
      goTo(desk, 'date');
      const seen = ['1', '2', '3', '4'].map(() => here(desk.keys('Ctrl+U')).values.date);
      expect(seen).toEqual([null, last, today, null]);
      desk.keys('Ctrl+U', 'Ctrl+U');
      expect(here(desk).touched).not.toContain('date');
      expect(desk.state.notice?.key).toBe('notice.cycle.usual');
    }));

  it('begins with the last value where something half typed stands', () =>
    withClient((desk) => {
      enterInitiation(desk, 'x');
      desk.keys('F5');
      goTo(desk, 'type').type('zz').keys('Ctrl+U');
      expect(here(desk).values.type).toBe('aikuissosiaalityon_tarve');
      expect(here(desk).edit.changed).toBe(false);
    }));

  it('turns a tick, and a cell of a group', () =>
    withClient((desk) => {
      desk.keys('F9');
      goTo(desk, 'not_reachable');
      const before = here(desk).values.not_reachable;
      desk.keys('Space', 'Ctrl+U');
      expect(here(desk).values.not_reachable).toBe(before);
      goTo(desk, 'workers');
      while (here(desk).edit.col > 0) desk.keys('Shift+Tab');
      const workers = () =>
        (here(desk).values.workers as { worker: string }[]).map((row) => row.worker);
      const [me] = workers();
      // Emptying the first cell takes its row away; the next turn brings it back.
      const turns = ['1', '2', '3'].map(() => {
        desk.keys('Ctrl+U');
        return workers().join();
      });
      expect(turns).toContain('');
      expect(turns).toContain(me);
    }));
});
