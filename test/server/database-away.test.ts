import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HttpWire } from '../../src/sync/http-wire';
import { WireError } from '../../src/sync/ports';
import { type Postgres, startPostgres } from '../lib/postgres';
import { addCentreUser, type Served, serve } from '../lib/serve';
import { makeWorld, runAkti, type World } from '../lib/world';
import { ANNA, client, note, PASSWORD, pushed, station } from './over-http';

const STATIONS = 4;

let world: World;
let postgres: Postgres;
let database: string;
let centre: Served;

beforeAll(async () => {
  world = makeWorld();
  postgres = await startPostgres();
  database = await postgres.database();
  centre = await serve(world, { env: { AKTI_DATABASE: database } });
  await addCentreUser(world, ['--database', database], ANNA);
});
afterAll(async () => {
  await centre?.stop();
  await postgres?.stop();
  world.remove();
});

const statusOf = async (path: string) => (await fetch(centre.url + path)).status;

it('what is wrong with the address of a database is said by name', async () => {
  const admin = new Client({ connectionString: database });
  await admin.connect();
  await admin.query("CREATE ROLE bystander LOGIN PASSWORD 'koe'");
  await admin.end();
  const at = (change: (url: URL) => void) => {
    const url = new URL(database);
    change(url);
    return url.href;
  };
  const wrong = {
    'centre.login': at((url) => Object.assign(url, { password: 'väärä' })),
    'centre.no_database': at((url) => Object.assign(url, { pathname: '/nowhere' })),
    'centre.rights': at((url) => Object.assign(url, { username: 'bystander' })),
    'centre.away': at((url) => Object.assign(url, { port: '1' })),
  };
  for (const [code, AKTI_DATABASE] of Object.entries(wrong)) {
    const said = await runAkti(['--lang', 'en', 'centre', 'status'], {
      ...{ world, env: { AKTI_DATABASE } },
    });
    expect([said.code, said.stdout, said.stderr]).toEqual([
      ...[1, '', expect.stringMatching(new RegExp(`^akti: ${code}: [^{}]+\\.\n$`))],
    ]);
  }
});

it('a PostgreSQL that goes away and comes back costs a 503 and no entry (R23, R44)', async () => {
  const first = station(centre.url, 'dev-0');
  await first.wire.signIn('anna', PASSWORD);
  await pushed(first.wire, 'dev-0', client('dev-0', 1));
  const refused: string[] = [];
  const sent: string[] = [];
  const insist = async <T>(ask: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        refused.push(`${error.status} ${error.code} ${error.retryAfter !== null}`);
        await sleep(50);
      }
    }
  };
  let isOver = false;
  // They are at it before, meanwhile and after.
  const work = async (wire: HttpWire, device: string) => {
    for (let seq = 1; !isOver; seq++) {
      const entry = note(device, seq, `${device}-note-${seq}`, `Merkintä ${seq}`);
      await insist(() => pushed(wire, device, entry));
      sent.push(entry.op_id);
    }
  };
  const wires: [HttpWire, string][] = [];
  for (let n = 1; n <= STATIONS; n++) {
    const { wire } = station(centre.url, `dev-${n}`);
    await wire.signIn('anna', PASSWORD);
    wires.push([wire, `dev-${n}`]);
  }
  const working = Promise.all(wires.map(([wire, device]) => work(wire, device)));
  const more = async () => {
    const until = sent.length + 3 * STATIONS;
    while (sent.length < until) await sleep(5);
  };
  await more();

  await postgres.down();
  while (refused.length < 3 * STATIONS) await sleep(20);
  expect([await statusOf('/health'), await statusOf('/ready')]).toEqual([200, 503]);
  await postgres.up();
  await more();
  isOver = true;
  await working;

  expect(new Set(refused)).toEqual(new Set(['503 server.not_ready true']));
  expect(await statusOf('/ready')).toBe(200);
  const { items } = await first.wire.pull(0, 500);
  const came = items.map((item) => (item.kind === 'op' ? item.op.op_id : '-'));
  expect([...came].sort()).toEqual(['dev-0-1', ...sent].sort());
  const status = await runAkti(['centre', 'status', '--json'], {
    ...{ world, env: { AKTI_DATABASE: database } },
  });
  expect(JSON.parse(status.stdout)).toMatchObject({ head: came.length, whole: true });
});
