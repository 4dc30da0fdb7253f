import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { Terminal } from '../lib/terminal';
import { makeWorld, runAkti, startAkti } from '../lib/world';

const world = makeWorld();
const usual = join(world.home, '.run', 'akti', 'lesson.sock');
const begun: Terminal[] = [];
const start = (...args: string[]): Terminal => {
  const terminal = startAkti({ world, args: ['lesson', ...args], rows: 27 });
  begun.push(terminal);
  return terminal;
};
afterEach(async () => {
  for (const terminal of begun.splice(0)) await terminal.close();
});
afterAll(() => world.remove());

const same = (one: Terminal, other: Terminal) =>
  other.waitFor((rows) => rows.join('\n') === one.screen().join('\n'));

test('a lesson at play is followed from the step it has come to, to its end', async () => {
  const player = start('play', 'initiation', '--paused');
  await player.waitFor('1/');
  player.send('.');
  await player.waitFor(/ 2\/\d/);
  const follower = start('follow');
  await same(player, follower);
  for (const step of [3, 4]) {
    player.send('.');
    await player.waitFor(new RegExp(` ${step}/\\d`));
    await same(player, follower);
    expect(follower.cursor()).toEqual(player.cursor());
  }
  player.send('q');
  expect((await player.exit).code).toBe(0);
  expect((await follower.exit).code).toBe(0);
  expect(follower.screen()).toContain('Esitys päättyi.');
  expect(existsSync(usual)).toBe(false);
});

test('beside a lesson at play another one plays, followed where it is told to be', async () => {
  const first = start('play', 'initiation', '--paused');
  await first.waitFor('1/');
  const place = world.file('other/s');
  const second = start('play', 'initiation', '--paused', '--socket', place);
  await second.waitFor('1/');
  await same(second, start('follow', '--socket', place));
  const refused = await runAkti(['lesson', 'play', 'initiation', '--socket', usual], { world });
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('follow.taken')]);
  // Without a place of its own it goes on, and fails here only for want of a terminal.
  const unfollowed = await runAkti(['lesson', 'play', 'initiation'], { world });
  expect(unfollowed.stderr).toContain('tty.missing');
});
