// npm run -s faults -- [--json] [--full] [--minutes N] [--seed N] [--only schedules,bugs,real]:
// simulated stations under faults, planted bugs that have to be noticed, and real programs that are
// killed. --full simulates for three hours, or N minutes, and writes docs/RELIABILITY.md.
import { writeFileSync } from 'node:fs';
import { ensureBuilt } from '../test/lib/build';
import { BUGS } from '../test/stations/bugs';
import { type Campaign, type Hunt, hunt, runMany } from '../test/stations/campaign';
import { broke, FULL, heldUp, killed, type RealReport, SMALL, tryReal } from './real-faults';
import { reliabilityPage, type Tried } from './reliability';

const STEPS = 200;
/** Schedules of an ordinary run, and for each planted bug at most. */
const SCHEDULES = 300;
const HUNTED = 400;

/** What each invariant of SYNC 5 says is not so when it breaks. */
const NAMES: Readonly<Record<string, string>> = {
  I1: 'lost',
  I2: 'applied_twice',
  I3: 'in_and_in_conflict',
  I4: 'overwritten',
  I5: 'diverged',
  I6: 'gaps',
  I7: 'leaked',
  I8: 'altered',
  I9: 'acknowledged_and_lost',
  I10: 'torn_units',
  I11: 'own_writes_hidden',
  I12: 'stuck',
};

interface Options {
  readonly json: boolean;
  readonly full: boolean;
  readonly minutes: number;
  readonly seed: number;
  readonly only: ReadonlySet<string>;
}

const PARTS = ['schedules', 'bugs', 'real'];

function optionsIn(args: readonly string[]): Options {
  const numberAfter = (name: string, otherwise: number) => {
    const at = args.indexOf(name);
    return at < 0 ? otherwise : Number(args[at + 1]);
  };
  return {
    json: args.includes('--json'),
    full: args.includes('--full'),
    minutes: numberAfter('--minutes', 180),
    seed: numberAfter('--seed', (Date.now() % 1_000_000) * 100_000),
    only: new Set(args.includes('--only') ? args[args.indexOf('--only') + 1]?.split(',') : PARTS),
  };
}

/** Schedules until the time is over; some hundred at a time. */
async function longCampaign({ seed, minutes }: Options): Promise<Campaign> {
  const until = Date.now() + minutes * 60_000;
  let sum: Campaign = { schedules: 0, counts: {}, broken: [] };
  while (Date.now() < until && sum.broken.length < 10) {
    const more = await runMany(seed + sum.schedules, 100, STEPS, 10);
    const counts = { ...sum.counts };
    for (const [what, count] of Object.entries(more.counts)) {
      counts[what] = (counts[what] ?? 0) + count;
    }
    const broken = [...sum.broken, ...more.broken];
    sum = { schedules: sum.schedules + more.schedules, counts, broken };
    console.error(`${sum.schedules} schedules, ${broken.length} broken`);
  }
  return sum;
}

async function tryAll(options: Options): Promise<Tried> {
  const { seed, full, only } = options;
  let campaign: Campaign = { schedules: 0, counts: {}, broken: [] };
  if (only.has('schedules')) {
    campaign = full ? await longCampaign(options) : await runMany(seed, SCHEDULES, STEPS, 10);
  }
  const hunts: Hunt[] = [];
  for (const bug of only.has('bugs') ? BUGS : []) {
    hunts.push(await hunt(bug, seed, HUNTED, STEPS));
  }
  if (!only.has('real')) return { seed, campaign, hunts, real: null };
  ensureBuilt();
  const real = await tryReal(seed % 1_000_000, full ? FULL : SMALL, (what) => console.error(what));
  return { seed, campaign, hunts, real };
}

async function main(): Promise<void> {
  const options = optionsIn(process.argv.slice(2));
  const tried = await tryAll(options);
  const { campaign, hunts, real } = tried;
  if (options.full && options.only.size === PARTS.length) {
    const on = new Date().toISOString().slice(0, 10);
    writeFileSync('docs/RELIABILITY.md', reliabilityPage(on, tried));
  }
  const figures = figuresOf(tried);
  console.log(options.json ? JSON.stringify(figures) : JSON.stringify(figures, null, 2));
  const missed = hunts.some((one) => one.seed === null);
  // The PostgreSQL that was embedded would end the program with 0 by itself.
  if (campaign.broken.length > 0 || missed || (real && !heldUp(real))) process.exit(1);
}

function figuresOf(tried: Tried) {
  const { seed, hunts } = tried;
  const { schedules, counts, broken } = tried.campaign;
  const breaches = broken.flatMap((one) => one.breaches);
  const simulated = Object.entries(NAMES).map(([invariant, name]) => [
    name,
    breaches.filter((breach) => breach.invariant === invariant).length,
  ]);
  const { client_kills = 0, server_kills = 0, ...rest } = counts;
  return {
    ...{ seed, schedules, steps: schedules * STEPS },
    ...sum(Object.fromEntries(simulated), tried.real ? brokenIn(tried.real) : {}),
    planted_bugs: hunts.length,
    planted_bugs_caught: hunts.filter((one) => one.seed !== null).length,
    ...(tried.real ? realFigures(tried.real) : {}),
    ...{ simulated_client_kills: client_kills, simulated_server_kills: server_kills },
    ...rest,
    broken: broken.map((one) => ({ seed: one.seed, breaches: one.breaches.slice(0, 3) })),
    bugs: hunts.map(({ bug, invariants, schedules: needed }) => ({ bug, invariants, needed })),
  };
}

/** What broke with real programs, by the same names as in the schedules. */
function brokenIn(real: RealReport): Record<string, number> {
  const { faulty, gaps, damages } = real;
  return {
    lost: broke(real, 'lost'),
    applied_twice: broke(real, 'twice'),
    overwritten: broke(real, 'overwritten'),
    diverged: broke(real, 'diverged'),
    gaps: broke(real, 'gaps') + gaps.missed + (gaps.dense ? 0 : 1),
    torn_units: broke(real, 'torn'),
    damaged: broke(real, 'damaged'),
    faulty_requests_wrong: faulty.wrong.length,
    salvage_wrong: damages.wrong.length,
  };
}

/** What was done to real programs, and how often. */
function realFigures(real: RealReport) {
  const { faulty, gaps, planted, kills, damages } = real;
  return {
    client_kills: killed(real, 'client'),
    server_kills: killed(real, 'centre') + killed(real, 'database'),
    database_kills: killed(real, 'database'),
    killed_while_saving: kills.reduce((all, one) => all + one.made, 0),
    faulty_requests: faulty.requests,
    faults_met: faulty.faults,
    places_beside_each_other: gaps.changes,
    places_missed_by_sequence: planted.missed,
    damaged_bases: damages.damages,
    damaged_refused: damages.refused,
    salvaged_whole: damages.whole,
    salvaged_in_part: damages.part,
    real_broken: kills.flatMap(({ on, seed, kills: _, made: __, ...wrong }) =>
      Object.values(wrong).some((list) => list.length > 0) ? [{ on, seed, ...wrong }] : [],
    ),
  };
}

function sum(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const both = { ...one };
  for (const [name, count] of Object.entries(other)) both[name] = (both[name] ?? 0) + count;
  return both;
}

await main();
