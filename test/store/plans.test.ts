import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../../src/forms/index';
import { LIST_KINDS } from '../../src/records/lists';
import { openSession } from '../../src/records/session';
import { restingOn } from '../../src/records/sync-resting';
import type { Base } from '../../src/store/base';
import { newestPlace } from '../../src/store/sync-delivery';
import { Desk } from '../contract/desk';
import { Bases, IDENTIFIERS, must, USERS, WORK_DATE, worldOf } from '../contract/world';
import { words } from '../records/office';

/** Tables that stay small however many clients there are, and virtual ones. */
const SMALL = new Set(['worker', 'meta', 'json_each', 'sqlite_schema', '(subquery-1)']);

let bases: Bases;
let base: Base;
const texts = new Set<string>();

/** Notes every statement the base prepares, on either connection. */
function listenTo(of: Base): void {
  const { sql, drafts } = of;
  of.sql = (text) => {
    texts.add(text);
    return sql.call(of, text) as never;
  };
  of.drafts = () => {
    const connection = drafts.call(of);
    return {
      sql: (text) => {
        texts.add(text);
        return connection.sql(text) as never;
      },
    };
  };
}

/** A working day: the finder, the lists, the diary, saves, changes, history, printing. */
function workADay(): void {
  for (const found of ['k', 'kataja', '1102', '11 kat', 'ei ketään']) {
    new Desk(base).type(found).keys('Enter');
  }
  const fresh = new Desk(base);
  fresh.type(IDENTIFIERS.client).keys('Enter', 'Home', 'Left', 'Down', 'Right').type('k*');
  for (const form of registry.all)
    fresh
      .keys('F3')
      .keys('End')
      .type('n')
      .type(form.letter ?? '*');
  const writing = new Desk(base);
  writing.type(IDENTIFIERS.client).keys('Enter').type('nk');
  writing.keys('Tab', 'Tab').type('puhelu').keys('F12', 'Ctrl+R');
  const session = must(
    openSession(worldOf(base, 50), { user: USERS.worker, workDate: WORK_DATE, lang: 'fi' }),
  );
  const person = writing.state.client?.person.id ?? '';
  const client = must(session.openCase(person));
  must(session.reloadCase(person, true));
  for (const rec of client.records.slice(0, 12)) must(session.history(rec.form, rec.id));
  must(session.showPerson(person));
  for (const format of ['text', 'json'] as const) must(session.showCase(person, format, words));
  must(session.openCaseAsOf(person, '2026-03-16T23:00:00.000Z'));
  const note = client.records.find((rec) => rec.form === 'diary_note');
  if (!note) throw new Error('the client has no note');
  const { form, id, version: base_version } = note;
  const amend = { id, base_version, reason: 'kirjausvirhe' };
  session.save({ form, values: { ...note.values, text: 'toisin' }, client, amend });
  session.voidRecord({ form, id, base_version: base_version + 1, reason: 'kirjausvirhe', client });
  for (const kind of LIST_KINDS) must(session.list(kind));
  session.workList();
  session.myRows();
  // What the exchange asks when something comes late.
  newestPlace(base);
  restingOn({ world: worldOf(base, 50), setting: session.setting }, new Set([note.id]));
}

interface Step {
  readonly detail: string;
}

/** Steps of a statement's plan that grow with the base: scans of big tables, sorting of rows. */
function growing(text: string): string[] {
  // Rows are taken one by one until there are enough: sorting would read them all first.
  const isPart = /DESC LIMIT |FROM person_key/u.test(text);
  const steps = base.db
    .prepare<unknown[], Step>(`EXPLAIN QUERY PLAN ${text}`)
    .all(...Array((text.match(/\?/gu) ?? []).length).fill('[]'));
  return steps
    .map(({ detail }) => detail)
    .filter((detail) => {
      const scanned = /^SCAN (\S+)/u.exec(detail)?.[1];
      const sorts = isPart && detail.includes('TEMP B-TREE');
      return (scanned && !SMALL.has(scanned)) || detail.includes('AUTOMATIC') || sorts;
    });
}

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
  listenTo(base);
  workADay();
});

afterAll(() => bases.remove());

describe('what the client asks the base', () => {
  it('is a good part of all there is to ask', () => {
    expect(texts.size).toBeGreaterThan(40);
  });

  it('is found by an index, whatever the statement', () => {
    const found = [...texts].flatMap((text) => growing(text).map((step) => `${step}: ${text}`));
    expect(found).toEqual([]);
  });

  it('is seen to grow where it does', () => {
    expect(growing('SELECT * FROM work_entry WHERE quantity = ?')).toEqual(['SCAN work_entry']);
    expect(growing('SELECT * FROM work_entry WHERE id = ?')).toEqual([]);
    expect(growing('SELECT * FROM person WHERE id > ? ORDER BY city DESC LIMIT 5')).toEqual([
      'USE TEMP B-TREE FOR ORDER BY',
    ]);
  });
});
