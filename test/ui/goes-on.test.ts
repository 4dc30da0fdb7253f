import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeliveryRow } from '../../src/records/sync-state';
import type { Base } from '../../src/store/base';
import { paintPicture } from '../../src/ui/picture';
import { overlayLaid } from '../../src/ui/screens/overlay-rows';
import { Desk, viewOf } from '../contract/desk';
import { openClient } from '../contract/reach';
import { Bases } from '../contract/world';

/** What lies over the pane says that it goes on above or below, as a pane does. */

let bases: Bases;
let base: Base;
beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});
afterAll(() => bases.remove());

/** The signs in the lower edge of the box that lies over the pane. */
function signs(desk: Desk): string {
  const rows = paintPicture(viewOf(desk.env, desk.state)).text();
  const edges = rows.flatMap((row) => row.match(/╰─+[▲▼]*─*╯/gu) ?? []);
  return (edges[0] ?? '').replace(/[^▲▼]/gu, '');
}

const downs = (count: number) => Array.from({ length: count }, () => 'Down');

describe('what goes on out of sight', () => {
  it('is told in the edge of a list of codes', () => {
    const desk = openClient(new Desk(base)).keys('F5').type('as').keys('Tab', 'Tab', 'Tab', 'F2');
    expect(desk.state.overlay).toMatchObject({ kind: 'list' });
    expect(signs(desk)).toBe('▼');
    desk.keys(...downs(13));
    expect(signs(desk)).toBe('▲▼');
    desk.keys(...downs(13));
    expect(signs(desk)).toBe('▲');
    desk.type('omai');
    expect(signs(desk)).toBe('');
  });

  it('is told in the edge of the palette and of all keys', () => {
    const desk = openClient(new Desk(base)).keys('Ctrl+P');
    expect(signs(desk)).toBe('▼');
    desk.keys('Ctrl+G').command('keys.show');
    expect(desk.state.overlay).toMatchObject({ kind: 'keys' });
    expect(signs(desk)).toBe('▼');
    desk.keys('PageDown', 'PageDown', 'PageDown', 'PageDown', 'PageDown', 'PageDown', 'PageDown');
    expect(signs(desk)).toBe('▲');
    // Beyond the end there is nothing: the first key back shows something else.
    desk.keys('Up');
    expect(signs(desk)).toBe('▲▼');
  });

  it('is told in the edge of a long help, whose last row says how it closes', () => {
    const desk = openClient(new Desk(base, { cols: 60, rows: 20 })).keys('F5', 'F1');
    const view = viewOf(desk.env, desk.state);
    const text = Array.from({ length: 30 }, (_, at) => `rivi${at}`).join('\n\n');
    const laid = overlayLaid(
      { ...view, help: () => ({ title: 'Pitkä', text, lang: 'fi' }) },
      {
        ...{ kind: 'help', form: 'initiation', field: null, top: 0 },
      },
    );
    expect(laid.more).toBe('▼');
    const foot = laid.lines[laid.place.height - 3] ?? [];
    expect(foot.map((piece) => piece.text).join('')).toMatch(/Esc sulkee/u);
  });

  it('is told in the edge of what has not gone', () => {
    const desk = openClient(new Desk(base));
    const row: DeliveryRow = {
      ...{ form: 'initiation', id: 'x1', name: '', person: null, state: 'pending' },
      ...{ since: '2026-03-16T07:00:00.000Z', code: null, conflict: null, changes: 1 },
      ...{ ops: ['o1'], gone: false },
    };
    const rows = Array.from({ length: 40 }, () => row);
    desk.dispatch({ kind: 'delivery', rows, now: '2026-03-18T10:00:00.000Z' });
    expect(signs(desk)).toBe('▼');
    desk.keys(...downs(39));
    expect(signs(desk)).toBe('▲');
  });
});
