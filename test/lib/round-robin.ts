import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A proxy in front of several instances of a centre. */
export interface RoundRobin {
  readonly url: string;
  /** Where lines go from now on, each to the next one in turn. */
  use(urls: readonly string[]): void;
  /** How many lines each instance got. */
  readonly lines: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Starts it on a free port. An instance that does not take a line is passed over. */
export async function roundRobin(urls: readonly string[]): Promise<RoundRobin> {
  const open = new Set<Socket>();
  const lines = new Map<string, number>();
  let targets = [...urls];
  let turn = 0;

  const kept = (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    return socket;
  };

  function carry(client: Socket, left: number): void {
    const target = targets[turn++ % targets.length];
    if (target === undefined || left === 0) return void client.destroy();
    const { hostname, port } = new URL(target);
    const instance = kept(connect(Number(port), hostname));
    let isUp = false;
    instance.once('connect', () => {
      isUp = true;
      lines.set(target, (lines.get(target) ?? 0) + 1);
      client.pipe(instance).pipe(client);
    });
    instance.on('error', () => (isUp ? client.destroy() : carry(client, left - 1)));
    instance.on('close', () => isUp && client.destroy());
    client.on('close', () => instance.destroy());
  }

  const server = createServer((client) => {
    kept(client).on('error', () => client.destroy());
    carry(client, targets.length);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    use(given) {
      targets = [...given];
    },
    lines,
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
