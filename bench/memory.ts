import { copyFileSync } from 'node:fs';
import { type Memory, memoryOf } from '../test/lib/process';
import type { Terminal } from '../test/lib/terminal';
import type { World } from '../test/lib/world';
import { startContestant } from './latency';
import type { Contestant } from './peers';

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
