import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { b1 } from '../flows/b1';
import { GOLDEN_LINES, GOLDEN_WORK_LINE } from '../flows/golden';
import { runFlow } from '../lib/flow';
import { readKeymap } from '../lib/keymap';
import { type LineTalk, lineTalk } from '../lib/line-talk';
import { makeScenarioBase, makeWorld, runAkti, startAkti, type World } from '../lib/world';
import { B1_DAY, B1_LINES } from './b1-lines';

const CLIENT = '121255-TP1X';
/** Clock and ids stand still, so that what is saved is the same each time. */
const STEADY = { AKTI_NOW: '2026-03-16T08:00:00.000Z', AKTI_SEED: '7' };
const WIDTH = 80;

let talk: LineTalk;
const worlds: World[] = [];

beforeAll(() => {
  talk = lineTalk({ base: { scenario: 'B1' }, workDate: B1_DAY, width: WIDTH });
  for (const line of B1_LINES) talk.answer(line);
});

afterAll(() => {
  talk.close();
  for (const world of worlds) world.remove();
});

async function worldOfB1(): Promise<{ world: World; args: string[] }> {
  const world = makeWorld();
  worlds.push(world);
  await makeScenarioBase(world, 'B1');
  return { world, args: ['--base', world.base, '--user', 'yhtmalmai', '--work-date', B1_DAY] };
}

async function shown(world: World, args: readonly string[]): Promise<string> {
  const out = await runAkti(['show', CLIENT, '--json', ...args], { world, env: STEADY });
  expect(out.stderr).toBe('');
  return out.stdout;
}

describe('B1 by lines', () => {
  test('ends in the golden lines of the diary', () => {
    const said =
      talk.exchanges
        .at(-1)
        ?.said.map(({ text }) => text)
        .join('\n') ?? '';
    for (const { line } of GOLDEN_LINES) expect(said).toContain(line);
    expect(said).toContain(GOLDEN_WORK_LINE);
  });

  test('in a dumb terminal and through a pipe it gives the same base as by keys', async () => {
    const keys = await worldOfB1();
    const screen = startAkti({ world: keys.world, args: keys.args, env: STEADY });
    await runFlow(screen, b1(), { keymap: readKeymap('effica'), speed: 'chunk' });
    screen.send('\x11');
    expect((await screen.exit).code).toBe(0);
    await screen.close();
    const wanted = await shown(keys.world, keys.args);

    const piped = await worldOfB1();
    const done = await runAkti(['--line', ...piped.args], {
      world: piped.world,
      env: { ...STEADY, TERM: undefined, COLUMNS: String(WIDTH) },
      input: B1_LINES.join('\r\n'),
    });
    expect(done.stderr).toBe('');
    expect(done.code).toBe(0);
    const pages = talk.exchanges.map(({ page }) => page).join('');
    expect(done.stdout.slice(0, (talk.begun + pages).length)).toBe(talk.begun + pages);
    expect(await shown(piped.world, piped.args)).toBe(wanted);

    const typed = await worldOfB1();
    const terminal = startAkti({
      world: typed.world,
      args: ['--line', ...typed.args],
      env: { ...STEADY, TERM: 'dumb' },
      cols: WIDTH,
    });
    const out = () => terminal.output().toString('utf8').replaceAll('\r\n', '\n');
    let expected = talk.begun;
    await terminal.waitFor(() => out().length >= expected.length);
    for (const { answer, page } of talk.exchanges) {
      expect(out()).toBe(expected);
      terminal.send(`${answer}\n`);
      expected += `${answer}\n${page}`;
      const length = expected.length;
      await terminal.waitFor(() => out().length >= length);
    }
    expect(out()).toBe(expected);
    terminal.send('/lopeta\n');
    expect((await terminal.exit).code).toBe(0);
    const all = terminal.output();
    expect(all.includes(0x1b)).toBe(false);
    // Every line ends as a terminal wants it.
    expect(all.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    await terminal.close();
    expect(await shown(typed.world, typed.args)).toBe(wanted);
  });
});
