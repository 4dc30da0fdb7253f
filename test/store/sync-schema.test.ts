import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { registry } from '../../src/forms/index';
import { appendChange } from '../../src/store/changes';
import { Connection } from '../../src/store/connection';
import { catching } from '../../src/store/errors';
import { APPLICATION_ID, migrate, SCHEMA_VERSION } from '../../src/store/migrate';
import { MIGRATIONS } from '../../src/store/migrations';
import { openBase } from '../../src/store/open';
import { insertRecord, readRecord } from '../../src/store/records';
import { applying, changeLink, hasCentre, makeLink, stampOf } from '../../src/store/sync-link';
import { removeRow } from '../../src/store/sync-rows';
import { sampleRecord } from './samples';
import { must, newBase, newPath, problemIn, tidyAfterEach } from './support';

tidyAfterEach();

const SIDE = ['link', 'delivery', 'settlement', 'conflict', 'container', 'kept', 'applying'];

/** A base of the first schema with one record, as the program before made it. */
function firstBase(): string {
  const path = newPath();
  const connection = new Connection(new Database(path));
  connection.db.pragma(`application_id = ${APPLICATION_ID}`);
  migrate(connection, MIGRATIONS.slice(0, 1));
  const insert = connection.sql('INSERT INTO meta (key, value) VALUES (?, ?)');
  insert.run('kind', 'demo');
  insert.run('device_id', 'vanha');
  connection.close();
  return path;
}

describe('the second migration', () => {
  it('opens a base of the first, with its triggers made anew', () => {
    const base = must(openBase(firstBase()));
    expect(base.db.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    const form = registry.form('decision');
    const rec = sampleRecord(form, 1, { id: 'paatos-1', entry_no: 1 });
    insertRecord(base, form, rec);
    const remove = () => base.db.exec('DELETE FROM decision');
    expect(problemIn(catching(remove)).code).toBe('record.deleted');
    applying(base, () => removeRow(base, form, rec.id));
    expect(readRecord(base, form, rec.id)).toBeUndefined();
  });

  it('lets history go only while the centre is being followed', () => {
    const base = newBase();
    base.write(() => {
      appendChange(base, {
        ...{ op_id: 'op-1', uow_id: 'uow-1', actor: 'yhtmalmai', work_on: '2026-03-16' },
        ...{ claimed_at: '2026-03-16T08:00:00.000Z', form: 'reminder', form_version: 1 },
        ...{ record_id: 'muistutus-1', bucket: null, base_version: 0, kind: 'create' },
        ...{ patch: {}, reason: null },
      });
    });
    const remove = () => base.db.exec('DELETE FROM change');
    expect(problemIn(catching(remove)).code).toBe('change.append_only');
    expect(problemIn(catching(() => base.db.exec("UPDATE change SET actor = 'x'"))).code).toBe(
      'change.append_only',
    );
    applying(base, remove);
    expect(base.sql('SELECT 1 FROM change').get()).toBeUndefined();
    expect(base.sql('SELECT 1 FROM applying').get()).toBeUndefined();
  });

  it('leaves nothing open when what the centre said cannot be written', () => {
    const base = newBase();
    const broken = () =>
      applying(base, () => {
        throw new Error('stop');
      });
    expect(broken).toThrow('stop');
    expect(base.sql('SELECT 1 FROM applying').get()).toBeUndefined();
  });
});

describe('a base without a centre', () => {
  it('holds no row of it, and erases as it did', () => {
    const base = newBase();
    const form = registry.form('decision');
    insertRecord(base, form, sampleRecord(form, 1, { id: 'paatos-1', entry_no: 1 }));
    expect(hasCentre(base)).toBe(false);
    for (const table of SIDE) {
      expect(base.sql(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: 0 });
    }
    expect(base.db.pragma('secure_delete', { simple: true })).toBe(0);
    expect(readRecord(base, form, 'paatos-1')?.provisional).toBeUndefined();
    expect(stampOf(base)).toBe('0.0');
  });

  it('gets one for one user, as soon as it has met it; what goes is erased from then on', () => {
    const base = newBase();
    makeLink(base, 'https://keskus.example', 'mistyped');
    makeLink(base, 'https://keskus.example', 'yhtmalmai');
    changeLink(base, { tenant: 'main' });
    makeLink(base, 'https://toinen.example', 'yhtmalmai');
    expect(problemIn(catching(() => makeLink(base, 'https://x.example', 'toinen')))).toEqual({
      code: 'sync.linked',
      values: { user: 'yhtmalmai' },
    });
    const again = must(openBase(base.path));
    expect(again.db.pragma('secure_delete', { simple: true })).toBe(1);
  });
});
