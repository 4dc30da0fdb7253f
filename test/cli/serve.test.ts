import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCentreUser, serve } from '../lib/serve';
import { makeWorld, runAkti, type World } from '../lib/world';

const ANNA = { id: 'anna', name: 'Anna Testi', unit: '11a2gb', role: 'worker' };
const PASSWORD = 'pitkä ja turha salasana';

let world: World;
beforeAll(() => {
  world = makeWorld();
});
afterAll(() => world.remove());

const akti = (args: readonly string[], more: { input?: string; env?: object } = {}) =>
  runAkti(['--lang', 'en', ...args], { world, ...(more as object) });

/** Exit status, stdout and the code of a refusal. */
async function said(args: readonly string[], more: { input?: string; env?: object } = {}) {
  const { code, stdout, stderr } = await akti(args, more);
  expect(stderr).not.toMatch(/[‹›{}]/);
  return [code, stdout.trim(), /^akti: (\S+): .*\.$/m.exec(stderr)?.[1] ?? stderr];
}

/** A certificate for this machine made by openssl, valid for a day. */
function certificate(): { cert: string; key: string } {
  const [cert, key] = [world.file('cert.pem'), world.file('key.pem')];
  const subject = ['-subj', '/CN=keskus', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  const made = spawnSync('openssl', [
    'req',
    '-x509',
    ...kind,
    ...subject,
    '-keyout',
    key,
    '-out',
    cert,
  ]);
  if (made.status !== 0) throw new Error(String(made.stderr));
  return { cert, key };
}

describe('akti serve', () => {
  it('starts at once on a file of its own, says where, and stops with 0', async () => {
    const centre = await serve(world);
    expect(centre.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${centre.url}/ready`)).status).toBe(200);
    expect(await centre.stop()).toBe(0);
    expect(readFileSync(`${world.home}/.local/share/akti/keskus.akti`)).not.toHaveLength(0);
  });

  it('refuses to be heard in clear by other machines (R29)', async () => {
    const open = ['serve', '--port', '0', '--host'];
    expect(await said([...open, '0.0.0.0'])).toEqual([1, '', 'serve.plain']);
    expect(await said([...open, '192.0.2.1'])).toEqual([1, '', 'serve.plain']);
    const centre = await serve(world, { args: ['--host', '0.0.0.0', '--behind-proxy'] });
    // The proxy is on this machine, those it asks for are not.
    const metrics = `${centre.url.replace('0.0.0.0', '127.0.0.1')}/metrics`;
    expect((await fetch(metrics)).status).toBe(200);
    const from = { 'x-forwarded-for': '127.0.0.1, 192.0.2.1' };
    expect((await fetch(metrics, { headers: from })).status).toBe(404);
    expect(await centre.stop()).toBe(0);
  });

  it('speaks TLS with an own certificate, which a station is told of (R29)', async () => {
    const { cert, key } = certificate();
    const [file, base] = [world.file('tls.db'), world.file('tls.akti')];
    await addCentreUser(world, ['--centre', file], {
      ...{ ...ANNA, id: 'yhtmalmai', password: PASSWORD },
    });
    const centre = await serve(world, {
      args: ['--file', file, '--tls-cert', cert, '--tls-key', key],
    });
    expect(centre.url).toMatch(/^https:/);
    expect((await akti(['demo', '--scenario', 'empty', base])).code).toBe(0);
    const link = (url: string, env = {}) =>
      said(['sync', '--connect', url, '--user', 'yhtmalmai', '--base', base], {
        ...{ input: `${PASSWORD}\n`, env },
      });
    expect(await link(centre.url)).toEqual([1, '', 'sync.certificate']);
    const trusted = { NODE_EXTRA_CA_CERTS: cert };
    // The certificate is that of an address, not of a name.
    const byName = centre.url.replace('127.0.0.1', 'localhost');
    expect(await link(byName, trusted)).toEqual([1, '', 'sync.certificate']);
    const [code, done, nothing] = await link(centre.url, trusted);
    expect([code, nothing]).toEqual([0, '']);
    expect(done).toContain('Everything is at the centre');
    expect(await centre.stop()).toBe(0);
    const tls = (...args: string[]) => said(['serve', '--port', '0', ...args]);
    expect(await tls('--tls-cert', cert)).toEqual([1, '', 'serve.tls_both']);
    expect(await tls('--tls-cert', cert, '--tls-key', world.file('no'))).toEqual([
      ...[1, '', 'serve.tls_file'],
    ]);
    expect(await tls('--tls-cert', key, '--tls-key', cert)).toEqual([1, '', 'serve.tls']);
  });

  it('refuses a port in use, and flags that are none', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => taken.once('listening', done));
    const { port } = taken.address() as { port: number };
    expect(await said(['serve', '--port', String(port)])).toEqual([1, '', 'serve.port']);
    taken.close();
    // An address of documentation, which no machine has (RFC 5737).
    const away = ['serve', '--port', '0', '--behind-proxy', '--host', '203.0.113.9'];
    expect(await said(away)).toEqual([1, '', 'serve.host']);
    expect((await said(['serve', '--port', '70000']))[0]).toBe(2);
    expect((await said(['serve', '--log', 'loud']))[0]).toBe(2);
  });

  it('refuses what is no centre, and a database that is not there', async () => {
    writeFileSync(world.file('no-centre'), 'something else entirely, and long enough'.repeat(99));
    const file = ['serve', '--port', '0', '--file', world.file('no-centre')];
    expect(await said(file)).toEqual([1, '', 'centre.key']);
    const gone = ['serve', '--port', '0', '--database', 'postgres://127.0.0.1:1/none'];
    expect(await said(gone)).toEqual([1, '', 'centre.away']);
    const at = (...where: string[]) => said(['centre', 'status', ...where]);
    for (const url of ['nonsense', 'mysql://root@127.0.0.1/x']) {
      expect(await at('--database', url)).toEqual([1, '', 'centre.url']);
    }
    expect(await said([...gone, '--file', world.file('x')])).toEqual([1, '', 'centre.both']);
  });

  it('writes nothing into a file of something else', async () => {
    const base = world.file('case.akti');
    expect((await akti(['demo', '--persons', '2', base])).code).toBe(0);
    const before = readFileSync(base);
    const flags = ['--name', ANNA.name, '--unit', ANNA.unit, '--role', ANNA.role];
    for (const args of [
      ['serve', '--port', '0', '--file', base],
      ['user', 'add', 'anna', ...flags, '--centre', base],
      ['centre', 'upgrade', '--centre', base],
      ['centre', 'status', '--centre', base],
    ]) {
      expect(await said(args, { input: PASSWORD })).toEqual([1, '', 'centre.foreign']);
    }
    expect(readFileSync(base).equals(before)).toBe(true);
  });

  it('encrypts its file with a key, and opens it with no other', async () => {
    writeFileSync(world.file('key'), 'ab'.repeat(32), { mode: 0o600 });
    writeFileSync(world.file('other-key'), 'cd'.repeat(32), { mode: 0o600 });
    const at = ['--centre', world.file('secret.akti')];
    const env = { AKTI_KEY_FILE: world.file('key') };
    const flags = ['--name', ANNA.name, '--unit', ANNA.unit, '--role', ANNA.role, ...at];
    const added = await said(['user', 'add', 'anna', ...flags], { input: PASSWORD, env });
    expect(added).toEqual([0, 'anna', '']);
    const bytes = readFileSync(world.file('secret.akti')).toString('latin1');
    for (const clear of ['SQLite format', 'Anna Testi', 'argon2id']) {
      expect(bytes).not.toContain(clear);
    }
    expect((await said(['user', 'list', ...at], { env }))[0]).toBe(0);
    expect(await said(['user', 'list', ...at])).toEqual([1, '', 'centre.key']);
    const other = { AKTI_KEY_FILE: world.file('other-key') };
    expect(await said(['user', 'list', ...at], { env: other })).toEqual([1, '', 'centre.key']);
    // A key that everybody on the machine can read is used, and told of.
    chmodSync(world.file('key'), 0o644);
    expect(await said(['user', 'list', ...at], { env })).toEqual([
      ...[0, expect.stringContaining('anna'), 'key.open'],
    ]);
    const none = { AKTI_KEY_FILE: world.file('none') };
    expect(await said(['user', 'list', ...at], { env: none })).toEqual([1, '', 'key.file']);
  });
});

describe('akti user at a centre', () => {
  it('adds, changes, shuts out and lets in', async () => {
    const at = ['--centre', world.file('users.akti')];
    await addCentreUser(world, at, { ...ANNA, password: PASSWORD });
    const flags = ['--name', 'Anna Uusi', '--unit', 'phsotey', '--role', 'secretary', ...at];
    // Who is there already keeps the password: nothing is asked.
    expect(await said(['user', 'add', 'anna', ...flags])).toEqual([0, 'anna', '']);
    const list = async () => JSON.parse((await akti(['user', 'list', '--json', ...at])).stdout);
    const changed = { id: 'anna', name: 'Anna Uusi', unit: 'phsotey', role: 'secretary' };
    expect(await list()).toEqual([{ ...changed, active: true }]);
    expect(await said(['user', 'disable', 'anna', ...at])).toEqual([0, 'anna', '']);
    expect(await list()).toEqual([{ ...changed, active: false }]);
    // A change of unit lets nobody in again.
    expect(await said(['user', 'add', 'anna', ...flags])).toEqual([0, 'anna', '']);
    expect(await list()).toEqual([{ ...changed, active: false }]);
    expect(await said(['user', 'enable', 'anna', ...at])).toEqual([0, 'anna', '']);
    expect(await list()).toEqual([{ ...changed, active: true }]);
  });

  it('refuses a short password, nobody, and what no centre takes', async () => {
    const at = ['--centre', world.file('refused.akti')];
    const add = (id: string, unit: string, role: string, input: string) =>
      said(['user', 'add', id, '--name', 'N', '--unit', unit, '--role', role, ...at], { input });
    expect(await add('new', '11a2gb', 'worker', 'short\n')).toEqual([1, '', 'password.short']);
    expect(await add('new', '11a2gb', 'worker', '')).toEqual([1, '', 'password.short']);
    expect(await add('new', 'nowhere', 'worker', PASSWORD)).toEqual([1, '', 'unit.unknown']);
    expect(await add('new', '11a2gb', 'king', PASSWORD)).toEqual([1, '', 'role.unknown']);
    expect(await add('no body', '11a2gb', 'worker', PASSWORD)).toEqual([1, '', 'user.id']);
    const unnamed = ['user', 'add', 'new', '--name', ' ', '--unit', '11a2gb', '--role', 'worker'];
    expect(await said([...unnamed, ...at], { input: PASSWORD })).toEqual([1, '', 'user.name']);
    // Nothing of it has made a centre.
    expect(existsSync(world.file('refused.akti'))).toBe(false);
    expect((await said(['centre', 'upgrade', ...at]))[0]).toBe(0);
    expect(await said(['user', 'devices', 'new', ...at])).toEqual([1, '', 'user.none']);
    for (const what of ['disable', 'enable', 'password']) {
      expect(await said(['user', what, 'new', ...at])).toEqual([1, '', 'user.none']);
    }
    expect(await said(['user', 'revoke', 'no-device', ...at])).toEqual([1, '', 'device.unknown']);
    expect(await said(['user', 'list', ...at])).toEqual([0, '', '']);
  });

  it('makes no centre where a name was mistyped', async () => {
    const at = ['--centre', world.file('mistyped.akti')];
    for (const what of [
      ['user', 'list'],
      ['user', 'devices'],
      ['centre', 'status'],
    ]) {
      expect(await said([...what, ...at])).toEqual([1, '', 'centre.none']);
    }
    expect(await said(['centre', 'backup', world.file('copy'), ...at])).toEqual([
      ...[1, '', 'centre.none'],
    ]);
    expect(existsSync(world.file('mistyped.akti'))).toBe(false);
    writeFileSync(world.file('mistyped.akti'), '');
    for (const args of [
      ['user', 'list'],
      ['user', 'disable', 'anna'],
    ]) {
      expect(await said([...args, ...at])).toEqual([1, '', 'centre.none']);
    }
    expect(statSync(world.file('mistyped.akti')).size).toBe(0);
  });
});

describe('akti centre', () => {
  it('says where it is, begins anew after a restore, and knows what is in a backup', async () => {
    const at = ['--centre', world.file('care.akti')];
    await addCentreUser(world, at, { ...ANNA, password: PASSWORD });
    const status = async () =>
      JSON.parse((await akti(['centre', 'status', '--json', ...at])).stdout);
    const before = await status();
    expect(before).toMatchObject({ head: 0, durable: 0, restored: null, whole: true });
    expect(before).toMatchObject({ database: 'sqlite', users: { active: 1, disabled: 0 } });
    const [ok, lines] = await said(['centre', 'status', ...at]);
    expect([ok, String(lines).split('\n').length]).toEqual([0, 5]);
    const [code, told] = await said(['centre', 'restored', ...at]);
    expect(code).toBe(0);
    const after = await status();
    expect(told).toBe(`${after.epoch} 0`);
    expect(after.restored).toEqual({ epoch: before.epoch, head: 0 });
    expect(await said(['centre', 'durable', '1', ...at])).toEqual([1, '', 'centre.beyond']);
    expect(await said(['centre', 'durable', '0', ...at])).toEqual([0, '0', '']);
    expect((await said(['centre', 'durable', 'x', ...at]))[0]).toBe(2);
  });

  it('warns of a password on the command line, and does not repeat it', async () => {
    const asked = ['centre', 'status', '--database', 'postgres://akti:Salasana9@127.0.0.1:1/x'];
    const shown = await akti(asked);
    expect([shown.code, shown.stderr.match(/^akti: \S+:/gm)]).toEqual([
      1,
      ['akti: centre.password_shown:', 'akti: centre.away:'],
    ]);
    expect(shown.stderr).not.toContain('Salasana9');
    const kept = await akti(asked.slice(0, 2), { env: { AKTI_DATABASE: asked[3] } });
    expect(kept.stderr.match(/^akti: \S+:/gm)).toEqual(['akti: centre.away:']);
  });

  it('copies itself while it is served, encrypted as it is, over nothing', async () => {
    writeFileSync(world.file('copy-key'), 'ab'.repeat(32), { mode: 0o600 });
    const env = { AKTI_KEY_FILE: world.file('copy-key') };
    const [file, copy] = [world.file('served.akti'), world.file('served-copy.akti')];
    const centre = await serve(world, { args: ['--file', file], env });
    const flags = ['--name', ANNA.name, '--unit', ANNA.unit, '--role', ANNA.role];
    await said(['user', 'add', 'anna', ...flags, '--centre', file], { input: PASSWORD, env });
    const backup = ['centre', 'backup', copy, '--centre', file];
    const made = await akti([...backup, '--json'], { env });
    expect(JSON.parse(made.stdout)).toMatchObject({ file: copy, head: 0 });
    expect(await said(backup, { env })).toEqual([1, '', 'base.exists']);
    expect(await said(backup)).toEqual([1, '', 'centre.key']);
    const nowhere = ['centre', 'backup', world.file('no/copy'), '--centre', file];
    expect(await said(nowhere, { env })).toEqual([1, '', 'centre.backup_folder']);
    expect(await centre.stop()).toBe(0);
    expect(statSync(copy).mode & 0o077).toBe(0);
    expect(readFileSync(copy).includes('Anna Testi')).toBe(false);
    const list = await akti(['user', 'list', '--centre', copy], { env });
    expect(list.stdout).toContain('Anna Testi');
    const elsewhere = ['--database', 'postgres://127.0.0.1:1/none'];
    expect(await said(['centre', 'backup', world.file('x'), ...elsewhere])).toEqual([
      ...[1, '', 'centre.backup_database'],
    ]);
  });

  it('whose feed has a gap is not taken for a backup', async () => {
    const file = world.file('gap.akti');
    await addCentreUser(world, ['--centre', file], { ...ANNA, password: PASSWORD });
    const db = new Database(file);
    db.exec('UPDATE stream_head SET head = 1');
    db.close();
    const copy = world.file('gap-copy.akti');
    const backup = ['centre', 'backup', copy, '--centre', file];
    expect(await said(backup)).toEqual([1, '', 'centre.gap']);
    expect(existsSync(copy)).toBe(false);
    const [code, , says] = await said(['centre', 'status', '--centre', file]);
    expect([code, says]).toEqual([1, 'centre.gap']);
  });
});
