import { systemClock } from '../src/base/clock';
import { makeIds } from '../src/base/ids';
import { systemRandom } from '../src/base/random';
import type { Base } from '../src/store/base';
import { createBase } from '../src/store/create';
import { openBase } from '../src/store/open';
import type { World as Folder } from '../test/lib/world';
import { makeGeneralBase, unwrapped } from './office';
import { median, type Row, rowOf } from './row';

/** Persons of each base that is made. */
const PERSONS = 2000;

type Cells = readonly (string | number | null)[];

/** A row to be written: the statement of its table and its cells. */
interface Insert {
  readonly statement: string;
  readonly cells: Cells;
  /**
   * Its place among the rows of its table, 0 … 1: tables are written by turns as in a demo base.
   */
  readonly share: number;
}

/** All rows of a base but what it says of itself, in the order they are written in a demo base. */
export function insertsOf(base: Base): Insert[] {
  const text = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'meta'";
  const inserts = base.db
    .prepare<[], { name: string }>(text)
    .all()
    .flatMap(({ name }) => {
      const read = base.db.prepare<[], Cells>(`SELECT * FROM "${name}"`).raw();
      const marks = read.columns().map(() => '?');
      const statement = `INSERT INTO "${name}" VALUES (${marks.join(', ')})`;
      const rows = read.all() as unknown as Cells[];
      return rows.map((cells, at) => ({ statement, cells, share: at / rows.length }));
    });
  return inserts.sort((one, other) => one.share - other.share);
}

/** Milliseconds to put the rows into tables of the same kind, as fast as the library can. */
export function insertBare(path: string, inserts: readonly Insert[]): number {
  const clock = systemClock();
  const made = createBase(path, {
    kind: 'demo',
    deviceId: makeIds(clock, systemRandom()).next(),
    createdAt: clock.now().toISOString(),
    journal: 'delete',
  });
  const base = unwrapped(made);
  const before = performance.now();
  base.write(() => {
    base.db.pragma('defer_foreign_keys = ON');
    for (const { statement, cells } of inserts) base.sql(statement).run(...cells);
  });
  const ms = performance.now() - before;
  base.close();
  return ms;
}

/**
 * Rows per second of making a demo base, with every check and line of history, against inserting
 * the same rows into the same tables. Shown as milliseconds: at most three times as many.
 */
export function demoRows(folder: Folder, judged: boolean, rounds: number): Row[] {
  const times = { demo: [] as number[], bare: [] as number[] };
  let count = 0;
  for (let round = 0; round < rounds; round++) {
    const path = folder.file(`demo-${round}.akti`);
    const before = performance.now();
    makeGeneralBase(path, PERSONS);
    times.demo.push(performance.now() - before);
    const base = unwrapped(openBase(path));
    const inserts = insertsOf(base);
    base.close();
    count = inserts.length;
    times.bare.push(insertBare(folder.file(`bare-${round}.akti`), inserts));
  }
  const perRow = (all: readonly number[]) => ((median(all) ?? 0) * 1000) / count;
  return [
    rowOf({
      name: `demo base of ${PERSONS} persons, per row`,
      unit: 'µs',
      value: perRow(times.demo),
      peer: { name: 'bare insert', value: perRow(times.bare) },
      budget: 3,
      judged,
    }),
  ];
}
