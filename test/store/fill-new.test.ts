import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bad, good } from '../../src/base/problems';
import { childrenOf, childTable } from '../../src/form/table';
import { registry } from '../../src/forms/index';
import type { Base } from '../../src/store/base';
import { appendChange } from '../../src/store/changes';
import { entryCount, nextEntryNo, nextNumber, setCounter } from '../../src/store/counters';
import { catching } from '../../src/store/errors';
import { createFilled } from '../../src/store/fill-new';
import { linkingTo } from '../../src/store/linking';
import { openBase } from '../../src/store/open';
import { householdsEver, householdsOf } from '../../src/store/persons';
import { countRecords, queryRecords } from '../../src/store/query';
import { insertRecord, readBucket, readRecord, updateRecord } from '../../src/store/records';
import { linkedTo } from '../../src/store/relink';
import { appendUse } from '../../src/store/use-log';
import { ensureBuilt } from '../lib/build';
import { builtProgram } from '../lib/root';
import { sampleRecord } from './samples';
import { DEVICE, must, newBase, newPath, problemIn, tempFolder, tidyAfterEach } from './support';

tidyAfterEach();

const HOW = { kind: 'demo', deviceId: DEVICE, createdAt: '2026-03-16T08:00:00.000Z' } as const;
const change = (op_id: string) => ({
  op_id,
  uow_id: 'yksikko',
  actor: 'yhtmalmai',
  claimed_at: HOW.createdAt,
  work_on: '2026-03-16',
  form: 'diary_note',
  form_version: 1,
  record_id: `merkinta-${op_id}`,
  bucket: null,
  base_version: 0,
  kind: 'create' as const,
  patch: {},
  reason: null,
});
const use = (id: string) => ({
  id,
  at: HOW.createdAt,
  work_on: '2026-03-16',
  actor: 'yhtmalmai',
  role: 'worker',
  unit: 'phsotey',
  person: null,
  what: 'create',
  detail: null,
  purpose: null,
  basis: null,
});
const SCHEMA = 'SELECT type, name, sql FROM sqlite_schema ORDER BY type, name';

describe('a base that is filled as it is made', () => {
  it('has the indexes and triggers of any other, and what was put into it', () => {
    const path = newPath();
    const done = createFilled(path, HOW, (base) => {
      setCounter(base, { series: 'sarja', year: 2026, root: 'juuri' }, 7);
      return good('valmis');
    });
    expect(must(done)).toBe('valmis');
    const base = must(openBase(path));
    expect(base.sql(SCHEMA).all()).toEqual(newBase().sql(SCHEMA).all());
    expect(base.sql("SELECT last FROM counter WHERE series = 'sarja'").get()).toEqual({ last: 7 });
    expect(base.sql('PRAGMA integrity_check').raw().all()).toEqual([['ok']]);
  });

  it('holds row for row what the same entries make in any other base', () => {
    const seen: unknown[] = [];
    const enter = (base: Base) =>
      base.write(() => {
        setCounter(base, { series: 'sarja', year: 2026, root: 'juuri' }, 7);
        const told: unknown[] = [];
        for (let at = 0; at < 6; at++) {
          told.push(nextEntryNo(base), entryCount(base));
          told.push(
            nextNumber(base, { series: 'sarja', year: 2026, root: at % 2 ? 'toinen' : 'juuri' }),
          );
          if (at === 3) setCounter(base, { series: 'sarja', year: 2026, root: 'juuri' }, 40);
          told.push(appendChange(base, change(`op-${at}`), at % 3 ? undefined : 'toinen laite'));
          appendUse(base, [use(`a${at}`), use(`b${at}`)]);
        }
        seen.push(told);
      });
    const path = newPath();
    must(
      createFilled(path, HOW, (base) => {
        enter(base);
        return good(null);
      }),
    );
    const plain = newBase();
    enter(plain);
    expect(seen[0]).toEqual(seen[1]);
    const filled = must(openBase(path));
    for (const table of ['counter', 'change', 'use_log', 'meta']) {
      const rows = `SELECT * FROM ${table} ORDER BY 1, 2`;
      expect([table, filled.sql(rows).all()]).toEqual([table, plain.sql(rows).all()]);
    }
    // And goes on from there.
    expect(filled.write(() => nextEntryNo(filled))).toBe(plain.write(() => nextEntryNo(plain)));
    expect(() => filled.sql('INSERT OR REPLACE INTO use_log SELECT * FROM use_log').run()).toThrow(
      'use_log.append_only',
    );
  });

  it('holds records until somebody looks, and writes them as any other base would', () => {
    const forms = registry.all;
    const told: unknown[] = [];
    const enter = (base: Base) => {
      for (const form of forms) {
        for (let at = 0; at < 8; at++) {
          const first = sampleRecord(form, at);
          insertRecord(base, form, first);
          const next = { ...sampleRecord(form, at + 9, { id: first.id }), version: 2 };
          if (at % 3 !== 0) updateRecord(base, form, next);
          if (at % 3 === 2) updateRecord(base, form, { ...next, version: 3, voided: true });
          told.push(readRecord(base, form, first.id));
        }
        if (form.id === 'service') told.push(queryRecords(base, form, { where: {} }).length);
      }
    };
    const path = newPath();
    must(
      createFilled(path, HOW, (base) => {
        base.write(() => enter(base));
        return good(null);
      }),
    );
    const seen = told.splice(0);
    const plain = newBase();
    enter(plain);
    expect(seen).toEqual(told);
    const filled = must(openBase(path));
    const lists = forms.flatMap((form) => childrenOf(form).map((id) => childTable(form, id)));
    for (const table of [...forms.map(({ id }) => id), ...lists]) {
      const rows = `SELECT * FROM "${table}" ORDER BY 1, 2`;
      expect([table, filled.sql(rows).raw().all()]).toEqual([table, plain.sql(rows).raw().all()]);
    }
  });

  it('writes what is held before anybody looks into the tables', () => {
    const [person, household] = [registry.form('person'), registry.form('household')];
    const member = { person: 'a', role: 'R', from: null, until: null, guardian: true };
    const home = { voided: false, values: { members: [member] } };
    const link = { form: household, column: 'entered_by' };
    const looks: readonly ((base: Base) => unknown)[] = [
      (base) => countRecords(base, household, { where: {} }),
      (base) => queryRecords(base, household, { where: {} }).length,
      (base) => readBucket(base, [household], 'asiakas').length,
      (base) => householdsOf(base, 'a').length,
      (base) => householdsEver(base, household.id, 'a').length,
      (base) => linkedTo(base, household, 'a').length,
      (base) => linkingTo(base, [link], ['yhtmalmai']).length,
    ];
    const done = createFilled(newPath(), HOW, (base) => {
      insertRecord(base, person, sampleRecord(person, 1, { id: 'a' }));
      return good(
        looks.map((look, at) => {
          const rec = sampleRecord(household, at, { ...home, id: `koti-${at}`, bucket: 'asiakas' });
          insertRecord(base, household, rec);
          return look(base);
        }),
      );
    });
    expect(must(done)).toEqual(looks.map((_, at) => at + 1));
  });

  it('judges a held record as its tables would: version, freezing tick, limit and id', () => {
    const note = registry.form('diary_note');
    const decision = registry.form('decision');
    const rec = sampleRecord(note, 1, { voided: false });
    const noticed = sampleRecord(decision, 3);
    const given = { ...noticed, values: { ...noticed.values, notice_given: true } };
    const codeOf = (enter: (base: Base) => void) => {
      const path = newPath();
      const done = createFilled(path, HOW, (base) => catching(() => enter(base)));
      expect(existsSync(path)).toBe(false);
      return problemIn(done).code;
    };
    const tries: readonly (readonly [string, (base: Base) => void])[] = [
      ['record.stale', (base) => updateRecord(base, note, { ...rec, version: 3 })],
      ['record.refused', (base) => insertRecord(base, note, rec)],
      ['record.refused', (base) => updateRecord(base, note, { ...rec, version: 2, diary_on: '' })],
    ];
    for (const [code, change] of tries) {
      const enter = (base: Base) => {
        insertRecord(base, note, rec);
        change(base);
      };
      expect(codeOf(enter)).toBe(code);
    }
    const thaw = (base: Base) => {
      insertRecord(base, decision, given);
      updateRecord(base, decision, { ...noticed, version: 2 });
    };
    expect(codeOf(thaw)).toBe('record.frozen');
  });

  it('is refused when a line of its logs stands there twice, whichever comes first', () => {
    const twice = (enter: (base: Base) => void) => {
      const path = newPath();
      const done = createFilled(path, HOW, (base) => {
        base.write(() => {
          enter(base);
          enter(base);
        });
        return good(null);
      });
      expect(existsSync(path)).toBe(false);
      return problemIn(done).code;
    };
    expect(twice((base) => void appendChange(base, change('op')))).toBe('record.refused');
    expect(twice((base) => appendUse(base, [use('a')]))).toBe('record.refused');
  });

  it('leaves nothing when the filling is refused, or fails', () => {
    const folder = tempFolder();
    const path = join(folder, 'base.akti');
    expect(problemIn(createFilled(path, HOW, () => bad('base.full')))).toEqual({
      code: 'base.full',
    });
    expect(() =>
      createFilled(path, HOW, () => {
        throw new Error('a fault');
      }),
    ).toThrow('a fault');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not fill over another', () => {
    const path = newPath();
    must(createFilled(path, HOW, () => good(null)));
    let ran = false;
    const again = createFilled(path, HOW, () => {
      ran = true;
      return good(null);
    });
    expect(problemIn(again).code).toBe('base.exists');
    expect(ran).toBe(false);
  });

  it('killed while it is filled, has not got its name, and can be made again', async () => {
    ensureBuilt();
    const folder = tempFolder();
    const path = join(folder, 'base.akti');
    const args = [builtProgram(), 'demo', '--persons', '20000', path];
    const child = spawn(process.execPath, args, { stdio: 'ignore' });
    const begun = () => readdirSync(folder).some((name) => name === 'base.akti.making');
    while (!begun() && child.exitCode === null) await new Promise((go) => setTimeout(go, 5));
    child.kill('SIGKILL');
    await new Promise((gone) => child.once('exit', gone));
    expect(existsSync(path)).toBe(false);
    // It may have been killed a moment earlier.
    writeFileSync(`${path}.making.laite.new`, '');
    must(createFilled(path, HOW, () => good(null)));
    expect(readdirSync(folder)).toEqual(['base.akti']);
  });
});
