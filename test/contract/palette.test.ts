import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lineAt, linesOf } from '../../src/desk/diary';
import { type PaletteRow, paletteRows } from '../../src/desk/palette';
import type { Base } from '../../src/store/base';
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

function rowsIn(desk: Desk): readonly PaletteRow[] {
  const { overlay } = desk.state;
  if (overlay?.kind !== 'palette') throw new Error('no palette');
  return paletteRows(desk.env, desk.state, overlay);
}

const focusOf = (desk: Desk) => desk.state.entries[desk.state.pane]?.focus;

describe('the palette', () => {
  it.each([
    ['kopioi', { kind: 'command', id: 'initiation.copy' }],
    ['kopioi sisar', { kind: 'command', id: 'initiation.copy' }],
    ['paivakirja', { kind: 'command', id: 'diary.open' }],
    ['ratkaisu', { kind: 'field', form: 'decision', field: 'outcome', opener: 'decision.open' }],
    ['vireillepano syy', { kind: 'field', form: 'initiation', field: 'reason' }],
    ['turvakielto', { kind: 'help', form: 'person', field: 'protected' }],
  ])('%s finds it first', (typed, row) =>
    withClient((desk) => {
      desk.keys('Ctrl+P').type(typed);
      expect(rowsIn(desk)[0]).toMatchObject(row);
    }),
  );

  it('opens a form at the field that was chosen', () =>
    withClient((desk) => {
      desk.keys('Ctrl+P').type('vireillepanon syy').keys('Enter');
      expect([desk.state.pane, focusOf(desk)]).toEqual(['initiation', 'reason']);
    }));

  it('goes to a field of the open form before it opens another', () =>
    withClient((desk) => {
      desk.keys('F5').type('as').keys('Ctrl+P').type('organisaatio');
      expect(rowsIn(desk)[0]).toMatchObject({ kind: 'field', form: 'initiation', opener: null });
      desk.keys('Enter');
      expect([desk.state.pane, focusOf(desk)]).toEqual(['initiation', 'unit']);
      expect(desk.state.entries.initiation?.values.type).toBeTruthy();
    }));

  it('says why a form cannot be opened, and reads a page of help', () =>
    withClient((desk) => {
      desk.keys('Ctrl+P').type('ohje henkilö turvakielto');
      const at = rowsIn(desk).findIndex((row) => row.kind === 'help');
      expect(at).toBe(-1);
      for (let n = 0; n < 30; n++) desk.keys('Backspace');
      desk.type('turvakielto').keys('Enter');
      expect(desk.state.overlay).toMatchObject({ kind: 'help', form: 'person' });
    }));

  it('gives the same list for the same typing, typed ahead or slowly', () =>
    withClient((desk) => {
      const typed = () => JSON.stringify(rowsIn(desk.keys('Ctrl+P').type('selvitys')));
      const first = typed();
      desk.keys('Esc');
      expect(typed()).toBe(first);
    }));
});

describe('the jump to a caption', () => {
  it('goes to a passed field by the beginning of any word', () =>
    withClient((desk) => {
      desk.keys('F5', 'Ctrl+F').type('vastuu').keys('Enter');
      expect(focusOf(desk)).toBe('worker');
      desk.keys('Ctrl+F').type('pvm').keys('Enter');
      expect(focusOf(desk)).toBe('date');
      desk.keys('Ctrl+F').type('teks').keys('Enter');
      expect(focusOf(desk)).toBe('text');
      // A section is gone to by its heading.
      desk.keys('Ctrl+F').type('tiedot').keys('Enter');
      expect(focusOf(desk)).toBe('date');
    }));

  it('works on a record that is only read, and reads the field that is left', () =>
    withClient((desk) => {
      desk.keys('F5').type('as').keys('Ctrl+F').type('teksti').keys('Enter');
      expect(focusOf(desk)).toBe('text');
      expect(desk.state.entries.initiation?.values.type).toBe('aikuissosiaalityon_tarve');
      desk.keys('Ctrl+X', 'Ctrl+X', 'F3', 'Up', 'Enter', 'Ctrl+F');
      const fields = rowsIn(desk).filter((row) => row.kind === 'field' && row.section === null);
      const last = fields.at(-1);
      for (let n = 0; n < fields.length - 1; n++) desk.keys('Down');
      desk.keys('Enter');
      expect(focusOf(desk)).toBe(last?.kind === 'field' ? last.field : '');
    }));

  it('goes to a field of a question', () =>
    withClient((desk) => {
      desk.command('file.lend').keys('Ctrl+F').type('lainausp');
      desk.keys('Enter');
      expect(desk.state.overlay).toMatchObject({ kind: 'prompt', entry: { focus: 'lent_on' } });
    }));

  it('finds a line in the diary, the newest first', () =>
    withClient((desk) => {
      desk.keys('Ctrl+F');
      const all = linesOf(desk.env, desk.state);
      expect(rowsIn(desk)).toHaveLength(all.length);
      desk.type('käsittelijä');
      desk.keys('Esc', 'Ctrl+F', 'Down', 'Enter');
      expect(desk.state.overlay).toBeNull();
      expect(lineAt(desk.env, desk.state)).toBe(all.length - 2);
    }));

  it('goes to the finder on the start screen', () =>
    undone(base, () => {
      const desk = new Desk(base);
      desk.keys('Tab', 'Ctrl+F');
      expect(desk.state.start.side).toBe('finder');
    }));
});
