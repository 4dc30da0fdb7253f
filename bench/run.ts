// npm run -s bench -- [PART…] [--json] [--quick] [--full] [--only PART,…] [--sizes 10000,100000]
// [--bases FOLDER]: what a key, a start, a session, a record and an exchange cost, against peers
// measured in the same run. Rows go to stdout, reasons for unjudged rows to stderr.
// README.md says how to read them.
import { ensureBuilt } from '../test/lib/build';
import { makeWorld, type World } from '../test/lib/world';
import { makeBenchBase } from './akti';
import { demoRows } from './demo';
import { findRows } from './find';
import { keyRows } from './key-rows';
import { FULL_PACE, type Pace } from './latency';
import { tooBusy } from './machine';
import { memoryRows } from './memory';
import { pullKeyRows } from './pull-keys';
import { type Row, say } from './row';
import { saveRows } from './save';
import { scaleRows } from './scale';
import { startRows } from './start';
import { syncRows } from './sync/index';

const QUICK_PACE: Pace = { ...FULL_PACE, warmUp: 5, keys: 30 };

/** What a part is measured with. */
interface Setting {
  readonly world: World;
  readonly quick: boolean;
  /** False when the machine is too busy for times to say anything. */
  readonly quiet: boolean;
}

const PARTS: Readonly<Record<string, (setting: Setting) => Row[] | Promise<Row[]>>> = {
  keys: ({ world, quick, quiet }) => keyRows(world, quiet, quick ? QUICK_PACE : FULL_PACE),
  start: ({ world, quick, quiet }) => startRows(world, quiet, quick ? 3 : 15),
  memory: ({ world }) => memoryRows(world),
  save: ({ world, quiet }) => saveRows(world, quiet),
  find: ({ world, quick, quiet }) => findRows(world, quiet, quick ? 1000 : 10_000),
  demo: ({ world, quick, quiet }) => demoRows(world, quiet, quick ? 1 : 3),
  pull: ({ quick, quiet }) =>
    pullKeyRows(quiet, quick ? QUICK_PACE : FULL_PACE, quick ? 2000 : 20_000),
  scale: ({ world, quick, quiet }) => {
    const bases = given('--bases');
    const sizes = sizesOf(quick);
    return scaleRows(world, { sizes, judged: quiet, ...(bases ? { bases } : {}) });
  },
  sync: ({ quick, quiet }) => syncRows(quiet, quick),
};

/** Persons of the bases compared; a million takes an hour to make. */
function sizesOf(quick: boolean): number[] {
  const wanted = given('--sizes');
  if (wanted) return wanted.split(',').map(Number);
  if (process.argv.includes('--full')) return [10_000, 100_000, 1_000_000];
  return quick ? [2000, 4000] : [10_000, 30_000];
}

function given(option: string): string | undefined {
  const { argv } = process;
  return argv.includes(option) ? argv[argv.indexOf(option) + 1] : undefined;
}

async function measure(names: readonly string[], quick: boolean): Promise<Row[]> {
  ensureBuilt();
  const busy = tooBusy();
  if (busy) say(`times not judged: ${busy}`);
  const world = makeWorld();
  try {
    await makeBenchBase(world);
    const rows: Row[] = [];
    for (const name of names) {
      const part = PARTS[name];
      if (part) rows.push(...(await part({ world, quick, quiet: !busy })));
      else say(`no part ${name}; there are ${Object.keys(PARTS).join(', ')}`);
    }
    return rows;
  } finally {
    world.remove();
  }
}

const { argv } = process;
const only = given('--only')?.split(',') ?? argv.slice(2).filter((word) => word in PARTS);
// Keys while an exchange runs belong to what an exchange costs.
const asked = only.flatMap((name) => (name === 'sync' ? ['sync', 'pull'] : name));
const names = only.length > 0 ? [...new Set(asked)] : Object.keys(PARTS);
const rows = await measure(names, argv.includes('--quick'));
if (argv.includes('--json')) process.stdout.write(`${JSON.stringify(rows, null, 1)}\n`);
else console.table(rows);
// The PostgreSQL that was embedded would end the program with 0 by itself.
if (rows.some((row) => row.ok === false)) process.exit(1);
