import { afterEach, expect, it } from 'vitest';
import { readSyncCounts } from '../../src/records/sync-open';
import { look } from '../faults/base';
import { keys } from '../faults/client';
import type { FaultProxy } from '../lib/fault-proxy';
import { type KeyStep, keyCount, press, stepBytes, type } from '../lib/keys';
import type { Terminal } from '../lib/terminal';
import { runAkti } from '../lib/world';
import { openIda, PASSWORD, type Station, Stations, sees } from './stations';

/** B5: a home visit without a network, and a colleague who changes the same service meanwhile. */

const NOTE =
  'Kotikäynnillä Ida kertoi, että Lumin päiväkoti alkaa elokuussa ja että hän jatkaa opintojaan ' +
  'syksyllä. Sovittiin, että perussosiaalityö jatkuu elokuun loppuun ja että asuminen ja ' +
  'talous käydään läpi seuraavalla kerralla.';

const stations = new Stations();
afterEach(() => stations.close());

/** The machine loses its power between two steps; what was saved is there afterwards. */
async function powerCut(station: Station, network?: FaultProxy): Promise<void> {
  station.terminal.kill('SIGKILL');
  const met = network?.count() ?? 0;
  station.terminal = await stations.start(station.world, station.user);
  // The password has been tried, and is not waiting to be.
  if (network) await expect.poll(() => network.count(), { timeout: 20_000 }).toBeGreaterThan(met);
  await openIda(station.terminal);
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

/** Steps 1 to 3: the visit, a note, and the end of the service; the machine dies after each. */
async function offline(a: Station, network: FaultProxy): Promise<void> {
  a.terminal.send(keys('F9', 'Tab', '=kot', 'Tab', 'Tab', '=2', 'Tab', 'Tab', '=70', 'F12'));
  await sees(a.terminal, /Yhteensä 70 min/, /lähtemättä/);
  await powerCut(a, network);
  await sees(a.terminal, /läsnä 2, 70 min/, /poikki/);
  a.terminal.send(keys('n', 'k'));
  await sees(a.terminal, /Teksti/);
  a.terminal.send(keys('Tab', 'Tab', `=${NOTE}`, 'F12'));
  await sees(a.terminal, /Tallennettu/);
  await powerCut(a, network);
  await sees(a.terminal, /Kotikäynnillä Ida kertoi/);
  await amendService(a.terminal);
  a.terminal.send(keys('=310826'));
  await saveForReason(a.terminal);
  await powerCut(a, network);
  expect(serviceIn(a)).toEqual({ until: '2026-08-31', second_worker: null });
}

/** Step 5: the colleague changes the same service. */
async function meanwhile(b: Station): Promise<void> {
  await amendService(b.terminal);
  b.terminal.send(keys('=310526', 'Tab', 'Tab', 'Tab', '=päl'));
  await saveForReason(b.terminal);
  // The status line may be of the moment before the save: the base knows whether it has gone.
  const waits = () => look(b.world.base, (base) => readSyncCounts(base).pending);
  await expect.poll(waits, { timeout: 20_000 }).toBe(0);
  await sees(b.terminal, /⇅ ✓/);
  expect(serviceIn(b)).toEqual({ until: '2026-05-31', second_worker: 'yhtpälöst' });
  await powerCut(b);
  await sees(b.terminal, /Palvelu Perussosiaalityö/);
}

/** Keys of the settling by the counting rule of the flows, the reason in own words among them. */
const SETTLING = {
  list: [press('Alt+l')],
  open: [press('Enter')],
  choose: [press('1')],
  reason: [type('sovittu käynnillä'), press('Enter')],
} as const;
const SETTLING_BUDGET = 22;

/** Step 6: the conflict, which nothing is chosen in beforehand. */
async function settle({ terminal }: Station): Promise<void> {
  const send = (steps: readonly KeyStep[]) =>
    terminal.send(steps.map((step) => stepBytes(step)).join(''));
  expect(keyCount(Object.values(SETTLING).flat())).toBeLessThanOrEqual(SETTLING_BUDGET);
  send(SETTLING.list);
  await sees(terminal, /Lähetystila/, /ristiriita/);
  send(SETTLING.open);
  await sees(terminal, /1 Mallila Maija +2 Pälvinen Östen/, /\( \) 310826 +\( \) 310526/);
  terminal.send(keys('Enter'));
  await sees(terminal, /Valitse tälle kentälle arvo/);
  send(SETTLING.choose);
  await sees(terminal, /Miksi näin ratkaistaan/);
  send(SETTLING.reason);
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
  const { a, b, network } = await stations.begin();
  network.plan(() => ({ kind: 'cut request', after: 0 }));
  await offline(a, network);
  await meanwhile(b);
  network.plan(() => ({ kind: 'none' }));
  a.terminal.send(keys('Ctrl+P', '=lähetä nyt', 'Enter'));
  // Nobody was let in without a network: the password is asked for where it is needed, whether
  // the program has found that out by itself meanwhile or finds it out now.
  await sees(a.terminal, /Keskuksen salasana/, /salasana puuttuu/);
  a.terminal.send(keys(`=${PASSWORD}`, 'Enter'));
  // Told where the hands are, with whom, in what field, and the key that leads there.
  await sees(a.terminal, /1 selvitettävä/, /Pälvinen Östen muutti samaa: Palvelu, Saakka .*Alt\+L/);
  // What was entered at the visit stands in the colleague's open diary by itself.
  await sees(b.terminal, /Kotikäynnillä Ida kertoi/, /läsnä 2, 70 min/);
  await powerCut(a, network);
  await sees(a.terminal, /1 selvitettävä/);
  await settle(a);
  await powerCut(a, network);
  const settled = { until: '2026-08-31', second_worker: 'yhtpälöst' };
  await expect.poll(() => serviceIn(b), { timeout: 20_000 }).toEqual(settled);
  expect(serviceIn(a)).toEqual(settled);
  await audit(a);
  await audit(b);
}, 180_000);
