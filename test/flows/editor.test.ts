import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { processTree } from '../lib/process';
import { projectRoot } from '../lib/root';
import { all } from '../lib/screen-text';
import type { Terminal } from '../lib/terminal';
import { makeScenarioBase, makeWorld, startAkti, type World } from '../lib/world';

const EDITOR = join(projectRoot(), 'test', 'lib', 'programs', 'editor.sh');
const EDIT = '\x1be';
const worlds: World[] = [];
const terminals: Terminal[] = [];

afterEach(async () => {
  for (const terminal of terminals.splice(0)) await terminal.close();
  for (const world of worlds.splice(0)) world.remove();
});

function started(world: World, env: Record<string, string> = {}): Terminal {
  const args = ['--base', world.base, '--user', 'yhtmalmai', '--work-date', '050508'];
  const terminal = startAkti({ world, args, env: { EDITOR, ...env } });
  terminals.push(terminal);
  return terminal;
}

async function newWorld(): Promise<World> {
  const world = makeWorld();
  worlds.push(world);
  await makeScenarioBase(world, 'B1');
  return world;
}

/** Opens a note about the client and goes to its long text. */
async function atNote(terminal: Terminal): Promise<void> {
  await terminal.waitFor('050508');
  terminal.send('1212\r');
  await terminal.waitFor(/Ei merkintöjä/);
  terminal.send('nk');
  await terminal.waitFor(/Teksti/);
  terminal.send('\t\t');
}

const timesOpened = (terminal: Terminal) =>
  terminal.output().toString().split('muokkain auki').length - 1;

/** Opens the editor and waits for it: the terminal still shows what it said the last time. */
async function edit(terminal: Terminal, shown: RegExp = /muokkain auki/): Promise<void> {
  const before = timesOpened(terminal);
  terminal.send(EDIT);
  await terminal.waitFor(
    (screen) => timesOpened(terminal) > before && shown.test(screen.join('\n')),
  );
}

/** What is left of private folders in the places of this world. */
const leftIn = (world: World) =>
  ['.run', '.tmp'].flatMap((place) =>
    readdirSync(join(world.home, place)).filter((name) => name.startsWith('akti-editor')),
  );

/** The process the terminal was made for, and the editor below it. */
function editorPid(terminal: Terminal): number {
  const found = processTree(terminal.pid).at(-1);
  if (!found || found === terminal.pid) throw new Error('no editor runs');
  return found;
}

describe('a long text in the user’s own editor', () => {
  it('goes there in a private file, and comes back with its lines into the field', async () => {
    const world = await newWorld();
    const terminal = started(world);
    await atNote(terminal);
    terminal.send('Alku');
    await edit(terminal, /muokkain auki 24x80: Alku/);
    expect(terminal.onAlternateScreen()).toBe(false);
    terminal.send('file\r');
    await terminal.waitFor(all(/-rw------- .* akti\.txt/, /-rw------- .* note\.json/, /lueteltu/));
    // Its interrupt is its own, and so are its keys: none of them is a command of the client.
    terminal.send('\x03');
    await terminal.waitFor(/katkaistu/);
    terminal.resize(100, 30);
    terminal.send('save Alku ja äö\\r\\ntoinen rivi\\n\r');
    await terminal.waitFor(/tallennettu/);
    terminal.send('quit 0\r');
    const screen = await terminal.waitFor(
      all(/Teksti otettiin muokkaimesta: 23/, /Teksti +Alku ja äö/, / +toinen rivi/),
    );
    expect(screen).toHaveLength(30);
    expect(screen.join('\n')).not.toMatch(/quit|lueteltu/);
    expect(leftIn(world)).toEqual([]);

    await edit(terminal, /muokkain auki 30x100: Alku ja äö/);
    terminal.send('save pois\rquit 3\r');
    await terminal.waitFor(all(/editor\.sh päättyi virheeseen \(3\)/, /Alku ja äö/));
    await edit(terminal);
    terminal.send('quit 0\r');
    await terminal.waitFor(/Teksti on ennallaan/);

    // What is too long for the field is told, and stays as it is until it is shorter.
    await edit(terminal);
    terminal.send('long 20010\rquit 0\r');
    await terminal.waitFor(all(/enintään 20\s?000/, /x{40}/));
    terminal.send('\x1b[24~');
    await terminal.waitFor(/20\s?010/);
    terminal.send(`${'\x7f'.repeat(10)}\x1b[24~`);
    await terminal.waitFor(/Tallennettu/, { timeoutMs: 30_000 });
    expect(leftIn(world)).toEqual([]);
  }, 90_000);

  it('is not lost when the program is killed while it is edited', async () => {
    const world = await newWorld();
    const terminal = started(world);
    await atNote(terminal);
    await edit(terminal);
    terminal.send('save Tapettu kesken\r');
    await terminal.waitFor(/tallennettu/);
    const editor = editorPid(terminal);
    terminal.kill('SIGKILL');
    await terminal.exit;

    // It ends with its terminal; until then nobody touches its file.
    while (isAlive(editor)) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(leftIn(world)).toHaveLength(1);
    const again = started(world);
    await again.waitFor(/talteen tekstejä: 1/);
    expect(leftIn(world)).toEqual([]);
    again.send('\t');
    await again.waitFor(/luonnos/);
    again.send('\r');
    await again.waitFor(/Teksti +Tapettu kesken/);
  }, 90_000);

  it.each([
    ['the line is lost', (terminal: Terminal) => terminal.hangUp()],
    ['the system ends the program', (terminal: Terminal) => terminal.kill('SIGHUP')],
  ])(
    'goes into the draft when %s',
    async (_name, end) => {
      const world = await newWorld();
      const terminal = started(world);
      await atNote(terminal);
      terminal.send(EDIT);
      await terminal.waitFor(/muokkain auki/);
      terminal.send('save Linja katkesi\r');
      await terminal.waitFor(/tallennettu/);
      end(terminal);
      await terminal.exit;
      expect(leftIn(world)).toEqual([]);
      const again = started(world);
      await again.waitFor(/jäi kesken 1/);
      again.send('\t');
      await again.waitFor(/luonnos/);
      again.send('\r');
      await again.waitFor(/Teksti +Linja katkesi/);
    },
    60_000,
  );

  it('is refused where the site has switched it off, or no such editor is there', async () => {
    const world = await newWorld();
    const site = world.file('.');
    writeFileSync(join(site, 'settings.json'), '{"editor": "off"}');
    const off = started(world, { AKTI_SITE: site });
    await atNote(off);
    off.send(EDIT);
    await off.waitFor(/suljettu pois/);
    await off.close();
    const missing = started(world, { AKTI_EDITOR: 'eiole --x' });
    await atNote(missing);
    missing.send(`teksti${EDIT}`);
    await missing.waitFor(all(/Muokkainta eiole ei löydy/, /Teksti +teksti/));
    expect(leftIn(world)).toEqual([]);
  }, 60_000);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
