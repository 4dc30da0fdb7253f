import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../../src/forms/index';
import { listDrafts } from '../../src/store/drafts';
import { queryRecords } from '../../src/store/query';
import {
  COLLEAGUE,
  clientArgs,
  look,
  makeBase,
  READER,
  SECRETARY,
  WORK_DAY,
  WORKER,
} from '../faults/base';
import { Clients, keys } from '../faults/client';
import { shows } from '../lib/screen-text';
import { makeWorld, runAkti, type World } from '../lib/world';

const clients = new Clients();
let shared: World;

beforeAll(() => {
  shared = makeWorld();
  makeBase(shared.base, (office, father) => {
    office.decided(father);
    office.typed('initiation', father, { type: 'aikuissosiaalityon_tarve', reason: 'talous' });
  });
});
afterEach(() => clients.closeAll());
afterAll(() => shared.remove());

const REFUSED = 'Roolisi ei salli tämän kirjaamista; pyydä sitä asiakkaan työntekijältä.';

describe('a secretary', () => {
  it('cannot open a decision, and is told why', async () => {
    const terminal = await clients.open(shared.base, { user: SECRETARY });
    terminal.send(keys('F7'));
    const screen = await terminal.waitFor(shows(REFUSED));
    expect(screen.join('\n')).not.toMatch(/Päätöksen tyyppi/);
  });

  it('cannot change or void one, nor record its notice', async () => {
    const terminal = await clients.open(shared.base, { user: SECRETARY });
    terminal.send(keys('Up', 'Enter'));
    await terminal.waitFor(/Päätöksen tyyppi/);
    terminal.send(keys('Enter'));
    await terminal.waitFor(shows('Roolisi ei salli tämän korjaamista'));
    terminal.send(keys('Ctrl+P', '=mitätöi', 'Enter'));
    await terminal.waitFor(shows('Roolisi ei salli tämän mitätöimistä'));
    const [decision] = look(clients.lastWorld().base, (base) =>
      queryRecords(base, registry.form('decision'), { where: {} }),
    );
    expect(decision).toMatchObject({ version: 1, voided: false });
  });

  it('can record an initiation', async () => {
    const terminal = await clients.open(shared.base, { user: SECRETARY });
    terminal.send(keys('F5'));
    await terminal.waitFor(/Vireillepanon tyyppi/);
    terminal.send(keys('=as', 'Tab', 'Tab', 'Tab', 'Tab', '=kr', 'F12'));
    await terminal.waitFor(/Tallennettu, diaarinumero 3/);
  });
});

describe('a reader', () => {
  it.each(['F5', 'F6', 'F7', 'F8', 'F9', 'Ctrl+T'])(
    'is refused with a sentence at %s',
    async (key) => {
      const terminal = await clients.open(shared.base, { user: READER });
      terminal.send(keys(key));
      await terminal.waitFor(shows('Roolisi ei salli'));
      terminal.send(keys('=jotain', 'Tab', 'F12'));
      await terminal.idle(500);
      const { base: path } = clients.lastWorld();
      expect(look(path, (base) => listDrafts(base, READER))).toEqual([]);
    },
  );
});

describe('who may come in', () => {
  it('is nobody who is not a worker of the base', async () => {
    const world = clients.world(shared.base);
    const done = await runAkti(clientArgs(world.base, 'yhtvieras'), { world });
    expect([done.code, done.stderr]).toEqual([1, expect.stringMatching(/^akti: user\.unknown: /)]);
  });

  it('is on a real base only the user of the machine, under their own id', async () => {
    const world = clients.world();
    const key = Buffer.alloc(32, 5);
    makeBase(world.base, undefined, key);
    writeFileSync(world.file('avain'), key, { mode: 0o600 });
    const env = { AKTI_KEY_FILE: world.file('avain') };
    const other = await runAkti(clientArgs(world.base, COLLEAGUE), { world, env });
    expect([other.code, other.stderr]).toEqual([1, expect.stringMatching(/^akti: user\.other: /)]);
    const shown = await runAkti(['show', '1212', ...clientArgs(world.base)], { world, env });
    expect([shown.code, shown.stderr, userInfo().username.length > 0]).toEqual([0, '', true]);
    const terminal = await clients.start(world, { user: WORKER, env });
    expect(terminal.screen().join('\n')).toContain(WORK_DAY);
    expect(terminal.screen().join('\n')).not.toContain('HARJOITUS');
  });
});
