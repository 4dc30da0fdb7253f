import { PassThrough, type Readable, type Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { Refusal } from './refusal';

/** Most bytes of a request as it comes, and after unpacking. */
const SENT_BYTES = 1024 * 1024;
export const UNPACKED_BYTES = 8 * 1024 * 1024;

/** The body of a request, and how many bytes of it have come; the server compares them. */
type Body = Transform & { receivedEncodedLength: number };

/**
 * The body of a request, unpacked when it came packed. What does not unpack fails with an error of
 * zlib; how long it is unpacked the server itself counts.
 * Refusals: `request.large` (longer than the limit as it came), `request.encoding`.
 */
export function inflated(request: FastifyRequest, sent: Readable): Body {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (Number(request.headers['content-length'] ?? 0) > SENT_BYTES) throw tooLarge();
  if (encoding !== 'identity' && encoding !== 'gzip') throw new Refusal(415, 'request.encoding');
  const made = encoding === 'gzip' ? createGunzip() : new PassThrough();
  const body: Body = Object.assign(made, { receivedEncodedLength: 0 });
  sent.on('data', (piece: Buffer) => {
    body.receivedEncodedLength += piece.length;
    if (body.receivedEncodedLength > SENT_BYTES) body.destroy(tooLarge());
  });
  sent.on('error', (error) => body.destroy(error));
  sent.pipe(body);
  return body;
}

function tooLarge(): Refusal {
  return new Refusal(413, 'request.large', { limit: SENT_BYTES });
}
