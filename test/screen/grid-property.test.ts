import { describe, expect, test } from 'vitest';
import type { Grid } from '../../src/screen/grid';
import { createScreen, type Screen, type ScreenOptions } from '../../src/screen/screen';
import { gridProperty } from './grid-property';

/** A fixed start makes runs repeatable; AKTI_TEST_SEED tries other ones. */
const SEED = Number(process.env.AKTI_TEST_SEED ?? 20061208);

/** Edits in all, over three widths; each of them is looked at. */
const EDITS = process.env.AKTI_FULL ? 10_000 : 2000;
const WIDTHS = [60, 80, 132] as const;
/** One run keeps to one terminal and one theme. */
const RUN = 167;

describe('the terminal shows the grid', () => {
  for (const cols of WIDTHS) {
    const runs = Math.ceil(EDITS / WIDTHS.length / RUN);
    test(`after ${runs * RUN} edits at ${cols} columns`, { timeout: 240_000 }, async () => {
      for (let run = 0; run < runs; run += 1) {
        const seed = SEED + cols + 10_000 * run;
        const size = { cols, edits: RUN, resizes: 6 };
        expect(await gridProperty(createScreen, seed, size)).toBe('');
      }
    });
  }

  test('and many short runs from other seeds', async () => {
    for (let n = 0; n < 12; n += 1) {
      const size = { cols: 40 + n * 5, edits: 40, resizes: 2 };
      expect(await gridProperty(createScreen, SEED + 1000 + n, size)).toBe('');
    }
  });

  test('from a seed that once found a cell whose look under the cursor was forgotten', async () => {
    const size = { cols: 60, edits: RUN, resizes: 6 };
    expect(await gridProperty(createScreen, 20_241_268, size)).toBe('');
  });

  test('which a screen that skips a cell does not', async () => {
    for (const cols of [60, 80, 132]) {
      const found = await gridProperty(skipsACell, SEED + cols, { cols, edits: 300, resizes: 8 });
      expect(found).toMatch(/^seed \d+, \d+ columns, step \d+, [a-z-]+: \d+,\d+: /);
    }
  });
});

/** A planted fault: in every frame after the 20th, one changed cell counts as shown already. */
function skipsACell(options: ScreenOptions): Screen {
  const screen = createScreen(options);
  const right = screen.frame.bind(screen);
  let frames = 0;
  screen.frame = (wanted, cursor) => {
    frames += 1;
    if (frames > 20) skipFirstChange(screen.shown(), wanted);
    return right(wanted, cursor);
  };
  return screen;
}

function skipFirstChange(shown: Grid, wanted: Grid): void {
  const size = Math.min(shown.chars.length, wanted.chars.length);
  for (let i = 0; i < size; i += 1) {
    if (shown.chars[i] === wanted.chars[i] && shown.styles[i] === wanted.styles[i]) continue;
    shown.chars[i] = wanted.chars[i] as string;
    shown.styles[i] = wanted.styles[i] as number;
    return;
  }
}
