import { startPostgres } from '../test/lib/postgres';
import { makeWorld } from '../test/lib/world';
import type { FaultyReport } from '../test/server/faulty-requests';
import { sendFaulty } from '../test/server/faulty-requests';
import { type GapReport, lookBySequence, lookForGaps } from '../test/server/gaps';
import {
  type KillOrder,
  type KillReport,
  killPrograms,
  type Victim,
} from '../test/stations/processes';
import { type DamageReport, damageMany, makeSamples } from '../test/store/damage';

/** How much is done to real programs. */
export interface RealSizes {
  /** Kills of clients, of centres on a file, of PostgreSQL (and half as many of its centre). */
  readonly clients: number;
  readonly centres: number;
  readonly databases: number;
  /** Requests over a network that breaks half of them. */
  readonly requests: number;
  /** How long writers write beside each other on PostgreSQL, in ms. */
  readonly gapMs: number;
  /** Copies of bases that are damaged by chance. */
  readonly damages: number;
}

/** The sizes of an ordinary run, and those of a full one. */
export const SMALL: RealSizes = {
  ...{ clients: 10, centres: 3, databases: 2, requests: 500, gapMs: 3000, damages: 200 },
};
export const FULL: RealSizes = {
  ...{ clients: 100, centres: 15, databases: 10, requests: 20_000, gapMs: 20_000, damages: 2000 },
};

/** What came of it. */
export interface RealReport {
  readonly kills: readonly (KillReport & Pick<KillOrder, 'on' | 'seed'>)[];
  readonly faulty: FaultyReport;
  readonly gaps: GapReport;
  /** The same by a planted order that has to miss some. */
  readonly planted: GapReport;
  readonly damages: DamageReport;
}

const WRITERS = 12;

/** Kills programs, breaks lines and writes side by side, all with real programs. */
export async function tryReal(
  seed: number,
  sizes: RealSizes,
  say: (what: string) => void,
): Promise<RealReport> {
  const { clients, centres, databases, requests, gapMs } = sizes;
  say(`${sizes.damages} damaged bases`);
  const damages = damageAll(sizes.damages, seed);
  const orders: Omit<KillOrder, 'seed'>[] = [
    { on: 'sqlite', kills: { client: clients, centre: centres } },
    // The centre's own program too, which has no file of its own there.
    { on: 'postgres', kills: { centre: Math.floor(databases / 2), database: databases } },
  ];
  const kills: RealReport['kills'][number][] = [];
  for (const order of orders) {
    const told = (done: number, of: number) => say(`${done} of ${of} kills on ${order.on}`);
    const report = await killPrograms({ ...order, seed, told });
    kills.push({ ...report, on: order.on, seed });
  }
  say(`${requests} requests over a faulty network`);
  const faulty = await sendFaulty(requests, seed);
  say(`${gapMs / 1000} seconds of writers beside each other`);
  const postgres = await startPostgres();
  try {
    const database = () => postgres.database();
    const order = { seed, writers: WRITERS, turns: 1, ms: gapMs, database };
    const gaps = await lookForGaps(order);
    return { kills, faulty, gaps, planted: await lookBySequence(order), damages };
  } finally {
    await postgres.stop();
  }
}

function damageAll(many: number, seed: number): DamageReport {
  const world = makeWorld();
  try {
    return damageMany(makeSamples(world), many, seed);
  } finally {
    world.remove();
  }
}

/** How many of each real program were killed in the middle of it. */
export function killed({ kills }: RealReport, victim: Victim): number {
  return kills.reduce((sum, one) => sum + one.kills[victim], 0);
}

/** How many things of a kind broke while programs were killed. */
export function broke(
  { kills }: RealReport,
  what: Exclude<keyof KillReport, 'kills' | 'made'>,
): number {
  return kills.reduce((sum, one) => sum + one[what].length, 0);
}

/** True when nothing that has to hold broke, and the alarm that has to ring rang. */
export function heldUp(report: RealReport): boolean {
  const whats = ['lost', 'twice', 'gaps', 'torn', 'overwritten', 'damaged', 'diverged'] as const;
  const { faulty, gaps, planted, damages } = report;
  return (
    whats.every((what) => broke(report, what) === 0) &&
    faulty.wrong.length === 0 &&
    damages.wrong.length === 0 &&
    damages.nothing === 0 &&
    gaps.missed === 0 &&
    gaps.dense &&
    planted.missed > 0
  );
}
