// npm run -s faults -- [--json] [--full] [--minutes N] [--seed N]: simulated stations under faults.
// --full runs for three hours, or N minutes, and writes docs/RELIABILITY.md.
import { writeFileSync } from 'node:fs';
import { BUGS } from '../test/stations/bugs';
import { type Campaign, type Hunt, hunt, runMany } from '../test/stations/campaign';
import { reliabilityPage } from './reliability';

const STEPS = 200;
/** Schedules of an ordinary run, and for each planted bug at most. */
const SCHEDULES = 300;
const HUNTED = 100;

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
}

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

async function main(): Promise<void> {
  const options = optionsIn(process.argv.slice(2));
  const { seed, full } = options;
  const campaign = full ? await longCampaign(options) : await runMany(seed, SCHEDULES, STEPS, 10);
  const hunts: Hunt[] = [];
  for (const bug of BUGS) hunts.push(await hunt(bug, seed, HUNTED, STEPS));
  const figures = figuresOf(campaign, hunts, seed);
  if (full) {
    const on = new Date().toISOString().slice(0, 10);
    writeFileSync('docs/RELIABILITY.md', reliabilityPage(on, campaign, hunts, seed));
  }
  console.log(options.json ? JSON.stringify(figures) : JSON.stringify(figures, null, 2));
  if (campaign.broken.length > 0 || hunts.some((one) => one.seed === null)) process.exitCode = 1;
}

function figuresOf({ schedules, counts, broken }: Campaign, hunts: readonly Hunt[], seed: number) {
  const breaches = broken.flatMap((one) => one.breaches);
  const broke = Object.entries(NAMES).map(([invariant, name]) => [
    name,
    breaches.filter((breach) => breach.invariant === invariant).length,
  ]);
  return {
    ...{ seed, schedules, steps: schedules * STEPS },
    ...Object.fromEntries(broke),
    planted_bugs: hunts.length,
    planted_bugs_caught: hunts.filter((one) => one.seed !== null).length,
    ...{ client_kills: 0, server_kills: 0, ...counts },
    broken: broken.map((one) => ({ seed: one.seed, breaches: one.breaches.slice(0, 3) })),
    bugs: hunts.map(({ bug, invariants, schedules: needed }) => ({ bug, invariants, needed })),
  };
}

await main();
