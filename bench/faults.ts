// npm run -s faults -- [--json] [--full] [--minutes N] [--seed N] [--schedules N]
//   [--only schedules,bugs,real]:
// simulated stations under faults, planted bugs that have to be noticed, and real programs that are
// killed. --full simulates for three hours, or N minutes, and writes docs/RELIABILITY.md.
import { writeFileSync } from 'node:fs';
import { ensureBuilt } from '../test/lib/build';
import { BUGS } from '../test/stations/bugs';
import { type Campaign, type Hunt, hunt, runMany } from '../test/stations/campaign';
import { allHeld, figuresOf } from './fault-figures';
import { FULL, SMALL, tryReal } from './real-faults';
import { reliabilityPage, type Tried } from './reliability';

const STEPS = 200;
/** Schedules of an ordinary run, and for each planted bug at most. */
const SCHEDULES = 300;
const HUNTED = 400;

interface Options {
  readonly json: boolean;
  readonly full: boolean;
  readonly minutes: number;
  readonly seed: number;
  readonly schedules: number;
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
    schedules: numberAfter('--schedules', SCHEDULES),
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
  const { seed, full, only, schedules } = options;
  let campaign: Campaign = { schedules: 0, counts: {}, broken: [] };
  if (only.has('schedules')) {
    campaign = full ? await longCampaign(options) : await runMany(seed, schedules, STEPS, 10);
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
  if (options.full && options.only.size === PARTS.length) {
    const on = new Date().toISOString().slice(0, 10);
    writeFileSync('docs/RELIABILITY.md', reliabilityPage(on, tried));
  }
  const figures = figuresOf(tried, STEPS);
  console.log(options.json ? JSON.stringify(figures) : JSON.stringify(figures, null, 2));
  // The PostgreSQL that was embedded would end the program with 0 by itself.
  if (!allHeld(tried)) process.exit(1);
}

await main();
