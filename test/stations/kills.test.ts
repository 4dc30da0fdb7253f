import { describe, expect, test } from 'vitest';
import { seedFrom } from '../lib/seed';
import { type KillOrder, killPrograms } from './processes';

const FULL = Boolean(process.env.AKTI_FULL);
const SEED = seedFrom(61_300);

/** T4 and T5 of the plan for sync; the full sizes are those of `npm run test:full`. */
const ORDERS: readonly Omit<KillOrder, 'seed'>[] = [
  { on: 'sqlite', kills: FULL ? { client: 100, centre: 15 } : { client: 4, centre: 2 } },
  { on: 'postgres', kills: FULL ? { centre: 5, database: 10 } : { database: 2 } },
];

describe(`programs that are killed lose nothing (R23, seed ${SEED})`, () => {
  for (const order of ORDERS) {
    test(`on ${order.on}: ${JSON.stringify(order.kills)}`, { timeout: 3_600_000 }, async () => {
      const { made, kills, ...wrong } = await killPrograms({ ...order, seed: SEED });
      console.log(`kills on ${order.on} (seed ${SEED}): ${JSON.stringify({ ...kills, made })}`);
      expect(kills).toMatchObject(order.kills);
      expect(made).toBeGreaterThan(0);
      const nothing = { lost: [], twice: [], gaps: [], torn: [], overwritten: [] };
      expect(wrong).toEqual({ ...nothing, damaged: [], diverged: [] });
    });
  }
});
