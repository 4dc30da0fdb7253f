import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LONGEST_CLIENT } from '../src/demo/scenarios';
import { LIST_KINDS } from '../src/records/lists';
import type { ListKind } from '../src/records/work-list';
import type { World as Folder } from '../test/lib/world';
import { aktiContestant, aktiStarter } from './akti';
import { openingMs } from './find';
import { FULL_PACE, timeTyping } from './latency';
import { makeGeneralBase, type Office, openOffice, unwrapped } from './office';
import { median, quantile, type Row, rowOf, say } from './row';
import { noteSaver } from './save';
import { timeStarts } from './start';

/** What the scale rows are measured with. */
export interface ScaleSetting {
  /** Persons of the bases, smallest first; each has ten times as many events. */
  readonly sizes: readonly number[];
  /** Folder whose bases `<persons>.akti` are used, and where those that are missing are left. */
  readonly bases?: string;
  readonly judged: boolean;
}

const EVENTS_PER_PERSON = 10;
const ROUNDS = 60;
const SLOW_ROUNDS = 12;
const STARTS = 5;
/** Keys typed in each base: of fewer the slowest in a hundred would be one or two. */
const KEYS = 600;
/** A row at the largest size may be at most so many times the same row at the smallest. */
const MOST_RATIO = 2;
const CLIENT = '140388-9028';

/** Something measured in each base, with its upper limit in milliseconds where there is one. */
interface Measure {
  readonly name: string;
  readonly budget?: number;
  readonly goal?: number;
  readonly rounds: number;
  /** False: said for each size, and not compared between them. */
  readonly compared?: boolean;
  /** Made once for a base; gives the milliseconds of one time. */
  readonly make: (office: Office) => () => number;
}

function timed(run: () => unknown): number {
  const before = performance.now();
  run();
  return performance.now() - before;
}

const finder = (name: string, typed: string): Measure => ({
  name: `client found by ${name}`,
  budget: 16,
  goal: 5,
  rounds: ROUNDS,
  make:
    ({ session }) =>
    () =>
      timed(() => unwrapped(session.findPersons(typed))),
});

/**
 * A list of the start screen. How many wait in it differs from base to base by chance, so that
 * bases are compared by what one line costs.
 */
const listMeasure = (kind: ListKind, perLine: boolean): Measure => ({
  name: `list: ${kind}${perLine ? ', per line' : ''}`,
  rounds: SLOW_ROUNDS,
  compared: perLine,
  make:
    ({ session }) =>
    () => {
      let lines = 0;
      const ms = timed(() => {
        lines = unwrapped(session.list(kind)).list.rows.length;
      });
      return perLine ? ms / Math.max(1, lines) : ms;
    },
});

const MEASURES: readonly Measure[] = [
  finder('identifier', CLIENT),
  // Each of these fills the list of the finder in the smallest base too: a short list costs less.
  finder('beginning of a name', 'koivula'),
  finder('one letter', 'k'),
  finder('both', '1 koi'),
  ...LIST_KINDS.flatMap((kind) => [listMeasure(kind, false), listMeasure(kind, true)]),
  {
    name: 'diary of 10000 events, first page',
    budget: 50,
    goal: 16,
    rounds: SLOW_ROUNDS,
    make:
      ({ base }) =>
      () =>
        openingMs(base.path, LONGEST_CLIENT),
  },
  { name: 'durable save of a form', rounds: ROUNDS, make: (office) => noteSaver(office) },
  {
    name: 'durable save in the longest case',
    rounds: SLOW_ROUNDS,
    make: (office) => noteSaver(office, [LONGEST_CLIENT]),
  },
];

function baseOf(folder: Folder, setting: ScaleSetting, persons: number): string {
  if (setting.bases) mkdirSync(setting.bases, { recursive: true });
  const path = setting.bases
    ? join(setting.bases, `${persons}.akti`)
    : folder.file(`scale-${persons}.akti`);
  if (existsSync(path)) return path;
  say(`making a base of ${persons} persons`);
  makeGeneralBase(path, persons, { events: persons * EVENTS_PER_PERSON });
  return path;
}

/** Rows of one thing at every size; the largest is judged against the smallest too. */
function rowsOf(
  name: string,
  times: readonly (readonly number[])[],
  { sizes, judged }: ScaleSetting,
  { compared = true, ...limits }: Pick<Measure, 'budget' | 'goal' | 'compared'> = {},
  of: (times: readonly number[]) => number | undefined = median,
): Row[] {
  const unit = 'ms';
  const [smallest] = times;
  const rows = sizes.map((persons, at) =>
    rowOf({
      name: `${name}, ${persons} persons`,
      unit,
      value: of(times[at] ?? []),
      judged,
      ...limits,
    }),
  );
  if (!compared) return rows;
  const value = of(times.at(-1) ?? []);
  const peer = { name: `${sizes[0]} persons`, value: of(smallest ?? []) };
  const name_ = `${name}, ${sizes.at(-1)} persons against ${sizes[0]}`;
  return [...rows, rowOf({ name: name_, unit, value, peer, budget: MOST_RATIO, judged })];
}

/** Typing into a form of each base by turns; what was typed does not stay. */
async function keyRowsOf(
  folder: Folder,
  paths: readonly string[],
  setting: ScaleSetting,
): Promise<Row[]> {
  const clients = paths.map((base) => ({ ...aktiContestant({ ...folder, base }), name: base }));
  const times = await timeTyping(clients, folder, { ...FULL_PACE, keys: KEYS });
  for (const path of paths) {
    const { base, close } = openOffice(path);
    base.sql('DELETE FROM draft').run();
    close();
  }
  const latencies = times.map((one) => one.latencies);
  const tail = (all: readonly number[]) => quantile(all, 0.99);
  return [
    ...rowsOf('key to bytes', latencies, setting),
    ...rowsOf('key to bytes, 99 %', latencies, setting, {}, tail),
  ];
}

/**
 * What a worker waits for, in bases of different sizes measured by turns: at the largest at most
 * twice what it is at the smallest.
 */
export async function scaleRows(folder: Folder, setting: ScaleSetting): Promise<Row[]> {
  const paths = setting.sizes.map((persons) => baseOf(folder, setting, persons));
  const offices = paths.map(openOffice);
  const rows = MEASURES.flatMap(({ name, rounds, make, ...limits }) => {
    const once = offices.map(make);
    const times = offices.map((): number[] => []);
    for (let round = 0; round <= rounds; round++) {
      once.forEach((measure, at) => {
        const ms = measure();
        // The first time pays for pages and statements that stay.
        if (round > 0) times[at]?.push(ms);
      });
    }
    return rowsOf(name, times, setting, limits);
  });
  for (const office of offices) office.close();
  const starts: number[][] = [];
  for (const base of paths) {
    const { program } = await timeStarts(aktiStarter({ ...folder, base }), folder, STARTS);
    starts.push([...program]);
  }
  const keys = await keyRowsOf(folder, paths, setting);
  return [...rows, ...rowsOf('start to first form', starts, setting), ...keys];
}
