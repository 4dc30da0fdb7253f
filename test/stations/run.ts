import { rmSync } from 'node:fs';
import { scratchFolder } from '../lib/scratch';
import type { Plan, Report } from './plan';
import { Sim } from './sim';

/** Runs one schedule and judges it from the outside. */
export async function runSchedule(plan: Plan): Promise<Report> {
  const folder = scratchFolder('akti-sim-');
  const sim = new Sim(plan, folder);
  try {
    await sim.begin();
    for (let step = 0; step < plan.steps && sim.breaches.length === 0; step += 1) await sim.step();
    if (sim.breaches.length === 0) await sim.rest();
    plan.look?.(sim);
    return { seed: plan.seed, breaches: sim.breaches, counts: sim.counts };
  } finally {
    await sim.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
