import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { WORK_DAY } from '../faults/base';
import { Clients, keys, openFather } from '../faults/client';
import { runAkti } from '../lib/world';

const clients = new Clients();

beforeAll(() => clients.share());
afterEach(() => clients.closeAll());
afterAll(() => clients.unshare());

/** The client records as of 5.5.2008; by its clock it is 16.3.2026. */
const CLOCK = { AKTI_NOW: '2026-03-16T08:00:00.000Z', TZ: 'UTC' };

it('is changed by keys, shown beside the user, and stamped on what is saved then', async () => {
  const world = clients.world(clients.shared);
  const terminal = await clients.start(world, { env: CLOCK });
  // A work date that is not today says that it is one.
  expect(terminal.screen().at(-1)).toMatch(/Työpäivä 050508 {2}yhtmalmai/);
  await openFather(terminal);
  terminal.send(keys('Ctrl+P', '=vaihda työ', 'Enter', '=0605', 'Enter'));
  await terminal.waitFor(/Työpäivä on 060508/);
  expect(terminal.screen().at(-1)).toMatch(/Työpäivä 060508 {2}yhtmalmai/);
  terminal.send(keys('F3', '=nk', 'Tab', 'Tab', '=puhelu', 'F12'));
  await terminal.waitFor('Tallennettu');
  terminal.send(keys('Ctrl+P', '=vaihda työ', 'Enter', '=t', 'Enter'));
  await terminal.waitFor((screen) => /[^ä] {2}160326 {2}yhtmalmai/.test(screen.at(-1) ?? ''));
  const args = ['show', '121255-TP1X', '--json', '--base', world.base, '--user', 'yhtmalmai'];
  const shown = await runAkti([...args, '--work-date', WORK_DAY], { world });
  expect(shown.stdout).toContain('"entered_on": "2008-05-06"');
});
