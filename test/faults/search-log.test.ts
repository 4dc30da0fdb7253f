import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBase } from '../../src/store/open';
import { readUse } from '../../src/store/use-log';
import { makeScenarioBase, makeWorld, startAkti, type World } from '../lib/world';

let world: World;
beforeEach(async () => {
  world = makeWorld();
  await makeScenarioBase(world, 'B1');
});
afterEach(() => world.remove());

describe('a search', () => {
  it('has left its lines when the program is killed the moment its persons are shown', async () => {
    const args = ['--user', 'yhtmalmai', '--work-date', '050508'];
    const terminal = startAkti({ world, args: ['--base', world.base, ...args] });
    try {
      await terminal.waitFor('050508');
      terminal.send('testi\r');
      await terminal.waitFor(/150278-TP22/);
    } finally {
      terminal.kill('SIGKILL');
      await terminal.close();
    }
    const base = openBase(world.base);
    if (!base.ok) throw new Error(base.problem.code);
    const searches = readUse(base.value, {}).filter((use) => use.what === 'search');
    base.value.close();
    expect(searches.map((use) => use.detail)).toEqual(['name 2', 'name 2']);
    expect(new Set(searches.map((use) => use.person)).size).toBe(2);
  });
});
