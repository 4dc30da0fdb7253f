import { afterEach, expect, it } from 'vitest';
import { look } from '../faults/base';
import { Clients, keys } from '../faults/client';
import { type FaultProxy, faultProxy } from '../lib/fault-proxy';
import { addCentreUser, type Served, serve } from '../lib/serve';
import type { Terminal } from '../lib/terminal';
import { makeScenarioBase, makeWorld, runAkti, startAkti, type World } from '../lib/world';

/** B5: a home visit without a network, and a colleague who changes the same service meanwhile. */

const PASSWORD = 'kotikäynti-torstaina';
const WORKERS = [
  { id: 'yhtmalmai', name: 'Mallila Maija' },
  { id: 'yhtpälöst', name: 'Pälvinen Östen' },
] as const;
const NOTE =
  'Kotikäynnillä Ida kertoi, että Lumin päiväkoti alkaa elokuussa ja että hän jatkaa opintojaan ' +
  'syksyllä. Sovittiin, että perussosiaalityö jatkuu elokuun loppuun ja että asuminen ja ' +
  'talous käydään läpi seuraavalla kerralla.';

const clients = new Clients();
const worlds: World[] = [];
let centre: Served | undefined;
let network: FaultProxy | undefined;

afterEach(async () => {
  await clients.closeAll();
  await network?.close();
  await centre?.stop();
  for (const world of worlds.splice(0)) world.remove();
});

/** A workstation: its base, and the client on it. */
interface Station {
  readonly world: World;
  readonly user: string;
  terminal: Terminal;
}

/** Waits until the screen shows it all; the wait says what was missing. */
const sees = (terminal: Terminal, ...wanted: readonly RegExp[]) =>
  terminal.waitFor((screen) => wanted.every((one) => one.test(screen.join('\n'))), {
    timeoutMs: 20_000,
  });

async function newStation(at: number, scenario: string, url: string): Promise<Station> {
  const world = makeWorld();
  worlds.push(world);
  await makeScenarioBase(world, scenario);
  const { id: user } = WORKERS[at] as (typeof WORKERS)[number];
  const args = ['sync', '--connect', url, '--user', user, '--base', world.base];
  const linked = await runAkti(args, { world, input: `${PASSWORD}\n` });
  expect([linked.stderr, linked.code]).toEqual(['', 0]);
  return { world, user, terminal: await started(world, user) };
}

/** The client, asked for the password once. */
async function started(world: World, user: string): Promise<Terminal> {
  const args = ['--base', world.base, '--user', user, '--work-date', '190326'];
  const terminal = clients.keep(world, startAkti({ world, args }));
  await sees(terminal, /Keskuksen salasana/);
  terminal.send(keys(`=${PASSWORD}`));
  await sees(terminal, /Salasana •+/);
  expect(terminal.screen().join('\n')).not.toContain(PASSWORD);
  terminal.send(keys('Enter'));
  await sees(terminal, /Etsi henkilö/);
  return terminal;
}

/** The machine loses its power between two steps; what was saved is there afterwards. */
async function powerCut(station: Station): Promise<void> {
  station.terminal.kill('SIGKILL');
  station.terminal = await started(station.world, station.user);
  await openIda(station.terminal);
}

async function openIda(terminal: Terminal): Promise<void> {
  terminal.send(keys('=050590-9825', 'Enter'));
  await sees(terminal, /Henkilö 050590-9825 Virta, Ida/, /Pvm +Tunnus +Tapahtuma/);
}

/** Opens the service for change, the hands in its end. */
async function amendService(terminal: Terminal): Promise<void> {
  terminal.send(keys('F3', 'l'));
  await sees(terminal, /Palvelu Perussosiaalityö/);
  terminal.send(keys('Up', 'Enter'));
  await sees(terminal, /Saakka.300626/);
  terminal.send(keys('Enter', 'Tab'));
  await sees(terminal, /korjataan tallennettua/);
}

async function saveForReason(terminal: Terminal): Promise<void> {
  terminal.send(keys('F12'));
  await sees(terminal, /Korjauksen syy/);
  terminal.send(keys('=tieto', 'Enter'));
  await sees(terminal, /Tallennettu/);
}

/** What a base says of the service of Ida. */
const serviceIn = ({ world }: Station) =>
  look(world.base, (base) =>
    base
      .sql<{ until: string; second_worker: string | null }>(
        'SELECT until, second_worker FROM service',
      )
      .get(),
  );

/** The centre with both workers, and a network to it that can break. */
async function begin(): Promise<{ a: Station; b: Station; network: FaultProxy }> {
  const home = makeWorld();
  worlds.push(home);
  const at = ['--centre', home.file('keskus.db')];
  for (const { id, name } of WORKERS) {
    const user = { id, name, unit: '11a2gb', role: 'worker', password: PASSWORD };
    await addCentreUser(home, at, user);
  }
  centre = await serve(home, { args: ['--file', home.file('keskus.db')] });
  network = await faultProxy(centre.url);
  const a = await newStation(0, 'B5', network.url);
  const b = await newStation(1, 'empty', centre.url);
  for (const { terminal } of [a, b]) {
    await openIda(terminal);
    await sees(terminal, /⇅ ✓/);
  }
  return { a, b, network };
}

/** Steps 1 to 3: the visit, a note, and the end of the service; the machine dies after each. */
async function offline(a: Station): Promise<void> {
  a.terminal.send(keys('F9', 'Tab', '=kot', 'Tab', 'Tab', '=2', 'Tab', 'Tab', '=70', 'F12'));
  await sees(a.terminal, /Yhteensä 70 min/, /lähtemättä/);
  await powerCut(a);
  await sees(a.terminal, /läsnä 2, 70 min/, /poikki/);
  a.terminal.send(keys('n', 'k'));
  await sees(a.terminal, /Teksti/);
  a.terminal.send(keys('Tab', 'Tab', `=${NOTE}`, 'F12'));
  await sees(a.terminal, /Tallennettu/);
  await powerCut(a);
  await sees(a.terminal, /Kotikäynnillä Ida kertoi/);
  await amendService(a.terminal);
  a.terminal.send(keys('=310826'));
  await saveForReason(a.terminal);
  await powerCut(a);
  expect(serviceIn(a)).toEqual({ until: '2026-08-31', second_worker: null });
}

/** Step 5: the colleague changes the same service. */
async function meanwhile(b: Station): Promise<void> {
  await amendService(b.terminal);
  b.terminal.send(keys('=310526', 'Tab', 'Tab', 'Tab', '=päl'));
  await saveForReason(b.terminal);
  await sees(b.terminal, /⇅ ✓/);
  expect(serviceIn(b)).toEqual({ until: '2026-05-31', second_worker: 'yhtpälöst' });
  b.terminal.send(keys('F3'));
}

/** Step 6: the conflict, which nothing is chosen in beforehand. */
async function settle({ terminal }: Station): Promise<void> {
  terminal.send(keys('Alt+l'));
  await sees(terminal, /Lähetystila/, /ristiriita/);
  terminal.send(keys('Enter'));
  await sees(terminal, /1 Mallila Maija +2 Pälvinen Östen/, /\( \) 310826 +\( \) 310526/);
  terminal.send(keys('Enter'));
  await sees(terminal, /Valitse tälle kentälle arvo/);
  terminal.send(keys('1', 'Enter'));
  await sees(terminal, /Miksi näin ratkaistaan/);
  terminal.send(keys('=sovittu käynnillä', 'Enter'));
  await sees(terminal, /Ristiriita on ratkaistu/);
  await sees(terminal, /⇅ ✓/);
}

/** Step 7: both values, who, when and why can be read; and everything is at the centre. */
async function audit({ terminal, world }: Station): Promise<void> {
  terminal.send(keys('Alt+l'));
  await sees(terminal, /ratkaistu/);
  terminal.send(keys('Enter'));
  await sees(
    terminal,
    /1 Mallila Maija +2 Pälvinen Östen/,
    /\(\*\) 310826 +\( \) 310526/,
    /Ratkaissut Mallila Maija .*: sovittu käynnillä/,
  );
  const said = await runAkti(['sync', '--status', '--base', world.base], { world });
  const last = said.stdout.trim().split('\n').at(-1);
  expect([last, said.code]).toEqual(['Kaikki on keskuksessa.', 0]);
}

it('an offline home visit, and a conflict settled field by field', async () => {
  const { a, b, network: between } = await begin();
  between.plan(() => ({ kind: 'cut request', after: 0 }));
  await offline(a);
  await meanwhile(b);
  between.plan(() => ({ kind: 'none' }));
  a.terminal.send(keys('Ctrl+P', '=lähetä nyt', 'Enter'));
  await sees(a.terminal, /1 selvitettävä/);
  // What was entered at the visit stands in the colleague's open diary by itself.
  await sees(b.terminal, /Kotikäynnillä Ida kertoi/, /läsnä 2, 70 min/);
  await powerCut(a);
  await sees(a.terminal, /1 selvitettävä/);
  await settle(a);
  const settled = { until: '2026-08-31', second_worker: 'yhtpälöst' };
  await expect.poll(() => serviceIn(b), { timeout: 20_000 }).toEqual(settled);
  expect(serviceIn(a)).toEqual(settled);
  await audit(a);
  await audit(b);
}, 180_000);
