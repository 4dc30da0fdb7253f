import { describe, expect, it } from 'vitest';
import { registry } from '../../src/forms/index';
import type { Base } from '../../src/store/base';
import { appendChange, changesOf, changesOfBucket, type NewChange } from '../../src/store/changes';
import { checkBase } from '../../src/store/check';
import { nextEntryNo, nextNumber, setCounter } from '../../src/store/counters';
import { catching } from '../../src/store/errors';
import { insertRecord, updateRecord } from '../../src/store/records';
import { appendUse, readUse, type Use } from '../../src/store/use-log';
import { sampleRecord } from './samples';
import { bundled, DEVICE, must, newBase, problemIn, start, tidyAfterEach } from './support';

tidyAfterEach();

const initiation = registry.form('initiation');

function change(id: string, version: number): NewChange {
  return {
    op_id: `op-${id}-${version}`,
    uow_id: `uow-${id}`,
    actor: 'yhtmalmai',
    claimed_at: '2026-03-16T08:00:00.000Z',
    work_on: '2026-03-16',
    form: 'initiation',
    form_version: 1,
    record_id: id,
    bucket: `asiakas-${id}`,
    base_version: version - 1,
    kind: version === 1 ? 'create' : 'amend',
    patch: { text: [null, 'ääkköset'], persons: [[], ['a']] },
    reason: version === 1 ? null : 'kirjoitusvirhe',
  };
}

describe('changes', () => {
  it('run in order, for a record and for a client', () => {
    const base = newBase();
    base.write(() => {
      for (const id of ['a', 'b']) {
        insertRecord(
          base,
          initiation,
          sampleRecord(initiation, 1, { id, bucket: `asiakas-${id}` }),
        );
        expect(appendChange(base, change(id, 1))).toBe(id === 'a' ? 1 : 2);
      }
      appendChange(base, change('a', 2));
    });
    expect(changesOf(base, 'a')).toEqual([
      { ...change('a', 1), seq: 1, device_id: DEVICE, dev_seq: 1 },
      { ...change('a', 2), seq: 3, device_id: DEVICE, dev_seq: 3 },
    ]);
    expect(changesOfBucket(base, 'asiakas-a')).toEqual(changesOf(base, 'a'));
    expect(changesOfBucket(base, 'asiakas-c')).toEqual([]);
  });

  it('are found for the client a record was moved from, and for the one it has now', () => {
    const base = newBase();
    base.write(() => {
      appendChange(base, change('a', 1));
      appendChange(base, change('b', 1));
      const moved = { person: ['asiakas-a', 'asiakas-b'] as const };
      appendChange(base, { ...change('a', 2), bucket: 'asiakas-b', patch: moved });
    });
    expect(changesOfBucket(base, 'asiakas-a')).toEqual(changesOf(base, 'a'));
    expect(changesOfBucket(base, 'asiakas-b').map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('of a client are looked up by their index', () => {
    const base = newBase();
    const plan = base.db
      .prepare(
        'EXPLAIN QUERY PLAN SELECT seq FROM change WHERE record_id IN' +
          ' (SELECT record_id FROM change WHERE bucket = ?) ORDER BY seq',
      )
      .all('asiakas-a') as { detail: string }[];
    const text = plan.map(({ detail }) => detail).join('\n');
    expect(text).toContain('change_by_bucket');
    expect(text).not.toMatch(/SCAN change(?! USING)/u);
  });

  it('belong to a unit of work, are never given twice, and never altered (R1)', () => {
    const base = newBase();
    expect(() => appendChange(base, change('a', 1))).toThrow('unit of work');
    base.write(() => appendChange(base, change('a', 1)));
    expect(
      problemIn(catching(() => base.write(() => appendChange(base, change('a', 1))))).code,
    ).toBe('change.append_only');
    const copy = changesOf(base, 'a');
    for (const text of [
      "UPDATE change SET reason = 'x'",
      'DELETE FROM change',
      'INSERT OR REPLACE INTO change SELECT * FROM change',
    ]) {
      expect(problemIn(catching(() => base.db.exec(text))).code).toBe('change.append_only');
    }
    expect(changesOf(base, 'a')).toEqual(copy);
  });
});

describe('the use log', () => {
  const use = (at: number, given: Partial<Use> = {}): Use => ({
    id: `kaytto-${String(at).padStart(3, '0')}`,
    at: `2026-03-${String(at).padStart(2, '0')}T08:00:00.000Z`,
    work_on: '2026-03-16',
    actor: 'yhtmalmai',
    role: 'worker',
    unit: 'yksikko',
    person: at % 2 ? 'pariton' : null,
    what: 'search',
    detail: '12',
    purpose: null,
    basis: null,
    ...given,
  });

  it('takes many lines at once and is read by person, user and period', () => {
    const base = newBase();
    const lines = Array.from({ length: 20 }, (_, at) => use(at + 1));
    appendUse(base, lines);
    appendUse(base, []);
    expect(readUse(base, {})).toEqual(lines);
    expect(readUse(base, { person: 'pariton' })).toEqual(lines.filter((line) => line.person));
    expect(readUse(base, { actor: 'toinen' })).toEqual([]);
    expect(readUse(base, { from: '2026-03-05', before: '2026-03-08' })).toEqual(lines.slice(4, 7));
  });

  it('takes all or none, and keeps them for ever', () => {
    const base = newBase();
    appendUse(base, [use(1)]);
    expect(problemIn(catching(() => appendUse(base, [use(2), use(1)]))).code).toBe(
      'use_log.append_only',
    );
    for (const text of [
      "UPDATE use_log SET what = 'x'",
      'DELETE FROM use_log',
      'INSERT OR REPLACE INTO use_log SELECT * FROM use_log',
    ]) {
      expect(problemIn(catching(() => base.db.exec(text))).code).toBe('use_log.append_only');
    }
    expect(readUse(base, {})).toEqual([use(1)]);
  });
});

/** Numbers taken by a program in one round, and rounds. */
const EACH = 10;
const ROUNDS = 20;

describe('numbers', () => {
  const key = { series: 'diaarinumero', year: 2026, root: 'juuri' };
  const take = (base: Base, one = key) => base.write(() => nextNumber(base, one));

  it('run per series, year and root', () => {
    const base = newBase();
    expect([take(base), take(base)]).toEqual([1, 2]);
    expect(take(base, { ...key, year: 2025 })).toBe(1);
    expect(take(base, { ...key, root: 'toinen' })).toBe(1);
    expect(take(base, { ...key, series: 'paatosno' })).toBe(1);
    expect(take(base)).toBe(3);
    expect(base.write(() => [nextEntryNo(base), nextEntryNo(base)])).toEqual([1, 2]);
    expect(() => nextNumber(base, key)).toThrow('unit of work');
  });

  it('come back only when the whole unit of work fails', () => {
    const base = newBase();
    expect(() =>
      base.write(() => {
        nextNumber(base, key);
        throw new Error('kesken');
      }),
    ).toThrow('kesken');
    expect(take(base)).toBe(1);
  });

  it('go on from a set value and never back', () => {
    const base = newBase();
    setCounter(base, key, 41);
    expect(take(base)).toBe(42);
    expect(problemIn(catching(() => setCounter(base, key, 41))).code).toBe('counter.back');
    expect(problemIn(catching(() => base.db.exec('DELETE FROM counter'))).code).toBe(
      'counter.back',
    );
    expect(take(base)).toBe(43);
  });

  it('are never given twice to two programs on one base', async () => {
    const base = newBase();
    const program = await bundled('take-numbers');
    const runs = ['yksi', 'kaksi'].map((name) => start(program, [base.path, name, `${EACH}`]));
    for (let round = 1; round <= ROUNDS; round++) {
      for (const run of runs) run.child.stdin?.write('.');
      // Neither goes on before the other has its share: in each round they are at it together.
      await Promise.all(runs.map((run) => run.said(EACH * round)));
    }
    for (const run of runs) run.child.stdin?.end();
    expect(await Promise.all(runs.map((run) => run.ended))).toEqual([0, 0]);
    const numbers = runs.flatMap((run) => run.lines.map(Number));
    expect(numbers.sort((a, b) => a - b)).toEqual(
      Array.from({ length: 2 * EACH * ROUNDS }, (_, at) => at + 1),
    );
    const options = { forms: registry.all, rootOf: () => 'juuri' };
    expect(must(checkBase(base.path, options))).toEqual([]);
  });
});

describe('checkBase', () => {
  const options = { forms: registry.all, rootOf: () => 'juuri' };

  function filled(): Base {
    const base = newBase();
    base.write(() => {
      setCounter(base, { series: 'diaarinumero', year: 2026, root: 'juuri' }, 2);
      for (const no of [1, 2]) {
        const sample = sampleRecord(initiation, 1, { id: `v-${no}` });
        const values = { ...sample.values, register_no: no, date: '2026-03-16' };
        insertRecord(base, initiation, { ...sample, values });
        appendChange(base, change(`v-${no}`, 1));
      }
    });
    return base;
  }

  it('finds nothing in a sound base', () => {
    expect(must(checkBase(filled().path, options))).toEqual([]);
  });

  it.each<[string, (base: Base) => void]>([
    ['check.number_twice', (base) => base.db.exec('UPDATE initiation SET register_no = 2')],
    [
      'check.counter',
      (base) => base.db.exec('UPDATE initiation SET register_no = register_no + 1'),
    ],
    ['check.history', (base) => base.db.exec("UPDATE initiation SET version = 2 WHERE id = 'v-1'")],
    ['check.history', (base) => base.write(() => appendChange(base, change('v-1', 2)))],
    ['check.orphan', (base) => base.write(() => appendChange(base, change('v-9', 1)))],
    [
      'check.reference',
      (base) => {
        base.db.pragma('foreign_keys = OFF');
        base.db.exec("INSERT INTO decision__persons VALUES ('ei-ole', 0, 'a')");
      },
    ],
  ])('finds %s', (code, spoil) => {
    const base = filled();
    spoil(base);
    const found = must(checkBase(base.path, options));
    expect(found.map((problem) => problem.code)).toEqual([code]);
  });

  it('accepts an amended record', () => {
    const base = filled();
    base.write(() => {
      const sample = sampleRecord(initiation, 1, { id: 'v-1', version: 2 });
      const values = { ...sample.values, register_no: 1, date: '2026-03-16' };
      updateRecord(base, initiation, { ...sample, values });
      appendChange(base, change('v-1', 2));
    });
    expect(must(checkBase(base.path, options))).toEqual([]);
  });
});
