import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { bytesOf } from '../lib/keys';
import { makeScenarioBase, makeWorld, runAkti, startAkti, type World } from '../lib/world';

const worlds: World[] = [];

afterEach(() => {
  for (const world of worlds.splice(0)) world.remove();
});

const FILE = `# omat fraasit
sovittu: "Sovittu uusi aika. {|} Kirjasi {minä}."
rikki {asiakas}
outo: "{kuka} soitti"
`;

/** A base of B3 and a user with phrases of their own, two lines of which are wrong. */
async function worldWithPhrases(text: string): Promise<World> {
  const world = makeWorld();
  worlds.push(world);
  await makeScenarioBase(world, 'B3');
  const folder = join(world.home, '.config', 'akti');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'phrases.yaml'), text);
  return world;
}

const args = (world: World) => [
  ...['--base', world.base, '--user', 'yhtmalmai', '--work-date', '170326'],
];
const keys = (...names: readonly string[]) => names.map((name) => bytesOf(name)).join('');

describe('phrases of a user', () => {
  it('work where they are right, and the rest is told at the start and by check', async () => {
    const world = await worldWithPhrases(FILE);
    const checked = await runAkti(['check', 'phrases'], { world });
    expect(checked.code).toBe(1);
    expect(checked.stdout.split('\n').filter(Boolean)).toEqual([
      expect.stringMatching(/phrases\.yaml:3: phrase\.line: Rivi ei kelpaa/),
      expect.stringMatching(/phrases\.yaml:4: phrase\.placeholder: Paikkaa \{kuka\} ei ole/),
    ]);
    const terminal = startAkti({ world, args: args(world) });
    try {
      await terminal.waitFor(/Fraasitiedostoissa on virheitä: 2/);
      terminal.send(`1403${keys('Enter')}nk`);
      await terminal.waitFor(/Teksti/);
      terminal.send(`${keys('Tab', 'Tab')};sovittu `);
      await terminal.waitFor(/Sovittu uusi aika\. +Kirjasi Mallila Maija\./);
      terminal.send('Ma klo 9.');
      await terminal.waitFor(/Sovittu uusi aika\. Ma klo 9\. Kirjasi Mallila/);
      terminal.send(` ;outo ${keys('F12')}`);
      await terminal.waitFor(/✓/);
      terminal.send('\x11');
      expect((await terminal.exit).code).toBe(0);
    } finally {
      await terminal.close();
    }
    const shown = await runAkti(['show', '140388-9028', '--text', ...args(world)], { world });
    expect(shown.stdout).toMatch(
      /Sovittu uusi aika\. Ma klo 9\. ;outo\s+Kirjasi\s+Mallila\s+Maija\./,
    );
  });

  it('cannot stop the program: a file that is no text is told and left alone', async () => {
    const world = await worldWithPhrases('');
    writeFileSync(join(world.home, '.config', 'akti', 'phrases.yaml'), Buffer.from([0xff, 0xfe]));
    const terminal = startAkti({ world, args: args(world) });
    try {
      await terminal.waitFor(/Fraasitiedostoissa on virheitä: 1/);
      terminal.send(`1403${keys('Enter')}nk`);
      await terminal.waitFor(/Teksti/);
      terminal.send(`${keys('Tab', 'Tab')};ei`);
      terminal.send(keys('F2'));
      await terminal.waitFor(/eivast \/ Soitettu asiakkaalle/);
      terminal.send(keys('Enter'));
      await terminal.waitFor(/Soitettu asiakkaalle 17\.3\.2026, ei vastausta/);
      terminal.send(keys('Backspace'));
      await terminal.waitFor(/Teksti +;ei/);
    } finally {
      await terminal.close();
    }
  });
});
