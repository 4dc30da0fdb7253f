import { afterAll, beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random';
import type { DeskState } from '../../src/desk/state';
import type { Base } from '../../src/store/base';
import { isOnlyTyped, spotOf, spotTyped } from '../../src/ui/cursor';
import { paintPicture } from '../../src/ui/picture';
import { Desk, viewOf } from '../contract/desk';
import { Bases, IDENTIFIERS, undone } from '../contract/world';

const KEYS = ['Tab', 'Tab', 'Shift+Tab', 'Left', 'Home', 'End', 'Down', 'Up', 'Enter'] as const;
const LETTERS = [...'aeiklnäö 019.,;', '漢'];
const STEPS = 400;

let bases: Bases;
let base: Base;
beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});
afterAll(() => bases.remove());

/** The rows of the screen with the field under the hands left out. */
function aroundField(desk: Desk, state: DeskState): string[] {
  const view = viewOf(desk.env, state);
  const spot = spotOf(view);
  const grid = paintPicture(view);
  if (spot) grid.fill(spot.x, spot.y, spot.width, spot.lines.length, '#');
  return grid.text();
}

it.each(['F5', 'F9', 'Ctrl+T'])(
  'what was only typed changes the field and nothing else: %s',
  (form) =>
    undone(base, () => {
      const seed = 11;
      const random = seededRandom(seed);
      const desk = new Desk(base);
      desk.type(IDENTIFIERS.client).keys('Enter', form);
      let typed = 0;
      for (let n = 0; n < STEPS; n++) {
        const before = desk.state;
        const was = spotOf(viewOf(desk.env, before));
        if (random.int(4) > 0) desk.type(random.pick(LETTERS));
        else if (random.int(4) === 0) desk.keys('Backspace');
        else desk.keys(random.pick(KEYS));
        const after = desk.state;
        if (!was?.field || !isOnlyTyped(before, after)) continue;
        typed += 1;
        const view = viewOf(desk.env, after);
        expect([seed, n, spotTyped(view, was)]).toEqual([seed, n, spotOf(view)]);
        if (n % 4 === 0) expect(aroundField(desk, after)).toEqual(aroundField(desk, before));
      }
      expect(typed).toBeGreaterThan(STEPS / 10);
    }),
);
