import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../test/lib/root';
import type { Terminal } from '../test/lib/terminal';
import type { World } from '../test/lib/world';
import type { KeyTimes } from './latency';
import type { Contestant } from './peers';
import { quantile, say } from './row';

/** What `programs/watch.cjs` takes down; times in ms of the monotonic clock. */
interface Happened {
  readonly kind: 'key' | 'write' | 'timer' | 'garbage';
  readonly from: number;
  readonly to: number;
  /** Of a key: ms its thread has waited for a processor since it began. */
  readonly what?: string | number;
}

/** The way of one key, in ms. */
interface Way {
  /** From the writing of the key until the program had it. */
  readonly there: number;
  /** In the program, until its write began. */
  readonly inside: number;
  /** From there until the byte was read. */
  readonly back: number;
  readonly all: number;
  /** What else the program did while the key was on its way. */
  readonly beside: readonly string[];
}

const SLOWEST = 12;
const SHARES = [0.5, 0.9, 0.95, 0.99, 1];
const LONG_WAIT_MS = 0.3;
const MOST_WAIT_MS = 5000;
/** What is taken for the key's own although a clock was read before. */
const SLACK_MS = 0.05;

/** True when the bench is to say what the slowest keys had in them. */
const isWatching = () => process.env.AKTI_BENCH_WATCH !== undefined;

const fileOf = (world: World, name: string) => world.file(`watch-${name}.json`);
const isNode = ({ command }: Contestant) => command === process.execPath;

/**
 * Under `AKTI_BENCH_WATCH` the Node programs among the contestants are watched, which costs each
 * key some hundredths of a ms; else they are as they were.
 */
export function watched(contestants: readonly Contestant[], world: World): readonly Contestant[] {
  if (!isWatching()) return contestants;
  const NODE_OPTIONS = `--require ${join(projectRoot(), 'bench', 'programs', 'watch.cjs')}`;
  return contestants.map((one) => {
    const env = { ...one.env, NODE_OPTIONS, AKTI_WATCH: fileOf(world, one.name) };
    return isNode(one) ? { ...one, env } : one;
  });
}

/** Has the watched programs write down what happened; called while they still run. */
export async function writeDown(
  contestants: readonly Contestant[],
  terminals: readonly Terminal[],
  world: World,
): Promise<void> {
  if (!isWatching()) return;
  const nodes = contestants.filter(isNode);
  for (const one of nodes) terminals[contestants.indexOf(one)]?.kill('SIGUSR2');
  const until = performance.now() + MOST_WAIT_MS;
  const isMissing = () => nodes.some(({ name }) => !existsSync(fileOf(world, name)));
  while (isMissing() && performance.now() < until) await new Promise((go) => setTimeout(go, 20));
}

/** Says on stderr how the keys of each watched program went, and what the slowest met. */
export function tellWays(times: readonly KeyTimes[], world: World): void {
  if (!isWatching()) return;
  const shift = Number(process.hrtime.bigint()) / 1e6 - performance.now();
  for (const one of times) {
    const file = fileOf(world, one.name);
    if (!existsSync(file)) continue;
    const happened = JSON.parse(readFileSync(file, 'utf8')) as Happened[];
    const ways = one.sent.flatMap((sent, at) => {
      const way = wayOf(happened, sent + shift, one.latencies[at] as number);
      return way ? [way] : [];
    });
    // What writes through a stream is not seen.
    if (ways.length === 0) continue;
    say(`${one.name}: ${ways.length} keys, ms at ${SHARES.map((share) => `${share * 100} %`)}`);
    for (const part of ['there', 'inside', 'back', 'all'] as const) {
      const values = ways.map((way) => way[part]);
      say(`  ${part.padEnd(6)} ${SHARES.map((share) => quantile(values, share)?.toFixed(2))}`);
    }
    for (const way of ways.sort((a, b) => b.all - a.all).slice(0, SLOWEST)) {
      const parts = [way.all, way.there, way.inside, way.back].map((ms) => ms.toFixed(2));
      say(`  ${parts[0]} = ${parts.slice(1).join(' + ')} ${way.beside.join('; ')}`);
    }
  }
}

function wayOf(happened: readonly Happened[], sent: number, latency: number): Way | undefined {
  const end = sent + latency;
  const within = ({ from }: Happened) => from >= sent - SLACK_MS && from <= end;
  const key = happened.find((one) => one.kind === 'key' && within(one));
  const write = happened.find((one) => one.kind === 'write' && within(one));
  if (!key || !write) return undefined;
  const others = happened.filter((one) => one !== key && one !== write);
  const beside = others.filter((one) => one.kind !== 'key' && one.to > sent && one.from < end);
  return {
    there: key.from - sent,
    inside: write.from - key.from,
    back: end - write.from,
    all: latency,
    beside: [...beside.map(toldOf), ...waitOf(happened, key)],
  };
}

const toldOf = ({ kind, what, from, to }: Happened) => `${what ?? kind} ${(to - from).toFixed(2)}`;

/** How long the thread waited for a processor since the key before, where that was long. */
function waitOf(happened: readonly Happened[], key: Happened): string[] {
  const keys = happened.filter((one) => one.kind === 'key');
  const before = keys[keys.indexOf(key) - 1];
  const ms = before ? Number(key.what) - Number(before.what) : 0;
  return ms > LONG_WAIT_MS ? [`waited for a processor ${ms.toFixed(2)}`] : [];
}
