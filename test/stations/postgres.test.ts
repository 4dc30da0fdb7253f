import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Postgres, startPostgres } from '../lib/postgres';
import { runSchedule } from './run';

const SCHEDULES = process.env.AKTI_FULL ? 100 : 2;
const SEED = Number(process.env.AKTI_SEED) || 5_000_000;

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres.stop());

test(`${SCHEDULES} schedules from seed ${SEED} with the centre on a PostgreSQL`, {
  timeout: 3_600_000,
}, async () => {
  for (let seed = SEED; seed < SEED + SCHEDULES; seed += 1) {
    const { breaches, counts } = await runSchedule({ seed, steps: 200, postgres });
    expect({ seed, breaches }).toEqual({ seed, breaches: [] });
    expect(counts.operations).toBeGreaterThan(0);
  }
});
