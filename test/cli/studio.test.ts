import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, expect, test } from 'vitest';
import { openStudio, type Studio } from '../../src/cli/studio';
import { Following, type Still } from '../../src/lessons/following';
import { makeWorld } from '../lib/world';

const world = makeWorld();
const path = `${world.file('show')}/lesson.sock`;
let now = 0;
let text = '';
const studios: Studio[] = [];
const sockets: Socket[] = [];

const still = (): Still => ({
  cols: 200,
  rows: 100,
  lines: Array.from({ length: 100 }, (_, y) => [{ text: `${text} ${y}`.padEnd(200, '.') }]),
  cursor: null,
});

async function opened(at = path): Promise<Studio> {
  const made = await openStudio({ path: at, still, now: () => now });
  if (!made.ok) throw new Error(made.problem.code);
  studios.push(made.value);
  return made.value;
}

/** Somebody who follows; reads only when told to. */
async function follower(): Promise<{ socket: Socket; following: Following }> {
  const socket = connect(path);
  sockets.push(socket);
  const following = new Following();
  socket.setEncoding('utf8').on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  return { socket, following };
}

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
};

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const studio of studios.splice(0)) await studio.close();
});
afterAll(() => world.remove());

test('who takes nothing costs one frame, and is let go after a while', async () => {
  const studio = await opened();
  const deaf = await follower();
  deaf.socket.pause();
  const ears = await follower();
  ears.socket.on('data', (part) => ears.following.feed(String(part)));
  await until(() => studio.followers() === 2 && ears.following.still !== null);
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 1; i <= 2000; i += 1) {
    text = `kuva ${i}`;
    studio.show();
    if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  // Two thousand frames of 20 kB are 40 MB; what waits is a few of them.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  await until(() => ears.following.still?.lines[99]?.[0]?.text.startsWith('kuva 2000 99') === true);
  expect(studio.followers()).toBe(2);
  now += 30_001;
  studio.show();
  await until(() => studio.followers() === 1);
});

test('who was behind gets the latest screen as soon as it reads again', async () => {
  const studio = await opened();
  const late = await follower();
  late.socket.pause();
  await until(() => studio.followers() === 1);
  for (let i = 1; i <= 500; i += 1) {
    text = `myöhä ${i}`;
    studio.show();
  }
  late.socket.on('data', (part) => late.following.feed(String(part)));
  late.socket.resume();
  await until(() => late.following.still?.lines[0]?.[0]?.text.startsWith('myöhä 500 ') === true);
});

test('what a follower sends is thrown away, and its end is seen', async () => {
  const studio = await opened();
  const loud = await follower();
  await until(() => studio.followers() === 1);
  loud.socket.resume();
  await new Promise((resolve) =>
    loud.socket.write('{"akti":1,"end":true}\n'.repeat(50_000), resolve),
  );
  expect(studio.followers()).toBe(1);
  loud.socket.end();
  await until(() => studio.followers() === 0);
});

test('a folder others may enter, a long path and a file in the way are refused', async () => {
  const refusal = async (at: string) => {
    const made = await openStudio({ path: at, still, now: () => now });
    if (made.ok) studios.push(made.value);
    return made.ok ? null : made.problem.code;
  };
  mkdirSync(world.file('open'));
  chmodSync(world.file('open'), 0o755);
  expect(await refusal(`${world.file('open')}/s`)).toBe('follow.folder');
  expect(existsSync(`${world.file('open')}/s`)).toBe(false);
  expect(await refusal(`${world.file('show')}/${'x'.repeat(100)}`)).toBe('follow.path_long');
  writeFileSync(world.file('plain'), '');
  expect(await refusal(`${world.file('plain')}/s`)).toBe('follow.socket');
});

test('the socket goes when the show ends', async () => {
  const studio = await opened();
  expect(existsSync(path)).toBe(true);
  await studio.close();
  studios.length = 0;
  expect(existsSync(path)).toBe(false);
});
