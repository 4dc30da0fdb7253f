import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HttpWire } from '../../src/sync/http-wire';
import { WireError } from '../../src/sync/ports';
import type { Item, OpResult } from '../../src/sync/protocol';
import { type Postgres, startPostgres } from '../lib/postgres';
import { type RoundRobin, roundRobin } from '../lib/round-robin';
import { addCentreUser, type Served, serve } from '../lib/serve';
import { makeWorld, runAkti, type World } from '../lib/world';
import { ANNA, BERTTA, client, hello, note, PASSWORD, pushed, station } from './over-http';

/** Entries each station makes, and how many stations there are. */
const ENTRIES = 30;
const STATIONS = 4;

let world: World;
let postgres: Postgres;
let database: string;
let instances: Served[];
let proxy: RoundRobin;

const startInstance = () => serve(world, { env: { AKTI_DATABASE: database } });

beforeAll(async () => {
  world = makeWorld();
  postgres = await startPostgres();
  database = await postgres.database();
  // They find an empty database together.
  instances = await Promise.all([startInstance(), startInstance()]);
  for (const user of [ANNA, BERTTA]) await addCentreUser(world, ['--database', database], user);
  proxy = await roundRobin(instances.map(({ url }) => url));
});
afterAll(async () => {
  await proxy?.close();
  for (const instance of instances ?? []) await instance.stop();
  await postgres?.stop();
  world.remove();
});

/** Asks again until the centre has answered, as a station does. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      expect(['network', 'server.not_ready', 'rate.at_once']).toContain(error.code);
      await new Promise((done) => setTimeout(done, 20));
    }
  }
}

/** Makes entries one after the other; gives what the centre said of each. */
async function work(wire: HttpWire, device: string, after: () => void): Promise<OpResult[]> {
  const said: OpResult[] = [];
  for (let seq = 1; seq <= ENTRIES; seq++) {
    const entry = note(device, seq, `${device}-note-${seq}`, `Merkintä ${seq}`);
    const { results } = await insist(() => pushed(wire, device, entry));
    said.push(...results);
    after();
  }
  return said;
}

async function wholeFeed(wire: HttpWire): Promise<Item[]> {
  const items: Item[] = [];
  for (let at = 0; ; ) {
    const page = await wire.pull(at, 500);
    items.push(...page.items);
    at = page.to;
    if (page.done) return items;
  }
}

it('two instances on one PostgreSQL: one killed under load, no entry is lost (R23)', async () => {
  const first = station(proxy.url, 'dev-0');
  await first.wire.signIn('anna', PASSWORD);
  await pushed(first.wire, 'dev-0', client('dev-0', 1));
  const devices = Array.from({ length: STATIONS }, (_, n) => `dev-${n + 1}`);
  const wires = await Promise.all(
    devices.map(async (device) => {
      const { wire } = station(proxy.url, device);
      await wire.signIn('anna', PASSWORD);
      return { device, wire };
    }),
  );
  const [victim, survivor] = instances as [Served, Served];
  let made = 0;
  let killed: Promise<void> | undefined;
  const said = await Promise.all(
    wires.map(({ device, wire }) =>
      work(wire, device, () => {
        made++;
        if (made === (ENTRIES * STATIONS) / 3) killed = victim.kill();
      }),
    ),
  );
  await killed;
  expect(said.flat().map(({ status }) => status)).toEqual(
    Array.from({ length: ENTRIES * STATIONS }, () => 'applied'),
  );
  // Both had their part of it.
  expect(proxy.lines.get(victim.url)).toBeGreaterThan(0);
  expect(proxy.lines.get(survivor.url)).toBeGreaterThan(0);

  // Another one in place of the killed: what it shows is all of it, once, in one order.
  const fresh = await startInstance();
  instances = [survivor, fresh];
  const reader = station(fresh.url, 'dev-reader');
  await reader.wire.signIn('bertta', PASSWORD);
  const feed = await wholeFeed(reader.wire);
  expect(feed.map(({ pos }) => pos)).toEqual(feed.map((_, n) => n + 1));
  const ids = feed.map((item) => (item.kind === 'op' ? item.op.op_id : '-'));
  const sent = devices.flatMap((device) =>
    Array.from({ length: ENTRIES }, (_, n) => `${device}-${n + 1}`),
  );
  expect([...ids].sort()).toEqual(['dev-0-1', ...sent].sort());
  const place = new Map(feed.map((item, n) => [ids[n], item.pos]));
  for (const { op_id, pos } of said.flat()) expect([op_id, pos]).toEqual([op_id, place.get(op_id)]);
  const status = await runAkti(['centre', 'status', '--json'], {
    ...{ world, env: { AKTI_DATABASE: database } },
  });
  expect(status.code).toBe(0);
  expect(JSON.parse(status.stdout)).toMatchObject({ head: feed.length, whole: true });
});

it('a station at one instance hears of another one, and its tokens hold at both', async () => {
  const [here, there] = instances as [Served, Served];
  const listener = station(here.url, 'dev-ears');
  await listener.wire.signIn('bertta', PASSWORD);
  const { head } = await listener.wire.hello(hello('dev-ears'));
  const ending = new AbortController();
  const told = new Promise<number>((done) => {
    const poked = (at: number) => {
      if (at > head) done(at);
    };
    void listener.wire.listen({ poked, granted: () => {} }, ending.signal);
  });
  const speaker = station(there.url, 'dev-mouth');
  await speaker.wire.signIn('anna', PASSWORD);
  await pushed(speaker.wire, 'dev-mouth', note('dev-mouth', 1, 'note-mouth', 'Merkintä'));
  expect(await told).toBe(head + 1);
  ending.abort();

  const elsewhere = station(there.url, 'dev-ears');
  elsewhere.held.refresh = listener.held.refresh;
  expect((await elsewhere.wire.workers()).workers).toHaveLength(2);
  const lost = await runAkti(['user', 'revoke', 'dev-ears'], {
    ...{ world, env: { AKTI_DATABASE: database } },
  });
  expect(lost.code).toBe(0);
  for (const { wire } of [listener, elsewhere]) {
    await expect(wire.workers()).rejects.toMatchObject({ code: 'device.revoked' });
  }
});
