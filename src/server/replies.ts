import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { problemReply } from '../sync/protocol';

/** A reply from this many characters on goes packed to who can unpack it. */
const PACK_FROM = 1024;

const pack = promisify(gzip);

/** Packs a reply of text that is worth it. */
export async function deflated(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  if (typeof payload !== 'string' || payload.length < PACK_FROM) return payload;
  if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return payload;
  reply.header('content-encoding', 'gzip').header('vary', 'accept-encoding');
  reply.removeHeader('content-length');
  return pack(payload);
}

/** The replies of a route: its own, and problem details for everything else. */
export function replies<T extends z.ZodType>(description: string, reply: T) {
  return {
    200: reply.describe(description),
    default: {
      description: 'Problem details (RFC 9457); `code` is stable.',
      content: { 'application/problem+json': { schema: problemReply } },
    },
  } as const;
}
