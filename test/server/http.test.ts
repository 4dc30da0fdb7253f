import { readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tokens } from '../../src/sync/protocol';
import type { Served } from '../lib/serve';
import {
  CLIENT,
  client,
  hello,
  json,
  note,
  type Office,
  openOffice,
  PASSWORD,
  problemOf,
  pushed,
  SECRETS,
  station,
} from './over-http';
import { HERE } from './station';

let office: Office;
let centre: Served;

beforeAll(async () => {
  office = await openOffice();
  centre = office.centre;
});
afterAll(() => office.close());

describe('an exchange over HTTP', () => {
  it('goes from one station to another, with a poke between', async () => {
    const anna = station(centre.url, 'dev-one');
    const bertta = station(centre.url, 'dev-two');
    await anna.wire.signIn('anna', PASSWORD);
    await bertta.wire.signIn('bertta', PASSWORD);
    const greeted = await bertta.wire.hello(hello('dev-two'));
    expect(greeted.user).toMatchObject({ id: 'bertta', unit: HERE, active: true });

    const heads: number[] = [];
    const ending = new AbortController();
    const told = new Promise<void>((done) => {
      const poked = (head: number) => {
        heads.push(head);
        if (head >= 2) done();
      };
      void bertta.wire.listen({ poked, granted: () => {} }, ending.signal);
    });
    const text = `Salainen teksti ${'öö '.repeat(900)}`;
    const { results } = await pushed(
      anna.wire,
      'dev-one',
      client('dev-one', 1),
      note('dev-one', 2, 'note-1', text),
    );
    expect(results.map(({ status, pos }) => [status, pos])).toEqual([
      ['applied', 1],
      ['applied', 2],
    ]);
    await told;
    ending.abort();
    expect(heads.at(-1)).toBe(2);

    const page = await bertta.wire.pull(0, 100);
    expect(page).toMatchObject({ from: 0, to: 2, head: 2, done: true, scope: { count: 1 } });
    const [, second] = page.items;
    expect(second?.kind === 'op' && second.op.patch.text).toEqual([null, text]);
    expect((await bertta.wire.scope()).containers).toEqual([CLIENT]);
    const snapshot = await bertta.wire.snapshot(CLIENT, 0, null);
    expect(snapshot.items).toHaveLength(2);
    const { sums } = await bertta.wire.checksums({ containers: [CLIENT, 'none'] });
    expect(sums.map(({ container, count }) => [container, count])).toEqual([[CLIENT, 2]]);
    const { missing } = await anna.wire.reconcile({ op_ids: ['dev-one-1', 'never'] });
    expect(missing).toEqual(['never']);
    const { workers } = await anna.wire.workers();
    expect(workers.map(({ id }) => id)).toEqual(['anna', 'bertta']);
  });

  it('packs long replies and takes packed requests', async () => {
    const { held, wire } = station(centre.url, 'dev-packed');
    await wire.signIn('anna', PASSWORD);
    const body = gzipSync(
      JSON.stringify({ refresh: held.refresh, device_id: 'dev-packed', device_name: '' }),
    );
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const response = await fetch(`${centre.url}/v1/refresh`, { method: 'POST', headers, body });
    const { access } = (await response.json()) as Tokens;
    const page = await fetch(`${centre.url}/v1/pull?after=0&limit=10`, {
      headers: { authorization: `Bearer ${access}`, 'accept-encoding': 'gzip' },
    });
    expect(page.headers.get('content-encoding')).toBe('gzip');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(((await page.json()) as { head: number }).head).toBeGreaterThan(0);
  });
});

describe('bad requests', () => {
  let token: string;
  beforeAll(async () => {
    const login = { user: 'anna', password: PASSWORD, device_id: 'dev-bad', device_name: '' };
    const response = await fetch(`${centre.url}/v1/login`, json(login));
    token = ((await response.json()) as Tokens).access;
  });
  const mine = () => ({ authorization: `Bearer ${token}` });

  it('of every kind are refused with a code', async () => {
    const type = { 'content-type': 'application/json' };
    const packed = { ...type, 'content-encoding': 'gzip' };
    const raw = (body: string | Buffer, headers: Record<string, string> = type): RequestInit => ({
      ...{ method: 'POST', body, headers: { ...headers, ...mine() } },
    });
    const push = { device_id: 'dev-bad', epoch: 'e', units: [] };
    const large = JSON.stringify({ ...push, epoch: 'x'.repeat(1_100_000) });
    const bomb = gzipSync(Buffer.alloc(9 * 1024 * 1024, 0x20));
    const cases: [string, RequestInit | undefined, number, string][] = [
      ['/v1/nothing', undefined, 404, 'request.path'],
      ['/v1/push', { headers: mine() }, 404, 'request.path'],
      ['/v1/%zz', undefined, 400, 'request.url'],
      ['/v1/pull?after=0&limit=10', undefined, 401, 'auth.token'],
      [
        '/v1/pull?after=0&limit=10',
        { headers: { authorization: 'Bearer x.y.z' } },
        401,
        'auth.token',
      ],
      ['/v1/push', raw('{"units":'), 400, 'request.json'],
      ['/v1/push', raw(''), 400, 'request.json'],
      ['/v1/push', raw('[]', { 'content-type': 'text/plain' }), 415, 'request.media'],
      ['/v1/push', raw('{}'), 400, 'request.shape'],
      ['/v1/push', raw(JSON.stringify({ ...push, units: 7 })), 400, 'request.shape'],
      ['/v1/push', raw(large), 413, 'request.large'],
      ['/v1/push', raw(bomb, packed), 413, 'request.large'],
      ['/v1/push', raw('not packed at all', packed), 400, 'request.packed'],
      ['/v1/push', raw(gzipSync('{}').subarray(0, 15), packed), 400, 'request.packed'],
      ['/v1/push', raw('{}', { ...type, 'content-encoding': 'br' }), 415, 'request.encoding'],
      ['/v1/pull?after=-1&limit=10', { headers: mine() }, 400, 'request.shape'],
      ['/v1/pull?after=0&limit=501', { headers: mine() }, 400, 'request.shape'],
      ['/v1/pull', { headers: mine() }, 400, 'request.shape'],
    ];
    for (const [path, init, status, code] of cases) {
      const found = await problemOf(centre.url, path, init);
      expect([path, found.status, found.code]).toEqual([path, status, code]);
    }
  });

  it('say where they are wrong and not what stands there', async () => {
    const unit = { uow_id: 'u', ops: [{ ...client('dev-bad', 1), op_id: ['Salainen teksti'] }] };
    const body = { device_id: 'dev-bad', epoch: 'e', units: [unit] };
    const found = await problemOf(centre.url, '/v1/push', json(body, mine()));
    expect(found.values).toEqual({ at: '/units/0' });
  });

  it('say who may try again, and how to sign in', async () => {
    const { headers } = await problemOf(centre.url, '/v1/scope');
    expect(headers.get('www-authenticate')).toBe('Bearer');
  });
});

interface Api {
  paths: Record<string, { post?: ApiRoute }>;
}

interface ApiRoute {
  security: object[];
  requestBody: { content: Record<string, { schema: { required: string[] } }> };
}

describe('beside the protocol', () => {
  it('tells that it lives, is ready, and what it has counted', async () => {
    for (const path of ['/health', '/ready']) {
      const response = await fetch(centre.url + path);
      expect([path, response.status, await response.json()]).toEqual([path, 200, { status: 'up' }]);
    }
    const text = await (await fetch(`${centre.url}/metrics`)).text();
    expect(text).toMatch(/^akti_operations_total\{status="applied"\} [1-9]/m);
    expect(text).toMatch(
      /^akti_request_seconds_count\{route="\/v1\/push",method="POST",status="200"\} /m,
    );
    expect(text).toMatch(/^akti_head [1-9]/m);
  });

  it('describes itself, each route with a schema, and shows it', async () => {
    const api = (await (await fetch(`${centre.url}/openapi.json`)).json()) as Api;
    expect(Object.keys(api.paths).sort()).toEqual([
      ...['/health', '/metrics', '/ready', '/v1/checksums', '/v1/events', '/v1/held'],
      ...['/v1/hello', '/v1/login', '/v1/pull', '/v1/push', '/v1/reconcile', '/v1/refresh'],
      ...['/v1/scope', '/v1/snapshot', '/v1/workers'],
    ]);
    const post = api.paths['/v1/push']?.post;
    expect(post?.requestBody.content['application/json']?.schema.required).toContain('units');
    expect(post?.security).toEqual([{ access: [] }]);
    const page = await fetch(`${centre.url}/docs`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('swagger')]);
  });
});

it('repeats nothing of a request in log, metrics and replies (R32)', async () => {
  const marker = 'Zebraniemi041047';
  const login = { user: marker, password: marker, device_id: marker, device_name: marker };
  const signed = { user: 'anna', password: PASSWORD, device_id: 'dev-marked', device_name: '' };
  const tokens = (await (await fetch(`${centre.url}/v1/login`, json(signed))).json()) as Tokens;
  const mine = { authorization: `Bearer ${tokens.access}` };
  const op = { ...client('dev-marked', 1), patch: { [marker]: [null, marker] }, form: marker };
  const unit = { uow_id: marker, ops: [{ ...op, [marker]: marker }] };
  const push = { device_id: 'dev-marked', epoch: marker, units: [unit], [marker]: marker };
  const requests: [string, RequestInit?][] = [
    [`/v1/pull?after=${marker}&limit=${marker}`, { headers: mine }],
    [`/v1/${marker}?${marker}=${marker}`],
    [`/${marker}`, { headers: { authorization: `Bearer ${marker}`, 'x-request-id': marker } }],
    ['/health', { headers: { 'user-agent': marker, 'x-forwarded-for': marker } }],
    ['/v1/login', json(login)],
    ['/v1/login', json({ ...login, [marker]: marker, user: 7 })],
    ['/v1/login', { ...json(login), body: `{"user":"${marker}` }],
    ['/v1/login', json(login, { 'content-type': marker })],
    ['/v1/refresh', json({ refresh: marker, device_id: marker, device_name: marker })],
    ['/v1/push', json(push, mine)],
    ['/v1/push', json({ ...push, units: { [marker]: marker } }, mine)],
    ['/v1/snapshot', json({ container: marker, from: 0, at: null }, mine)],
    ['/v1/checksums', json({ containers: [[marker]] }, mine)],
    ['/v1/reconcile', json({ op_ids: { [marker]: marker } }, mine)],
    ['/v1/hello', json({ [marker]: marker }, mine)],
  ];
  for (const [path, init] of requests) {
    const reply = await fetch(centre.url + path, init);
    const said = `${[...reply.headers].join('\n')}\n${await reply.text()}`;
    expect([path, said.includes(marker)]).toEqual([path, false]);
  }
  expect(await (await fetch(`${centre.url}/metrics`)).text()).not.toContain(marker);
  expect(centre.log()).not.toContain(marker);
});

it('logs each request, and nothing of a person in it (R32)', async () => {
  const lines = centre
    .log()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const routes = new Set(lines.map(({ route }) => route));
  for (const route of ['/v1/push', '/v1/snapshot', '/v1/login', '-'])
    expect(routes).toContain(route);
  expect(lines.filter(({ status }) => status >= 500)).toEqual([]);
  for (const secret of [...SECRETS, CLIENT, 'after=']) expect(centre.log()).not.toContain(secret);
});

it('keeps its file to its owner, and no password or token in it (R32)', async () => {
  const device = { device_id: 'dev-kept', device_name: '' };
  const login = json({ user: 'anna', password: PASSWORD, ...device });
  const reply = await fetch(`${centre.url}/v1/login`, login);
  const { access, refresh } = (await reply.json()) as Tokens;
  const files = ['centre.akti', 'centre.akti-wal'].map((name) => office.world.file(name));
  expect(files.map((file) => statSync(file).mode & 0o077)).toEqual([0, 0]);
  const bytes = Buffer.concat(files.map((file) => readFileSync(file)));
  expect(bytes.includes('dev-kept')).toBe(true);
  for (const secret of [PASSWORD, access, refresh]) expect(bytes.includes(secret)).toBe(false);
  // What tokens are signed with has no place in it either: this centre has no key.
  expect(bytes.includes('token_secret')).toBe(false);
});
