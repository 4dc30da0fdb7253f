import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { type Clock, steppingClock } from '../../src/base/clock';
import { makeIds } from '../../src/base/ids';
import { seededRandom } from '../../src/base/random';
import { type Accounts, openAccounts } from '../../src/server/accounts';
import { type App, makeApp, type ShellLimits, USUAL_LIMITS } from '../../src/server/app';
import type { Centre } from '../../src/server/centre';
import { makeLog } from '../../src/server/log';
import { accessToken } from '../../src/server/tokens';
import { setPassword } from '../../src/server/users';
import type { Tokens } from '../../src/sync/protocol';
import { SHIPPED } from '../words/data-words';
import { makeCentre } from './station';

const PASSWORD = 'pitkä ja turha salasana';
const START = Date.parse('2026-03-16T08:00:00.000Z');
const MINUTE = 60_000;

let app: App;
let centre: Centre;
let log: string;
/** What the shell wanted to run again and again, by its pause in ms. */
let timers: Map<number, () => void>;
afterEach(async () => {
  await app?.close();
  await centre?.close();
});

/** A shell in this process over a real centre in memory; its time and its timers are the test's. */
async function begin(limits: Partial<ShellLimits> = {}) {
  log = '';
  timers = new Map();
  const time = { ms: START };
  const clock: Clock = { now: () => new Date(time.ms) };
  centre = await makeCentre({ memory: true });
  const anna = (await centre.users()).find(({ id }) => id === 'anna');
  if (!anna) throw new Error('no anna');
  await setPassword(centre, anna, PASSWORD, clock);
  const random = seededRandom(1);
  const { database, tenant } = centre;
  const ids = makeIds(steppingClock('2026-03-16T08:00:00.000Z', 1), random);
  const to = new Writable({
    write(piece, _, done) {
      log += piece;
      done();
    },
  });
  app = await makeApp({
    centre,
    accounts: await openAccounts({ database, tenant, clock, ids, random }),
    words: SHIPPED.en.words,
    log: makeLog('info', to),
    clock,
    every: (ms, run) => {
      timers.set(ms, run);
      return () => timers.delete(ms);
    },
    limits: { ...USUAL_LIMITS, ...limits },
    ...{ tls: null, behindProxy: false, openMetrics: false, version: '0' },
  });
  return { time };
}

async function login(password = PASSWORD, user = 'anna') {
  const payload = { user, password, device_id: 'd-anna', device_name: 'x' };
  const reply = await app.inject({ method: 'POST', url: '/v1/login', payload });
  return { status: reply.statusCode, body: reply.json<Tokens & { code: string }>(), reply };
}

function refresh(token: string) {
  const payload = { refresh: token, device_id: 'd-anna', device_name: 'x' };
  return app.inject({ method: 'POST', url: '/v1/refresh', payload });
}

function workers(token: string) {
  return app.inject({ url: '/v1/workers', headers: { authorization: `Bearer ${token}` } });
}

const codeOf = (reply: { statusCode: number; json(): { code: string } }) => [
  reply.statusCode,
  reply.json().code,
];

/** A request whose body has come in part: under way until it is finished. */
function halfSent(url: string, token: string) {
  const sent = JSON.stringify({ op_ids: ['a', 'b'] });
  const line = connect(Number(new URL(url).port), '127.0.0.1');
  let reply = '';
  const whole = new Promise<string>((done) => {
    line.on('data', (piece) => {
      reply += piece;
      if (reply.endsWith('}')) done(reply);
    });
  });
  const head = ['POST /v1/reconcile HTTP/1.1', 'Host: x', `Authorization: Bearer ${token}`];
  const length = [`Content-Type: application/json`, `Content-Length: ${sent.length}`];
  line.write(`${[...head, ...length].join('\r\n')}\r\n\r\n${sent.slice(0, 5)}`);
  return { line, reply: whole, finish: () => line.write(sent.slice(5)) };
}

describe('tokens', () => {
  it('are good for fifteen minutes, and then for a refresh', async () => {
    const { time } = await begin();
    const { body } = await login();
    expect(body.expires_in).toBe(900);
    time.ms += 15 * MINUTE - 1000;
    expect((await workers(body.access)).statusCode).toBe(200);
    time.ms += 2000;
    expect(codeOf(await workers(body.access))).toEqual([401, 'auth.token']);
    const next = (await refresh(body.refresh)).json<Tokens>();
    expect((await workers(next.access)).statusCode).toBe(200);
  });

  it('are not good after sixty days without a refresh', async () => {
    const { time } = await begin();
    const { body } = await login();
    time.ms += 61 * 24 * 60 * MINUTE;
    expect(codeOf(await refresh(body.refresh))).toEqual([401, 'auth.sign_in']);
  });

  it('signed by somebody else, for something else or by nobody are refused', async () => {
    await begin();
    const { body } = await login();
    const [head, claims, signature] = body.access.split('.');
    const none = Buffer.from('{"alg":"none","typ":"akti-access"}').toString('base64url');
    const other = Buffer.from(
      JSON.stringify({ sub: 'bertta', device: 'd-bertta', iat: 1, exp: 9e9 }),
    ).toString('base64url');
    for (const forged of [
      `${head}.${other}.${signature}`,
      `${none}.${claims}.`,
      `${none}.${claims}.${signature}`,
      `${head}.${claims}.${signature?.slice(0, -2)}AA`,
      body.refresh,
    ]) {
      expect(codeOf(await workers(forged))).toEqual([401, 'auth.token']);
    }
  });

  it('are signed with a secret that outlives the program only where it has a key', async () => {
    await begin();
    const { body } = await login();
    const token = `Bearer ${body.access}`;
    const key = Buffer.alloc(32, 7);
    for (const other of [undefined, key]) {
      const accounts = await accountsOf(other);
      await expect(accounts.callerOf(token)).rejects.toMatchObject({ code: 'auth.token' });
    }
    const caller = { user: 'anna', device: 'd-anna' };
    const signed = await (await accountsOf(key)).refresh({
      ...{ refresh: body.refresh, device_id: 'd-anna', device_name: '' },
    });
    expect(await (await accountsOf(key)).callerOf(`Bearer ${signed.access}`)).toEqual(caller);
  });

  it('are signed by nothing that lies in the database (R32)', async () => {
    await begin();
    await login();
    const clock: Clock = { now: () => new Date(START) };
    const keyed = await accountsOf(Buffer.alloc(32, 7));
    const found = await centre.database.read((tx) =>
      tx.selectFrom('setting').select('value').execute(),
    );
    for (const { value } of found) {
      for (const secret of [Buffer.from(value, 'base64'), Buffer.from(value)]) {
        const forged = await accessToken(secret, { user: 'anna', device: 'd-anna' }, clock.now());
        expect(codeOf(await workers(forged))).toEqual([401, 'auth.token']);
        await expect(keyed.callerOf(`Bearer ${forged}`)).rejects.toMatchObject({
          code: 'auth.token',
        });
      }
    }
  });

  it('and passwords lie nowhere in the database', async () => {
    await begin();
    const { body } = await login();
    const rows = await centre.database.read(async (tx) => [
      await tx.selectFrom('refresh_token').selectAll().execute(),
      await tx.selectFrom('user_account').selectAll().execute(),
      await tx.selectFrom('device').selectAll().execute(),
    ]);
    const text = JSON.stringify(rows);
    expect(text).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    for (const secret of [body.refresh, body.access, PASSWORD]) expect(text).not.toContain(secret);
    expect(log).not.toContain(body.refresh);
  });
});

/** The accounts of another program on the same database. */
function accountsOf(key?: Buffer): Promise<Accounts> {
  const { database, tenant } = centre;
  const clock: Clock = { now: () => new Date(START) };
  const random = seededRandom(2);
  return openAccounts({ database, tenant, clock, ids: makeIds(clock, random), random, key });
}

describe('limits', () => {
  it('on tries to sign in hold for a user, and end', async () => {
    await begin({ loginUser: 3 });
    const tries = [];
    for (let n = 0; n < 4; n++) tries.push((await login('wrong')).status);
    expect(tries).toEqual([401, 401, 401, 429]);
    const { body, reply } = await login();
    expect(body.code).toBe('rate.limited');
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
    expect((await login('wrong', 'bertta')).status).toBe(401);
  });

  it('on tries to sign in hold for an address, whoever is tried', async () => {
    await begin({ loginAddress: 3 });
    const tries = [];
    for (const user of ['a', 'b', 'c', 'd']) tries.push((await login('wrong', user)).status);
    expect(tries).toEqual([401, 401, 401, 429]);
  });

  it('on requests hold for a user and for an address (R33)', async () => {
    await begin({ user: 2 });
    const { body } = await login();
    const of = async () => (await workers(body.access)).statusCode;
    expect([await of(), await of(), await of()]).toEqual([200, 200, 429]);
    await app.close();
    await begin({ address: 2 });
    const up = async () => (await app.inject({ url: '/health' })).statusCode;
    expect([await up(), await up(), await up()]).toEqual([200, 200, 429]);
  });

  it('on what a device asks at the same time', async () => {
    await begin({ atOnce: 2 });
    const { body } = await login();
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const slow = [halfSent(url, body.access), halfSent(url, body.access)];
    const headers = { authorization: `Bearer ${body.access}` };
    const ask = () => fetch(`${url}/v1/workers`, { headers });
    let turned = await ask();
    while (turned.status === 200) turned = await ask();
    expect(turned.status).toBe(429);
    expect(turned.headers.get('retry-after')).toBe('1');
    expect(await turned.json()).toMatchObject({ code: 'rate.at_once', values: { seconds: 1 } });
    // What has ended counts no longer, whether it was answered or broke off.
    slow[0]?.line.destroy();
    slow[1]?.finish();
    expect(await slow[1]?.reply).toContain('"missing":["a","b"]');
    let free = await ask();
    while (free.status === 429) free = await ask();
    expect(free.status).toBe(200);
  });

  it('turn away while the server cannot keep up, but for who asks whether it lives', async () => {
    await begin({ late: 1, lateFor: 0 });
    const { body } = await login();
    let reply = await workers(body.access);
    for (let tries = 0; tries < 10 && reply.statusCode === 200; tries++) {
      const until = Date.now() + 700;
      while (Date.now() < until);
      await new Promise((done) => setTimeout(done, 30));
      reply = await workers(body.access);
    }
    expect(codeOf(reply)).toEqual([503, 'server.busy']);
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
    expect((await app.inject({ url: '/health' })).statusCode).toBe(200);
  });
});

describe('pokes', () => {
  it('tell of grants, and end for a device that was lost', async () => {
    await begin();
    const { body } = await login();
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const response = await fetch(`${url}/v1/events`, {
      headers: { authorization: `Bearer ${body.access}` },
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    if (!reader) throw new Error('no body');
    let heard = '';
    const hear = async (until: RegExp) => {
      while (!until.test(heard)) {
        const { done, value = '' } = await reader.read();
        if (done) return 'end';
        heard += value;
      }
      return 'heard';
    };
    expect(await hear(/event: poke\ndata: {"head":0}/)).toBe('heard');
    const look = timers.get(1000) as () => void;
    const anna = (await centre.users()).find(({ id }) => id === 'anna');
    const told = hear(/event: grants/);
    // What changed before the first look is not told: it goes on until one has seen a change.
    while (!/event: grants/.test(heard)) {
      if (anna) await centre.saveUser(anna);
      look();
      await new Promise((done) => setTimeout(done, 5));
    }
    expect(await told).toBe('heard');
    await centre.revokeDevice('d-anna');
    (timers.get(15_000) as () => void)();
    expect(await hear(/nothing more/)).toBe('end');
    // Nobody listens: nobody is asked either.
    expect(timers.size).toBe(0);
  });

  it('are not for everybody', async () => {
    await begin();
    expect(codeOf(await app.inject({ url: '/v1/events' }))).toEqual([401, 'auth.token']);
  });
});

describe('a stop', () => {
  it('lets what is under way end, takes nothing new, and ends the streams', async () => {
    await begin();
    const { body } = await login();
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const headers = { authorization: `Bearer ${body.access}` };
    const stream = await fetch(`${url}/v1/events`, { headers });
    const ended = stream.text();

    const slow = halfSent(url, body.access);
    // The head of the request is there when the next one has been answered.
    await fetch(`${url}/v1/workers`, { headers });
    const closed = app.close();
    await ended;
    await expect(fetch(`${url}/health`)).rejects.toThrow();
    slow.finish();
    const reply = await slow.reply;
    expect(reply).toMatch(/^HTTP\/1\.1 200 /);
    expect(reply).toContain('"missing":["a","b"]');
    await closed;
  });
});

it('what is not even HTTP gets problem details too', async () => {
  await begin();
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const line = connect(Number(new URL(url).port), '127.0.0.1');
  line.write('SSH-2.0-OpenSSH_9.2\r\n\r\n');
  let reply = '';
  for await (const piece of line) reply += piece;
  const [head = '', body = ''] = reply.split('\r\n\r\n');
  expect(head).toContain('400 Bad Request');
  expect(head).toContain('application/problem+json');
  expect(JSON.parse(body)).toMatchObject({ status: 400, code: 'request.http' });
});

it('a failure says nothing of itself outside, and no value of it is logged', async () => {
  await begin();
  const { body } = await login();
  await centre.database.write(async (tx) => {
    await tx.schema.alterTable('centre').renameColumn('durable', 'salainen_arvo').execute();
  });
  const payload = {
    ...{ protocol: { min: 1, max: 1 }, app: 'x', device_id: 'd-anna', epoch: null },
    ...{ cursor: 0, pending: 0, forms: {} },
  };
  const headers = { authorization: `Bearer ${body.access}` };
  await centre.database.write((tx) => tx.schema.dropTable('stream_head').execute());
  const reply = await app.inject({ method: 'POST', url: '/v1/hello', payload, headers });
  expect(codeOf(reply)).toEqual([500, 'server.failed']);
  expect(reply.body).not.toContain('stream_head');
  const [failed] = log.split('\n').filter((line) => line.includes('"failed"'));
  expect(JSON.parse(failed ?? '{}')).toMatchObject({
    ...{ code: 'server.failed', route: '/v1/hello', error_code: 'SQLITE_ERROR' },
  });
  expect(failed).not.toContain('no such');
  expect(codeOf(await app.inject({ url: '/ready' }))).toEqual([503, 'server.not_ready']);
});

it('a line that breaks while it is asked who calls counts no longer', async () => {
  await begin({ atOnce: 1 });
  const { body } = await login();
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  for (let n = 0; n < 20; n++) {
    const { line } = halfSent(url, body.access);
    await new Promise((done) => line.once('connect', done));
    // At once, a moment later, or when the server has begun with it.
    for (let turns = 0; turns < n % 7; turns++) await new Promise(setImmediate);
    line.resetAndDestroy();
  }
  let reply = await workers(body.access);
  for (let tries = 0; tries < 200 && reply.statusCode === 429; tries++) {
    await new Promise((done) => setTimeout(done, 10));
    reply = await workers(body.access);
  }
  expect(reply.statusCode).toBe(200);
});
