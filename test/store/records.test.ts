import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from '../../src/form/field';
import { KINDS } from '../../src/form/kinds/kinds';
import { childrenOf, storedOf } from '../../src/form/table';
import type { Rec, Row, Value } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { catching } from '../../src/store/errors';
import { queryRecords } from '../../src/store/query';
import {
  byDiary,
  insertRecord,
  readBucket,
  readRecord,
  updateRecord,
} from '../../src/store/records';
import { sampleRecord, sampleValues } from './samples';
import { newBase, problemIn, tidyAfterEach } from './support';

tidyAfterEach();

const decision = registry.form('decision');
const work = registry.form('work_entry');

describe.each(registry.all.map((form) => [form.id, form] as const))('%s', (_id, form) => {
  it('comes back as it was saved, new and amended', () => {
    const base = newBase();
    let run = 0;
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(100_000), (seed, next) => {
        const rec = sampleRecord(form, seed, { id: `r-${run++}` });
        insertRecord(base, form, rec);
        expect(readRecord(base, form, rec.id)).toEqual(rec);
        const amended = {
          ...sampleRecord(form, next, { id: rec.id }),
          version: 2,
        };
        updateRecord(base, form, amended);
        expect(readRecord(base, form, rec.id)).toEqual(amended);
      }),
      { numRuns: 100 },
    );
  });

  it('is refused by SQLite with a value just over any limit', () => {
    const base = newBase();
    let tried = 0;
    const refused = (values: Rec['values'], what: string) => {
      const rec = sampleRecord(form, 1, { id: `r-${tried++}`, values });
      const problem = problemIn(catching(() => insertRecord(base, form, rec)));
      expect([problem.code, what]).toEqual(['record.refused', what]);
      expect(readRecord(base, form, rec.id)).toBeUndefined();
    };
    for (const id of storedOf(form)) {
      const field = form.fields[id] as Field;
      const good = sampleValues(form, 1);
      const put = (value: unknown) => ({ ...good, [id]: value as Value });
      for (const value of KINDS[field.kind].refused(field)) refused(put(value), id);
      if (field.required === true && !field.shown && !childrenOf(form).includes(id)) {
        refused(put(null), `${id} empty`);
      }
      for (const [name, column] of Object.entries(field.columns ?? {})) {
        const row = rowOf(field);
        for (const value of KINDS[column.kind].refused(column)) {
          refused(put([{ ...row, [name]: value }]), `${id}.${name}`);
        }
        if (column.required === true)
          refused(put([{ ...row, [name]: null }]), `${id}.${name} empty`);
      }
    }
    expect(tried).toBeGreaterThan(3);
    insertRecord(base, form, sampleRecord(form, 1));
  });

  it('is never deleted', () => {
    const base = newBase();
    const rec = sampleRecord(form, 2);
    insertRecord(base, form, rec);
    const text = `DELETE FROM "${form.id}" WHERE id = ?`;
    expect(problemIn(catching(() => base.sql(text).run(rec.id))).code).toBe('record.deleted');
    expect(readRecord(base, form, rec.id)).toEqual(rec);
  });
});

function rowOf(field: Field): Row {
  return Object.fromEntries(
    Object.entries(field.columns ?? {}).map(([id, column]) => [
      id,
      KINDS[column.kind].sample(column, 1, {
        workDate: '2026-03-16',
        options: [{ id: 'valinta', code: '', text: 'Valinta' }],
      }) as Row[string],
    ]),
  );
}

describe('a frozen record', () => {
  const open = sampleRecord(decision, 3);
  const noticed = (version: number): Rec => ({
    ...open,
    version,
    values: { ...open.values, notice_given: true, persons: ['valinta_1', 'valinta_2'] },
  });

  it('can be frozen from the start or later, its lists with it', () => {
    const base = newBase();
    insertRecord(base, decision, noticed(1));
    expect(readRecord(base, decision, open.id)).toEqual(noticed(1));
    const later = newBase();
    insertRecord(later, decision, open);
    updateRecord(later, decision, noticed(2));
    expect(readRecord(later, decision, open.id)).toEqual(noticed(2));
  });

  it('then never changes: not a field, not a list, not voided, not by raw SQL', () => {
    const base = newBase();
    insertRecord(base, decision, open);
    updateRecord(base, decision, noticed(2));
    const tries: Rec[] = [
      { ...noticed(3), values: { ...noticed(3).values, grounds: 'muutettu' } },
      { ...noticed(3), values: { ...noticed(3).values, persons: ['valinta_3'] } },
      { ...noticed(3), values: { ...noticed(3).values, notice_given: false } },
      { ...noticed(3), voided: true },
    ];
    for (const rec of tries) {
      expect(problemIn(catching(() => updateRecord(base, decision, rec))).code).toBe(
        'record.frozen',
      );
    }
    for (const text of [
      "UPDATE decision SET grounds = 'x'",
      'DELETE FROM decision__persons',
      "UPDATE decision__persons SET value = 'x'",
      `INSERT INTO decision__persons VALUES ('${open.id}', 9, 'x')`,
      `INSERT OR REPLACE INTO decision__persons VALUES ('${open.id}', 0, 'x')`,
    ]) {
      expect(problemIn(catching(() => base.db.exec(text))).code).toBe('record.frozen');
    }
    expect(readRecord(base, decision, open.id)).toEqual(noticed(2));
  });
});

describe('a save', () => {
  it('over another version than the one before is refused and changes nothing', () => {
    const base = newBase();
    const rec = sampleRecord(work, 3);
    insertRecord(base, work, rec);
    const other = { ...rec.values, others: ['valinta_5'], workers: [] };
    for (const version of [1, 3]) {
      const problem = problemIn(
        catching(() => updateRecord(base, work, { ...rec, version, values: other })),
      );
      expect(problem.code).toBe('record.stale');
    }
    expect(readRecord(base, work, rec.id)).toEqual(rec);
    const none = {
      ...rec,
      id: 'ei-ole',
      version: 2,
      values: { ...rec.values, others: [], workers: [] },
    };
    expect(problemIn(catching(() => updateRecord(base, work, none))).code).toBe('record.stale');
  });

  it('keeps what a newer version of the form put in', () => {
    const base = newBase();
    const rec = sampleRecord(work, 3);
    insertRecord(base, work, rec, { uusi_kentta: 'arvo' });
    updateRecord(base, work, { ...rec, version: 2 });
    expect(base.sql('SELECT extra, form_version FROM work_entry').get()).toEqual({
      extra: '{"uusi_kentta":"arvo"}',
      form_version: work.version,
    });
  });

  it('rolls back as a whole, and nested units with it', () => {
    const base = newBase();
    const failed = catching(() =>
      base.write(() => {
        insertRecord(base, work, sampleRecord(work, 1));
        base.write(() => insertRecord(base, work, sampleRecord(work, 2)));
        insertRecord(base, work, sampleRecord(work, 1));
      }),
    );
    expect(problemIn(failed).code).toBe('record.refused');
    expect(queryRecords(base, work, { where: {} })).toEqual([]);
  });
});

describe('reading', () => {
  it('gives one client’s records of all forms in diary order', () => {
    const base = newBase();
    const all: Rec[] = [];
    base.write(() => {
      registry.all.forEach((form, at) => {
        for (let seed = 1; seed <= 6; seed++) {
          const rec = sampleRecord(form, seed * 11 + at, { bucket: seed % 2 ? 'a' : 'b' });
          insertRecord(base, form, rec);
          all.push(rec);
        }
      });
    });
    const wanted = all.filter((rec) => rec.bucket === 'a').sort(byDiary);
    const read = readBucket(base, registry.all, 'a');
    expect(read).toEqual(wanted);
    expect(new Set(read.map((rec) => rec.form)).size).toBe(registry.all.length);
    expect(readBucket(base, registry.all, 'c')).toEqual([]);
  });

  it('finds by every sort of condition', () => {
    const base = newBase();
    const all = Array.from({ length: 40 }, (_, at) => sampleRecord(work, at + 1));
    base.write(() => {
      for (const rec of all) insertRecord(base, work, rec);
    });
    const ids = (where: Parameters<typeof queryRecords>[2]['where']) =>
      queryRecords(base, work, { where, order: 'entry' }).map((rec) => rec.id);
    const where = (test: (rec: Rec) => boolean) => all.filter(test).map((rec) => rec.id);
    const sets = [
      [ids({ voided: false }), where((rec) => !rec.voided)],
      [ids({ bucket: null }), where((rec) => rec.bucket === null)],
      [ids({ bucket: { not: null }, voided: true }), where((rec) => !!rec.bucket && rec.voided)],
      [ids({ bucket: 'henkilo-1' }), where((rec) => rec.bucket === 'henkilo-1')],
      [ids({ entry_no: { gte: 5, lte: 9 } }), where((r) => r.entry_no >= 5 && r.entry_no <= 9)],
      [ids({ diary_on: { lte: '2026-03-04' } }), where((rec) => rec.diary_on <= '2026-03-04')],
      [ids({ entry_no: { in: [3, 4, 99] } }), where((r) => [3, 4].includes(r.entry_no))],
      [ids({ not_reachable: true }), where((rec) => rec.values.not_reachable === true)],
      [ids({ entry_no: { in: [] } }), []],
    ] as const;
    for (const [found, wanted] of sets) expect(found).toEqual(wanted);
    for (const [found] of sets.slice(0, -1)) {
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThan(40);
    }
    const diary = queryRecords(base, work, { where: {}, limit: 7 });
    expect(diary).toEqual([...all].sort(byDiary).slice(0, 7));
    expect(() => ids({ '1=1 --': 1 })).toThrow('no column');
    expect(() => ids({ entry_no: {} })).toThrow('range');
  });
});
