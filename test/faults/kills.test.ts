import { afterAll, describe, expect, it } from 'vitest';
import { seedFrom } from '../lib/seed';
import { type Aim, KilledWorker, type Tally } from './kill-rounds';

const KILLS = process.env.AKTI_FULL ? 300 : 30;
const LANES = 3;
const SEED = seedFrom(50_120, 10);
const PLAN: readonly Aim[] = [
  'draft',
  'save-point',
  'save-time',
  'draft',
  'save-point',
  'any',
  'draft',
  'save-point',
  'draft',
  'save-point',
];
const ENOUGH = { timeout: KILLS * 10_000 };

const workers: KilledWorker[] = [];
afterAll(() => {
  for (const worker of workers) worker.remove();
});

function worker(seed: number, fault?: 'no-draft' | 'forget-saves'): KilledWorker {
  const made = new KilledWorker(seed, fault);
  workers.push(made);
  return made;
}

function total(tallies: readonly Tally[], of: (tally: Tally) => number): number {
  return tallies.reduce((sum, tally) => sum + of(tally), 0);
}

describe(`kill -9 at ${KILLS} random instants (seed ${SEED})`, () => {
  it('loses nothing saved, at most a second of typing, and no number', ENOUGH, async () => {
    const lanes = Array.from({ length: LANES }, (_, at) => worker(SEED + at));
    await Promise.all(
      lanes.map(async (lane, at) => {
        for (let n = at; n < KILLS; n += LANES) await lane.live(PLAN[n % PLAN.length] as Aim);
        await lane.lookOnce();
      }),
    );
    const tallies = lanes.map((lane) => lane.tally);
    const figures = {
      kills: total(tallies, (one) => one.kills),
      'between key and draft': total(tallies, (one) => one.beforeDraft),
      'inside a save': total(tallies, (one) => one.insideSave),
      'saves shown': total(tallies, (one) => one.shownSaves),
      'drafts back on the screen': total(tallies, (one) => one.resumed),
    };
    console.log(`kills (seed ${SEED}): ${JSON.stringify(figures)}`);
    expect(tallies.flatMap((one) => one.complaints)).toEqual([]);
    expect(figures.kills).toBe(KILLS);
    expect(figures['between key and draft']).toBeGreaterThanOrEqual(KILLS / 3);
    expect(figures['inside a save']).toBeGreaterThanOrEqual(KILLS / 3);
    expect(figures['saves shown']).toBeGreaterThanOrEqual(KILLS / 10);
    expect(figures['drafts back on the screen']).toBeGreaterThanOrEqual(KILLS / 5);
  });
});

describe('the same checker', () => {
  it('complains of a program that writes no draft', async () => {
    const lane = worker(SEED + LANES, 'no-draft');
    await lane.live('draft');
    expect(lane.tally.complaints.join('\n')).toMatch(/no draft of "m1\./);
  });

  it('complains of a program that shows a save and does not keep it', async () => {
    const lane = worker(SEED + LANES + 1, 'forget-saves');
    await lane.live('after-save');
    expect(lane.tally.complaints.join('\n')).toMatch(/saved under \d+ and lost/);
  });
});
