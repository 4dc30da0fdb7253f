import type { Breach } from './checks';
import type { Counts } from './plan';
import type { Bug } from './planting';
import { runSchedule } from './run';

/** Many schedules, one after another. */
export interface Campaign {
  readonly schedules: number;
  readonly counts: Counts;
  /** The seeds in which an invariant broke, with what broke. */
  readonly broken: readonly { readonly seed: number; readonly breaches: readonly Breach[] }[];
}

/** Runs schedules of seeds that follow each other, until as many as this have broken something. */
export async function runMany(
  first: number,
  schedules: number,
  steps: number,
  mostBroken = 3,
  told?: (done: number) => void,
): Promise<Campaign> {
  const counts: Counts = {};
  const broken: { seed: number; breaches: readonly Breach[] }[] = [];
  let done = 0;
  for (; done < schedules && broken.length < mostBroken; done += 1) {
    const report = await runSchedule({ seed: first + done, steps });
    for (const [what, count] of Object.entries(report.counts)) {
      counts[what] = (counts[what] ?? 0) + count;
    }
    if (report.breaches.length > 0) broken.push(report);
    told?.(done + 1);
  }
  return { schedules: done, counts, broken };
}

/** Whether a planted bug was noticed, by which invariants, and in which schedule. */
export interface Hunt {
  readonly bug: string;
  readonly seed: number | null;
  readonly schedules: number;
  readonly invariants: readonly string[];
}

/** Looks for a planted bug in schedules of seeds that follow each other. */
export async function hunt(
  bug: Bug,
  first: number,
  schedules: number,
  steps: number,
): Promise<Hunt> {
  for (let at = 0; at < schedules; at += 1) {
    const { seed, breaches } = await runSchedule({ seed: first + at, steps, bug });
    if (breaches.length > 0) {
      const invariants = [...new Set(breaches.map(({ invariant }) => invariant))].sort();
      return { bug: bug.name, seed, schedules: at + 1, invariants };
    }
  }
  return { bug: bug.name, seed: null, schedules, invariants: [] };
}
