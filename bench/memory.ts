import { copyFileSync } from 'node:fs';
import { type Memory, memoryOf } from '../test/lib/process';
import type { World } from '../test/lib/world';
import { aktiContestant } from './akti';
import { type KeyTimes, type Pace, timeTyping } from './latency';
import { tooUneven } from './machine';
import { type Contestant, echoLoop } from './peers';
import { mean, median, quantile, type Row, rowOf, say } from './row';

const MEGABYTE = 1e6;
/** Sessions that are judged, and those that are only told of. */
const MANY = 10;
const MORE = 20;
const ECHO = 'echo';
/** The collector comes to rest after the last key. */
const SETTLE_MS = 1500;

/** Several sessions at once: what each takes, and how fast it answers. */
export interface Sessions {
  readonly memory: readonly Memory[];
  /** Of each session, then of the bare echo loop that was typed into by turns with them. */
  readonly keys: readonly KeyTimes[];
}

/**
 * So many sessions at once, one entry each, typed into by turns. Memory is read after the last key,
 * while all of them run. Each works on a base of its own, a copy of the world's.
 */
export async function sessionsAtOnce(
  count: number,
  world: World,
  contestantFor: (world: World) => Contestant,
  pace: Pace,
): Promise<Sessions> {
  const sessions = Array.from({ length: count }, (_, at) => {
    const base = world.file(`session-${count}-${at}.akti`);
    copyFileSync(world.base, base);
    return { ...contestantFor({ ...world, base }), name: `session ${at + 1}` };
  });
  let memory: Memory[] = [];
  const keys = await timeTyping([...sessions, echoLoop()], world, pace, {
    end: async (terminals) => {
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      memory = terminals.slice(0, count).map((terminal) => memoryOf(terminal.pid));
    },
  });
  return { memory, keys };
}

/** Rows of one session alone, or of the one of several that is worst. */
function rowsAt(count: number, { memory, keys }: Sessions, quiet: boolean): Row[] {
  const each = count === 1 ? 'one session' : `each of ${count} sessions`;
  const own = keys.filter((one) => one.name !== ECHO).map((one) => median(one.latencies) ?? 0);
  const echo = keys.find((one) => one.name === ECHO)?.latencies ?? [];
  const uneven = tooUneven(quantile(echo, 0.99));
  if (uneven) say(`times of ${each} not judged: ${uneven}`);
  const budgets = count === MANY;
  const megabytes = (name: string, value: number | undefined, limits: object = {}) =>
    rowOf({ name: `memory of ${each}, ${name}`, unit: 'MB', value, ...limits });
  const inMegabytes = memory.map(({ rss, pss }) => ({ rss: rss / MEGABYTE, pss: pss / MEGABYTE }));
  return [
    megabytes(
      'RSS',
      mean(inMegabytes.map((one) => one.rss)),
      count === 1 ? { budget: 96, goal: 76 } : {},
    ),
    ...(count === 1
      ? []
      : [
          megabytes(
            'PSS, the largest',
            Math.max(...inMegabytes.map((one) => one.pss)),
            budgets ? { budget: 45, goal: 30 } : {},
          ),
          rowOf({
            name: `key to bytes of ${each}, the slowest`,
            unit: 'ms',
            value: Math.max(...own),
            peer: { name: ECHO, value: median(echo) },
            ...(budgets ? { goal: 1.3 } : {}),
            judged: quiet && !uneven,
          }),
        ]),
  ];
}

/** What one session takes, and each of ten and of twenty that share what can be shared. */
export async function memoryRows(world: World, quiet: boolean, pace: Pace): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of [1, MANY, MORE]) {
    rows.push(...rowsAt(count, await sessionsAtOnce(count, world, aktiContestant, pace), quiet));
  }
  return rows;
}
