import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Unlocking } from '../../src/desk/state';
import { step } from '../../src/desk/step';
import { char } from '../../src/keys/key';
import type { Base } from '../../src/store/base';
import { spotOf } from '../../src/ui/cursor';
import { paintPicture } from '../../src/ui/picture';
import { Desk, keysNamed, typed, viewOf } from '../contract/desk';
import { Bases, IDENTIFIERS, undone } from '../contract/world';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

/** An initiation half typed, then the lock key. `auki` is what opens it in these tests. */
function locked(unlocking: Unlocking, run: (desk: Desk) => void): void {
  undone(base, () => {
    const desk = new Desk(base);
    desk.state = { ...desk.state, unlocking };
    desk.type(IDENTIFIERS.client).keys('Enter', 'F5').type('aik').keys('Ctrl+Space');
    run(desk);
  });
}

const screen = (desk: Desk) => paintPicture(viewOf(desk.env, desk.state)).text().join('\n');

describe('a locked screen', () => {
  it.each([
    [80, 24],
    [60, 20],
    [30, 6],
  ])('shows the program, the user and how to open it, and nothing else: %i × %i', (cols, rows) =>
    locked('user', (desk) => {
      desk.dispatch({ kind: 'size', cols, rows });
      const shown = screen(desk);
      expect(shown).toContain('Akti');
      expect(shown).toContain('yhtmalmai');
      expect(shown).not.toMatch(/Kataja|aik|Vireillepano|Päiväkirja|160326/);
      expect(spotOf(viewOf(desk.env, desk.state))).toBeNull();
    }),
  );

  it('takes no key for a command, and shows none', () =>
    locked('passphrase', (desk) => {
      const before = desk.state;
      const shown = screen(desk);
      desk.type('salasana');
      expect(screen(desk)).toBe(shown);
      desk.keys('F12', 'F4', 'Ctrl+Q', 'Ctrl+P', 'Ctrl+V', 'Tab').press({
        kind: 'paste',
        text: 'liitetty',
      });
      const { lock: _lock, ...below } = desk.state;
      const { lock: _before, ...left } = before;
      expect(below).toEqual(left);
      expect(desk.quitted).toBe(false);
      expect(screen(desk)).not.toMatch(/salasana|liitetty/);
    }));

  it('opens where it was left, the draft written', () =>
    locked('enter', (desk) => {
      expect(desk.effects.map(({ kind }) => kind)).toContain('flush_drafts');
      const { entries, pane } = desk.state;
      desk.type('x').keys('Enter');
      expect(desk.state.lock).toBeNull();
      expect(desk.state).toMatchObject({ entries, pane });
      expect(desk.state.workList.some((row) => row.kind === 'draft')).toBe(true);
      desk.type('u');
      expect(desk.state.entries.initiation?.edit.line.text).toBe('aiku');
    }));

  it('asks again after a wrong answer, each time after a longer wait', () =>
    locked('passphrase', (desk) => {
      const waits = () =>
        desk.effects.flatMap((effect) => (effect.kind === 'hold' ? [effect.seconds] : []));
      for (let n = 0; n < 7; n++) desk.type('väärin').keys('Enter');
      expect(waits()).toEqual([1, 2, 4, 8, 16, 30, 30]);
      expect(desk.state.lock?.said?.code).toBe('lock.wrong');
      desk.keys('Enter');
      expect(desk.state.lock).not.toBeNull();
      desk.type('aukix').keys('Backspace', 'Enter');
      expect(desk.state.lock).toBeNull();
    }));

  it('holds keys back while it waits, and takes them as the next answer', () =>
    locked('user', (desk) => {
      const keys = [...typed('ei'), ...keysNamed('Enter'), ...typed('auki'), ...keysNamed('Enter')];
      let { state } = step(desk.env, desk.state, { kind: 'keys', keys });
      expect(state.lock?.typed).toBe('');
      ({ state } = step(desk.env, state, { kind: 'tried', right: false }));
      expect(state.queue).toHaveLength(5);
      const held = step(desk.env, state, { kind: 'held' });
      expect(held.effects).toEqual([{ kind: 'unlock', typed: 'auki' }]);
    }));
});

describe('the idle lock', () => {
  it('lets what is under way finish below, and shows nothing of its answer', () =>
    undone(base, () => {
      const desk = new Desk(base);
      desk.type(IDENTIFIERS.client).keys('Enter').type('nk').keys('Tab', 'Tab').type('puhelu');
      const saving = step(desk.env, desk.state, { kind: 'keys', keys: keysNamed('F12') });
      expect(saving.effects.map(({ kind }) => kind)).toEqual(['save']);
      desk.state = saving.state;
      desk.dispatch({ kind: 'idle' });
      expect(desk.state).toMatchObject({ waiting: true, lock: { typed: '' } });
      desk.dispatch({ kind: 'refused', slot: null, problems: [{ code: 'base.locked' }] });
      expect(desk.state.waiting).toBe(false);
      expect(desk.state.lock).not.toBeNull();
      expect(screen(desk)).not.toContain('puhelu');
      desk.keys('Enter');
      expect(desk.state.entries.diary_note?.edit.line.text).toBe('puhelu');
    }));

  it('leaves a question and what is typed in it where they were', () =>
    undone(base, () => {
      const desk = new Desk(base);
      desk.command('day.change').press(char('1'));
      const { overlay } = desk.state;
      desk.dispatch({ kind: 'idle' });
      desk.dispatch({ kind: 'idle' });
      desk.keys('Enter');
      expect(desk.state.overlay).toEqual(overlay);
    }));
});
