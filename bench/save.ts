import Database from 'better-sqlite3';
import type { CaseFacts } from '../src/form/facts';
import type { SaveResult } from '../src/records/stop';
import type { World as Folder } from '../test/lib/world';
import { makeGeneralBase, type Office, openFound, openOffice, WORK_DATE } from './office';
import { median, type Row, rowOf } from './row';

const SAVES = 300;
const WARM_UP = 30;
const SMALL_BASE = 60;
/** The clients of B2, by turns: a case that only this bench makes long would say little. */
const CLIENTS = ['140388-9028', '070775-931J', '190249-944Y', '020866-953H', '250599-968X'];
const TEXT = 'Keskusteltiin arjen sujumisesta ja rahankäytöstä.';

/** Milliseconds of one thing done. */
function timed(run: () => void): number {
  const before = performance.now();
  run();
  return performance.now() - before;
}

/** Saves a note of a client whose case is open, as the screen does; gives how long it took. */
export function noteSaver(office: Office, clients: readonly string[] = CLIENTS): () => number {
  const cases = clients.map((typed) => openFound(office, typed));
  let turn = 0;
  return () => {
    const at = turn++ % cases.length;
    const client = cases[at] as CaseFacts;
    const values = { person: client.person.id, date: WORK_DATE, attached: null, text: TEXT };
    let result: SaveResult | undefined;
    const ms = timed(() => {
      result = office.session.save({ form: 'diary_note', values, client });
    });
    if (result?.kind !== 'saved' || !result.client) throw new Error(JSON.stringify(result));
    cases[at] = result.client;
    return ms;
  };
}

/** A row of the same text and as many columns, alone in a table, on the same disk. */
function bareInserter(path: string): { insert(): number; close(): void } {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  const columns = Array.from({ length: 15 }, (_, at) => `c${at} TEXT`);
  db.exec(`CREATE TABLE note (id TEXT PRIMARY KEY, ${columns.join(', ')}) STRICT`);
  const marks = columns.map(() => '?').join(', ');
  const insert = db.prepare(`INSERT INTO note VALUES (?, ${marks})`);
  let count = 0;
  const cells = [TEXT, ...columns.slice(1).map(() => WORK_DATE)];
  return {
    insert: () => timed(() => insert.run(`note-${++count}`, ...cells)),
    close: () => db.close(),
  };
}

/** A durable save of a form against a bare insert of one row, by turns on one disk. */
export function saveRows(folder: Folder, judged: boolean): Row[] {
  const path = folder.file('save.akti');
  makeGeneralBase(path, SMALL_BASE);
  const office = openOffice(path);
  const bare = bareInserter(folder.file('bare.db'));
  const save = noteSaver(office);
  const times = { save: [] as number[], bare: [] as number[] };
  for (let turn = 0; turn < WARM_UP + SAVES; turn++) {
    const own = save();
    const other = bare.insert();
    if (turn < WARM_UP) continue;
    times.save.push(own);
    times.bare.push(other);
  }
  bare.close();
  office.close();
  const peer = { name: 'bare insert', value: median(times.bare) };
  const value = median(times.save);
  return [
    rowOf({
      name: 'durable save of a form',
      unit: 'ms',
      value,
      peer,
      budget: 2,
      goal: 1.3,
      judged,
    }),
  ];
}
