import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { allHeld, figuresOf } from '../../bench/fault-figures';
import { BUGS } from '../stations/bugs';
import { type Campaign, hunt } from '../stations/campaign';
import { runSchedule } from '../stations/run';
import { projectRoot } from './root';

/** What `npm run -s faults` says of what it tried, and how it ends. */

const LONG = { timeout: 120_000 };
const STEPS = 200;
const NOTHING: Campaign = { schedules: 0, counts: {}, broken: [] };
const CLEAN = { seed: 1, campaign: { ...NOTHING, schedules: 3 }, hunts: [], real: null };

describe('the figures of a run under faults', () => {
  it('name what broke, and the run has failed', LONG, async () => {
    const bug = BUGS.find(({ name }) => name === 'last writer wins');
    if (!bug) throw new Error('this bug is planted no more');
    // The schedule in which the hunt of `test/stations/bugs.test.ts` meets it, or a later one.
    const { seed } = await hunt(bug, 40_002, 400, STEPS);
    const report = await runSchedule({ seed: seed ?? 0, steps: STEPS, bug });
    const campaign = { ...NOTHING, schedules: 1, broken: [report] };
    const figures = figuresOf({ ...CLEAN, campaign }, STEPS);
    expect(figures).toMatchObject({ schedules: 1, steps: STEPS, broken: [{ seed: report.seed }] });
    expect(figures).toMatchObject({ overwritten: expect.any(Number), lost: 0, leaked: 0 });
    const { overwritten = 0 } = figures as { overwritten?: number };
    expect(overwritten).toBeGreaterThan(0);
    expect(allHeld({ ...CLEAN, campaign })).toBe(false);
  });

  it('count the planted bugs that were noticed; one that was not has failed the run', () => {
    const seen = { bug: 'a', seed: 7, schedules: 1, invariants: ['I1'] };
    const unseen = { bug: 'b', seed: null, schedules: 400, invariants: [] };
    const hunts = [seen, unseen];
    expect(figuresOf({ ...CLEAN, hunts }, STEPS)).toMatchObject({
      planted_bugs: 2,
      planted_bugs_caught: 1,
    });
    expect(allHeld({ ...CLEAN, hunts })).toBe(false);
    expect(allHeld({ ...CLEAN, hunts: [seen] })).toBe(true);
  });

  it('are one object, and the exit status is 0 where all held', LONG, async () => {
    const args = ['bench/faults.ts', '--json', '--only', 'schedules', '--schedules', '1'];
    const run = promisify(execFile)(
      process.execPath,
      ['.ci/ts.mjs', ...args, '--seed', '12000000'],
      { cwd: projectRoot() },
    );
    const { stdout } = await run;
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ seed: 12000000, schedules: 1, steps: STEPS, broken: [] },
      ...{ lost: 0, overwritten: 0, leaked: 0, planted_bugs_caught: 0 },
    });
  });
});
