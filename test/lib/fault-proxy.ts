import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What happens to one request on its way. */
export type Fault =
  | { readonly kind: 'none' }
  /** The line breaks when so many bytes of the request have gone on. */
  | { readonly kind: 'cut request'; readonly after: number }
  /** The line breaks when so many bytes of the reply have come back. */
  | { readonly kind: 'cut reply'; readonly after: number }
  /** The centre does what was asked and answers; nothing of it arrives. */
  | { readonly kind: 'lose reply' }
  /** The request arrives two times, one after the other; the second reply comes back. */
  | { readonly kind: 'twice' }
  /** The reply comes back one byte at a time. */
  | { readonly kind: 'drip' }
  /** The reply says it is so much longer (or shorter) than it is. */
  | { readonly kind: 'wrong length'; readonly by: number }
  /** Somebody's network asks to sign in first. */
  | { readonly kind: 'portal' }
  /** The same by a redirect. */
  | { readonly kind: 'redirect' }
  /** The line is up and nothing is said. */
  | { readonly kind: 'silent' };

/** A request as the proxy meets it; `n` counts from 0. */
export interface Met {
  readonly n: number;
  readonly method: string;
  readonly path: string;
  readonly bytes: number;
}

export interface FaultProxy {
  readonly url: string;
  /** Says what happens to each request from now on; it is asked once for each. */
  plan(faultOf: (met: Met) => Fault): void;
  /** How many requests have been met. */
  count(): number;
  /** Ends every line, the silent ones too. */
  close(): Promise<void>;
}

const PAGE = '<!doctype html><title>Free WiFi</title><p>Please sign in to use this network.';

/**
 * A faulty network between a station and a centre: a TCP proxy on a free port of this machine that
 * carries one request on each connection. Requests come whole before anything of them goes on.
 */
export async function faultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let faultOf: (met: Met) => Fault = () => ({ kind: 'none' });
  let count = 0;

  const kept = (socket: Socket): Socket => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    // A broken line is what this is for.
    socket.on('error', () => {});
    return socket;
  };
  const upstream = () => kept(connect(Number(port), hostname));

  const server = createServer((client) => {
    kept(client);
    let request = Buffer.alloc(0);
    client.on('data', (piece) => {
      request = Buffer.concat([request, piece]);
      const head = headOf(request);
      if (!head || request.length < head.bytes) return;
      client.removeAllListeners('data');
      const [method = '', path = ''] = head.line.split(' ');
      const met = { n: count++, method, path, bytes: head.bytes };
      carry(faultOf(met), client, singly(request, head.end), upstream);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    plan(given) {
      faultOf = given;
    },
    count: () => count,
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

/** The head of a request, and how many bytes the whole of it has; undefined until it is there. */
function headOf(request: Buffer) {
  const end = request.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = request.subarray(0, end).toString('latin1');
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
  return { line: head.split('\r\n')[0] ?? '', end, bytes: end + 4 + length };
}

/** The request with its connection ending after the reply. */
function singly(request: Buffer, end: number): Buffer {
  const head = request.subarray(0, end).toString('latin1');
  const said = head.replace(/^connection:.*\r\n/im, '').concat('\r\nConnection: close\r\n\r\n');
  return Buffer.concat([Buffer.from(said, 'latin1'), request.subarray(end + 4)]);
}

function carry(fault: Fault, client: Socket, request: Buffer, upstream: () => Socket): void {
  switch (fault.kind) {
    case 'none': {
      const centre = upstream();
      client.on('close', () => centre.destroy());
      centre.pipe(client);
      centre.write(request);
      return;
    }
    case 'cut request': {
      const centre = upstream();
      centre.write(request.subarray(0, fault.after), () => {
        centre.resetAndDestroy();
        client.resetAndDestroy();
      });
      return;
    }
    case 'portal':
      client.end(
        `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${PAGE.length}\r\n` +
          `Connection: close\r\n\r\n${PAGE}`,
      );
      return;
    case 'redirect':
      client.end(
        'HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/login\r\nContent-Length: 0\r\n\r\n',
      );
      return;
    case 'silent':
      return;
    default:
      replyOf(request, upstream)
        .then((reply) => (fault.kind === 'twice' ? replyOf(request, upstream) : reply))
        .then((reply) => giveBack(fault, client, reply));
  }
}

/** The whole reply of the centre. */
function replyOf(request: Buffer, upstream: () => Socket): Promise<Buffer> {
  const centre = upstream();
  const pieces: Buffer[] = [];
  centre.on('data', (piece) => pieces.push(piece));
  centre.write(request);
  return new Promise((done) => centre.on('close', () => done(Buffer.concat(pieces))));
}

function giveBack(fault: Fault, client: Socket, reply: Buffer): void {
  switch (fault.kind) {
    case 'lose reply':
      client.resetAndDestroy();
      return;
    case 'cut reply':
      client.write(reply.subarray(0, fault.after), () => client.resetAndDestroy());
      return;
    case 'wrong length': {
      const text = reply.toString('latin1');
      const wrong = text.replace(
        /^content-length: *(\d+)/im,
        (_, length) => `Content-Length: ${Math.max(0, Number(length) + fault.by)}`,
      );
      client.end(Buffer.from(wrong, 'latin1'));
      return;
    }
    case 'drip':
      drip(client, reply, 0);
      return;
    default:
      client.end(reply);
  }
}

function drip(client: Socket, reply: Buffer, at: number): void {
  if (client.destroyed) return;
  if (at >= reply.length) client.end();
  else client.write(reply.subarray(at, at + 1), () => setImmediate(drip, client, reply, at + 1));
}
