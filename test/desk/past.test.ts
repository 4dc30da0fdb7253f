import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/keys/commands';
import type { Base } from '../../src/store/base';
import { mount } from '../../src/ui/mount';
import { sentence } from '../../src/ui/view';
import { Desk, viewOf } from '../contract/desk';
import { Bases, IDENTIFIERS, undone } from '../contract/world';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

const open = (desk: Desk) => desk.type(IDENTIFIERS.client).keys('Enter');
const lookBack = (desk: Desk, typed = '160326') =>
  desk.command('case.past').type(typed).keys('Enter');

/** Something done on a desk, taken back afterwards. */
function onDesk(run: (desk: Desk) => void): void {
  undone(base, () => run(new Desk(base)));
}

describe('a case shown as it was', () => {
  it('keeps what is typed aside, and gives it back with Esc', () =>
    onDesk((desk) => {
      open(desk).keys('F5').type('aik').keys('Tab', 'Tab').type('hen');
      desk.keepDrafts();
      const { entries, pane } = desk.state;
      lookBack(desk);
      expect(desk.state.past?.at).toBeDefined();
      expect(desk.state.entries).toEqual({});
      // Looking at the same tab, and writing drafts meanwhile, does not touch them.
      desk.keys('F5');
      expect(desk.state.entries.initiation?.mode).toBe('shown');
      desk.keepDrafts();
      desk.keys('F3', 'Esc');
      expect(desk.state.past).toBeNull();
      expect(desk.state.entries).toEqual(entries);
      expect(desk.state.pane).toBe(pane);
      const drafts = base.sql<{ n: number }>('SELECT count(*) AS n FROM draft').get();
      expect(drafts?.n).toBe(1);
    }));

  it('is left for good by going to the start screen, where the draft waits', () =>
    onDesk((desk) => {
      open(desk).keys('F5').type('aik');
      lookBack(desk);
      desk.keys('F4');
      expect(desk.state.past).toBeNull();
      expect(desk.state.client).toBeNull();
      expect(desk.state.workList.some((row) => row.kind === 'draft')).toBe(true);
      open(desk);
      expect(desk.state.entries.initiation?.dirty).toBe(true);
    }));

  it('lets nothing be written: no command saves, acts or opens a form for change', () =>
    onDesk((desk) => {
      open(desk);
      lookBack(desk);
      const from = desk.state;
      for (const { id } of COMMANDS) {
        for (const before of ['F3', 'F5', 'F9'] as const) {
          desk.state = from;
          const done = desk.effects.length;
          desk.keys(before).command(id);
          const kinds = desk.effects.slice(done).map(({ kind }) => kind);
          expect(kinds, id).not.toContain('save');
          expect(kinds, id).not.toContain('act');
          expect(kinds, id).not.toContain('void');
          if (!desk.state.past) continue;
          const modes = Object.values(desk.state.entries).map(({ mode }) => mode);
          expect(new Set([...modes, 'shown']), id).toEqual(new Set(['shown']));
          expect(desk.state.overlay?.kind === 'prompt' && id !== 'case.past', id).toBe(false);
        }
      }
    }));

  it('says why nothing can be entered, and the way back', () =>
    onDesk((desk) => {
      open(desk);
      lookBack(desk);
      for (const key of ['F12', 'Ctrl+X', 'Ctrl+N']) {
        desk.keys('F5', key);
        expect(desk.state.notice?.problem?.code).toBe('past.read_only');
      }
      desk.keys('F5').type('x');
      const problem = desk.state.notice?.problem;
      expect(problem?.code).toBe('past.read_only');
      expect(problem && sentence(viewOf(desk.env, desk.state), problem)).toMatch(/160326.*Esc/);
    }));

  it('bears its mark on every pane, also in a narrow window', () =>
    onDesk((desk) => {
      open(desk);
      lookBack(desk);
      for (const [cols, rows] of [
        [80, 24],
        [60, 20],
      ] as const) {
        desk.dispatch({ kind: 'size', cols, rows });
        const mounted = mount(cols, rows);
        for (const key of ['F3', 'F5', 'F6', 'F7', 'F8', 'F9']) {
          desk.keys(key);
          const [, line] = mounted.paint(viewOf(desk.env, desk.state)).text();
          expect(line, key).toMatch(/^ TILANNE 160326 {3}Henkilö /);
        }
        desk.keys('Esc');
        mounted.unmount();
      }
    }));

  it('is asked again from there, and still gives back what lay there first', () =>
    onDesk((desk) => {
      open(desk).keys('F5').type('aik');
      const { entries } = desk.state;
      lookBack(desk);
      desk.keys('F3');
      lookBack(desk, '160326');
      desk.command('case.now');
      expect(desk.state.entries).toEqual(entries);
      desk.command('case.now');
      expect(desk.state.notice?.problem?.code).toBe('past.not');
    }));

  it('is refused for a day before the first record, after today, or a bad time of day', () =>
    onDesk((desk) => {
      open(desk);
      lookBack(desk, '010120');
      expect(desk.state.notice?.problem?.code).toBe('as_of.none');
      lookBack(desk, '010130');
      expect(desk.state.notice?.problem?.code).toBe('as_of.future');
      expect(desk.state.past).toBeNull();
      desk.command('case.past').type('160326').keys('Down').type('25.00').keys('F12');
      expect(desk.state.notice?.problem?.code).toBe('as_of.time');
      expect(desk.state.overlay?.kind).toBe('prompt');
    }));
});

describe('the history of a record', () => {
  it('opens on the line, the node, the form and the person, and scrolls to its end', () =>
    onDesk((desk) => {
      open(desk).type('h');
      expect(desk.state.overlay?.kind).toBe('history');
      desk.keys('Esc', 'Left', 'Down').type('h');
      expect(desk.state.overlay).toMatchObject({ history: { form: 'investigation' } });
      desk.keys('End');
      const top = desk.state.overlay?.kind === 'history' ? desk.state.overlay.top : -1;
      desk.keys('Down');
      expect(desk.state.overlay).toMatchObject({ top });
      desk.keys('Esc', 'F3').command('person.show').command('history.show');
      expect(desk.state.overlay).toMatchObject({ history: { form: 'person' } });
      expect(desk.state.overlay).not.toMatchObject({ history: { entries: [] } });
      desk.keys('Esc');
      expect(desk.state.entries.person?.mode).toBe('shown');
    }));
});
