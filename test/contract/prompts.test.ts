import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeskState } from '../../src/desk/state';
import type { Base } from '../../src/store/base';
import { CONTEXTS } from './contexts';
import { Desk } from './desk';
import { Bases, undone } from './world';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

/** The question lying open, or null. */
const promptIn = ({ overlay }: DeskState) => (overlay?.kind === 'prompt' ? overlay : null);

const prompts = CONTEXTS.filter(({ name }) => name.startsWith('prompt of'));

describe.each(prompts.map((context) => [context.name, context] as const))(
  '%s',
  (_name, context) => {
    const inPrompt = (run: (desk: Desk) => void): void =>
      undone(base, () => {
        const desk = new Desk(base);
        context.reach(desk);
        expect(promptIn(desk.state)).not.toBeNull();
        run(desk);
      });

    it('is answered by the row picked in its list, and nothing below changes', () =>
      inPrompt((desk) => {
        const { entries } = desk.state;
        const focus = promptIn(desk.state)?.entry.focus ?? '';
        desk.keys('F2');
        if (desk.state.overlay?.kind !== 'list') {
          // A day has no list: the question stays and says so.
          expect(desk.state.notice?.problem?.code).toBe('list.none');
          expect(promptIn(desk.state)).not.toBeNull();
          return;
        }
        const row = desk.state.overlay.rows.find(({ option }) => !option.refused);
        desk.keys('Enter');
        const answered = promptIn(desk.state);
        const sent = desk.effects.some(({ kind }) =>
          ['save', 'void', 'act', 'reveal'].includes(kind),
        );
        const taken = sent || answered?.entry.values[focus] === row?.option.id;
        expect.soft(taken, 'the row answers the question').toBe(true);
        const values = Object.values(desk.state.entries).map((entry) => entry.values);
        if (!sent) expect.soft(values).toEqual(Object.values(entries).map((entry) => entry.values));
      }));

    it('comes back when its list is closed without picking', () =>
      inPrompt((desk) => {
        desk.keys('F2');
        if (desk.state.overlay?.kind === 'list') desk.keys('Esc');
        expect(promptIn(desk.state)).not.toBeNull();
      }));

    it.each(['F1', 'F10', 'Ctrl+P'])('is still there after %s and Esc', (key) =>
      inPrompt((desk) => {
        desk.type('k');
        const before = promptIn(desk.state)?.entry.edit.line.text;
        desk.keys(key);
        if (!promptIn(desk.state)) desk.keys('Esc');
        expect(promptIn(desk.state)?.entry.edit.line.text).toBe(before);
      }),
    );
  },
);
