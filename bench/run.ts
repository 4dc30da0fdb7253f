// npm run -s bench -- [--json] [--quick]: what a key, a start and a session cost, against peers
// measured in the same run. Rows go to stdout, reasons for unjudged rows to stderr.
import { makeWorld, type World } from '../test/lib/world';
import { aktiContestant, aktiStarter, isBuilt, makeBenchBase } from './akti';
import { FULL_PACE, type KeyTimes, type Pace, timeTabs, timeTyping } from './latency';
import { tooBusy, tooUneven } from './machine';
import { sessionMemory } from './memory';
import { type Contestant, findPeers } from './peers';
import { median, quantile, type Row, rowOf } from './row';
import { timeStarts } from './start';

const MEGABYTE = 1e6;
const MANY_SESSIONS = 10;
const QUICK_PACE: Pace = { ...FULL_PACE, warmUp: 5, keys: 30 };

function say(reason: string): void {
  process.stderr.write(`${reason}\n`);
}

/** Rows about typing: our times beside each peer's, then the bytes. */
function typingRows(times: readonly KeyTimes[], judged: boolean): Row[] {
  const of = (name: string) => times.find((one) => one.name === name);
  const middle = (name: string) => median(of(name)?.latencies ?? []);
  const tail = (name: string) => quantile(of(name)?.latencies ?? [], 0.99);
  const bytes = of('akti')?.bytes ?? [];
  const peers = times.filter((one) => one.name !== 'akti');
  const key = { unit: 'ms', value: middle('akti'), judged };
  const against = (name: string, value: number | undefined) => ({ name, value });
  return [
    rowOf({ name: 'key to bytes', ...key, peer: against('nano', middle('nano')), budget: 3 }),
    rowOf({ name: 'key to bytes', ...key, peer: against('echo', middle('echo')), goal: 1.3 }),
    rowOf({
      name: 'key to bytes, 99 %',
      unit: 'ms',
      value: tail('akti'),
      peer: against('echo', tail('echo')),
      budget: 3,
      goal: 1.5,
      judged,
    }),
    rowOf({
      name: 'bytes per typed character',
      unit: 'B',
      value: median(bytes),
      budget: 2,
      goal: 1,
    }),
    rowOf({ name: 'bytes per typed character, mean', unit: 'B', value: mean(bytes) }),
    ...peers.flatMap((one) => [
      rowOf({ name: `key to bytes: ${one.name}`, unit: 'ms', value: median(one.latencies) }),
      rowOf({ name: `key to bytes, 99 %: ${one.name}`, unit: 'ms', value: tail(one.name) }),
      rowOf({
        name: `bytes per typed character: ${one.name}`,
        unit: 'B',
        value: median(one.bytes),
      }),
    ]),
  ];
}

function tabRows(times: readonly KeyTimes[], judged: boolean): Row[] {
  const akti = times.find((one) => one.name === 'akti');
  const ink = times.find((one) => one.name === 'plain Ink');
  const value = median(akti?.latencies ?? []);
  const peer = { name: 'plain Ink', value: median(ink?.latencies ?? []) };
  return [
    rowOf({ name: 'Tab to bytes', unit: 'ms', value, peer, judged }),
    rowOf({
      name: 'bytes per Tab',
      unit: 'B',
      value: median(akti?.bytes ?? []),
      budget: 120,
      goal: 24,
    }),
    rowOf({ name: 'bytes per Tab: plain Ink', unit: 'B', value: median(ink?.bytes ?? []) }),
  ];
}

async function startRows(world: World, judged: boolean, starts: number): Promise<Row[]> {
  const { program, node } = await timeStarts(aktiStarter(world), world, starts);
  const peer = { name: 'node -e 0', value: median(node) };
  const value = median(program);
  return [
    rowOf({ name: 'start to first form', unit: 'ms', value, peer, budget: 4, goal: 2.5, judged }),
  ];
}

async function memoryRows(world: World): Promise<Row[]> {
  const megabytes = (bytes: number | undefined) => bytes && bytes / MEGABYTE;
  const [one] = await sessionMemory(1, world, aktiContestant);
  const many = await sessionMemory(MANY_SESSIONS, world, aktiContestant);
  const each = mean(many.map((memory) => memory.pss));
  return [
    rowOf({
      name: 'memory of one session, RSS',
      unit: 'MB',
      value: megabytes(one?.rss),
      budget: 96,
      goal: 76,
    }),
    rowOf({
      name: `memory of each of ${MANY_SESSIONS} sessions, PSS`,
      unit: 'MB',
      value: megabytes(each),
      budget: 45,
      goal: 30,
    }),
  ];
}

function mean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

async function measure(world: World, pace: Pace): Promise<Row[]> {
  const built = isBuilt();
  if (built) await makeBenchBase(world);
  else say('akti: dist/akti.js is not there; run npm run build first');
  const busy = tooBusy();
  const peers = await findPeers();
  for (const name of peers.missing) say(`${name}: not installed`);
  try {
    const own: Contestant[] = built ? [aktiContestant(world)] : [];
    const contestants = [...own, ...peers.contestants];
    const typing = await timeTyping(contestants, world, pace);
    const echo = typing.find((one) => one.name === 'echo');
    const uneven = tooUneven(quantile(echo?.latencies ?? [], 0.99));
    for (const reason of [busy, uneven]) if (reason) say(`times not judged: ${reason}`);
    for (const one of typing) if (one.silent > 0) say(`${one.name}: ${one.silent} keys, no answer`);
    const judged = !busy && !uneven;
    const rows = [
      ...typingRows(typing, judged),
      ...tabRows(await timeTabs(contestants, world, pace), judged),
    ];
    if (!built) return rows;
    const starts = pace === FULL_PACE ? 15 : 3;
    return [...rows, ...(await startRows(world, judged, starts)), ...(await memoryRows(world))];
  } finally {
    peers.remove();
  }
}

const world = makeWorld();
try {
  const quick = process.argv.includes('--quick');
  const rows = await measure(world, quick ? QUICK_PACE : FULL_PACE);
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(rows, null, 1)}\n`);
  else console.table(rows);
  if (rows.some((row) => row.ok === false)) process.exitCode = 1;
} finally {
  world.remove();
}
