import { describe, expect, it } from 'vitest';
import { tableOf } from '../../src/form/table';
import { registry } from '../../src/forms/index';
import { Connection } from '../../src/store/connection';
import {
  contiguous,
  fingerprint,
  migrate,
  SCHEMA_VERSION,
  schemaVersion,
} from '../../src/store/migrate';
import { MIGRATIONS } from '../../src/store/migrations';
import { FINGERPRINTS } from '../../src/store/migrations/fingerprints';
import { countRecords, type Query, queryRecords } from '../../src/store/query';
import { newBase, tidyAfterEach } from './support';

tidyAfterEach();

const FIXED = [
  ...[
    'acknowledged',
    'applying',
    'change',
    'conflict',
    'container',
    'counter',
    'delivery',
    'draft',
    'kept',
    'link',
  ],
  ...['meta', 'person_key', 'settlement', 'use_log', 'worker'],
];

/** The same text however it is broken into lines. */
function oneLine(sql: string): string {
  return sql.replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/ \)/g, ')').trim();
}

function schemaOf(base: ReturnType<typeof newBase>): { name: string; type: string; sql: string }[] {
  return base.db
    .prepare<[], { name: string; type: string; sql: string }>(
      'SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name',
    )
    .all();
}

describe('migrations', () => {
  it('make the tables that the forms declare', () => {
    const made = schemaOf(newBase()).map((row) => oneLine(row.sql));
    for (const form of registry.all) {
      for (const statement of tableOf(form)) expect(made).toContain(oneLine(statement));
    }
  });

  it('make nothing else but the fixed tables and what belongs to them, all tables strict', () => {
    const declared = new Set(registry.all.flatMap((form) => tableOf(form).map(oneLine)));
    const rest = schemaOf(newBase()).filter((row) => !declared.has(oneLine(row.sql)));
    expect(rest.filter((row) => row.type === 'table').map((row) => row.name)).toEqual(FIXED);
    const tables = schemaOf(newBase()).filter((row) => row.type === 'table');
    for (const table of tables) expect(table.sql).toMatch(/STRICT/);
    expect(rest.filter((row) => row.type === 'trigger').map((row) => row.name)).toEqual([
      'acknowledged_delete',
      'acknowledged_update',
      'change_delete',
      'change_replace',
      'change_update',
      'counter_back',
      'counter_keep',
      'meta_kind_delete',
      'meta_kind_update',
      'use_log_delete',
      'use_log_replace',
      'use_log_update',
      'worker_keep',
    ]);
  });

  it('read as their fingerprints say, which a start compares without making them', () => {
    const made = MIGRATIONS.map((_, at) => fingerprint(MIGRATIONS.slice(0, at + 1)));
    expect(FINGERPRINTS).toEqual(made);
    expect(new Set(made).size).toBe(MIGRATIONS.length);
  });

  it('run from 1 without a gap', () => {
    const step = (id: number) => ({ id, name: `step-${id}`, sql: '' });
    expect(contiguous(MIGRATIONS)).toHaveLength(SCHEMA_VERSION);
    expect(() => contiguous([step(2)])).toThrow('expected 1');
    expect(() => contiguous([step(1), step(3)])).toThrow('expected 2');
  });

  it('are done all at once or not at all', () => {
    const base = newBase();
    const connection = new Connection(base.db);
    const good = { id: SCHEMA_VERSION + 1, name: 'more', sql: 'CREATE TABLE more (a TEXT) STRICT' };
    const broken = {
      id: SCHEMA_VERSION + 2,
      name: 'broken',
      sql: 'CREATE TABLE worse (a); CREATE x',
    };
    expect(() => migrate(connection, [...MIGRATIONS, good, broken])).toThrow();
    expect(schemaVersion(connection)).toBe(SCHEMA_VERSION);
    expect(schemaOf(base).map((row) => row.name)).not.toContain('more');
    migrate(connection, [...MIGRATIONS, good]);
    expect(schemaVersion(connection)).toBe(SCHEMA_VERSION + 1);
    expect(schemaOf(base).map((row) => row.name)).toContain('more');
    migrate(connection, [...MIGRATIONS, good]);
    expect(schemaVersion(connection)).toBe(SCHEMA_VERSION + 1);
  });
});

describe('the lists', () => {
  /** Runs a query and gives the plan SQLite has for it. */
  function planFor(
    form: string,
    where: Query['where'],
    more: Omit<Query, 'where'> = {},
    read: typeof countRecords | typeof queryRecords = queryRecords,
  ): string {
    const base = newBase();
    const texts: string[] = [];
    const spied = { ...base, db: base.db, read: <T>(fn: () => T) => fn() };
    const sql = <Row>(text: string) => {
      texts.push(text);
      return base.sql<Row>(text);
    };
    const query = { where, ...more };
    read({ ...spied, sql } as unknown as typeof base, registry.form(form), query);
    const marks = (texts[0]?.match(/\?/g) ?? []).map(() => 'x');
    const rows = base.db.prepare(`EXPLAIN QUERY PLAN ${texts[0]}`).all(...marks);
    return (rows as { detail: string }[]).map((row) => row.detail).join('; ');
  }

  it('are looked up by their indexes', () => {
    const mine = { worker: 'yhtmalmai', voided: false } as const;
    expect(planFor('initiation', { ...mine, handled_by: null, dismissed_on: null })).toContain(
      'USING INDEX initiation_unhandled (worker=?)',
    );
    expect(planFor('investigation', { ...mine, until: null })).toContain('investigation_running');
    expect(planFor('reminder', { owner: 'yhtmalmai', done: false })).toContain('reminder_waiting');
    for (const form of ['work_entry', 'staff_entry']) {
      expect(planFor(form, { entered_by: 'yhtmalmai', entered_on: '2026-03-16' })).toContain(
        `USING INDEX ${form}_by_entry (entered_by=? AND entered_on=?)`,
      );
    }
    expect(planFor('decision', { decider: 'yhtmalmai' })).toContain('decision_by_decider');
    expect(planFor('service', { decision: { in: ['a', 'b'] } })).toContain('service_by_decision');
  });

  it('find the second worker, the queue and what nobody has enforced by indexes too', () => {
    const open = { handled_by: null, dismissed_on: null, voided: false } as const;
    const second = { second_worker: 'yhtmalmai', ...open };
    expect(planFor('initiation', second)).toContain('initiation_second (second_worker=?)');
    const queued = { unit: { in: ['a', 'b'] }, worker: null, ...open };
    const limit = { limit: 500 };
    expect(planFor('initiation', queued, limit)).toContain('INDEX initiation_queued (unit=?)');
    expect(planFor('initiation', queued, {}, countRecords)).toContain('initiation_queued (unit=?)');
    const unlinked = { form: registry.form('service'), field: 'decision' };
    const mine = { type: { in: ['a'] }, outcome: { in: ['b'] }, voided: false };
    for (const [where, index] of [
      [{ decider: 'yhtmalmai' }, 'decision_by_decider (decider=?)'],
      [{ unit: '11a2gb' }, 'decision_by_unit (unit=?)'],
    ] as const) {
      const plan = planFor('decision', { ...where, ...mine }, { unlinked, ...limit });
      expect(plan).toContain(`USING INDEX ${index}`);
      expect(plan).toContain('USING INDEX service_by_decision (decision=?)');
      expect(plan).not.toContain('TEMP B-TREE FOR ORDER BY; SCAN');
    }
  });

  it('find what is handed over, given, running and stood in for by indexes', () => {
    const limit = { limit: 200 };
    const alive = { voided: false } as const;
    const day = { gte: '2026-03-16' };
    const me = 'yhtmalmai';
    const plans: [string, Query['where'], string][] = [
      ['handover', { to_worker: me, outcome: null }, 'handover_to_worker (to_worker=?)'],
      ['handover', { to_unit: '11a2gb', outcome: null }, 'handover_to_unit (to_unit=?)'],
      [
        'handover',
        { entered_by: me, to_worker: { not: me }, outcome: null },
        'handover_given (entered_by=?)',
      ],
      [
        'reminder',
        { entered_by: me, owner: { not: me }, done: false },
        'reminder_given (entered_by=?)',
      ],
      [
        'stand_in',
        { substitute: me, until: day },
        'stand_in_substitute (substitute=? AND until>?)',
      ],
      ['stand_in', { absent: me, until: day }, 'stand_in_absent (absent=? AND until>?)'],
      ['stand_in', { entered_by: me, until: day }, 'stand_in_given (entered_by=? AND until>?)'],
      ['investigation', { worker: me, until: null }, 'investigation_running (worker=?)'],
      ['investigation', { worker: me, until: day }, 'investigation_ending (worker=? AND until>?)'],
      ['service', { worker: me, until: null }, 'service_running (worker=? AND until=?)'],
      [
        'service',
        { second_worker: me, until: day },
        'service_second (second_worker=? AND until>?)',
      ],
      ['enforcement', { worker: me, until: day }, 'enforcement_running (worker=? AND until>?)'],
    ];
    for (const [form, where, index] of plans) {
      expect(planFor(form, { ...where, ...alive }, limit)).toContain(`USING INDEX ${index}`);
    }
  });
});
