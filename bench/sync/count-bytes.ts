import { request as ask, createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** Bytes that went over the wire: as they went, and as they would have gone unpacked. */
export interface Counted {
  readonly packed: number;
  readonly plain: number;
  readonly requests: number;
}

/** A proxy in front of a centre that counts what passes, heads and bodies of both directions. */
export async function countBytes(target: string) {
  let counted: Counted = { packed: 0, plain: 0, requests: 0 };
  const { hostname, port } = new URL(target);
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const { method, url: path, headers } = request;
    const onward = ask({ hostname, port, method, path, headers }, async (reply) => {
      const answer = await bodyOf(reply);
      const head = bytesOfHead(request) + bytesOfHead(reply);
      counted = {
        packed: counted.packed + head + body.length + answer.length,
        plain: counted.plain + head + unpacked(request, body) + unpacked(reply, answer),
        requests: counted.requests + 1,
      };
      response.writeHead(reply.statusCode ?? 502, reply.headers);
      response.end(answer);
    });
    onward.on('error', () => response.destroy());
    onward.end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What has passed since it was last asked. */
    take(): Counted {
      const taken = counted;
      counted = { packed: 0, plain: 0, requests: 0 };
      return taken;
    },
    close() {
      server.closeAllConnections();
      return new Promise<void>((done) => server.close(() => done()));
    },
  };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** First line, headers and the empty line behind them. */
function bytesOfHead({ rawHeaders, method, url, statusMessage }: IncomingMessage): number {
  const fields = rawHeaders.reduce((sum, text) => sum + text.length + 2, 0);
  const line = method ? method.length + (url ?? '').length + 11 : 15 + (statusMessage ?? '').length;
  return line + fields + 2;
}

function unpacked({ headers }: IncomingMessage, body: Buffer): number {
  return headers['content-encoding'] === 'gzip' ? gunzipSync(body).length : body.length;
}
