import { afterEach, expect, it } from 'vitest';
import { look } from '../faults/base';
import { keys } from '../faults/client';
import { type Station, Stations, sees, UNIT } from './stations';

const stations = new Stations();
afterEach(() => stations.close());

const persons = ({ world }: Station) =>
  look(world.base, (base) => base.sql<{ n: number }>('SELECT count(*) AS n FROM person').get()?.n);

it('a client one may no longer see leaves screen and base; what was typed is kept', async () => {
  const { a, b } = await stations.begin();
  expect(persons(b)).toBe(2);
  b.terminal.send(keys('n', 'k', 'Tab', 'Tab', '=Kesken jäänyt'));
  await sees(b.terminal, /Kesken jäänyt/);
  // The right to enter goes while one types: it is said at once, and what is typed stays.
  await stations.placeAt('yhtpälöst', UNIT, 'reader');
  b.terminal.send(keys('Ctrl+P', '=lähetä nyt', 'Enter'));
  await sees(b.terminal, /Oikeutesi ovat muuttuneet keskuksessa/, /Kesken jäänyt/);
  b.terminal.send(keys('F12'));
  await sees(b.terminal, /Roolisi ei salli/, /Kesken jäänyt/);
  await stations.placeAt('yhtpälöst', 'phsotey');
  b.terminal.send(keys('Ctrl+P', '=lähetä nyt', 'Enter'));
  await sees(b.terminal, /Asiakas on poistunut tästä kannasta/);
  expect(b.terminal.screen().join('\n')).not.toMatch(/Virta|050590/);
  expect(persons(b)).toBe(0);
  const drafts = look(b.world.base, (base) => base.sql('SELECT * FROM draft').all());
  expect(JSON.stringify(drafts)).toContain('Kesken jäänyt');
  expect(persons(a)).toBe(2);
}, 120_000);
