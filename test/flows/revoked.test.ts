import { afterEach, expect, it } from 'vitest';
import { look } from '../faults/base';
import { keys } from '../faults/client';
import { type Station, Stations, sees, UNIT } from './stations';

const stations = new Stations();
afterEach(() => stations.close());

const persons = ({ world }: Station) =>
  look(world.base, (base) => base.sql<{ n: number }>('SELECT count(*) AS n FROM person').get()?.n);

/** Exchanges now, and waits for what the screen then says. */
async function exchange({ terminal }: Station, ...wanted: readonly RegExp[]): Promise<void> {
  terminal.send(keys('Ctrl+P', '=lähetä nyt', 'Enter'));
  await sees(terminal, ...wanted);
}

it('a client one may no longer see leaves screen and base; what was typed is kept', async () => {
  const { a, b, network } = await stations.begin('both');
  expect(persons(b)).toBe(2);
  b.terminal.send(keys('n', 'k', 'Tab', 'Tab', '=Soitettu'));
  await sees(b.terminal, /Soitettu/);
  // The right to enter goes while one types: it is said at once, and what is typed stays.
  await stations.placeAt('yhtpälöst', UNIT, 'reader');
  await exchange(b, /Oikeutesi ovat muuttuneet keskuksessa/, /Soitettu/);
  b.terminal.send(keys('F12'));
  await sees(b.terminal, /Roolisi ei salli/, /Soitettu/);
  await stations.placeAt('yhtpälöst', UNIT);
  await exchange(b, /Oikeutesi ovat muuttuneet keskuksessa/, /Soitettu/);

  network.plan(() => ({ kind: 'cut request', after: 0 }));
  b.terminal.send(keys('F12'));
  await sees(b.terminal, /1 lähtemättä/);
  b.terminal.send(keys('F3', 'n', 'k', 'Tab', 'Tab', '=Kesken jäänyt'));
  await sees(b.terminal, /Kesken jäänyt/);
  await stations.placeAt('yhtpälöst', 'phsotey');
  network.plan(() => ({ kind: 'none' }));
  await exchange(b, /Asiakas on poistunut tästä kannasta/, /1 selvitettävä/);
  expect(b.terminal.screen().join('\n')).not.toMatch(/Virta|050590/);
  expect(persons(b)).toBe(0);
  const drafts = look(b.world.base, (base) => base.sql('SELECT * FROM draft').all());
  expect(JSON.stringify(drafts)).toContain('Kesken jäänyt');
  expect(persons(a)).toBe(2);

  // What was saved on a client seen no more is held; its author decides what comes of it.
  b.terminal.send(keys('Alt+l'));
  await sees(b.terminal, /pidätetty/, /1 pyytää uudelleen · 2 luopuu/);
  b.terminal.send(keys('1', '=kävin siellä', 'Enter'));
  await sees(b.terminal, /Keskus pitää sen yhä/, /pidätetty/);
  b.terminal.send(keys('2', '=kirjattu toisaalla', 'Enter'));
  await sees(b.terminal, /kuitattu/, /kirjattu toisaalla/, /⇅ ✓/);
}, 120_000);
