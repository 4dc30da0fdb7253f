import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeScenarioBase, makeWorld, startAkti, type World } from '../lib/world';

/** Keys of the effica keymap: language, palette, quit. */
const CTRL_K = '\x0b';
const CTRL_P = '\x10';
const CTRL_Q = '\x11';
const TITLE = { fi: 'Työlista', sv: 'Arbetslista', en: 'Work list' } as const;

let world: World;

beforeAll(async () => {
  world = makeWorld();
  await makeScenarioBase(world, 'B1');
});

/** Settings as if nobody had ever worked here. */
afterEach(() => rmSync(join(world.home, '.config', 'akti'), { recursive: true, force: true }));
afterAll(() => world.remove());

function client(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const who = ['--base', world.base, '--user', 'yhtmalmai'];
  return startAkti({ world, args: [...who, ...args], env });
}

/** The language the client begins in, which it is then left in. */
async function beginsIn(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const terminal = client(args, env);
  try {
    const screen = await terminal.waitFor(/Työlista|Arbetslista|Work list/);
    terminal.send(CTRL_Q);
    expect((await terminal.exit).code).toBe(0);
    const text = screen.join('\n');
    return Object.entries(TITLE).flatMap(([lang, title]) => (text.includes(title) ? [lang] : []));
  } finally {
    await terminal.close();
  }
}

describe('the language of the screen', () => {
  it('is one key away and back, and the last one is kept', async () => {
    const terminal = client();
    try {
      await terminal.waitFor(TITLE.fi);
      terminal.send(CTRL_K);
      await terminal.waitFor(TITLE.en);
      terminal.send(CTRL_K);
      await terminal.waitFor(TITLE.fi);
      terminal.send(CTRL_K);
      await terminal.waitFor(TITLE.en);
      terminal.send(CTRL_Q);
      expect((await terminal.exit).code).toBe(0);
    } finally {
      await terminal.close();
    }
    expect(await beginsIn()).toEqual(['en']);
  });

  it('Swedish is chosen by name, and makes a pair with the one before', async () => {
    const terminal = client();
    try {
      await terminal.waitFor(TITLE.fi);
      terminal.send(`${CTRL_P}svenska\r`);
      await terminal.waitFor(TITLE.sv);
      terminal.send(CTRL_K);
      await terminal.waitFor(TITLE.fi);
      terminal.send(CTRL_K);
      await terminal.waitFor(TITLE.sv);
      terminal.send(`${CTRL_P}svenska\r`);
      await terminal.waitFor('redan på det här språket');
      terminal.send(CTRL_Q);
      expect((await terminal.exit).code).toBe(0);
    } finally {
      await terminal.close();
    }
    expect(await beginsIn()).toEqual(['sv']);
  });

  it('is that of the flag, the variable, the locale, else Finnish', async () => {
    const swedish = { LANG: 'sv_FI.UTF-8' };
    expect(await beginsIn()).toEqual(['fi']);
    expect(await beginsIn([], swedish)).toEqual(['sv']);
    expect(await beginsIn([], { LANG: 'en_US.UTF-8' })).toEqual(['fi']);
    expect(await beginsIn([], { ...swedish, LC_ALL: 'fi_FI.UTF-8' })).toEqual(['fi']);
    expect(await beginsIn([], { ...swedish, AKTI_LANG: 'en' })).toEqual(['en']);
    expect(await beginsIn(['--lang', 'fi'], { ...swedish, AKTI_LANG: 'en' })).toEqual(['fi']);
    // Asking for a language once does not make it the worker's own.
    expect(await beginsIn([], swedish)).toEqual(['sv']);
  });
});
