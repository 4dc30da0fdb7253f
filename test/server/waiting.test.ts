import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/server/database';
import { type Postgres, startPostgres } from '../lib/postgres';
import { centreOn, makeCentre, Station, said } from './station';

let server: Postgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

/** A centre whose next transaction, done but for its commit, waits until it is let on. */
async function heldBeforeCommit(url: string) {
  const database = await openDatabase({ url });
  let letOn = () => {};
  let isDone = () => {};
  const gate = new Promise<void>((done) => {
    letOn = done;
  });
  const done = new Promise<void>((tell) => {
    isDone = tell;
  });
  let isFirst = true;
  const write: Database['write'] = (work) =>
    database.write(async (tx) => {
      const made = await work(tx);
      if (isFirst) {
        isFirst = false;
        isDone();
        await gate;
      }
      return made;
    });
  return { centre: await centreOn({ ...database, write }, 2), done, letOn };
}

/** Waits until a push is over, or waits itself for a row that another transaction keeps. */
async function overOrBlocked(url: string, push: Promise<unknown>): Promise<void> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  push.then(over, over);
  const looker = new Client({ connectionString: url });
  await looker.connect();
  const blocked = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
  while (!isOver && (await looker.query(blocked)).rowCount === 0) await sleep(5);
  await looker.end();
}

test.each(['note', 'client'])(
  'a note and its client come in at the same moment, the %s later: both are in (R57)',
  async (later) => {
    const url = await server.database();
    const quick = await makeCentre({ url });
    const slow = await heldBeforeCommit(url);
    const [forNote, forClient] = later === 'note' ? [slow.centre, quick] : [quick, slow.centre];
    const [anna, bertta] = [new Station(forClient, 'anna'), new Station(forNote, 'bertta')];
    const note = { ...bertta.note('n1', 'p1', 'x'), seq: 1 };
    const sends = [() => bertta.send(note), () => anna.send(anna.person('p1'))];
    if (later === 'client') sends.reverse();
    const [held, other] = sends as [() => Promise<unknown>, () => Promise<unknown>];
    const first = held();
    await slow.done;
    const second = other();
    await overOrBlocked(url, second);
    slow.letOn();
    await Promise.all([first, second]);
    const again = new Station(quick, 'bertta');
    expect(said(await again.send(note))).toEqual(['applied']);
    expect(await quick.verify()).toBe(true);
    await Promise.all([quick.close(), slow.centre.close()]);
  },
);
