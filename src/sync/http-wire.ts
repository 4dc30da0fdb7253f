import type { z } from 'zod';
import { bad, good, type Result } from '../base/problems';
import { eventsOf } from './event-stream';
import {
  ask,
  begin,
  type Call,
  nonsense,
  type Patience,
  piecesOf,
  refusalOf,
  within,
} from './http-call';
import { type Wire, WireError } from './ports';
import {
  checksumsReply,
  eventPoke,
  type HeldReply,
  type HeldRequest,
  heldReply,
  helloReply,
  pullReply,
  pushReply,
  reconcileReply,
  scopeReply,
  snapshotReply,
  type Tokens,
  tokensReply,
  workersReply,
} from './protocol';

/** What a station calls its centre with. */
export interface Station {
  /** URL of the centre, as `centreUrl` gives it. */
  readonly url: string;
  /** The station's own name, shown where devices are listed. */
  readonly deviceName: string;
  /** Id of the device now; it changes when a copy of the base shows. */
  deviceId(): string;
  /** The refresh token kept, read at each use: another program may have changed it. */
  refresh(): string | null;
  /** Keeps a new one. The one before is good no longer. */
  keep(refresh: string): void;
  /** How long calls wait; left out: as is right for a mobile network. */
  readonly patience?: Patience;
}

/** What the centre tells without being asked. Nothing of a record is in it. */
export interface Pokes {
  /** Something was taken in: the feed goes to here now. */
  poked(head: number): void;
  /** What the caller may see has changed. */
  granted(): void;
}

/** The centre over HTTP. */
export interface HttpWire extends Wire {
  /** Signs in and registers the device. Refusals: `auth.refused`, `device.revoked`, … */
  signIn(user: string, password: string): Promise<void>;
  /** Decides of own held operations. Refusal: `held.none` one of them is not held. */
  held(request: HeldRequest): Promise<HeldReply>;
  /** Hears the pokes until the stream ends or fails (`WireError`), or the signal ends it. */
  listen(pokes: Pokes, signal: AbortSignal): Promise<void>;
}

/** The code that says an access token is no longer good, and no other reason. */
const TOKEN_OLD = 'auth.token';

const PATIENCE: Patience = { answer: 60_000, pause: 30_000, whole: 300_000 };
/** The centre is heard from every 15 s; three silences are an end. */
const SILENCE_MS = 45_000;

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * The URL of a centre as somebody wrote it: the scheme and host, a path if it lies under one.
 * Refused: what is no URL (`sync.url`), and plain HTTP to another machine (`sync.url_plain`).
 */
export function centreUrl(given: string): Result<string> {
  const text = /^[a-z]+:\/\//i.test(given) ? given : `https://${given}`;
  if (!URL.canParse(text)) return bad('sync.url');
  const url = new URL(text);
  const known = url.protocol === 'https:' || url.protocol === 'http:';
  if (!known || url.username || url.password || url.search || url.hash) return bad('sync.url');
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) return bad('sync.url_plain');
  return good(url.origin + url.pathname.replace(/\/+$/, ''));
}

/** An access token, and the device it speaks for. */
interface Access {
  readonly token: string;
  readonly device: string;
}

/** The centre of a station over HTTP. Nothing is asked before it is needed. */
export function httpWire(station: Station): HttpWire {
  const patience = station.patience ?? PATIENCE;
  let access: Access | null = null;
  let renewing: Promise<Access> | null = null;

  async function tokens(path: string, body: Record<string, unknown>): Promise<Access> {
    const device = station.deviceId();
    const call: Call = { method: 'POST', path, body: { ...body, device_id: device } };
    const given: Tokens = await ask(station.url, call, tokensReply, patience);
    // Kept before it is used: from now on the one before is refused.
    station.keep(given.refresh);
    access = { token: given.access, device };
    return access;
  }

  async function renew(): Promise<Access> {
    const refresh = station.refresh();
    if (refresh === null) throw new WireError('auth.sign_in', 401);
    return tokens('/v1/refresh', { refresh, device_name: station.deviceName });
  }

  /** The access token held, else a new one. Callers at the same time wait for the same one. */
  async function admitted(): Promise<Access> {
    if (access?.device === station.deviceId()) return access;
    renewing ??= renew().finally(() => {
      renewing = null;
    });
    return renewing;
  }

  /** Does something with an access token, once more with a new one when it has run out. */
  async function admitting<T>(run: (token: string) => Promise<T>): Promise<T> {
    const held = await admitted();
    try {
      return await run(held.token);
    } catch (error) {
      if (!(error instanceof WireError && error.code === TOKEN_OLD)) throw error;
      if (access === held) access = null;
      return run((await admitted()).token);
    }
  }

  function get<T>(path: string, reply: z.ZodType<T>): Promise<T> {
    return admitting((token) => ask(station.url, { method: 'GET', path, token }, reply, patience));
  }

  function post<T>(path: string, body: unknown, reply: z.ZodType<T>): Promise<T> {
    return admitting((token) =>
      ask(station.url, { method: 'POST', path, body, token }, reply, patience),
    );
  }

  return {
    async signIn(user, password) {
      await tokens('/v1/login', { user, password, device_name: station.deviceName });
    },
    hello: (request) => post('/v1/hello', request, helloReply),
    push: (request) => post('/v1/push', request, pushReply),
    pull: (after, limit) => get(`/v1/pull?after=${after}&limit=${limit}`, pullReply),
    scope: () => get('/v1/scope', scopeReply),
    // In the body: whose container it is does not belong in any proxy's log.
    snapshot: (container, after, at) =>
      post('/v1/snapshot', { container, after, at }, snapshotReply),
    checksums: (request) => post('/v1/checksums', request, checksumsReply),
    reconcile: (request) => post('/v1/reconcile', request, reconcileReply),
    held: (request) => post('/v1/held', request, heldReply),
    workers: () => get('/v1/workers', workersReply),
    listen: (pokes, signal) =>
      admitting((token) => heard(station.url, token, patience, pokes, signal)),
  };
}

async function heard(
  url: string,
  token: string,
  patience: Patience,
  pokes: Pokes,
  signal: AbortSignal,
): Promise<void> {
  const ending = new AbortController();
  const end = () => ending.abort();
  signal.addEventListener('abort', end, { once: true });
  try {
    const call: Call = { method: 'GET', path: '/v1/events', token };
    const begun = begin(url, call, 'text/event-stream', ending.signal);
    const response = await within(patience.answer, begun);
    if (response.status !== 200) throw await refusalOf(response, patience);
    const type = response.headers.get('content-type') ?? '';
    if (!type.startsWith('text/event-stream')) throw nonsense(response.status);
    for await (const { event, data } of eventsOf(piecesOf(response, SILENCE_MS))) {
      if (event === 'poke') pokes.poked(eventPoke.parse(JSON.parse(data)).head);
      if (event === 'grants') pokes.granted();
    }
  } catch (error) {
    if (signal.aborted) return;
    throw error instanceof WireError ? error : nonsense();
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}
