import { afterEach, describe, expect, it } from 'vitest';
import { makeScenarioBase, makeWorld, startAkti, type World } from '../lib/world';

const worlds: World[] = [];

afterEach(() => {
  for (const world of worlds.splice(0)) world.remove();
});

async function openClient(env: Record<string, string>) {
  const world = makeWorld();
  worlds.push(world);
  await makeScenarioBase(world, 'B1');
  const args = ['--base', world.base, '--user', 'yhtmalmai', '--work-date', '050508'];
  const terminal = startAkti({ world, args, env });
  await terminal.waitFor('050508');
  terminal.send('1212\r');
  await terminal.waitFor(/Seuraava/);
  return terminal;
}

/** The palette, the command's name, and back to the diary by its key. */
const BY_PALETTE = '\x10vireillepano\r';
const DIARY = '\x1bOR';

describe('a tip about a faster key', () => {
  it('comes after the third time by the palette, once, and goes with the next key', async () => {
    const terminal = await openClient({ AKTI_TIPS: '1' });
    try {
      for (let time = 1; time <= 3; time += 1) {
        terminal.send(DIARY);
        await terminal.waitFor(/Tapahtuma/);
        terminal.send(BY_PALETTE);
        await terminal.waitFor(/Vireillepanon tyyppi/);
        const told = terminal.screen().join('\n').includes('nopeampi');
        if (time < 3) expect(told, `time ${time}`).toBe(false);
      }
      await terminal.waitFor(/Vireillepano on nopeampi näppäimellä F5/);
      terminal.send('a');
      await terminal.waitFor((screen) => !screen.join('\n').includes('nopeampi'));
    } finally {
      await terminal.close();
    }
  }, 60_000);

  it('does not come where nobody turned it on', async () => {
    const terminal = await openClient({});
    try {
      for (let time = 1; time <= 4; time += 1) {
        terminal.send(DIARY);
        await terminal.waitFor(/Tapahtuma/);
        terminal.send(BY_PALETTE);
        await terminal.waitFor(/Vireillepanon tyyppi/);
      }
      expect(terminal.screen().join('\n')).not.toContain('nopeampi');
    } finally {
      await terminal.close();
    }
  }, 60_000);
});
