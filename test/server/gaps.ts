import { sql } from 'kysely';
import { type Random, seededRandom } from '../../src/base/random';
import type { Centre } from '../../src/server/centre';
import { type Database, openDatabase } from '../../src/server/database';
import { centreOn, HERE, makeCentre, Station } from './station';

/** How many write beside each other, and how long: at least so many turns and so many ms each. */
export interface GapOrder {
  readonly seed: number;
  readonly writers: number;
  readonly turns: number;
  readonly ms: number;
  /** Gives the address of a new, empty PostgreSQL database at each call. */
  database(): Promise<string>;
}

/** What a reader that polled all the while saw. */
export interface GapReport {
  /** Places of the feed in the end. */
  readonly changes: number;
  /** Places the reader was never given, or not in order. */
  readonly missed: number;
  /** Whether the feed itself has as many places as it says. */
  readonly dense: boolean;
}

/** Two programs of the centre on one new PostgreSQL, and users with workstations to write. */
export async function twoInstances(
  url: string,
  writers: number,
): Promise<readonly [Centre, Centre]> {
  const one = await makeCentre({ url, connections: 12 });
  const two = await centreOn(await openDatabase({ url, connections: 12 }), 2);
  for (let at = 0; at < writers; at += 1) {
    const id = `w${at}`;
    await one.saveUser({ id, name: id, role: 'worker', unit: HERE, active: true });
    await one.registerDevice({ id: `d-${id}`, user: id, name: id });
  }
  return [one, two];
}

/** Polls the feed while others write: the places it saw. */
async function readUntil(reader: Station, isOver: () => boolean): Promise<number[]> {
  const places: number[] = [];
  for (let at = 0; ; ) {
    const last = isOver();
    const page = await reader.centre.pull(reader.caller, at, 500);
    places.push(...page.items.map(({ pos }) => pos));
    at = page.to;
    if (last && page.done) return places;
  }
}

type Over = (turn: number) => boolean;

function overAfter({ turns, ms }: GapOrder): Over {
  const until = performance.now() + ms;
  return (turn) => turn >= turns && performance.now() > until;
}

/** Notes of a writer, several in a unit; some units are refused whole. */
async function writeUntil(station: Station, at: number, random: Random, isOver: Over) {
  for (let turn = 0; !isOver(turn); turn += 1) {
    const many = 1 + random.int(4);
    const notes = Array.from({ length: many }, (_, n) =>
      station.note(`n${at}-${turn}-${n}`, 'p1', 'x'),
    );
    const bad = random.int(10) === 0 ? [station.note(`b${at}-${turn}`, 'p1', '')] : [];
    await station.sendUnits([...notes, ...bad]);
  }
}

/** Writers on two programs of the centre, and one reader (T9). */
export async function lookForGaps(order: GapOrder): Promise<GapReport> {
  const { seed, writers } = order;
  const [one, two] = await twoInstances(await order.database(), writers);
  const random = seededRandom(seed);
  const stations = Array.from({ length: writers }, (_, at) => {
    return new Station(at % 2 ? one : two, `w${at}`);
  });
  const [first] = stations;
  await first?.send(first.person('p1'));
  const isOver = overAfter(order);
  let over = false;
  const reading = readUntil(new Station(two, 'anna'), () => over);
  await Promise.all(stations.map((station, at) => writeUntil(station, at, random, isOver)));
  over = true;
  const seen = await reading;
  const { head } = await one.state();
  const inOrder = seen.filter((pos, at) => pos === at + 1).length;
  const dense = await one.verify();
  await Promise.all([one.close(), two.close()]);
  return { changes: head, missed: Math.max(head, seen.length) - inOrder, dense };
}

/** The same with places from a sequence, taken first: what this must find missing. */
export async function lookBySequence(order: GapOrder): Promise<GapReport> {
  const { writers } = order;
  const database = await openDatabase({ url: await order.database(), connections: writers + 4 });
  await database.write((tx) =>
    sql`CREATE TABLE planted (pos bigserial PRIMARY KEY, writer bigint)`.execute(tx),
  );
  const isOver = overAfter(order);
  let over = false;
  const reading = readBySequence(database, () => over);
  const counts = await Promise.all(
    Array.from({ length: writers }, (_, at) => writeBySequence(database, at, isOver)),
  );
  over = true;
  const seen = await reading;
  await database.close();
  const changes = counts.reduce((sum, count) => sum + count, 0);
  return { changes, missed: changes - seen, dense: false };
}

/** Takes the place first and commits after a while, as a push with some work in it does. */
async function writeBySequence(database: Database, writer: number, isOver: Over): Promise<number> {
  for (let turn = 0; ; turn += 1) {
    if (isOver(turn)) return turn;
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
