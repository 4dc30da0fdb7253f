import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The PostgreSQL of the machine, with the tools that come with it. */
export interface SystemPostgres {
  readonly port: number;
  /** Address of its administrator, at the database everybody may connect to. */
  readonly admin: string;
  stop(): void;
}

const VERSIONS = join('/usr', 'lib', 'postgresql');

/** Folder of the newest server of the machine whose tools are here too; undefined without one. */
export function serverFolder(): string | undefined {
  if (!existsSync(VERSIONS)) return undefined;
  const folders = readdirSync(VERSIONS)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(VERSIONS, version, 'bin'));
  return folders.find((bin) =>
    ['initdb', 'pg_ctl', 'pg_dump', 'psql'].every((one) => existsSync(join(bin, one))),
  );
}

/** Starts it on a folder and a port of its own. It does not run as root: then as its own user. */
export function startSystemPostgres(bin: string, port: number): SystemPostgres {
  const folder = mkdtempSync(join(tmpdir(), 'akti-system-postgres-'));
  const own = process.getuid?.() === 0 ? userOf('postgres') : {};
  if (own.uid !== undefined) chownSync(folder, own.uid, own.gid ?? own.uid);
  const data = join(folder, 'data');
  const run = (program: string, ...args: string[]) => {
    const how = {
      ...own,
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    } satisfies SpawnSyncOptions;
    const { status, stderr } = spawnSync(join(bin, program), args, how);
    if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  };
  run('initdb', '-D', data, '-U', 'admin', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync');
  const only = `-c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`;
  const settings = `-p ${port} ${only} -c fsync=off`;
  run('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start');
  return {
    port,
    admin: `postgres://admin@127.0.0.1:${port}/postgres`,
    stop: () => {
      run('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function userOf(name: string): { uid?: number; gid?: number } {
  const id = (flag: string) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}
