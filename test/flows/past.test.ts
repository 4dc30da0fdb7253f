import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { look } from '../faults/base';
import { Clients, keys, openFather } from '../faults/client';
import { runAkti } from '../lib/world';

const clients = new Clients();

beforeAll(() => clients.share());
afterEach(() => clients.closeAll());
afterAll(() => clients.unshare());

const on = (now: string) => ({ env: { AKTI_NOW: now, TZ: 'UTC' } });

it('a note amended two days later is seen as it was, as it is, and in its history', async () => {
  const world = clients.world(clients.shared);
  const first = await clients.start(world, on('2026-03-16T08:00:00.000Z'));
  await openFather(first);
  first.send(keys('=nk', 'Tab', 'Tab', '=ensin sanottu', 'F12'));
  await first.waitFor('Tallennettu');
  first.send(keys('Ctrl+Q'));
  await first.exit;

  const terminal = await clients.start(world, on('2026-03-18T09:30:00.000Z'));
  await openFather(terminal);
  terminal.send(keys('=k', 'Enter', 'Enter', 'Tab', 'Tab', '= ja tarkennettu', 'F12'));
  await terminal.waitFor('Korjauksen syy');
  terminal.send(keys('=ta', 'Enter'));
  await terminal.waitFor('Tallennettu');
  // Something else is left half typed.
  terminal.send(keys('F5', '=aik', 'Tab', 'F3', '=e', '=160326', 'Enter'));
  await terminal.waitFor(/^ TILANNE 160326 {3}Henkilö 121255-TP1X/m);
  const then = terminal.screen().join('\n');
  expect(then).toContain('ensin sanottu');
  expect(then).not.toContain('tarkennettu');
  terminal.send(keys('Enter', '=x'));
  await terminal.waitFor(/Näkyy tilanne 160326, jota ei voi muuttaa/);
  terminal.send(keys('F3', 'Esc'));
  await terminal.waitFor(/Nykytilanne/);
  await terminal.waitFor(/F5\*Vireillepano/);
  expect(terminal.screen().join('\n')).toMatch(/ensin sanottu ja\s/);

  terminal.send(keys('=h'));
  await terminal.waitFor(/180326 09:30 Mallila Maija: muutti, työpäivä 050508/);
  const history = terminal.screen().join('\n');
  expect(history).toMatch(/Teksti +ensin sanottu → ensin sanottu ja tarkennettu/);
  expect(history).toMatch(/160326 08:00 Mallila Maija: kirjasi/);
  terminal.send(keys('Esc', 'Ctrl+Q'));
  await terminal.exit;

  const show = async (...at: string[]) => {
    const args = ['show', '121255-TP1X', '--base', world.base, '--user', 'yhtmalmai', ...at];
    return (await runAkti(args, { world, env: { TZ: 'UTC' } })).stdout;
  };
  expect(await show('--at', '170326')).toMatch(/^TILANNE 170326\n/);
  expect(await show('--at', '2026-03-18T09:29Z')).not.toContain('tarkennettu');
  expect(await show('--at', '2026-03-18T09:30Z')).toContain('tarkennettu');
  const uses = look(world.base, (base) =>
    base
      .sql<{ what: string; detail: string }>(
        "SELECT what, detail FROM use_log WHERE detail LIKE '%-16T23:59%' OR what = 'history'",
      )
      .all(),
  );
  expect(uses).toEqual([
    { what: 'open', detail: '2026-03-16T23:59:59.999Z' },
    { what: 'history', detail: 'diary_note' },
  ]);
});
