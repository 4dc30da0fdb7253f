import { expect, it } from 'vitest';
import { bytesOf } from '../lib/keys';
import { all } from '../lib/screen-text';
import { makeScenarioBase, makeWorld, startAkti } from '../lib/world';

it('a pause after the gold key shows what may follow, and the next key takes it away', async () => {
  const world = makeWorld();
  await makeScenarioBase(world, 'B1');
  const args = ['--base', world.base, '--user', 'yhtmalmai', '--work-date', '050508'];
  const env = { AKTI_LEADER_MS: '50' };
  const terminal = startAkti({ world, args: [...args, '--keymap', 'gold'], env });
  try {
    await terminal.waitFor('050508');
    terminal.send('1212\r');
    await terminal.waitFor(/Ei merkintöjä/);
    terminal.send(bytesOf('F1'));
    await terminal.waitFor(all(/╭─ F1 ─/, /d +Päiväkirja/, /Up +Edellinen osa/));
    terminal.send(bytesOf('F1'));
    const help = await terminal.waitFor((screen) => !/╭─ F1 ─/.test(screen.join('\n')));
    expect(help.join('\n')).toMatch(/╭─ \p{L}/u);
  } finally {
    await terminal.close();
    world.remove();
  }
}, 60_000);
