import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { flowOfLesson, shippedLesson } from '../flows/lesson-flow';
import { runFlow } from '../lib/flow';
import { readKeymap } from '../lib/keymap';
import { makeWorld, runAkti, startAkti, type World } from '../lib/world';

const worlds: World[] = [];

afterEach(() => {
  for (const world of worlds.splice(0)) world.remove();
});

describe('a lesson practised in a terminal', () => {
  it('by the shortest way passes with its keys, and the result is the learner’s own', async () => {
    const world = makeWorld();
    worlds.push(world);
    const args = ['lesson', 'practise', 'b2', '--text', world.file('run.txt')];
    const terminal = startAkti({ world, args, rows: 27 });
    const keymap = readKeymap('effica');
    const run = await runFlow(terminal, flowOfLesson(shippedLesson('b2')), { keymap });
    expect(run.last.join('\n')).toContain('Kaikki on kirjattu');
    terminal.send('\x1bt');
    await terminal.waitFor(/l lopeta/);
    terminal.send('l');
    expect((await terminal.exit).code).toBe(0);
    const said = terminal.screen().join('\n');
    expect(said).toContain('Harjoitus onnistui.');
    expect(said).toContain('Näppäimiä 98, lyhin tie 98.');
    const handedOn = readFileSync(world.file('run.txt'), 'utf8');
    expect(handedOn).toContain('Kirjaa perjantain kuusi tapahtumaa');
    expect(handedOn).toContain('Yhteensä 255 min');
    const file = join(world.home, '.local/share/akti/lessons/results.jsonl');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const line = JSON.parse(readFileSync(file, 'utf8'));
    expect(line).toMatchObject({ lesson: 'b2', passed: true, keys: 98, best_keys: 98 });
    const own = await runAkti(['lesson', 'results'], { world });
    expect(own.stdout).toMatch(/b2\s+1\s+1\s+98\s+98/u);
    const coach = await runAkti(['lesson', 'results', file, '--json'], { world });
    expect(JSON.parse(coach.stdout)[0].standings[0]).toMatchObject({ lesson: 'b2', passed: 1 });
  }, 60_000);

  it('hints after idling and on request, and tells what is missing', async () => {
    const world = makeWorld();
    worlds.push(world);
    const args = ['lesson', 'practise', 'b1', '--idle', '1'];
    const terminal = startAkti({ world, args, rows: 27 });
    await terminal.waitFor(/Vihje: Kirjoita 1212/);
    terminal.send('1212\r');
    await terminal.waitFor(/Vihje: Avaa vireillepano/);
    terminal.send('\x1bt');
    await terminal.waitFor(/l lopeta/);
    terminal.send('l');
    expect((await terminal.exit).code).toBe(1);
    const said = terminal.screen().join('\n');
    expect(said).toContain('Harjoituksesta jäi puuttumaan');
    expect(said).toMatch(/Vireillepano.*pitäisi olla 1/u);
    expect(said).toContain('vihjeitä 2');
  }, 60_000);

  it('has no results before the first, and names a line that is none', async () => {
    const world = makeWorld();
    worlds.push(world);
    const none = await runAkti(['lesson', 'results'], { world });
    expect(none).toMatchObject({ code: 1 });
    expect(none.stderr).toContain('lesson.no_results');
  });
});
