import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { z } from 'zod';
import { WireError } from './ports';
import { problemReply } from './protocol';

/** How long a call waits, in ms. */
export interface Patience {
  /** Until the reply begins. */
  readonly answer: number;
  /** Between two pieces of it. */
  readonly pause: number;
  /** For all of it. */
  readonly whole: number;
}

/** A call on its way to the centre. */
export interface Call {
  readonly method: 'GET' | 'POST';
  /** Path and query under the URL of the centre: no secret and no person in it. */
  readonly path: string;
  readonly body?: unknown;
  readonly token?: string | undefined;
}

/** A request longer than this many characters goes packed. */
const PACK_FROM = 1024;
/** The longest reply taken, unpacked. What is longer cannot be from a centre. */
const REPLY_BYTES = 64 * 1024 * 1024;

const pack = promisify(gzip);

/** What did not come through, or was not from a centre. */
export function nonsense(status = 0, retryAfter: number | null = null): WireError {
  return new WireError('network', status, retryAfter);
}

/** The promise, or a `WireError` when it has not come within that many ms. */
export function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const late = AbortSignal.timeout(ms);
  return Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      late.addEventListener('abort', () => reject(nonsense()), { once: true });
    }),
  ]);
}

/**
 * Begins a call and gives the reply when its head has come. A redirect is a captive portal's.
 * @param signal ends the call, its body too
 */
export async function begin(
  url: string,
  { method, path, body, token }: Call,
  accept: string,
  signal: AbortSignal,
): Promise<Response> {
  const headers: Record<string, string> = { accept };
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  let sent: string | Buffer | undefined;
  if (body !== undefined) {
    headers['content-type'] = 'application/json';
    sent = JSON.stringify(body);
    if (sent.length > PACK_FROM) {
      sent = await pack(sent);
      headers['content-encoding'] = 'gzip';
    }
  }
  try {
    return await fetch(url + path, { method, headers, body: sent, redirect: 'manual', signal });
  } catch (error) {
    throw unreached(error);
  }
}

/** Codes of the library where the other end shows a certificate that does not hold here. */
const CERTIFICATE = /CERT|ISSUER|LEAF_SIGNATURE|HOSTNAME_MISMATCH/;

/** A certificate that does not hold is told apart: no network mends it. */
function unreached(error: unknown): WireError {
  const { code } = ((error as Error).cause ?? {}) as { code?: unknown };
  if (typeof code !== 'string' || !CERTIFICATE.test(code)) return nonsense();
  return new WireError('sync.certificate', 0, null, { reason: code });
}

/**
 * Asks the centre and gives its reply, checked.
 * @throws WireError with the code of the centre's problem details; `network` when there was no
 *   reply in time or it is not one a centre makes (a portal's page, cut off, of another shape);
 *   `sync.certificate` {reason} when the certificate shown does not hold
 */
export async function ask<T>(
  url: string,
  call: Call,
  reply: z.ZodType<T>,
  patience: Patience,
): Promise<T> {
  const ending = new AbortController();
  try {
    return await within(patience.whole, asked(url, call, reply, patience, ending.signal));
  } finally {
    ending.abort();
  }
}

async function asked<T>(
  url: string,
  call: Call,
  reply: z.ZodType<T>,
  patience: Patience,
  signal: AbortSignal,
): Promise<T> {
  const response = await within(patience.answer, begin(url, call, 'application/json', signal));
  if (response.status !== 200) throw await refusalOf(response, patience);
  const json = await jsonOf(response, 'application/json', patience);
  const read = reply.safeParse(json);
  if (!read.success) throw nonsense(response.status);
  return read.data;
}

/** Why the centre did not do what was asked, or what stood between. */
export async function refusalOf(response: Response, patience: Patience): Promise<WireError> {
  const { status, headers } = response;
  const asks = /^\d{1,6}$/.exec(headers.get('retry-after') ?? '');
  const retryAfter = asks ? Number(asks[0]) : null;
  try {
    const json = await jsonOf(response, 'application/problem+json', patience);
    const problem = problemReply.safeParse(json);
    if (problem.success) {
      return new WireError(problem.data.code, status, retryAfter, problem.data.values);
    }
  } catch {
    // Not the centre's own words: the status is all there is.
  }
  return nonsense(status, retryAfter);
}

async function jsonOf(response: Response, type: string, patience: Patience): Promise<unknown> {
  const given = (response.headers.get('content-type') ?? '').split(';')[0]?.trim();
  if (given !== type) throw nonsense(response.status);
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of piecesOf(response, patience.pause)) {
    length += piece.length;
    if (length > REPLY_BYTES) throw nonsense(response.status);
    pieces.push(piece);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
    return JSON.parse(text);
  } catch {
    throw nonsense(response.status);
  }
}

/** The body as it comes. A `WireError` when it stops coming before its end. */
export async function* piecesOf(response: Response, pause: number): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return;
  for (;;) {
    let piece: Awaited<ReturnType<typeof reader.read>>;
    try {
      piece = await within(pause, reader.read());
    } catch {
      throw nonsense(response.status);
    }
    if (piece.done) return;
    yield piece.value;
  }
}
