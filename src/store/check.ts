import { good, type Problem, type Result } from '../base/problems';
import type { Form } from '../form/define';
import type { Connection } from './connection';
import { catching } from './errors';
import { SCHEMA_VERSION, schemaVersion } from './migrate';
import { openReadonly } from './open';
import { quoted } from './record-plan';

/** What a base is checked against. */
export interface CheckOptions {
  readonly key?: Buffer;
  readonly forms: readonly Form[];
  /** Root unit that owns the number series of a unit. */
  readonly rootOf: (unit: string) => string;
}

/**
 * Looks a whole base through without writing to it: the file, the references, the numbers against
 * their counters, and each record's version against its history. In a base with a centre two
 * records may have one number until the centre has given another, and the versions of the centre
 * are what the history must lead to without a gap.
 *
 * The result is bad where the base cannot be opened (as `openBase`), else the list of what is
 * wrong, empty when all is well: `check.damaged` {count} places SQLite finds broken;
 * `check.older` {theirs, ours} the schema waits for a migration, and nothing more is checked;
 * `check.reference` {table, count}; `check.number_twice` {form, year, number};
 * `check.counter` {series, year, last, used} a counter below a number in use;
 * `check.history` {form, record} the version is not what the changes lead to;
 * `check.orphan` {form, record} changes of a record that is not there.
 */
export function checkBase(path: string, options: CheckOptions): Result<readonly Problem[]> {
  const opened = openReadonly(path, { key: options.key });
  if (!opened.ok) return opened;
  const connection = opened.value;
  try {
    // One state of the base, whatever another program saves meanwhile.
    const look = connection.db.transaction(() => problemsIn(connection, options));
    const found = catching(() => look.deferred());
    // Damage met while looking is a finding, not a reason to give no answer.
    if (!found.ok && found.problem.code === 'base.corrupt') {
      return good([{ code: 'check.damaged', values: { count: 1 } }]);
    }
    return found;
  } finally {
    connection.close();
  }
}

function problemsIn(connection: Connection, options: CheckOptions): Problem[] {
  const damaged = damage(connection);
  if (damaged.length) return damaged;
  const theirs = schemaVersion(connection);
  if (theirs < SCHEMA_VERSION) {
    return [{ code: 'check.older', values: { theirs, ours: SCHEMA_VERSION } }];
  }
  return [
    ...references(connection),
    ...options.forms.flatMap((form) => numbers(connection, form, options.rootOf)),
    ...options.forms.flatMap((form) => history(connection, form)),
    ...orphans(connection, options.forms),
  ];
}

function damage(connection: Connection): Problem[] {
  const lines = connection.db.pragma('integrity_check') as { integrity_check: string }[];
  const broken = lines.filter((line) => line.integrity_check !== 'ok');
  return broken.length ? [{ code: 'check.damaged', values: { count: broken.length } }] : [];
}

function references(connection: Connection): Problem[] {
  const rows = connection.db.pragma('foreign_key_check') as { table: string }[];
  const counts = new Map<string, number>();
  for (const { table } of rows) counts.set(table, (counts.get(table) ?? 0) + 1);
  return [...counts].map(([table, count]) => ({
    code: 'check.reference',
    values: { table, count },
  }));
}

/** Numbers run per series, year of the record's own date and root unit (DESIGN 15). */
function numbers(connection: Connection, form: Form, rootOf: (unit: string) => string): Problem[] {
  const rule = form.number;
  if (!rule) return [];
  const rows = connection
    .sql<{ number: number; year: number; unit: string }>(
      `SELECT ${quoted(rule.field)} AS number, ${quoted(rule.unitField)} AS unit,` +
        ` CAST(substr(${quoted(rule.dateField)}, 1, 4) AS INTEGER) AS year` +
        ` FROM ${quoted(form.id)} WHERE ${quoted(rule.field)} IS NOT NULL${andFinal(form)}`,
    )
    .all();
  const problems: Problem[] = [];
  const series = new Map<string, { year: number; root: string; used: Set<number> }>();
  for (const { number, year, unit } of rows) {
    const root = rootOf(unit);
    const key = `${year} ${root}`;
    const seen = series.get(key) ?? { year, root, used: new Set<number>() };
    series.set(key, seen);
    if (seen.used.has(number)) {
      problems.push({ code: 'check.number_twice', values: { form: form.id, year, number } });
    }
    seen.used.add(number);
  }
  for (const { year, root, used } of series.values()) {
    const highest = [...used].reduce((high, number) => Math.max(high, number), 0);
    const last = lastOf(connection, rule.series, year, root);
    if (highest > last) {
      const values = { series: rule.series, year, last, used: highest };
      problems.push({ code: 'check.counter', values });
    }
  }
  return problems;
}

/** Leaves out what the centre has not numbered yet, where there is a centre. */
function andFinal(form: Form): string {
  return (
    ' AND (NOT EXISTS (SELECT 1 FROM link WHERE one = 1) OR EXISTS (SELECT 1 FROM change AS c' +
    ` WHERE c.record_id = ${quoted(form.id)}."id" AND c.actor = 'centre'))`
  );
}

function lastOf(connection: Connection, series: string, year: number, root: string): number {
  const row = connection
    .sql<{ last: number }>('SELECT last FROM counter WHERE series = ? AND year = ? AND root = ?')
    .get(series, year, root);
  return row?.last ?? 0;
}

/** Whether each record is what its history leads to. */
function history(connection: Connection, form: Form): Problem[] {
  const isLinked = connection.sql('SELECT 1 FROM link WHERE one = 1').get() !== undefined;
  const rows = connection.sql<{ id: string }>(isLinked ? sharedHistory(form) : ownHistory(form));
  return rows.all(form.id).map(({ id }) => {
    return { code: 'check.history', values: { form: form.id, record: id } };
  });
}

/** One beginning, and what is in at the centre has the versions 1 … n, as far as all is here. */
function sharedHistory(form: Form): string {
  return (
    `SELECT r.id FROM ${quoted(form.id)} AS r LEFT JOIN (` +
    "SELECT c.record_id, sum(c.kind = 'create') AS begun, count(d.pos) AS placed," +
    ' count(DISTINCT CASE WHEN d.pos IS NOT NULL THEN d.version END) AS versions,' +
    ' coalesce(max(CASE WHEN d.pos IS NOT NULL THEN d.version END), 0) AS last,' +
    ' max(d.pos) AS pos' +
    ' FROM change AS c LEFT JOIN delivery AS d ON d.seq = c.seq' +
    ' WHERE c.form = ? GROUP BY c.record_id) AS h ON h.record_id = r.id' +
    ' WHERE h.begun IS NOT 1 OR h.placed <> h.versions OR (h.versions <> h.last' +
    ' AND h.pos <= (SELECT cursor FROM link)) ORDER BY r.id'
  );
}

/** A record of version n has n changes, made on the versions 0 … n − 1, the first its creation. */
function ownHistory(form: Form): string {
  return (
    `SELECT r.id FROM ${quoted(form.id)} AS r LEFT JOIN (` +
    'SELECT record_id, count(*) AS changes, count(DISTINCT base_version) AS versions,' +
    ' max(base_version) AS last,' +
    " sum((kind = 'create') <> (base_version = 0)) AS misplaced" +
    ' FROM change WHERE form = ? GROUP BY record_id) AS c ON c.record_id = r.id' +
    ' WHERE c.changes IS NOT r.version OR c.versions <> c.changes' +
    ' OR c.last <> r.version - 1 OR c.misplaced > 0 ORDER BY r.id'
  );
}

/** A record that came from elsewhere and does not fit this version's table has its history only. */
function orphans(connection: Connection, forms: readonly Form[]): Problem[] {
  return forms.flatMap((form) =>
    connection
      .sql<{ record_id: string }>(
        'SELECT DISTINCT record_id FROM change AS c WHERE form = ?' +
          ` AND record_id NOT IN (SELECT id FROM ${quoted(form.id)})` +
          ' AND NOT EXISTS (SELECT 1 FROM change AS o JOIN delivery AS d ON d.seq = o.seq' +
          ' WHERE o.record_id = c.record_id AND d.own = 0) ORDER BY record_id',
      )
      .all(form.id)
      .map((row) => ({
        code: 'check.orphan',
        values: { form: form.id, record: row.record_id },
      })),
  );
}
