import { existsSync, readFileSync, statSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { flowOfLesson, shippedLesson } from '../flows/lesson-flow';
import { runFlow } from '../lib/flow';
import { keyboardFor, readKeymap, resolved } from '../lib/keymap';
import { bytesOf, stepBytes } from '../lib/keys';
import { makeWorld, runAkti, startAkti, type World } from '../lib/world';

const CLIENT = '121255-TP1X';
const worlds: World[] = [];

afterEach(() => {
  for (const world of worlds.splice(0)) world.remove();
});

function newWorld(): World {
  const world = makeWorld();
  worlds.push(world);
  return world;
}

async function shown(world: World, base: string, workDate: string): Promise<string> {
  const args = ['show', CLIENT, '--json', '--base', base, '--user', 'yhtmalmai'];
  const out = await runAkti([...args, '--work-date', workDate], { world });
  expect(out.stderr).toBe('');
  return out.stdout;
}

/** Leaves a terminal and gives its exit status. */
async function ended(terminal: { exit: Promise<{ code: number | null }> }): Promise<number | null> {
  return (await terminal.exit).code;
}

describe('a lesson recorded by keys in a terminal', () => {
  it.each(['effica', 'no-function-keys'])(
    'plays back to the same base, recorded under %s',
    async (name) => {
      const world = newWorld();
      const [file, first, second] = ['own.yaml', 'first.akti', 'second.akti'].map(world.file);
      const keymap = readKeymap(name);
      const lesson = shippedLesson('b1');
      const args = ['lesson', 'record', file as string, '--scenario', 'B1', '--keep'];
      const more = ['--work-date', lesson.workDate, '--keymap', name];
      const terminal = startAkti({ world, args: [...args, first as string, ...more], rows: 27 });
      const run = await runFlow(terminal, flowOfLesson(lesson), { keymap });
      expect(run.last.join('\n')).toContain('Nauhoitus');
      terminal.send('\x1bt');
      await terminal.waitFor(/q lopettaa/);
      terminal.send('q');
      expect(await ended(terminal)).toBe(0);
      const check = await runAkti(['lesson', 'check', file as string], { world });
      expect(check.stdout + check.stderr).toContain('(1)');
      expect(check.code).toBe(0);
      const played = await runAkti(
        ['lesson', 'export', file as string, '--keep', second as string],
        {
          world,
        },
      );
      expect(played).toMatchObject({ code: 0, stderr: '' });
      const was = await shown(world, first as string, lesson.workDate);
      expect(await shown(world, second as string, lesson.workDate)).toBe(was);
      expect(JSON.parse(was).records).toHaveLength(5);
    },
    120_000,
  );
});

describe('a recording', () => {
  it('holds only keys that every keymap leaves alone; others are commands', async () => {
    const world = newWorld();
    const file = world.file('own.yaml');
    const args = ['lesson', 'record', file, '--scenario', 'B3', '--work-date', '160326'];
    const terminal = startAkti({ world, args, rows: 27 });
    await terminal.waitFor(/Nauhoitus/);
    const press = (...names: readonly string[]) => names.map((name) => bytesOf(name)).join('');
    terminal.send(`aino${press('Enter', 'F5')}as${press('Tab')}`);
    await terminal.waitFor(/AS \/ Aikuissosiaalityön tarve/);
    // F11 does nothing anywhere.
    terminal.send(press('F11', 'PageDown', 'Shift+Tab', 'F2'));
    await terminal.waitFor(/Ei yhtään|Rajaa:|mitään valittavaa|ei ole luetteloa/);
    terminal.send('\x1bt');
    await terminal.waitFor(/q lopettaa/);
    terminal.send('q');
    expect(await ended(terminal)).toBe(0);
    const text = readFileSync(file, 'utf8');
    expect(text).not.toMatch(/F11|PageDown|Shift/);
    expect(text).toMatch(
      /command: section\.next[\s\S]*command: field\.back[\s\S]*command: list\.open/,
    );
    const check = await runAkti(['--lang', 'en', 'lesson', 'check', file], { world });
    expect(check).toMatchObject({ code: 0, stdout: 'All lessons work (1).\n' });
  }, 60_000);
});

describe('a recording ended at once', () => {
  it('makes no file and says why', async () => {
    const world = newWorld();
    const file = world.file('none.yaml');
    const args = ['lesson', 'record', file, '--scenario', 'B3', '--work-date', '160326'];
    const terminal = startAkti({ world, args, rows: 27 });
    await terminal.waitFor(/Nauhoitus/);
    terminal.send('\x1bt');
    await terminal.waitFor(/q lopettaa/);
    terminal.send('q');
    expect(await ended(terminal)).toBe(1);
    expect(terminal.screen().join('\n')).toContain('Mitään ei nauhoitettu');
    expect(existsSync(file)).toBe(false);
  });
});

describe('a lesson played in a terminal', () => {
  it('goes through by itself, ends, and leaves the base of its end', async () => {
    const world = newWorld();
    const args = ['lesson', 'play', 'b1', '--speed', '16', '--keep', world.file('kept.akti')];
    const terminal = startAkti({ world, args, rows: 27 });
    await terminal.waitFor(/Oppitunti on lopussa/, { timeoutMs: 60_000 });
    expect(terminal.screen().join('\n')).toContain('[-] Selv081206 Aikuiss');
    terminal.send('q');
    expect(await ended(terminal)).toBe(0);
    const { records } = JSON.parse(await shown(world, world.file('kept.akti'), '050508'));
    expect(records).toHaveLength(5);
  }, 120_000);

  it('is led by hand: step, back, jump, take over and hand back', async () => {
    const world = newWorld();
    const keymap = readKeymap('effica');
    const args = ['lesson', 'play', 'b1', '--paused', '--cast', world.file('run.cast')];
    const terminal = startAkti({ world, args, rows: 27 });
    await terminal.waitFor(/1\/31 ─ tauko/);
    terminal.send('..');
    await terminal.waitFor(/3\/31/);
    expect(terminal.screen().join('\n')).toContain('Vireillepanon tyyppi');
    terminal.send('\x7f');
    await terminal.waitFor(/2\/31/);
    expect(terminal.screen().join('\n')).not.toContain('Vireillepanon tyyppi');
    terminal.send('g20\r');
    await terminal.waitFor(/20\/31[\s\S]*/);
    await terminal.waitFor(/Päätösno\s+2006 3/);
    terminal.send('t');
    await terminal.waitFor(/ohjat sinulla/);
    const keys = resolved([{ kind: 'command', id: 'service.open' }], keymap);
    terminal.send(keys.map((key) => stepBytes(key, keyboardFor(keymap))).join(''));
    await terminal.waitFor(/Peruspäätös/);
    terminal.send('\x1bt');
    await terminal.waitFor(/21\/31 ─ tauko/);
    terminal.send('q');
    expect(await ended(terminal)).toBe(0);
    const cast = readFileSync(world.file('run.cast'), 'utf8').trim().split('\n');
    expect(JSON.parse(cast[0] ?? '')).toMatchObject({ version: 3, term: { cols: 80, rows: 27 } });
    expect(JSON.parse(cast.at(-1) ?? '')[1]).toBe('x');
    expect(statSync(world.file('run.cast')).mode & 0o777).toBe(0o600);
  }, 120_000);
});

describe('what a lesson is refused', () => {
  it('a base that is no demo base, for playing and for recording', async () => {
    const world = newWorld();
    const key = { AKTI_KEY_FILE: world.file('key') };
    const fs = await import('node:fs');
    fs.writeFileSync(world.file('key'), 'a'.repeat(64), { mode: 0o600 });
    const made = await runAkti(['init', world.base, '--user', 'root'], { world, env: key });
    expect(made.stderr).toBe('');
    for (const what of [
      ['play', 'b1'],
      ['record', world.file('own.yaml')],
    ]) {
      const args = ['lesson', ...what, '--base', world.base];
      const terminal = startAkti({ world, args, env: key });
      const { code } = await terminal.exit;
      expect(code, what[0]).toBe(1);
      expect(terminal.screen().join(' '), what[0]).toContain('lesson.real_base');
    }
    expect(existsSync(world.file('own.yaml'))).toBe(false);
  }, 60_000);

  it('an unknown name, a file that is there already, a run without a terminal', async () => {
    const world = newWorld();
    const unknown = await runAkti(['lesson', 'play', 'b99'], { world });
    expect(unknown).toMatchObject({ code: 1 });
    expect(unknown.stderr).toMatch(/lesson\.unknown_name.*b1, b2/s);
    const args = ['lesson', 'export', 'b2', '--text', world.file('b2.txt')];
    expect((await runAkti(args, { world })).code).toBe(0);
    const again = await runAkti(args, { world });
    expect(again).toMatchObject({ code: 1 });
    expect(again.stderr).toContain('export.exists');
    const dumb = await runAkti(['lesson', 'play', 'b1'], { world });
    expect(dumb).toMatchObject({ code: 1 });
    expect(dumb.stderr).toContain('tty.missing');
  }, 60_000);
});
