import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { freePort } from '../lib/free-port';
import { builtProgram, projectRoot } from '../lib/root';
import { makeWorld, type World } from '../lib/world';
import { type Block, blocksOfPage, groupOf } from './blocks';
import { Machine } from './machine';
import { enterClient, recordAt } from './office';
import { serverFolder, startSystemPostgres } from './system-postgres';

const PASSWORD = 'avoin-sesonki-17';
const AT = ['--centre', '/var/lib/akti/centre.db'].join(' ');

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0).reverse()) end();
});

/** A machine for the centre and one for a station, with the page's places in a world. */
async function machines(
  database = '',
): Promise<{ world: World; centre: Machine; station: Machine }> {
  const world = makeWorld();
  ends.push(() => world.remove());
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const places = ['/var/lib/akti', '/var/backups/akti', '/etc/akti'];
  const stands = {
    ...Object.fromEntries(places.map((place) => [place, world.file(place.slice(1))])),
    ...{ 'http://127.0.0.1:8420': url, 'https://keskus.example': url },
    ...{ '--port 8420': `--port ${port}`, 'db.example:5432': database },
    ...{ '/usr/bin/node': process.execPath, '/opt/akti/dist/akti.js': builtProgram() },
  };
  writeFileSync(world.file('first-password'), `${PASSWORD}-1\n`);
  writeFileSync(world.file('new-password'), `${PASSWORD}\n`);
  const centre = new Machine(world, 'centre', stands);
  return { world, centre, station: new Machine(world, 'station', stands) };
}

const unit = () => blocksOfPage().find(({ lang }) => lang === 'ini')?.text ?? '';

test('every block of the page is played, checked, or marked with why it is not', () => {
  const marks = /^(checked|played: \w[\w ]*|not played: .{20,})$/;
  const loose = blocksOfPage().filter(({ mark }) => !marks.test(mark));
  expect(blocksOfPage().length).toBeGreaterThan(10);
  expect(loose.map(({ line }) => `docs/OPERATIONS.md:${line}`)).toEqual([]);
});

test('every group of blocks is played by these tests', () => {
  const tests = readFileSync(join(projectRoot(), 'test/operations/page.test.ts'), 'utf8');
  const played = new Set([...tests.matchAll(/groupOf\('([^']+)'\)/g)].map(([, name]) => name));
  const named = blocksOfPage().flatMap(({ mark }) => /^played: (.*)$/.exec(mark)?.[1] ?? []);
  expect([...new Set(named)].filter((name) => !played.has(name))).toEqual([]);
});

test('the service is one that systemd takes', (context) => {
  const { status } = spawnSync('systemd-analyze', ['--version']);
  if (status !== 0) return context.skip('systemd-analyze is not here');
  const world = makeWorld();
  ends.push(() => world.remove());
  const file = world.file('akti-centre.service');
  const runnable = unit().replace('/usr/bin/node', process.execPath).replace('User=akti\n', '');
  writeFileSync(file, runnable);
  const { stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
  expect(stderr.split('\n').filter((line) => line.includes('akti-centre'))).toEqual([]);
});

describe('on a file, as the page says', () => {
  test('a centre is run, backed up and restored, and a station heals it', async () => {
    const { world, centre, station } = await machines();
    centre.serviceOf(unit(), /\$never/);
    ends.push(() => centre.run('systemctl stop akti-centre'));
    expect(centre.play(groupOf('file'))).toContain('feed 0');
    expect(station.play(groupOf('station'))).toContain('at the centre');
    const status = (at = AT) =>
      JSON.parse(centre.run(centre.here(`akti centre status --json ${at}`)));
    const sync = () => station.run('akti sync --base case.akti');

    const before = enterClient(world, '140388-9028', 'Koivula');
    sync();
    centre.play(groupOf('backup'));
    const { head, durable, epoch } = status();
    expect([durable, head > 0]).toEqual([head, true]);
    const after = enterClient(world, '200591-908P', 'Ranta');
    sync();
    sync();
    const numbers = [before, after].map((rec) => recordAt(world, rec)?.values.register_no);
    expect(status().head).toBeGreaterThan(head);

    centre.play(groupOf('restore'));
    expect(status()).toMatchObject({ head, restored: { epoch, head } });
    expect(sync).toThrow('sync.password_needed');
    station.run('akti sync --base case.akti < new-password');
    sync();
    expect(status().head).toBeGreaterThan(head);
    expect(numbers).toEqual([1, 2]);
    const now = [before, after].map((rec) => recordAt(world, rec)?.values.register_no);
    expect(now).toEqual(numbers);

    station.play(groupOf('alone'));
    const [device = ''] = centre.run(centre.here(`akti user devices ${AT}`)).split('\t');
    centre.play(groupOf('revoke'), { DEVICE: device });
    expect(() => sync()).toThrow('device.revoked');
  }, 120_000);
});

describe('on PostgreSQL, as the page says', () => {
  test('two roles keep the centre, a dump is restored, and a station heals it', async (context) => {
    const bin = serverFolder();
    if (bin === undefined) return context.skip('no PostgreSQL with its tools is here');
    const server = startSystemPostgres(bin, await freePort());
    ends.push(() => server.stop());
    const { world, centre, station } = await machines(`127.0.0.1:${server.port}`);
    const at = (who: string, database = 'akti') =>
      `postgres://${who}@127.0.0.1:${server.port}/${database}`;
    const psql = (url: string, text: string) =>
      spawnSync(`${bin}/psql`, ['-v', 'ON_ERROR_STOP=1', '-qAt', url], {
        ...{ input: text, encoding: 'utf8' },
      });
    const [make, use] = groupOf('postgres').filter(({ lang }) => lang === 'sh') as [Block, Block];
    const roles = groupOf('postgres').find(({ lang }) => lang === 'sql')?.text ?? '';
    expect(psql(server.admin, roles).stderr).toBe('');
    centre.run(
      centre.here(
        'mkdir -p /etc/akti /var/backups/akti; head -c 32 /dev/urandom > /etc/akti/centre.key',
      ),
    );
    centre.play([make]);
    const [grants] = groupOf('postgres in akti as akti_owner');
    expect(psql(at('akti_owner:owner-secret'), grants?.text ?? '').stderr).toBe('');
    expect(centre.play([use])).toContain('feed 0');
    centre.serviceOf(unit(), / --file \S+/, `export AKTI_DATABASE`);
    centre.run('systemctl start akti-centre');
    ends.push(() => centre.run('systemctl stop akti-centre'));
    centre.run('akti user password yhtmalmai < new-password');
    station.play(groupOf('station'));
    const status = () => JSON.parse(centre.run('akti centre status --json'));
    const sync = () => station.run('akti sync --base case.akti');

    enterClient(world, '140388-9028', 'Koivula');
    sync();
    centre.play(groupOf('dump'));
    const { head, durable, epoch } = status();
    expect([durable, head > 0]).toEqual([head, true]);
    enterClient(world, '200591-908P', 'Ranta');
    sync();
    const whole = status().head;
    expect(whole).toBeGreaterThan(head);
    for (const table of ['change_log', 'record_version', 'number_given']) {
      const forged = psql(at('akti_app:app-secret'), `UPDATE ${table} SET record_id = 'x'`);
      expect(forged.stderr).toContain('permission denied');
    }

    centre.run('systemctl stop akti-centre');
    centre.play(groupOf('restore dump'), { ADMIN: server.admin });
    expect(psql(at('akti_owner:owner-secret', 'akti_new'), grants?.text ?? '').stderr).toBe('');
    centre.run('systemctl start akti-centre');
    expect(status()).toMatchObject({ head, restored: { epoch, head }, database: 'postgres' });
    station.run('akti sync --base case.akti < new-password');
    expect(status().head).toBe(whole);
  }, 180_000);
});
