import { expect, test } from 'vitest';
import { seedFrom } from '../lib/seed';
import { runMany } from './campaign';

const SCHEDULES = process.env.AKTI_FULL ? 2000 : 300;
const STEPS = 200;
/** With AKTI_SCHEDULES=1 the schedule of a seed alone. */
const SEED = seedFrom(1_000_000, 10_000);
const COUNT = Number(process.env.AKTI_SCHEDULES) || SCHEDULES;

test(`${COUNT} schedules of ${STEPS} steps from seed ${SEED} keep every invariant`, {
  timeout: 3_600_000,
}, async () => {
  const { broken, counts, schedules } = await runMany(SEED, COUNT, STEPS);
  console.log(`schedules from seed ${SEED}: ${JSON.stringify({ schedules, ...counts })}`);
  const told = broken.map(({ seed, breaches }) => ({ seed, breaches: breaches.slice(0, 5) }));
  expect(told).toEqual([]);
  expect(schedules).toBe(COUNT);
  for (const what of ['operations', 'client_kills', 'server_kills', 'grants', 'restores']) {
    if (COUNT >= 100) expect([what, counts[what] ?? 0]).not.toEqual([what, 0]);
  }
});
