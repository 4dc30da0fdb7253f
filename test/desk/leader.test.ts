import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Base } from '../../src/store/base';
import { paintPicture } from '../../src/ui/picture';
import { Desk, keymapNamed, viewOf } from '../contract/desk';
import { Bases, IDENTIFIERS } from '../contract/world';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

const rowsOf = (desk: Desk) => paintPicture(viewOf(desk.env, desk.state)).text();

function deskOf(keymap: string, size: { cols?: number; rows?: number } = {}): Desk {
  return new Desk(base, { keymap: keymapNamed(keymap), ...size })
    .type(IDENTIFIERS.client)
    .keys('Enter');
}

describe('the first key of a sequence', () => {
  it('draws nothing until the hands pause, and then what may follow', () => {
    const desk = deskOf('gold');
    const before = rowsOf(desk);
    desk.keys('F1');
    expect(rowsOf(desk)).toEqual(before);
    desk.dispatch({ kind: 'paused' });
    const shown = rowsOf(desk).join('\n');
    for (const one of ['╭─ F1 ', 's    Tallenna', 'Down Seuraava osa', '?    Avaa luettelo']) {
      expect(shown).toContain(one);
    }
    desk.keys('Esc');
    expect(rowsOf(desk).join('\n')).not.toContain('╭─ F1 ');
    expect(desk.state.notice?.problem?.code).toBe('key.leader');
    desk.keys('F1');
    expect(rowsOf(desk).join('\n')).not.toContain('╭─ F1 ');
  });

  it.each([
    ['gold', 80, 24],
    ['gold', 60, 20],
    ['laptop', 60, 20],
    ['no-function-keys', 132, 43],
  ])('shows all that %s has at %i×%i', (name, cols, rows) => {
    const desk = deskOf(name, { cols, rows });
    const leader = name === 'gold' ? 'F1' : 'Ctrl+V';
    const found = desk.env.keymap.lookup([leader]);
    const pending = found && 'pending' in found ? found.pending : [];
    desk.keys(leader).dispatch({ kind: 'paused' });
    const shown = rowsOf(desk).join('\n');
    expect(pending.length).toBeGreaterThan(8);
    for (const { key } of pending) {
      expect(shown, key).toMatch(new RegExp(`[│ ] ${key.replace(/\W/, '\\$&')} +\\p{L}{2}`, 'u'));
    }
  });
});

describe('where pages are turned', () => {
  it.each(['laptop', 'gold'])('the keys of the sections of %s turn them', (name) => {
    const [on = '', back = ''] = ['section.next', 'section.back'].map(
      (command) => deskOf(name).env.keymap.keysOf(command as 'section.next')[0],
    );
    const other = deskOf(name).keys('PageUp');
    const desk = deskOf(name).keys(back);
    expect(desk.state.diary).toEqual(other.state.diary);
    expect(desk.keys(on).state.diary).toEqual(other.keys('PageDown').state.diary);
    const help = deskOf(name).command('keys.show').keys(on);
    expect(help.state.overlay).toMatchObject({ kind: 'keys', top: 10 });
    expect(help.keys(back, back).state.notice?.key).toBe('notice.no_further');
  });

  it('gold and an arrow turn them too, also typed ahead of a pause', () => {
    const desk = deskOf('gold').command('keys.show').keys('F1 Down');
    expect(desk.state.overlay).toMatchObject({ kind: 'keys', top: 10 });
    expect(desk.keys('F1 Up').state.overlay).toMatchObject({ top: 0 });
  });
});
