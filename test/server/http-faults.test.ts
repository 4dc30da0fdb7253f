import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WireError } from '../../src/sync/ports';
import { type FaultProxy, faultProxy } from '../lib/fault-proxy';
import { seedFrom } from '../lib/seed';
import type { Served } from '../lib/serve';
import { sendFaulty } from './faulty-requests';
import { client, hello, type Office, openOffice, PASSWORD, station } from './over-http';

/** Requests that meet faults by chance (T6 of the plan for sync). */
const REQUESTS = process.env.AKTI_FULL ? 20_000 : 500;
const SEED = seedFrom(4711);

let office: Office;
let centre: Served;

beforeAll(async () => {
  office = await openOffice();
  centre = office.centre;
});
afterAll(() => office.close());

describe('over a faulty network', () => {
  let proxy: FaultProxy;
  beforeAll(async () => {
    proxy = await faultProxy(centre.url);
  });
  afterAll(() => proxy.close());

  it('a push is taken once, however often its answer is lost (R3, R22)', async () => {
    const { wire } = station(proxy.url, 'dev-faults');
    await wire.signIn('anna', PASSWORD);
    const { epoch, head } = await wire.hello(hello('dev-faults'));
    const op = client('dev-faults', 1, 'client-faults');
    const units = [{ uow_id: op.uow_id, ops: [op] }] as never;
    const send = () => wire.push({ device_id: 'dev-faults', epoch, units });
    for (const fault of ['lose reply', 'twice', 'drip', 'portal', 'redirect'] as const) {
      proxy.plan(() => ({ kind: fault }));
      const done = await send().catch((error: unknown) => error);
      if (done instanceof WireError) expect(done.code).toBe('network');
      else expect(done).toMatchObject({ results: [{ status: 'applied', duplicate: true }] });
    }
    for (let after = 0; after < 700; after += 97) {
      proxy.plan(({ n }) => ({ kind: n % 2 ? 'cut reply' : 'cut request', after }));
      const done = await send().catch((error: unknown) => error);
      if (done instanceof WireError) expect(done.code).toBe('network');
      else expect(done).toMatchObject({ results: [{ status: 'applied', duplicate: true }] });
    }
    proxy.plan(() => ({ kind: 'none' }));
    const { results } = await send();
    expect(results).toMatchObject([{ status: 'applied', duplicate: true, pos: head + 1 }]);
    expect((await wire.hello(hello('dev-faults'))).head).toBe(head + 1);
  });

  it('a refresh whose answer was lost does not sign the station out', async () => {
    const { held, wire } = station(proxy.url, 'dev-lost');
    proxy.plan(() => ({ kind: 'none' }));
    await wire.signIn('anna', PASSWORD);
    const next = station(proxy.url, 'dev-lost');
    next.held.refresh = held.refresh;
    let asked = 0;
    proxy.plan(({ path }) => ({
      kind: path === '/v1/refresh' && asked++ < 3 ? 'lose reply' : 'none',
    }));
    for (let tries = 0; tries < 3; tries++) {
      await expect(next.wire.workers()).rejects.toMatchObject({ code: 'network' });
    }
    expect(next.held.refresh).toBe(held.refresh);
    expect((await next.wire.workers()).workers.length).toBeGreaterThan(0);
    expect(asked).toBe(4);
  });

  const many = `${REQUESTS} requests (seed ${SEED})`;
  it(`by chance everywhere, ${many}: what is answered is in once`, {
    timeout: 7_200_000,
  }, async () => {
    const { wrong, faults, requests } = await sendFaulty(REQUESTS, SEED);
    expect(wrong).toEqual([]);
    expect(requests).toBeGreaterThanOrEqual(REQUESTS);
    expect(faults).toBeGreaterThan(REQUESTS / 4);
  });
});
