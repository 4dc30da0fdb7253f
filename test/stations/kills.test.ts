import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { type Random, seededRandom } from '../../src/base/random';
import { openSession } from '../../src/records/session';
import { must, worldOf } from '../contract/world';
import { look } from '../faults/base';
import { environmentOf } from '../lib/environment';
import { builtProgram } from '../lib/root';
import { addCentreUser, type Served, serve } from '../lib/serve';
import { makeScenarioBase, makeWorld, runAkti, type World } from '../lib/world';
import { Book } from './book';
import { type Made, madeAfter } from './lines';

const ROUNDS = process.env.AKTI_FULL ? 60 : 8;
const SEED = Number(process.env.AKTI_SEED) || Date.now() % 1_000_000;
const PASSWORD = 'avoin-sesonki-17';
const USERS = [
  { id: 'yhtmalmai', name: 'Mallila Maija' },
  { id: 'yhtpälöst', name: 'Pälvinen Östen' },
] as const;
/** Longest life of a program that is killed: `akti sync` is done within it, or in the middle. */
const LIFE_MS = 1200;

const worlds: World[] = [];
let centre: Served | undefined;
afterAll(async () => {
  await centre?.stop();
  for (const world of worlds) world.remove();
});

interface Seat {
  readonly world: World;
  readonly user: string;
  readonly env: Record<string, string>;
}

function newWorld(): World {
  const world = makeWorld();
  worlds.push(world);
  return world;
}

async function newSeat(at: number, scenario: string, url: string): Promise<Seat> {
  const world = newWorld();
  await makeScenarioBase(world, scenario);
  const user = (USERS[at] as (typeof USERS)[number]).id;
  const file = world.file('password');
  writeFileSync(file, `${PASSWORD}\n`, { mode: 0o600 });
  const env = { AKTI_SYNC_PASSWORD_FILE: file };
  const args = ['sync', '--connect', url, '--user', user, '--base', world.base];
  const linked = await runAkti(args, { world, env, input: '' });
  expect([linked.stderr, linked.code]).toEqual(['', 0]);
  return { world, user, env };
}

/** Diary entries on whoever is in the base, as the worker saves them. */
function write({ world: { base: path }, user }: Seat, seed: number): Made[] {
  return look(path, (base) => {
    const world = worldOf(base, seed);
    const session = must(openSession(world, { user, workDate: '2026-03-19', lang: 'fi' }));
    const seq = base.db.prepare<[], number>('SELECT max(seq) FROM change').pluck().get() ?? 0;
    const persons = base.db.prepare<[], string>('SELECT id FROM person ORDER BY id').pluck().all();
    for (const person of persons) {
      const values = { person, date: '2026-03-19', attached: null, text: `Käynti ${seed}` };
      const saved = session.save({ form: 'diary_note', values, client: null });
      expect(saved.kind).toBe('saved');
    }
    return madeAfter(base, user, seq);
  });
}

function startSync({ world, env }: Seat): ChildProcess {
  return spawn(process.execPath, [builtProgram(), 'sync', '--base', world.base], {
    cwd: world.home,
    env: environmentOf({ home: world.home, extra: env }),
    stdio: 'ignore',
  });
}

const ended = (child: ChildProcess) =>
  new Promise<void>((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done();
    else child.once('close', () => done());
  });

/** Kills the centre and starts it anew at the same place. */
async function killCentre(home: World, port: string): Promise<void> {
  await centre?.kill();
  centre = await serve(home, { args: ['--file', home.file('keskus.db'), '--port', port] });
}

async function round(seats: readonly Seat[], random: Random, again: () => Promise<void>) {
  const running = seats.map(startSync);
  const victim = random.int(seats.length + 1);
  await sleep(random.int(LIFE_MS));
  if (victim === seats.length) await again();
  else running[victim]?.kill('SIGKILL');
  await Promise.all(running.map(ended));
  return victim === seats.length ? 'centre' : 'client';
}

const notesIn = (seat: Seat) =>
  look(seat.world.base, (base) => {
    expect(base.db.pragma('integrity_check', { simple: true })).toBe('ok');
    const text = 'SELECT id || " " || text FROM diary_note ORDER BY id'.replaceAll('"', "'");
    return base.db.prepare<[], string>(text).pluck().all();
  });

test(`${ROUNDS} kills of programs that sync lose nothing (R23, seed ${SEED})`, {
  timeout: 1_800_000,
}, async () => {
  const random = seededRandom(SEED);
  const home = newWorld();
  const at = ['--centre', home.file('keskus.db')];
  for (const { id, name } of USERS) {
    const user = { id, name, unit: '11a2gb', role: 'worker', password: PASSWORD };
    await addCentreUser(home, at, user);
  }
  centre = await serve(home, { args: ['--file', home.file('keskus.db')] });
  const { url } = centre;
  const seats = [await newSeat(0, 'B5', url), await newSeat(1, 'empty', url)];
  const made: Made[] = [];
  const kills = { client: 0, centre: 0 };
  for (let at = 0; at < ROUNDS; at += 1) {
    for (const [n, seat] of seats.entries()) made.push(...write(seat, SEED + at * 2 + n));
    kills[await round(seats, random, () => killCentre(home, new URL(url).port))] += 1;
  }
  for (const seat of [...seats, ...seats]) {
    const args = ['sync', '--base', seat.world.base];
    const done = await runAkti(args, { world: seat.world, env: seat.env, input: '' });
    expect([done.stderr, done.code]).toEqual(['', 0]);
  }
  const book = new Book(home.file('keskus.db'));
  const taken = book.kept().map(({ op_id }) => op_id);
  const places = book.places();
  book.close();
  console.log(`kills (seed ${SEED}): ${JSON.stringify({ ...kills, made: made.length })}`);
  expect(made.filter(({ op_id }) => !taken.includes(op_id))).toEqual([]);
  expect(places.map(({ pos }) => pos)).toEqual(places.map((_place, index) => index + 1));
  const [mine, theirs] = seats.map(notesIn);
  expect(mine?.length).toBeGreaterThan(0);
  expect(theirs).toEqual(mine);
});
