import { copyFileSync } from 'node:fs';
import { type Memory, memoryOf } from '../test/lib/process';
import type { Terminal } from '../test/lib/terminal';
import type { World } from '../test/lib/world';
import { aktiContestant } from './akti';
import { startContestant } from './latency';
import type { Contestant } from './peers';
import { mean, type Row, rowOf } from './row';

const MEGABYTE = 1e6;
const MANY_SESSIONS = 10;

/** Keys typed before memory is read, so that the path of a key is warm. */
const TYPED = 'kuusikymmentä merkkiä ennen mittausta, niin että polku lämmin';

/**
 * Memory of so many sessions at once, one entry each, after a form was opened and sixty keys were
 * typed. Each works on a base of its own, made by `prepare`.
 */
export async function sessionMemory(
  count: number,
  world: World,
  contestantFor: (world: World) => Contestant,
): Promise<Memory[]> {
  const terminals: Terminal[] = [];
  try {
    for (let n = 0; n < count; n++) {
      const base = world.file(`session-${count}-${n}.akti`);
      copyFileSync(world.base, base);
      const contestant = contestantFor({ ...world, base });
      terminals.push(await startContestant(contestant, world));
    }
    for (const terminal of terminals) terminal.send(TYPED);
    await Promise.all(terminals.map((terminal) => terminal.idle(1500)));
    return terminals.map((terminal) => memoryOf(terminal.pid));
  } finally {
    await Promise.all(terminals.map((terminal) => terminal.close()));
  }
}

/** What one session takes, and each of ten that share what can be shared. */
export async function memoryRows(world: World): Promise<Row[]> {
  const [one] = await sessionMemory(1, world, aktiContestant);
  const many = await sessionMemory(MANY_SESSIONS, world, aktiContestant);
  return [
    rowOf({
      name: 'memory of one session, RSS',
      unit: 'MB',
      value: one && one.rss / MEGABYTE,
      budget: 96,
      goal: 76,
    }),
    rowOf({
      name: `memory of each of ${MANY_SESSIONS} sessions, PSS`,
      unit: 'MB',
      value: mean(many.map((memory) => memory.pss / MEGABYTE)),
      budget: 45,
      goal: 30,
    }),
  ];
}
