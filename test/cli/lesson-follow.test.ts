import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../lib/root';
import type { Terminal } from '../lib/terminal';
import { makeWorld, runAkti, startAkti, startNode } from '../lib/world';

const world = makeWorld();
const program = world.file('show-lesson.mjs');
const socket = join(world.home, '.run', 'akti', 'lesson.sock');
const begun: Terminal[] = [];

beforeAll(async () => {
  await build({
    entryPoints: [join(projectRoot(), 'test', 'lib', 'programs', 'show-lesson.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
});
afterEach(async () => {
  for (const terminal of begun.splice(0)) await terminal.close();
});
afterAll(() => world.remove());

function kept(terminal: Terminal): Terminal {
  begun.push(terminal);
  return terminal;
}

async function show(): Promise<Terminal> {
  const trainer = kept(startNode([program, socket], { world }));
  await trainer.waitFor('Alarivi 80×24');
  return trainer;
}

const follow = (size: { cols?: number; rows?: number } = {}) =>
  kept(startAkti({ world, args: ['lesson', 'follow'], ...size }));

/** Rows, and the looks of the first one. */
const seen = (terminal: Terminal) => ({
  rows: terminal.screen(),
  looks: Array.from({ length: 30 }, (_, x) => terminal.cell(x, 0)),
  cursor: terminal.cursor(),
});

/** Waits until both show the same: the last cells and the cursor may come after the text. */
async function same(follower: Terminal, trainer: Terminal): Promise<void> {
  await follower.waitFor(() => isDeepStrictEqual(seen(follower), seen(trainer)));
  expect(seen(follower)).toEqual(seen(trainer));
}

test('a follower sees what stands there already and every change, cell by cell', async () => {
  const trainer = await show();
  trainer.send('ennen');
  await trainer.waitFor('ennen');
  const follower = follow();
  await same(follower, trainer);
  trainer.send('\tjälkeen');
  await trainer.waitFor('jälkeen');
  await same(follower, trainer);
  expect(follower.screen().join('\n')).toContain('Oppitunti ennenjälkeen');
  expect(statSync(socket).mode & 0o777).toBe(0o600);
  expect(statSync(join(socket, '..')).mode & 0o777).toBe(0o700);
});

test('the keys of a follower do nothing to the show; q gives the terminal back', async () => {
  const trainer = await show();
  const follower = follow();
  await follower.waitFor('Alarivi');
  follower.send('abc\r\t');
  expect(await trainer.idle(300)).toBe(0);
  follower.send('q');
  expect(await follower.exit).toEqual({ code: 0, signal: null });
  expect(follower.onAlternateScreen()).toBe(false);
  trainer.send('jatkuu');
  await trainer.waitFor('Oppitunti jatkuu');
});

test('a smaller terminal shows a part and says so; a larger one all of it and a hint', async () => {
  const trainer = await show();
  trainer.send('\t');
  await trainer.waitFor('1 22');
  const follower = follow({ cols: 44, rows: 10 });
  await follower.waitFor('Koko näyttö on 80×24');
  expect(follower.screen()[8]).toMatch(/^1 8 ·+$/);
  // The last rows are a key away, and what changes meanwhile is seen there.
  follower.send('\x1b[F');
  await follower.waitFor('Alarivi 80×24');
  follower.send('\x1b[C');
  await follower.waitFor(/^80×24/m);
  follower.send('\x1b[H');
  await follower.waitFor('Oppitunti');
  trainer.send('uusi');
  await follower.waitFor('Oppitunti uusi');
  follower.resize(100, 30);
  await follower.waitFor((rows) => /Seuraat oppituntia/.test(rows[29] ?? ''));
  await follower.waitFor((rows) => isDeepStrictEqual(rows.slice(0, 24), trainer.screen()));
  trainer.resize(90, 26);
  await follower.waitFor('Alarivi 90×26');
  follower.send('\x03');
  expect((await follower.exit).code).toBe(0);
});

test('when the show ends those who follow are told so and get their terminals back', async () => {
  const trainer = await show();
  const followers = [follow(), follow()];
  for (const one of followers) await one.waitFor('Alarivi');
  trainer.send('\r');
  for (const one of followers) {
    expect(await one.exit).toEqual({ code: 0, signal: null });
    expect(one.screen()).toContain('Esitys päättyi.');
  }
  expect((await trainer.exit).code).toBe(0);
});

test('a show that is killed breaks off, and the next one takes its place over', async () => {
  const trainer = await show();
  const follower = follow();
  await follower.waitFor('Alarivi');
  trainer.kill('SIGKILL');
  expect((await follower.exit).code).toBe(1);
  expect(follower.screen().join(' ')).toContain('follow.cut: Yhteys esitykseen katkesi.');
  const again = await show();
  const second = kept(startNode([program, socket], { world }));
  expect((await second.exit).code).toBe(1);
  expect(second.screen().join(' ')).toContain('follow.taken');
  again.send('yhä');
  await again.waitFor('Oppitunti yhä');
});

test('a follower that is stopped delays nobody, and shows the latest when it goes on', async () => {
  const trainer = await show();
  const [stopped, other] = [follow(), follow()];
  for (const one of [stopped, other]) await one.waitFor('Alarivi');
  process.kill(stopped.pid, 'SIGSTOP');
  for (let i = 0; i < 20; i += 1) trainer.send('\t'.repeat(20));
  await other.waitFor('400 22');
  await trainer.waitFor('400 22');
  process.kill(stopped.pid, 'SIGCONT');
  await stopped.waitFor('400 22');
  await same(stopped, trainer);
});

test('where nobody shows anything, the place and what to do are said', async () => {
  const none = await runAkti(['lesson', 'follow', '--socket', world.file('none')], { world });
  expect(none.code).toBe(1);
  expect(none.stderr).toMatch(/follow\.none: .*none.*akti lesson play/);
});
