// npm run -s bench -- [PART…] [--json] [--check] [--quick] [--full] [--only PART,…]
// [--sizes 10000,100000] [--bases FOLDER] [--write-readme]: what a key, a start, a session, a
// record and an exchange cost, against peers measured in the same run. Rows go to stdout, reasons
// for unjudged rows to stderr. README.md says how to read them.
import { join } from 'node:path';
import { ensureBuilt } from '../test/lib/build';
import { makeWorld, type World } from '../test/lib/world';
import { makeBenchBase } from './akti';
import { bytesRows } from './bytes';
import { demoRows } from './demo';
import { findRows } from './find';
import { keyRows } from './key-rows';
import { FULL_PACE, type Pace } from './latency';
import { spentSoFar, tooBusy, tooCrowded } from './machine';
import { memoryRows } from './memory';
import { pullKeyRows } from './pull-keys';
import { type Row, say, unjudged, verdictOf } from './row';
import { saveRows } from './save';
import { scaleRows } from './scale';
import { startRows } from './start';
import { syncRows } from './sync/index';
import { printed, tableOf, writeReadme } from './table';
import { wholeRunRows } from './whole-runs';

const QUICK_PACE: Pace = { ...FULL_PACE, warmUp: 5, keys: 30 };
/** Of fewer keys the slowest in a hundred would be one or two. */
const TAIL_PACE: Pace = { ...FULL_PACE, keys: 600 };
/** Of many sessions at once: a round of twenty takes half a second. */
const SESSION_PACE: Pace = { ...FULL_PACE, warmUp: 5, keys: 60 };

/** Ends of the program under `--check`. */
const MISSED = 1;
const NOT_JUDGED = 3;

/** What a part is measured with. */
interface Setting {
  readonly world: World;
  readonly quick: boolean;
  /** False when the machine is too busy for times to say anything. */
  readonly quiet: boolean;
}

const PARTS: Readonly<Record<string, (setting: Setting) => Row[] | Promise<Row[]>>> = {
  bytes: ({ quick }) => bytesRows(quick),
  keys: ({ world, quick, quiet }) => keyRows(world, quiet, quick ? QUICK_PACE : TAIL_PACE),
  runs: ({ quick, quiet }) => wholeRunRows(quiet, quick),
  start: ({ world, quick, quiet }) => startRows(world, quiet, quick ? 3 : 15),
  memory: ({ world, quick, quiet }) =>
    memoryRows(world, quiet, quick ? { ...QUICK_PACE, keys: 15 } : SESSION_PACE),
  save: ({ world, quiet }) => saveRows(world, quiet),
  find: ({ world, quick, quiet }) =>
    findRows(world, quiet, quick ? 1000 : 10_000, quick ? 1000 : 10_000),
  demo: ({ world, quick, quiet }) => demoRows(world, quiet, quick ? 1 : 3),
  pull: ({ quick, quiet }) => {
    const bases = given('--bases');
    const persons = isFull() ? MILLION : quick ? 500 : 10_000;
    return pullKeyRows(quiet, quick ? QUICK_PACE : TAIL_PACE, {
      records: quick ? 2000 : 20_000,
      persons,
      ...(isFull() && bases ? { path: join(bases, `${persons}.akti`) } : {}),
    });
  },
  scale: ({ world, quick, quiet }) => {
    const bases = given('--bases');
    const sizes = sizesOf(quick);
    return scaleRows(world, { sizes, judged: quiet, ...(bases ? { bases } : {}) });
  },
  sync: ({ quick, quiet }) => syncRows(quiet, quick),
};

const MILLION = 1_000_000;

const isFull = () => process.argv.includes('--full');

/** Persons of the bases compared; a million takes an hour to make. */
function sizesOf(quick: boolean): number[] {
  const wanted = given('--sizes');
  if (wanted) return wanted.split(',').map(Number);
  if (isFull()) return [10_000, 100_000, MILLION];
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
      if (!part) {
        say(`no part ${name}; there are ${Object.keys(PARTS).join(', ')}`);
        continue;
      }
      const before = spentSoFar();
      const made = await part({ world, quick, quiet: !busy });
      const crowded = tooCrowded(before, spentSoFar());
      if (crowded) say(`times of ${name} not judged: ${crowded}`);
      rows.push(...(busy || crowded ? unjudged(made) : made));
    }
    return rows;
  } finally {
    world.remove();
  }
}

/** What the verdicts come to, where they are asked for. */
function statusOf(rows: readonly Row[]): number {
  const verdicts = rows.filter((row) => row.budget !== null).map(verdictOf);
  if (verdicts.includes('missed')) return MISSED;
  return verdicts.includes('unjudged') ? NOT_JUDGED : 0;
}

const { argv } = process;
const only = given('--only')?.split(',') ?? argv.slice(2).filter((word) => word in PARTS);
// Keys while an exchange runs belong to what an exchange costs.
const asked = only.flatMap((name) => (name === 'sync' ? ['sync', 'pull'] : name));
const names = only.length > 0 ? [...new Set(asked)] : Object.keys(PARTS);
const rows = await measure(names, argv.includes('--quick'));
if (argv.includes('--write-readme')) writeReadme(rows, new Date());
const shown = argv.includes('--json') ? JSON.stringify(rows.map(printed), null, 1) : tableOf(rows);
process.stdout.write(`${shown}\n`, () => {
  // The PostgreSQL that was embedded would end the program with 0 by itself.
  process.exit(argv.includes('--check') ? statusOf(rows) : 0);
});
