import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAIN } from '../../src/screen/cell';
import { createPen } from '../../src/screen/pen';
import { XTERM } from '../../src/screen/profile';
import type { Base } from '../../src/store/base';
import { spotOf } from '../../src/ui/cursor';
import { paintPicture } from '../../src/ui/picture';
import { CONTEXTS } from './contexts';
import { Desk, viewOf } from './desk';
import { openClient } from './reach';
import { Bases, undone } from './world';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});
afterAll(() => bases.remove());

/** The keys that move hands, a mark or a selection somewhere. */
const WALK = [
  ...['Down', 'Down', 'Up', 'Tab', 'Tab', 'Tab', 'Shift+Tab', 'Right', 'Left'],
  ...['End', 'Home', 'PageDown', 'PageUp', 'Down'],
];

const PLAIN_PEN = createPen(XTERM, 'plain');

/** What the plain theme shows of a screen, with and without tones for captions. */
function plainLooks(desk: Desk, plainCaptions: boolean): string {
  const grid = paintPicture({ ...viewOf(desk.env, desk.state), plainCaptions });
  const looks = grid.chars.map((char, at) => PLAIN_PEN.style(char, grid.styles[at] ?? 0));
  return `${grid.text().join('\n')}\n${looks.join()}`;
}

/** A screen in all it says: cells and cursor, with and without the looks of the cells. */
function shown(desk: Desk): { looks: string; plain: string; text: string } {
  const view = viewOf(desk.env, desk.state);
  const grid = paintPicture(view);
  const cursor = spotOf(view)?.cursor ?? null;
  const text = grid.text().join('\n');
  const plain = `${text}\n${JSON.stringify(cursor)}`;
  return { looks: [...grid.styles].join(), plain, text };
}

describe('with all styles taken off', () => {
  it.each(CONTEXTS.map((context) => [context.name, context] as const))(
    'no two screens a key apart are the same: %s',
    (_name, context) => {
      undone(base, () => {
        const desk = new Desk(base, context.options);
        context.reach(desk);
        let before = shown(desk);
        const faults: string[] = [];
        for (const key of WALK) {
          desk.keys(key);
          const after = shown(desk);
          if (after.looks !== before.looks && after.plain === before.plain) {
            faults.push(`${key}: only the looks tell\n${after.text}`);
          }
          before = after;
        }
        if (plainLooks(desk, true) !== plainLooks(desk, false)) faults.push('plain captions');
        expect(faults).toEqual([]);
      });
    },
  );

  it('the demo mark, a warning, a refusal and another work date are said in words or signs', () => {
    const desk = openClient(new Desk(base)).keys('F5');
    expect(shown(desk).text).toMatch(/HARJOITUS/);
    expect(shown(desk).text).toMatch(/\[F5 Vireillepano\]/);
    desk.keys('F12');
    const refused = shown(desk).text;
    expect(refused).toMatch(/!/);
    expect(desk.state.notice?.kind).toBe('refused');
    expect(refused).toMatch(/─ ! /);
    const view = viewOf(desk.env, desk.state);
    const styled = paintPicture(view).styles.filter((style) => style !== PLAIN).length;
    expect(styled).toBeGreaterThan(0);
  });
});
