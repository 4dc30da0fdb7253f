import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/records/session';
import { openBase } from '../../src/store/open';
import { queryRecords } from '../../src/store/query';
import { readRefresh } from '../../src/store/sync-link';
import { must, worldOf } from '../contract/world';
import { look } from '../faults/base';
import { addCentreUser, type Served, serve } from '../lib/serve';
import type { Terminal } from '../lib/terminal';
import {
  type Finished,
  makeScenarioBase,
  makeWorld,
  runAkti,
  startAkti,
  type World,
} from '../lib/world';

const PASSWORD = 'avoin-sesonki-17';
const USER = { id: 'yhtmalmai', name: 'Mallila Maija', unit: '11a2gb', role: 'worker' };
const PORT = '0';

let home: World;
let centre: Served;
const worlds: World[] = [];
const terminals: Terminal[] = [];

beforeAll(async () => {
  home = makeWorld();
  const at = ['--centre', home.file('keskus.db')];
  await addCentreUser(home, at, { ...USER, password: PASSWORD });
  await open(PORT);
});
afterAll(async () => {
  await centre.stop();
  home.remove();
});
afterEach(async () => {
  for (const terminal of terminals.splice(0)) await terminal.close();
  for (const world of worlds.splice(0)) world.remove();
});

async function open(port: string): Promise<void> {
  centre = await serve(home, { args: ['--file', home.file('keskus.db'), '--port', port] });
}

function newWorld(): World {
  const world = makeWorld();
  worlds.push(world);
  return world;
}

async function practice(scenario: string): Promise<World> {
  const world = newWorld();
  await makeScenarioBase(world, scenario);
  return world;
}

type More = { readonly input?: string; readonly env?: Record<string, string> };

const sync = (world: World, args: readonly string[], more: More = {}) =>
  runAkti(['sync', ...args, '--base', world.base], { world, input: '', ...more });

const connect = (world: World, password = PASSWORD, env: Record<string, string> = {}) =>
  sync(world, ['--connect', centre.url, '--user', USER.id], { input: `${password}\n`, env });

/** The code of a refusal, and the exit status. */
const refusal = ({ stderr, code }: Finished) => [/akti: (\S+): /.exec(stderr)?.[1], code];

/** Status of a base as JSON, and the exit status. */
async function statusOf(world: World, env: Record<string, string> = {}) {
  const { stdout, code } = await sync(world, ['--status', '--json'], { env });
  return { ...(JSON.parse(stdout) as Record<string, unknown>), code };
}

/** The end of the service is moved, as somebody who works without a network does it. */
function work({ base: path }: World): void {
  look(path, (base) => {
    const world = worldOf(base, 77);
    const session = must(openSession(world, { user: USER.id, workDate: '2026-03-19', lang: 'fi' }));
    const [rec] = queryRecords(base, world.registry.form('service'), { where: { voided: false } });
    if (!rec) throw new Error('no service');
    const values = { ...rec.values, until: '2026-08-31' };
    const amend = { id: rec.id, base_version: rec.version, reason: 'tieto_tarkentunut' };
    const saved = session.save({ form: 'service', values, client: null, amend });
    expect(saved.kind).toBe('saved');
  });
}

describe('akti sync', () => {
  it('says how a base is linked that is not', async () => {
    const world = await practice('empty');
    expect(refusal(await sync(world, []))).toEqual(['sync.no_centre', 1]);
    expect(refusal(await sync(world, ['--status']))).toEqual(['sync.no_centre', 1]);
    expect(refusal(await sync(world, ['--connect', centre.url]))).toEqual(['sync.user', 1]);
    const far = ['--connect', 'http://keskus.example', '--user', USER.id];
    expect(refusal(await sync(world, far))).toEqual(['sync.url_plain', 1]);
  });

  it('does not link a base that holds what others entered (R50)', async () => {
    const world = newWorld();
    const made = await runAkti(['demo', '--persons', '20', world.base], { world });
    expect(made.code).toBe(0);
    const refused = await connect(world);
    expect(refusal(refused)).toEqual(['sync.others', 1]);
    expect(refused.stderr).toMatch(/Kannassa on \d+ muutosta/);
    expect(refusal(await sync(world, ['--status']))).toEqual(['sync.no_centre', 1]);
  });

  it('links a base that has not met its centre for another user; later it does not', async () => {
    const world = await practice('B5');
    const asOther = ['--connect', centre.url, '--user', 'yhtmalami'];
    expect(refusal(await sync(world, asOther))).toEqual(['sync.others', 1]);
    const empty = await practice('empty');
    const typo = await sync(empty, asOther, { input: `${PASSWORD}\n` });
    expect(refusal(typo)).toEqual(['auth.refused', 1]);
    expect((await connect(empty)).code).toBe(0);
    expect(refusal(await sync(empty, asOther))).toEqual(['sync.linked', 1]);
  });

  it('keeps the address it has where nobody lets it in at another one', async () => {
    const world = await practice('empty');
    expect((await connect(world)).code).toBe(0);
    for (const [url, password, code] of [
      ['http://127.0.0.1:1', PASSWORD, 'sync.network'],
      [centre.url.replace('127.0.0.1', 'localhost'), 'joku-muu-sana-9', 'auth.refused'],
    ] as const) {
      const args = ['--connect', url, '--user', USER.id];
      expect(refusal(await sync(world, args, { input: `${password}\n` }))).toEqual([code, 1]);
      expect(await statusOf(world)).toMatchObject({ url: centre.url, code: 0 });
    }
    expect((await sync(world, [], { input: `${PASSWORD}\n` })).code).toBe(0);
  });

  it('refuses a wrong password, and nothing counts as sent', async () => {
    const world = await practice('B5');
    expect(refusal(await connect(world, 'joku-muu-sana-9'))).toEqual(['auth.refused', 1]);
    expect(await statusOf(world)).toMatchObject({ done: false, last_ok_at: null, code: 1 });
    expect(refusal(await sync(world, []))).toEqual(['sync.password_needed', 1]);
    const right = await sync(world, [], { input: `${PASSWORD}\n` });
    expect([right.stderr, right.code]).toEqual(['', 0]);
    expect(await statusOf(world)).toMatchObject({ done: true, pending: 0, code: 0 });
  });

  it('ends with 0 only when all is at the centre; nothing is lost without it (R22)', async () => {
    const world = await practice('B5');
    expect((await connect(world)).code).toBe(0);
    work(world);
    expect(await statusOf(world)).toMatchObject({ done: false, pending: 1, code: 1 });
    const { port } = new URL(centre.url);
    await centre.stop();
    const alone = await sync(world, [], { input: `${PASSWORD}\n` });
    expect(refusal(alone)).toEqual(['sync.network', 1]);
    expect(await statusOf(world)).toMatchObject({ done: false, pending: 1, code: 1 });
    await open(port);
    const again = await sync(world, [], { input: `${PASSWORD}\n` });
    expect([again.stderr, again.code]).toEqual(['', 0]);
    expect(await statusOf(world)).toMatchObject({ done: true, pending: 0, conflicts: 0, code: 0 });
    const other = await practice('empty');
    expect((await connect(other)).code).toBe(0);
    const until = look(other.base, (base) => base.sql('SELECT until FROM service').all());
    expect(until).toContainEqual({ until: '2026-08-31' });
  });

  it('keeps no secret in a practice base, nor a password anywhere', async () => {
    const world = await practice('empty');
    const file = world.file('salasana');
    writeFileSync(file, `${PASSWORD}\n`);
    const linked = await connect(world, '', { AKTI_SYNC_PASSWORD_FILE: file });
    expect([linked.stderr, linked.code]).toEqual(['', 0]);
    expect(look(world.base, (base) => readRefresh(base))).toBeNull();
    const beside = readdirSync(world.folder).filter((name) => name.startsWith('base.akti'));
    for (const name of beside) {
      expect(readFileSync(world.file(name)).includes(PASSWORD), name).toBe(false);
    }
    expect(centre.log()).not.toContain(PASSWORD);
  });
});

describe('a real base', () => {
  it('signs in once: its token lies in the encrypted file', async () => {
    const world = newWorld();
    const key = world.file('avain');
    writeFileSync(key, 'ab'.repeat(32), { mode: 0o600 });
    const env = { AKTI_KEY_FILE: key };
    const init = ['init', world.base, '--user', USER.id, '--name', USER.name, '--unit', USER.unit];
    expect((await runAkti(init, { world, env })).code).toBe(0);
    const linked = await connect(world, PASSWORD, env);
    expect([linked.stderr, linked.code]).toEqual(['', 0]);
    expect((await sync(world, [], { env })).code).toBe(0);
    const opened = openBase(world.base, { key: Buffer.from('ab'.repeat(32), 'hex') });
    if (!opened.ok) throw new Error(opened.problem.code);
    const token = readRefresh(opened.value) ?? '';
    opened.value.close();
    expect(token.length).toBeGreaterThan(20);
    expect(readFileSync(world.base).includes(token)).toBe(false);
    const terminal = startAkti({ world, args: ['--base', world.base], env });
    terminals.push(terminal);
    await terminal.waitFor(/Etsi henkilö/);
    await terminal.waitFor(/⇅ ✓/, { timeoutMs: 20_000 });
    expect(terminal.screen().join('\n')).not.toContain('Salasana');
  });
});
