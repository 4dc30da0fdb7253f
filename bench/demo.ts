import { systemClock } from '../src/base/clock';
import { makeIds } from '../src/base/ids';
import { systemRandom } from '../src/base/random';
import type { Base } from '../src/store/base';
import { createBase } from '../src/store/create';
import { openBase } from '../src/store/open';
import type { World as Folder } from '../test/lib/world';
import { makeGeneralBase, unwrapped } from './office';
import { median, type Row, rowOf } from './row';

/** Persons of each base that is made, and how many are made. */
const PERSONS = 2000;
const ROUNDS = 3;

type Cells = readonly (string | number | null)[];

/** The rows of a table in the order they were written, and the statement that writes one. */
interface Table {
  readonly insert: string;
  readonly rows: readonly Cells[];
}

function tablesOf(base: Base): Table[] {
  const text = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'meta'";
  const names = base.db.prepare<[], { name: string }>(text).all();
  return names.map(({ name }) => {
    const read = base.db.prepare<[], Cells>(`SELECT * FROM "${name}"`).raw();
    const marks = read.columns().map(() => '?');
    return {
      insert: `INSERT INTO "${name}" VALUES (${marks.join(', ')})`,
      rows: read.all() as unknown as Cells[],
    };
  });
}

/** Milliseconds to put the rows into tables of their own kind, as fast as the library can. */
function insertBare(path: string, tables: readonly Table[]): number {
  const clock = systemClock();
  const made = createBase(path, {
    kind: 'demo',
    deviceId: makeIds(clock, systemRandom()).next(),
    createdAt: clock.now().toISOString(),
    journal: 'delete',
  });
  const base = unwrapped(made);
  base.db.pragma('foreign_keys = OFF');
  const before = performance.now();
  base.write(() => {
    for (const { insert, rows } of tables) {
      const statement = base.db.prepare(insert);
      for (const cells of rows) statement.run(...cells);
    }
  });
  const ms = performance.now() - before;
  base.close();
  return ms;
}

/**
 * Rows per second of making a demo base, with every check and line of history, against inserting
 * the same rows into the same tables. Shown as milliseconds: at most three times as many.
 */
export function demoRows(folder: Folder, judged: boolean): Row[] {
  const times = { demo: [] as number[], bare: [] as number[] };
  let count = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const path = folder.file(`demo-${round}.akti`);
    const before = performance.now();
    makeGeneralBase(path, PERSONS);
    times.demo.push(performance.now() - before);
    const base = unwrapped(openBase(path));
    const tables = tablesOf(base);
    base.close();
    count = tables.reduce((sum, { rows }) => sum + rows.length, 0);
    times.bare.push(insertBare(folder.file(`bare-${round}.akti`), tables));
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
