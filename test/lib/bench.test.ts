import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pace, timeTabs, timeTyping } from '../../bench/latency';
import { tooCrowded } from '../../bench/machine';
import { sessionsAtOnce } from '../../bench/memory';
import { type Contestant, findPeers } from '../../bench/peers';
import { median, quantile, rowOf, unjudged, verdictOf } from '../../bench/row';
import { timeStarts } from '../../bench/start';
import { printed, tableOf } from '../../bench/table';
import { bytesOf } from './keys';
import { projectRoot } from './root';
import { makeWorld, type World } from './world';

const FORM = join(projectRoot(), 'test/lib/programs/small-form.mjs');
const LONG = { timeout: 60_000 };
const PACE: Pace = { warmUp: 3, keys: 12, gapMs: 10, patienceMs: 10_000 };
const form: Contestant = {
  name: 'form',
  command: process.execPath,
  args: [FORM],
  ready: [{ expect: 'Aloitus', keys: bytesOf('F5') }, { expect: 'Lomake' }],
  newLine: bytesOf('Tab'),
  fieldKeys: ['\t'],
};
const mute: Contestant = {
  ...form,
  name: 'mute',
  args: ['-e', 'process.stdin.setRawMode(true);process.stdin.resume();console.log("valmis")'],
  ready: [{ expect: 'valmis' }],
};

let world: World;
beforeAll(() => {
  world = makeWorld();
});
afterAll(() => world.remove());

describe('timing keys', () => {
  it('gives a time and bytes for each measured key of each program here', LONG, async () => {
    const peers = await findPeers();
    try {
      const times = await timeTyping([form, ...peers.contestants], world, PACE);
      expect(times.map((one) => one.name)).toEqual(
        expect.arrayContaining(['form', 'echo', 'plain Ink']),
      );
      for (const one of times) expect([one.bytes.length, one.silent]).toEqual([12, 0]);
      for (const one of times) expect(one.latencies.every((ms) => ms > 0)).toBe(true);
      const echo = times.find((one) => one.name === 'echo');
      expect(echo?.bytes).toEqual(Array(12).fill(1));
    } finally {
      peers.remove();
    }
  });

  it('says which keys nothing came back for', async () => {
    const [times] = await timeTabs([mute, { ...mute, fieldKeys: [] }], world, {
      ...PACE,
      patienceMs: 20,
    });
    expect(times).toMatchObject({ name: 'mute', silent: 12, latencies: [] });
  });

  it('names the program that does not get ready', async () => {
    const broken = { ...form, name: 'broken', args: ['-e', 'process.exit(3)'] };
    await expect(timeTyping([broken], world, PACE)).rejects.toThrow(/^broken: .*status 3/s);
  });
});

describe('starts and sessions', () => {
  it('are measured against bare Node, and one by one', LONG, async () => {
    const starter = { command: process.execPath, args: [FORM], usable: 'Aloitus' };
    const times = await timeStarts(starter, world, 2);
    expect([times.program.length, times.node.length]).toEqual([2, 2]);
    writeFileSync(world.base, 'x');
    const { memory, keys } = await sessionsAtOnce(2, world, () => form, PACE);
    expect(memory).toHaveLength(2);
    expect(keys.map((one) => one.name)).toEqual(['session 1', 'session 2', 'echo']);
    for (const { rss, pss } of memory) expect(rss).toBeGreaterThan(pss);
  });
});

describe('rows', () => {
  const base = { name: 'n', unit: 'ms', value: 6 };
  const peer = (value: number | undefined) => ({ name: 'nano', value });

  it('judge the ratio where there is a peer, the value where there is none', () => {
    expect(rowOf({ ...base, peer: peer(3), budget: 2 })).toEqual({
      name: 'n',
      value: 6,
      unit: 'ms',
      peer: 'nano',
      ratio: 2,
      budget: 2,
      goal: null,
      ok: true,
      judged: true,
    });
    expect(rowOf({ ...base, peer: peer(2.9), budget: 2 }).ok).toBe(false);
    expect(rowOf({ ...base, budget: 6 }).ok).toBe(true);
    expect(rowOf({ ...base, budget: 5 }).ok).toBe(false);
  });

  it('say nothing without the peer, the value, a budget or a quiet machine', () => {
    expect(rowOf({ ...base, peer: peer(undefined), budget: 2 }).ok).toBeNull();
    expect(rowOf({ ...base, value: undefined, budget: 2 })).toMatchObject({
      ok: null,
      value: null,
    });
    expect(rowOf({ ...base, goal: 1 }).ok).toBeNull();
    expect(rowOf({ ...base, budget: 2, judged: false })).toMatchObject({ ok: null, value: 6 });
  });

  it('say what their limits come to', () => {
    const limits = { budget: 3, goal: 2 };
    const verdicts = (value: number, more: object = {}) =>
      verdictOf(rowOf({ ...base, value, ...limits, ...more }));
    expect([verdicts(2), verdicts(3), verdicts(3.1)]).toEqual(['goal', 'kept', 'missed']);
    expect(verdicts(2, { judged: false })).toBe('unjudged');
    expect(verdicts(2, { peer: peer(undefined) })).toBe('none');
    expect(verdictOf(rowOf({ ...base, goal: 7 }))).toBe('goal');
    expect(verdictOf(rowOf({ ...base, goal: 5 }))).toBe('none');
    expect(verdictOf(rowOf(base))).toBe('none');
  });

  it('of times are not judged in a run where others took the machine; bytes are', () => {
    const rows = [rowOf({ ...base, budget: 7 }), rowOf({ ...base, unit: 'B', budget: 7 })];
    expect(unjudged(rows).map((row) => row.ok)).toEqual([null, true]);
    const then = { at: 0, all: 100, own: 10 };
    const now = (own: number) => ({ at: 10_000, all: 110, own });
    expect(tooCrowded(then, now(19))).toBeUndefined();
    expect(tooCrowded(then, now(13))).toMatch(/^others took 0.70 of a core/);
    expect(tooCrowded(undefined, now(13))).toBeUndefined();
  });

  it('are printed with eight properties, and as a table that names each verdict', () => {
    const row = rowOf({ ...base, peer: peer(3), budget: 1.5, goal: 1 });
    expect(Object.keys(printed(row))).toEqual([
      'name',
      'value',
      'unit',
      'peer',
      'ratio',
      'budget',
      'goal',
      'ok',
    ]);
    expect(tableOf([row]).split('\n').at(-1)).toBe(
      '| n | 6 | ms | 2 × nano | ≤ 1.5 | ≤ 1 | MISSED |',
    );
  });

  it('take the middle and the tail of what was measured', () => {
    const values = Array.from({ length: 200 }, (_, n) => 200 - n);
    expect([median(values), quantile(values, 0.99), median([])]).toEqual([101, 199, undefined]);
  });
});
