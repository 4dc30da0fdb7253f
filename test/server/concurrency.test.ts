import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/base/random';
import type { Centre } from '../../src/server/centre';
import { type Database, openDatabase } from '../../src/server/database';
import { type Postgres, startPostgres } from '../lib/postgres';
import { centreOn, HERE, makeCentre, Station } from './station';

/** Full size with `npm run test:full`: 20 seconds of each, as SYNC 5 (T9) wants. */
const FULL = process.env.AKTI_FULL === '1';
const WRITERS = FULL ? 24 : 8;
const EACH = FULL ? 200 : 25;
const SEED = Number(process.env.AKTI_SEED ?? 7);

let server: Postgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

/** Two programs of the centre on one new PostgreSQL, and users with workstations to write. */
async function twoInstances(): Promise<readonly [Centre, Centre]> {
  const url = await server.database();
  const one = await makeCentre({ url, connections: 12 });
  const two = await centreOn(await openDatabase({ url, connections: 12 }), 2);
  for (let at = 0; at < WRITERS; at += 1) {
    const id = `w${at}`;
    await one.saveUser({ id, name: id, role: 'worker', unit: HERE, active: true });
    await one.registerDevice({ id: `d-${id}`, user: id, name: id });
  }
  return [one, two];
}

/** Polls the feed while others write: what it saw, and whether the places had a gap. */
async function readUntil(reader: Station, isOver: () => boolean): Promise<number[]> {
  const places: number[] = [];
  for (let at = 0; ; ) {
    const last = isOver();
    const page = await reader.centre.pull(reader.caller, at, 50);
    places.push(...page.items.map(({ pos }) => pos));
    at = page.to;
    if (last && page.done) return places;
  }
}

describe(`writers beside each other (seed ${SEED})`, () => {
  test('T9: a reader that polls all the while misses nothing and meets no gap (R7)', async () => {
    const [one, two] = await twoInstances();
    let over = false;
    const reading = readUntil(new Station(two, 'anna'), () => over);
    const random = seededRandom(SEED);
    const writers = Array.from({ length: WRITERS }, (_, at) => {
      return new Station(at % 2 ? one : two, `w${at}`);
    });
    const first = writers[0] as Station;
    await first.send(first.person('p1'));
    await Promise.all(
      writers.map(async (station, at) => {
        for (let turn = 0; turn < EACH; turn += 1) {
          const many = 1 + random.int(4);
          const notes = Array.from({ length: many }, (_, n) => {
            return station.note(`n${at}-${turn}-${n}`, 'p1', 'x');
          });
          // Some are refused whole: their places must not stay empty.
          const bad = random.int(10) === 0 ? [station.note(`b${at}-${turn}`, 'p1', '')] : [];
          await station.sendUnits([...notes, ...bad]);
        }
      }),
    );
    over = true;
    const seen = await reading;
    const { head } = await one.state();
    expect(head).toBeGreaterThan(WRITERS * EACH);
    expect(seen).toEqual(Array.from({ length: head }, (_, at) => at + 1));
    expect(await one.verify()).toBe(true);
    await Promise.all([one.close(), two.close()]);
  });

  test('the same base sent through two programs at once is taken once (R3)', async () => {
    const [one, two] = await twoInstances();
    const station = new Station(one, 'w0');
    await station.send(station.person('p1'));
    for (let turn = 0; turn < EACH; turn += 1) {
      const seq = turn + 2;
      const op = { ...station.note(`n${turn}`, 'p1', 'x'), seq };
      const epoch = (await one.state()).epoch;
      const request = { device_id: 'd-w0', epoch, units: [{ uow_id: op.uow_id, ops: [op] }] };
      const replies = await Promise.all([one, two].map((it) => it.push(station.caller, request)));
      const [a, b] = replies.map(({ results }) => results[0]);
      expect([a?.duplicate, b?.duplicate].filter(Boolean)).toHaveLength(1);
      expect(a?.pos).toBe(b?.pos);
    }
    expect((await one.state()).head).toBe(EACH + 1);
    await Promise.all([one.close(), two.close()]);
  });

  test('two who change one group at once: one goes in, the other is asked', async () => {
    const [one, two] = await twoInstances();
    const maker = new Station(one, 'anna');
    await maker.send(...Array.from({ length: EACH }, (_, at) => maker.person(`p${at}`)));
    const [a, b] = [new Station(one, 'w0'), new Station(two, 'w1')];
    for (let turn = 0; turn < EACH; turn += 1) {
      const [mine, theirs] = await Promise.all(
        [a, b].map((it) => it.send(it.amend(`p${turn}`, 1, { phone: [null, it.user] }))),
      );
      const statuses = [...(mine ?? []), ...(theirs ?? [])].map(({ status }) => status);
      expect(statuses.sort()).toEqual(['applied', 'conflict']);
    }
    expect(await two.verify()).toBe(true);
    await Promise.all([one.close(), two.close()]);
  });

  test('programs that open a new database together agree on one tenant', async () => {
    const url = await server.database();
    const centres = await Promise.all(
      [1, 2, 3, 4].map(async (seed) => centreOn(await openDatabase({ url }), seed)),
    );
    expect(new Set(centres.map(({ tenant }) => tenant)).size).toBe(1);
    await Promise.all(centres.map((it) => it.close()));
  });
});

describe('the gap test catches', () => {
  test('a planted order by a sequence: places are seen before smaller ones', async () => {
    const url = await server.database();
    const database = await openDatabase({ url, connections: WRITERS + 4 });
    await planted(database);
    let over = false;
    const writing = Promise.all(
      Array.from({ length: WRITERS }, (_, at) => writeBySequence(database, at)),
    ).then(() => {
      over = true;
    });
    const seen = await readBySequence(database, () => over);
    await writing;
    const all = await database.read(async (tx) => {
      return (await sql<{ n: number }>`SELECT count(*) AS n FROM planted`.execute(tx)).rows;
    });
    expect(Number(all[0]?.n)).toBe(WRITERS * EACH);
    expect(seen).toBeLessThan(WRITERS * EACH);
    await database.close();
  });
});

const planted = (database: Database) =>
  database.write((tx) =>
    sql`CREATE TABLE planted (pos bigserial PRIMARY KEY, writer bigint)`.execute(tx),
  );

/** Takes the place first and commits after a while, as a push with some work in it does. */
async function writeBySequence(database: Database, writer: number): Promise<void> {
  for (let turn = 0; turn < EACH; turn += 1) {
    await database.write(async (tx) => {
      await sql`INSERT INTO planted (writer) VALUES (${writer})`.execute(tx);
      await sql`SELECT pg_sleep(${(writer % 4) / 1000})`.execute(tx);
    });
  }
}

async function readBySequence(database: Database, isOver: () => boolean): Promise<number> {
  let seen = 0;
  for (let cursor = 0; ; ) {
    const last = isOver();
    const { rows } = await database.read((tx) =>
      sql<{ pos: number }>`SELECT pos FROM planted WHERE pos > ${cursor} ORDER BY pos`.execute(tx),
    );
    seen += rows.length;
    cursor = rows.at(-1)?.pos ?? cursor;
    if (last && rows.length === 0) return seen;
  }
}
