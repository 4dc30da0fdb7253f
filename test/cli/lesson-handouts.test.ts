import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { playInAsciinema } from '../lib/asciinema';
import { addressesIn } from '../lib/page-addresses';
import { makeWorld, startAkti } from '../lib/world';

const world = makeWorld();
afterAll(() => world.remove());
const read = (name: string) => readFileSync(world.file(name), 'utf8');

test('what a room saw is handed on: cast, page and text of one run in a terminal', async () => {
  const files = ['--cast', world.file('a.cast'), '--html', world.file('a.html')];
  const args = ['--lang', 'sv', 'lesson', 'play', 'initiation', '--paused'];
  const more = [...files, '--text', world.file('a.txt')];
  const terminal = startAkti({ world, args: [...args, ...more], rows: 27 });
  await terminal.waitFor(/ 1\/\d/);
  terminal.resize(90, 30);
  await terminal.waitFor((rows) => /\S/.test(rows[29] ?? ''));
  terminal.send('.');
  await terminal.waitFor(/ 2\/\d/);
  terminal.send('.'.repeat(20));
  await terminal.waitFor(/Lektionen är slut/);
  await terminal.idle(200);
  const last = terminal.screen();
  terminal.send('q');
  expect((await terminal.exit).code).toBe(0);

  const played = await playInAsciinema(read('a.cast'));
  expect(played.rows).toEqual(last);
  expect(played.size).toEqual({ cols: 90, rows: 30 });
  const page = read('a.html');
  expect(addressesIn(page)).toEqual([]);
  expect(page).toContain('<html lang="en">');
  expect(page).toContain('>Play</button>');
  const captions = [...page.matchAll(/<p class="caption">([^<]+)<\/p>/g)].map((one) => one[1]);
  expect(captions.length).toBeGreaterThan(5);
  expect(played.markers.map((one) => one.replaceAll('"', '&quot;'))).toEqual(captions);
  const text = read('a.txt');
  expect(text).toMatch(/\n\nGoal: /);
  expect(text).not.toMatch(/[^\P{C}\n]/u);
  for (const one of played.markers) expect(text).toContain(one);
});
