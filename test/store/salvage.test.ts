import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { steppingClock } from '../../src/base/clock';
import { makeIds } from '../../src/base/ids';
import { seededRandom } from '../../src/base/random';
import { registry } from '../../src/forms/index';
import { openLog } from '../../src/records/sync-log';
import { createBase } from '../../src/store/create';
import { listDrafts } from '../../src/store/drafts';
import { openBase } from '../../src/store/open';
import { isWhole, readSalvage } from '../../src/store/salvage/read';
import { writeSalvage } from '../../src/store/salvage/write';
import { saveWorker } from '../../src/store/workers';
import { CATALOG, must } from '../contract/world';
import { makeWorld, type World } from '../lib/world';
import { copyOf, damageMany, KEY, MADE, makeSamples, type Sample, USER, WORKER } from './damage';

/** T8 of the plan for sync: damaged files, of a real base and of a practice base. */
const DAMAGES = process.env.AKTI_FULL ? 2000 : 200;
const SEED = Number(process.env.AKTI_SEED) || 8000;

let world: World;
let samples: readonly Sample[];
beforeAll(() => {
  world = makeWorld();
  samples = makeSamples(world);
});
afterAll(() => world.remove());

describe('a damaged base (R47)', () => {
  test('that is whole gives all that has not gone, and nothing that has', () => {
    for (const { path, key, truth } of samples) {
      const read = must(readSalvage(path, key));
      const found = read.open.map(({ change }) => [change.op_id, JSON.stringify(change.patch)]);
      expect(new Map(found as [string, string][])).toEqual(truth.open);
      expect(read.atCentre).toBe(truth.answered);
      expect(read.drafts.map(({ record }) => record).sort()).toEqual(
        [...truth.drafts.keys()].sort(),
      );
      expect(read.link).toEqual({ url: 'https://keskus.example', user: USER });
      expect(isWhole(read.report)).toBe(true);
    }
  });

  test(`in ${DAMAGES} ways is opened or refused, and read as far as it goes (seed ${SEED})`, {
    timeout: 3_600_000,
  }, () => {
    const { wrong, ...counts } = damageMany(samples, DAMAGES, SEED);
    console.log(`damaged bases (seed ${SEED}): ${JSON.stringify(counts)}`);
    expect(wrong).toEqual([]);
    expect(counts.nothing).toBe(0);
    expect(counts.part).toBeGreaterThan(DAMAGES / 10);
    expect(counts.lacking).toBeGreaterThan(0);
  });

  test('with no beginning is read by the centre and the user that are given', () => {
    for (const { path: from, key, truth } of samples) {
      const path = world.file('alku.akti');
      copyOf(from, path);
      writeFileSync(path, readFileSync(path).fill(0, 0, 4096));
      const read = must(readSalvage(path, key));
      expect(read.open.map(({ change }) => change.op_id).sort()).toEqual(
        [...truth.open.keys()].sort(),
      );
    }
  });

  test('gives a new base what it has, in its order and on its way', () => {
    for (const { path, key, truth } of samples) {
      const to = world.file(`pelastettu-${key ? 1 : 2}.akti`);
      const salvage = must(readSalvage(path, key));
      must(writeSalvage(to, salvage, { ...MADE, ...(key ? { key } : {}) }));
      const base = must(openBase(to, { key }));
      const log = openLog({
        ...{ catalog: CATALOG, registry, base, clock: steppingClock(MADE.createdAt, 1) },
        ...{ ids: makeIds(steppingClock(MADE.createdAt, 1), seededRandom(2)), workers: [] },
      });
      const ops = log.pending(1000, 10_000_000).flatMap((unit) => unit.ops);
      expect(ops.map(({ op_id }) => op_id)).toEqual([...truth.open.keys()]);
      expect(ops.map(({ seq }) => seq)).toEqual(ops.map((_, at) => at + 1));
      expect(listDrafts(base, USER)).toHaveLength(truth.drafts.size);
      base.close();
    }
  });

  test('that holds nothing yet is read all the same', () => {
    const path = world.file('tyhjä.akti');
    const how = { ...MADE, kind: 'real', key: KEY, journal: 'delete' } as const;
    const base = must(createBase(path, how));
    saveWorker(base, WORKER);
    base.close();
    const link = { url: 'https://keskus.example', user: USER };
    expect(must(readSalvage(path, KEY, link))).toMatchObject({ open: [], link });
    expect(readSalvage(path, KEY)).toMatchObject({ problem: { code: 'salvage.link' } });
  });

  test('with a wrong key makes no sense', () => {
    const [real] = samples as [Sample];
    const read = readSalvage(real.path, Buffer.alloc(32, 8));
    expect(read).toMatchObject({ ok: false, problem: { code: 'base.key' } });
  });
});
