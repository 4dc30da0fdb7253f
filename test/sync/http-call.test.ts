import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { eventsOf } from '../../src/sync/event-stream';
import { ask } from '../../src/sync/http-call';
import { centreUrl } from '../../src/sync/http-wire';
import { type Fault, type FaultProxy, faultProxy } from '../lib/fault-proxy';

const PATIENCE = { answer: 400, pause: 400, whole: 4000 };
const REPLY = z.object({ length: z.int(), text: z.string() });
const TEXT = 'Mitä äiti sanoi? '.repeat(200);

/** Answers how long what was sent is, and the same text; counts what arrives. */
let server: Server;
let heard = 0;
let proxy: FaultProxy;
let says: (() => { status: number; type: string; body: string; more?: object }) | null = null;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    heard++;
    let length = 0;
    try {
      for await (const piece of request) length += piece.length;
    } catch {
      return; // The line broke.
    }
    const { status, type, body, more } = says?.() ?? {
      status: 200,
      type: 'application/json; charset=utf-8',
      body: JSON.stringify({ length, text: TEXT }),
    };
    response.writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      ...more,
    });
    response.end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  proxy = await faultProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(async () => {
  await proxy.close();
  server.close();
});
afterEach(() => {
  says = null;
  heard = 0;
});

function sent(fault: Fault) {
  proxy.plan(() => fault);
  const call = { method: 'POST', path: '/x', body: { text: TEXT } } as const;
  return ask(proxy.url, call, REPLY, PATIENCE);
}

describe('a call over a faulty network', () => {
  it('comes through when nothing is wrong, packed', async () => {
    const { length, text } = await sent({ kind: 'none' });
    expect(text).toBe(TEXT);
    expect(length).toBeGreaterThan(0);
    expect(length).toBeLessThan(TEXT.length / 10);
  });

  it('comes through one byte at a time', async () => {
    const many = { ...PATIENCE, whole: 60_000 };
    proxy.plan(() => ({ kind: 'drip' }));
    const { text } = await ask(proxy.url, { method: 'GET', path: '/' }, REPLY, many);
    expect(text).toBe(TEXT);
  });

  const broken: Fault[] = [
    { kind: 'lose reply' },
    { kind: 'portal' },
    { kind: 'redirect' },
    { kind: 'silent' },
    { kind: 'wrong length', by: 7 },
    { kind: 'wrong length', by: -7 },
    ...[0, 1, 40, 150, 300].map((after): Fault => ({ kind: 'cut request', after })),
    ...[0, 1, 12, 90, 200, 2000, 3500].map((after): Fault => ({ kind: 'cut reply', after })),
  ];
  it.each(broken)('fails as network: %j', async (fault) => {
    await expect(sent(fault)).rejects.toMatchObject({ code: 'network', retryAfter: null });
  });

  it('arrives at the centre when only the reply is lost, and two times when doubled', async () => {
    await expect(sent({ kind: 'lose reply' })).rejects.toMatchObject({ code: 'network' });
    expect(heard).toBe(1);
    await sent({ kind: 'twice' });
    expect(heard).toBe(3);
  });
});

describe('a reply that is not the one asked for (R24)', () => {
  const PROBLEM = 'application/problem+json';
  const problem = { type: 'about:blank', title: 'No.', status: 429, code: 'rate.limited' };
  it.each([
    [503, 'text/html', '<p>busy', { 'retry-after': '7' }, 'network', 7],
    [503, 'text/html', '<p>busy', { 'retry-after': 'Sun, 22 Nov 2026' }, 'network', null],
    [413, 'text/plain', 'too large', {}, 'network', null],
    [429, PROBLEM, JSON.stringify(problem), { 'retry-after': '3' }, 'rate.limited', 3],
    [400, 'application/json', JSON.stringify(problem), {}, 'network', null],
    [400, PROBLEM, '{"code":', {}, 'network', null],
    [400, PROBLEM, '[]', {}, 'network', null],
    [200, 'text/html', JSON.stringify({ length: 1, text: '' }), {}, 'network', null],
    [200, 'application/json', '{"length":1', {}, 'network', null],
    [200, 'application/json', '{"length":"1","text":""}', {}, 'network', null],
    [200, 'application/json', 'null', {}, 'network', null],
    [204, 'application/json', '', {}, 'network', null],
  ])('%i %s %s', async (status, type, body, more, code, retryAfter) => {
    says = () => ({ status, type, body, more });
    await expect(sent({ kind: 'none' })).rejects.toMatchObject({ code, status, retryAfter });
  });

  it('is not taken when its letters are broken', async () => {
    says = () => ({
      status: 200,
      type: 'application/json',
      body: JSON.stringify({ length: 1, text: 'ä' }),
      more: { 'content-length': 22 },
    });
    await expect(sent({ kind: 'none' })).rejects.toMatchObject({ code: 'network' });
  });
});

describe('the URL of a centre', () => {
  test.each([
    ['akti.example.fi', 'https://akti.example.fi'],
    ['HTTPS://Akti.Example.FI:8443/', 'https://akti.example.fi:8443'],
    ['https://example.fi/akti//', 'https://example.fi/akti'],
    ['http://localhost:8420', 'http://localhost:8420'],
    ['http://127.0.0.1:1/', 'http://127.0.0.1:1'],
    ['http://[::1]:8420', 'http://[::1]:8420'],
  ])('%s is %s', (given, url) => {
    expect(centreUrl(given)).toEqual({ ok: true, value: url });
  });

  test.each([
    ['http://akti.example.fi', 'sync.url_plain'],
    ['http://127.0.0.1.example.fi', 'sync.url_plain'],
    ['http://localhost.example.fi', 'sync.url_plain'],
    ['https://me:secret@example.fi', 'sync.url'],
    ['https://example.fi?token=1', 'sync.url'],
    ['https://example.fi#a', 'sync.url'],
    ['ftp://example.fi', 'sync.url'],
    ['', 'sync.url'],
    ['https://', 'sync.url'],
    ['two words', 'sync.url'],
  ])('%s is refused as %s', (given, code) => {
    expect(centreUrl(given)).toMatchObject({ ok: false, problem: { code } });
  });
});

describe('a stream of events', () => {
  const TEXT = ': heard\n\nevent: poke\r\ndata: {"head":\ndata: 7}\n\nevent: grants\n\ndata:ä\n\n';
  const MESSAGES = [
    { event: '', data: '' },
    { event: 'poke', data: '{"head":\n7}' },
    { event: 'grants', data: '' },
    { event: '', data: 'ä' },
  ];
  async function* cut(bytes: Uint8Array, size: number) {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const all = async (pieces: AsyncIterable<Uint8Array>) => {
    const found = [];
    for await (const one of eventsOf(pieces)) found.push(one);
    return found;
  };

  test.each([1, 2, 3, 7, 1000])('is the same in pieces of %i', async (size) => {
    expect(await all(cut(Buffer.from(TEXT), size))).toEqual(MESSAGES);
  });

  test('that was cut off gives no half message', async () => {
    expect(await all(cut(Buffer.from('event: poke\ndata: {"head":7}'), 5))).toEqual([]);
  });

  test('without an end is not held for ever', async () => {
    async function* endless() {
      for (;;) yield Buffer.from('data: x\n'.repeat(1000));
    }
    await expect(all(endless())).rejects.toThrow(RangeError);
  });
});
