import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type FaultProxy, faultProxy } from '../lib/fault-proxy';
import { addCentreUser, type Served, serve } from '../lib/serve';
import type { Terminal } from '../lib/terminal';
import { makeScenarioBase, makeWorld, runAkti, startAkti, type World } from '../lib/world';
import { look } from './base';
import { Clients, keys } from './client';

const PASSWORD = 'hiljainen-verkko-3';
const USER = { id: 'yhtmalmai', name: 'Mallila Maija', unit: '11a2gb', role: 'worker' };

const clients = new Clients();
let home: World;
let centre: Served;
let network: FaultProxy;

beforeAll(async () => {
  home = makeWorld();
  const at = ['--centre', home.file('keskus.db')];
  await addCentreUser(home, at, { ...USER, password: PASSWORD });
  centre = await serve(home, { args: ['--file', home.file('keskus.db')] });
  network = await faultProxy(centre.url);
});
afterEach(() => clients.closeAll());
afterAll(async () => {
  await network.close();
  await centre.stop();
  home.remove();
});

/** A linked base, and the client signed in on it over whatever the network is by then. */
async function begin(fault: 'silent' | 'portal' | 'drip'): Promise<[Terminal, World]> {
  const world = clients.world();
  await makeScenarioBase(world, 'B5');
  network.plan(() => ({ kind: 'none' }));
  const link = ['sync', '--connect', network.url, '--user', USER.id, '--base', world.base];
  const linked = await runAkti(link, { world, input: `${PASSWORD}\n` });
  expect([linked.stderr, linked.code]).toEqual(['', 0]);
  network.plan(() => ({ kind: fault }));
  const args = ['--base', world.base, '--user', USER.id, '--work-date', '190326'];
  const terminal = clients.keep(world, startAkti({ world, args }));
  await terminal.waitFor(/Keskuksen salasana/);
  terminal.send(keys(`=${PASSWORD}`, 'Enter', '=050590-9825', 'Enter'));
  await terminal.waitFor(/Henkilö 050590-9825 Virta, Ida/);
  return [terminal, world];
}

/** Saves a note; gives how many the base then holds. */
async function saveNote(terminal: Terminal, { base: path }: World): Promise<number> {
  terminal.send(keys('n', 'k'));
  await terminal.waitFor(/Teksti/);
  terminal.send(keys('Tab', 'Tab', '=Soitettu päiväkotiin.', 'F12'));
  await terminal.waitFor(/Tallennettu/);
  const text = 'SELECT count(*) AS n FROM diary_note';
  return look(path, (base) => base.sql<{ n: number }>(text).get()?.n ?? 0);
}

describe('while the network', () => {
  it.each(['silent', 'portal'] as const)(
    'is %s, entries are saved, the count rises, and the client ends at once',
    async (fault) => {
      const [terminal, world] = await begin(fault);
      expect(await saveNote(terminal, world)).toBe(1);
      await terminal.waitFor(/⇅ 1 lähtemättä/);
      expect(terminal.screen().join('\n')).not.toMatch(/WiFi|html/);
      terminal.send(keys('Ctrl+Q'));
      // Nothing waits for an answer that does not come.
      expect(await terminal.exit).toMatchObject({ code: 0 });
      const status = ['sync', '--status', '--json', '--base', world.base];
      const { stdout, code } = await runAkti(status, { world });
      expect(JSON.parse(stdout)).toMatchObject({ pending: 1, done: false });
      expect(code).toBe(1);
    },
  );

  it('drips, what is typed meanwhile stands as it was typed, and all of it goes', async () => {
    const [terminal, world] = await begin('drip');
    for (let count = 1; count <= 3; count++) {
      expect(await saveNote(terminal, world)).toBe(count);
      terminal.send(keys('Esc'));
      await terminal.waitFor(/Pvm +Tunnus +Tapahtuma/);
    }
    await terminal.waitFor(/⇅ ✓/, { timeoutMs: 30_000 });
  }, 60_000);
});
