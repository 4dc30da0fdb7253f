import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { look, WORKER } from '../faults/base';
import { Clients } from '../faults/client';
import { runAkti } from '../lib/world';

const clients = new Clients();

beforeAll(() => clients.share());
afterEach(() => clients.closeAll());
afterAll(() => clients.unshare());

it('writes the same bytes on each run and in each time zone, over nothing unasked', async () => {
  const world = clients.world(clients.shared);
  const run = (args: readonly string[], TZ = 'UTC') =>
    runAkti(['export', '121255-TP1X', ...args, '--base', world.base, '--user', WORKER], {
      world,
      env: { TZ },
    });
  const file = join(world.base, '..', 'tapaus.txt');
  expect((await run([file])).code).toBe(0);
  const first = readFileSync(file, 'utf8');
  expect(first).toContain('Henkilö 121255-TP1X Testi, Isä');
  expect(first).toContain('Muutoshistoria');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect((await run([], 'Pacific/Auckland')).stdout).toBe(first);
  const again = await run([file]);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('export.exists')]);
  expect((await run([file, '--force', '--lang', 'en'])).code).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('History');
  expect((await run(['/ei/ole/kansiota.txt'])).stderr).toContain('export.failed');
  const uses = look(world.base, (base) =>
    base.sql<{ what: string }>("SELECT what FROM use_log WHERE what = 'export'").all(),
  );
  expect(uses).toHaveLength(5);
});
