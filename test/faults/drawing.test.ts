import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { listDrafts } from '../../src/store/drafts';
import type { Terminal } from '../lib/terminal';
import { makeWorld, type World } from '../lib/world';
import { look, makeBase, WORK_DAY, WORKER } from './base';
import { Clients, keys } from './client';

const IDLE_MS = process.env.AKTI_FULL ? 10_000 : 4000;
const SETTLED = { settleMs: 60 };
const clients = new Clients();
let shared: World;

beforeAll(() => {
  shared = makeWorld();
  makeBase(shared.base, (office, father) => {
    office.decided(father, { decision: { notice_given: true } });
    office.served(father);
  });
});
afterEach(() => clients.closeAll());
afterAll(() => shared.remove());

/** Bytes and writes of each key, sent one after another. */
class Meter {
  readonly writes: number[] = [];
  constructor(private readonly terminal: Terminal) {}

  async each(...names: readonly string[]): Promise<number[]> {
    const costs: number[] = [];
    for (const name of names) {
      const before = this.terminal.bytes;
      const answered = () => this.terminal.bytes > before;
      const cost = await this.terminal.costOf(keys(name), answered, SETTLED);
      costs.push(cost.bytes);
      this.writes.push(cost.writes);
    }
    return costs;
  }

  /** Each letter of a text. */
  letters(text: string): Promise<number[]> {
    return this.each(...[...text].map((letter) => `=${letter}`));
  }
}

type Environment = Readonly<Record<string, string>>;

const mean = (costs: readonly number[]) =>
  costs.reduce((sum, cost) => sum + cost, 0) / Math.max(1, costs.length);

describe('what a key costs on the line', () => {
  it('is one write, and few bytes', { timeout: 90_000 }, async () => {
    const terminal = await clients.start(clients.world(shared.base), { traceWrites: true });
    const meter = new Meter(terminal);
    await terminal.idle(300);
    const finder = await meter.letters('1212');
    await meter.each('Enter', 'F5');
    await terminal.waitFor(/Vireillepanon tyyppi/);
    const first = await meter.letters('a');
    const code = await meter.letters('s');
    const tabs = await meter.each('Tab', 'Tab', 'Shift+Tab', 'Tab');
    const date = await meter.letters('081206');
    tabs.push(...(await meter.each('Tab')));
    code.push(...(await meter.letters('lää')));
    await terminal.waitFor(/Keneltä.*lää/i);
    await meter.each('Tab');
    await terminal.waitFor(/Ilmoittajan nimi/);
    const text = await meter.letters('Meikäläinen Maikki');
    tabs.push(...(await meter.each('Tab')));
    code.push(...(await meter.letters('kri')));
    tabs.push(...(await meter.each('Tab', 'Tab')));
    const memo = await meter.letters('Hakija pyytää apua.');
    await meter.each('F9', 'Tab');
    code.push(...(await meter.letters('va')).slice(1));
    tabs.push(...(await meter.each('Tab', 'Tab', 'Tab', 'Tab')));
    const number = await meter.letters('60');
    tabs.push(...(await meter.each('Tab')));
    const figures = { finder, first, text, memo, date, number, code, tabs };
    console.log(`bytes per key: ${JSON.stringify(figures)}`);
    await terminal.waitFor(/Lukumäärä.* .60 /);
    for (const costs of [finder, text, memo]) expect(mean(costs)).toBeLessThanOrEqual(2);
    for (const costs of [date, number]) expect(mean(costs)).toBeLessThanOrEqual(4);
    for (const cost of code) expect(cost).toBeLessThanOrEqual(32);
    for (const cost of tabs) expect(cost).toBeLessThanOrEqual(120);
    expect([...new Set(meter.writes)]).toEqual([1]);
  });

  it(`is nothing at all when no key comes for ${IDLE_MS} ms`, async () => {
    const terminal = await clients.open(shared.base, { traceWrites: true });
    terminal.send(keys('F5', '=as', 'Tab'));
    await terminal.waitFor(/Vireillepanon tyyppi +.AS \/ Aikuissosiaalityön tarve/);
    // The draft is written meanwhile; nobody sees that.
    const { base: path } = clients.lastWorld();
    await expect
      .poll(() => look(path, (base) => listDrafts(base, WORKER).length), { timeout: 10_000 })
      .toBeGreaterThan(0);
    await terminal.idle(100);
    const writes = terminal.writes;
    expect([await terminal.idle(IDLE_MS), terminal.writes - writes]).toEqual([0, 0]);
  });
});

const TOUR = [
  ['=1212', 'Enter'],
  ['F5'],
  ['=as', 'Tab'],
  ['=310206', 'Tab'],
  ['F2'],
  ['Ctrl+G'],
  ['F1'],
  ['Ctrl+G'],
  ['F3'],
  ['F9'],
  ['F10'],
  ['Ctrl+G'],
  ['Ctrl+P'],
  ['Ctrl+G'],
  ['F4'],
] as const;

/**
 * Walks past every kind of pane and overlay in several terminals at once; gives the screens. A step
 * is over when all of them show the same.
 */
async function tour(terminals: readonly Terminal[]): Promise<string[][]> {
  const [first] = terminals as [Terminal];
  const shown = (terminal: Terminal) => terminal.screen().join('\n');
  const same = async () => {
    for (const one of terminals) while ((await one.idle(150)) > 0);
    await expect.poll(() => new Set(terminals.map(shown)).size, { timeout: 30_000 }).toBe(1);
    return first.screen();
  };
  const screens = [await same()];
  const drawn = terminals.map((terminal) => terminal.bytes);
  for (const step of TOUR) {
    const before = screens.at(-1)?.join('\n');
    for (const terminal of terminals) terminal.send(keys(...step));
    for (const one of terminals) await one.waitFor((rows) => rows.join('\n') !== before);
    screens.push(await same());
  }
  expect(terminals.map((terminal, at) => terminal.clears(drawn[at]))).toEqual(drawn.map(() => 0));
  return screens;
}

const started = (ci: boolean, more: { cols?: number; rows?: number; env?: Environment } = {}) =>
  clients.start(clients.world(shared.base), { ci, cols: 80, rows: 24, ...more });

describe('what is drawn', () => {
  it('is the same on a build machine and without colours', async () => {
    // Node itself warns of NO_COLOR beside what Ink needs, and would do so on the screen.
    const plain = await started(false, { env: { NO_COLOR: '1' } });
    const screens = await tour([await started(false), await started(true), plain]);
    expect(new Set(screens.map((screen) => screen.join('\n'))).size).toBeGreaterThan(9);
    expect(screens.every((screen) => screen.join('\n').includes(WORK_DAY))).toBe(true);
  });

  it('never clears the screen after the first frame, at the least size either', async () => {
    expect(await tour([await started(false, { cols: 60, rows: 20 })])).toHaveLength(
      TOUR.length + 1,
    );
  });
});
