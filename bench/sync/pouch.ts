import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { environmentOf } from '../../test/lib/environment';
import { projectRoot } from '../../test/lib/root';
import { runNode, type World } from '../../test/lib/world';

/** Milliseconds PouchDB took with all documents. */
export interface PouchTimes {
  readonly push: number;
  readonly pull: number;
}

/** Documents of one step of a replication: what PouchDB takes by itself, and a faster size. */
const BATCHES = [100, 500];

const program = (name: string) => join(projectRoot(), 'bench', 'programs', `${name}.mjs`);

/** True where PouchDB is installed. */
export function hasPouch(): boolean {
  try {
    createRequire(join(projectRoot(), 'package.json')).resolve('pouchdb');
    return true;
  } catch {
    return false;
  }
}

/**
 * Replicates documents between PouchDBs on LevelDB over HTTP, two processes, with each size of a
 * step; gives the best time of each direction.
 */
export async function replicate(world: World, docs: readonly object[]): Promise<PouchTimes> {
  const file = world.file('documents.json');
  writeFileSync(file, JSON.stringify(docs));
  const centre = spawn(process.execPath, [program('pouch-centre'), world.file('pouch-centre')], {
    env: environmentOf({ home: world.home }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      centre.on('exit', (code) => reject(new Error(`PouchDB ended with ${code}`)));
      centre.stdout.on('data', (piece: Buffer) => {
        const [, found] = /listens: (\S+)/.exec(piece.toString('utf8')) ?? [];
        if (found) resolve(found);
      });
    });
    const times: PouchTimes[] = [];
    for (const batch of BATCHES) {
      const args = [program('pouch-station'), url, world.file('pouch'), file, String(batch)];
      const done = await runNode(args, { world, timeoutMs: 600_000 });
      if (done.code !== 0) throw new Error(done.stderr);
      times.push(JSON.parse(done.stdout) as PouchTimes);
    }
    const best = (what: keyof PouchTimes) => Math.min(...times.map((one) => one[what]));
    return { push: best('push'), pull: best('pull') };
  } finally {
    centre.removeAllListeners('exit');
    centre.kill('SIGTERM');
  }
}
