import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock';
import { makeIds } from '../../src/base/ids';
import { systemRandom } from '../../src/base/random';
import { loadCatalog } from '../../src/catalog/catalog';
import { folderReader } from '../../src/catalog/files';
import { type DemoOptions, makeDemo } from '../../src/demo/make-demo';
import type { Rec } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { openSession, type Session } from '../../src/records/session';
import { addDays } from '../../src/rules/calendar';
import { readPersonId } from '../../src/rules/person-id';
import type { Base } from '../../src/store/base';
import { openBase } from '../../src/store/open';
import { queryRecords } from '../../src/store/query';
import { readWorkers } from '../../src/store/workers';
import { tempFolderOf } from '../lib/scratch';

const { catalog } = loadCatalog(folderReader('data'));
const folder = tempFolderOf('akti-demo-');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function make(name: string, options: Partial<DemoOptions>): string {
  const path = join(folder, name);
  const made = makeDemo(path, { catalog, seed: 7, persons: 200, ...options });
  if (!made.ok) throw new Error(made.problem.code);
  return path;
}

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function opened(path: string): Base {
  const base = openBase(path);
  if (!base.ok) throw new Error(base.problem.code);
  return base.value;
}

function sessionOn(base: Base, workDate: string): Session {
  const clock = systemClock();
  const ids = makeIds(clock, systemRandom());
  const world = { catalog, registry, base, clock, ids, workers: readWorkers(base) };
  const session = openSession(world, { user: 'yhtmalmai', workDate, lang: 'fi' });
  if (!session.ok) throw new Error(session.problem.code);
  return session.value;
}

const all = (base: Base, form: string): Rec[] =>
  queryRecords(base, registry.form(form), { where: {}, order: 'entry' });

describe('a demo base', () => {
  it.each([
    ['general', {}],
    ['B1', { scenario: 'B1' }],
    ['B2', { scenario: 'B2' }],
    ['B3', { scenario: 'B3' }],
    ['B5', { scenario: 'B5' }],
    ['empty', { scenario: 'empty' }],
  ] as const)('%s has the same bytes for the same seed', (name, options) => {
    const one = sha256(make(`${name}-1`, options));
    expect(sha256(make(`${name}-2`, options))).toBe(one);
    expect(sha256(make(`${name}-3`, { ...options, seed: 8 }))).not.toBe(one);
  });

  it('leaves no other file, and none at all where one was', () => {
    const path = make('alone', { scenario: 'B1' });
    for (const end of ['-journal', '-wal', '-shm']) expect(existsSync(path + end)).toBe(false);
    const before = sha256(path);
    const again = makeDemo(path, { catalog, seed: 7, persons: 0, scenario: 'B1' });
    expect(again).toMatchObject({ ok: false, problem: { code: 'base.exists' } });
    expect(sha256(path)).toBe(before);
  });

  it('tells how far it is', () => {
    const told: [number, number][] = [];
    make('told', { persons: 700, progress: (done, total) => told.push([done, total]) });
    expect(told.at(-1)).toEqual([700, 700]);
    expect(told.length).toBeGreaterThan(2);
    expect(told.map(([done]) => done)).toEqual(
      [...told.map(([done]) => done)].sort((a, b) => a - b),
    );
  });
});

describe('a base with many events', () => {
  const records = (base: Base) =>
    registry.all
      .filter((form) => form.fields.person?.to === 'person')
      .reduce((sum, form) => sum + all(base, form.id).length, 0);

  it('has about as many as were wanted, spread over the cases', () => {
    const base = opened(make('events', { persons: 400, events: 6000, seed: 5 }));
    expect(Math.abs(records(base) - 6000)).toBeLessThan(300);
    const longest = base
      .sql<{ n: number }>('SELECT count(*) AS n FROM work_entry GROUP BY bucket ORDER BY 1 DESC')
      .get();
    expect(longest?.n).toBeLessThan(130);
    base.close();
  });

  it('is refused with what it needs and what there is, before anything is made', () => {
    const path = join(folder, 'too-big');
    const made = makeDemo(path, { catalog, seed: 1, persons: 1e12 });
    expect(made).toMatchObject({ ok: false, problem: { code: 'demo.disk' } });
    if (!made.ok) expect(made.problem.values?.needed).toBeGreaterThan(1e9);
    expect(existsSync(path)).toBe(false);
  });
});

describe('the base of B1', () => {
  it('holds the couple and nothing that has happened', () => {
    const base = opened(make('b1', { scenario: 'B1' }));
    const session = sessionOn(base, '2008-05-05');
    const found = session.findPersons('121255-TP1X');
    const person = found.ok ? found.value.persons[0] : undefined;
    expect(person).toMatchObject({ name: 'Testi, Isä', municipality: 'helsinki' });
    const client = session.openCase(person?.id ?? '');
    expect(client.ok && client.value.records).toEqual([]);
    expect(
      client.ok && client.value.household.map((one) => [one.role, one.person.identifier]),
    ).toEqual([
      ['R', '121255-TP1X'],
      ['S', '150278-TP22'],
    ]);
    const forms = registry.all.filter((form) => all(base, form.id).length > 0);
    expect(forms.map((form) => form.id)).toEqual(['person', 'household']);
    const counters = base
      .sql("SELECT series, year, root, last FROM counter WHERE root <> ''")
      .all();
    expect(counters).toEqual([
      { series: 'diaarinumero', year: 2006, root: 'phsotey', last: 2 },
      { series: 'paatosno', year: 2006, root: 'phsotey', last: 2 },
    ]);
    expect(readWorkers(base).map(({ id, unit, role }) => [id, unit, role])).toEqual([
      ['yhtlukrii', 'phsotey', 'reader'],
      ['yhtmalmai', 'phsotey', 'worker'],
      ['yhtpälöst', 'phsotey', 'worker'],
      ['yhtsihter', 'phsotey', 'secretary'],
    ]);
    base.close();
  });
});

describe('the base of B2', () => {
  it('holds five clients, each with one running service and nothing open', () => {
    const base = opened(make('b2', { scenario: 'B2' }));
    const session = sessionOn(base, '2026-03-16');
    const persons = all(base, 'person');
    expect(persons.map((rec) => rec.values.last_name)).toEqual([
      'Koivula',
      'Ranta',
      'Laaksonen',
      'Niemelä',
      'Salo',
    ]);
    for (const rec of persons) {
      const client = session.reloadCase(rec.id);
      if (!client.ok) throw new Error(client.problem.code);
      const of = (form: string) => client.value.records.filter((one) => one.form === form);
      expect(of('investigation').map((one) => one.values.until !== null)).toEqual([true]);
      expect(of('decision').map((one) => one.values.notice_given)).toEqual([true]);
      expect(of('service').map((one) => [one.values.until, one.values.unit])).toEqual([
        [null, '11a2gb'],
      ]);
    }
    expect(session.workList()).toEqual([]);
    expect(session.myRows()).toEqual([]);
    expect(session.me.unit).toBe('11a2gb');
    base.close();
  });
});

describe('the history of a demo base', () => {
  it('was made on the days it tells of, so that a case can be seen as it was', () => {
    const base = opened(make('b2-days', { scenario: 'B2' }));
    const session = sessionOn(base, '2026-03-16');
    const person = all(base, 'person')[0]?.id ?? '';
    const days = base
      .sql<{ work_on: string; claimed_at: string }>('SELECT work_on, claimed_at FROM change')
      .all();
    expect(days.length).toBeGreaterThan(20);
    for (const { work_on, claimed_at } of days) expect(claimed_at.slice(0, 10)).toBe(work_on);
    const decided = all(base, 'decision').find((rec) => rec.bucket === person);
    if (!decided) throw new Error('no decision');
    const before = session.openCaseAsOf(person, `${addDays(decided.entered_on, -1)}T21:00:00.000Z`);
    if (!before.ok) throw new Error(before.problem.code);
    expect(before.value.client.records.map((rec) => rec.form)).toEqual([
      'initiation',
      'investigation',
    ]);
    base.close();
  });
});

describe('the base of B3', () => {
  it('holds a mother who is the guardian, her two children, and nothing that has happened', () => {
    const base = opened(make('b3', { scenario: 'B3' }));
    const session = sessionOn(base, '2026-03-17');
    const persons = all(base, 'person');
    expect(persons.map((rec) => rec.values.first_names)).toEqual(['Aino', 'Eetu', 'Enni']);
    const client = session.reloadCase(persons[1]?.id ?? '');
    if (!client.ok) throw new Error(client.problem.code);
    const household = client.value.household.map(({ person, role, guardian }) => [
      person.identifier,
      role,
      guardian,
    ]);
    expect(household).toEqual([
      ['030915A915K', 'B', false],
      ['140388-9028', 'R', true],
      ['221118A926K', 'B', false],
    ]);
    expect(client.value.records).toEqual([]);
    expect(session.me.unit).toBe('11a2ga');
    base.close();
  });
});

describe('the base of B5', () => {
  it('holds a guardian with her child, and one service that ends on 30.6.', () => {
    const base = opened(make('b5', { scenario: 'B5' }));
    const session = sessionOn(base, '2026-03-19');
    const persons = all(base, 'person');
    expect(persons.map((rec) => rec.values.first_names)).toEqual(['Ida', 'Lumi']);
    const client = session.reloadCase(persons[0]?.id ?? '');
    if (!client.ok) throw new Error(client.problem.code);
    const household = client.value.household.map(({ person, role, guardian }) => [
      person.identifier,
      role,
      guardian,
    ]);
    expect(household).toEqual([
      ['050590-9825', 'R', true],
      ['170220A988L', 'B', false],
    ]);
    const services = client.value.records.filter((one) => one.form === 'service');
    expect(services.map((one) => [one.values.until, one.values.worker, one.voided])).toEqual([
      ['2026-06-30', 'yhtmalmai', false],
    ]);
    const workers = session.world.workers.filter(({ role }) => role === 'worker');
    expect(workers.map((one) => one.unit)).toEqual(['11a2gb', '11a2gb']);
    base.close();
  });
});

describe('an empty practice base', () => {
  it('holds the workers and nobody else', () => {
    const base = opened(make('empty-base', { scenario: 'empty' }));
    expect(all(base, 'person')).toEqual([]);
    expect(sessionOn(base, '2026-03-19').world.workers).toHaveLength(4);
    base.close();
  });
});

describe('a general base', () => {
  let base: Base;
  beforeAll(() => {
    base = opened(make('general', { persons: 600, seed: 3 }));
  });
  afterAll(() => base.close());

  it('has as many persons as were wanted, those of the scenarios among them', () => {
    const persons = all(base, 'person');
    expect(persons).toHaveLength(600);
    const session = sessionOn(base, '2026-03-16');
    for (const id of ['121255-TP1X', '150278-TP22', '140388-9028', '030915A915K', '050590-9825']) {
      const found = session.findPersons(id);
      expect(found.ok && found.value.persons).toHaveLength(1);
    }
  });

  it('has only identifiers never issued to anybody', () => {
    const ids = all(base, 'person').map((rec) => {
      const [row] = rec.values.identifiers as readonly { value: string }[];
      return row?.value ?? '';
    });
    expect(new Set(ids).size).toBe(ids.length);
    const classes = ids.map((id) => {
      const read = readPersonId(id);
      return read.ok ? read.value.class : read.problem.code;
    });
    expect(new Set(classes)).toEqual(new Set(['effica_temporary', 'test']));
    expect(classes.filter((one) => one === 'effica_temporary')).toHaveLength(2);
  });

  it('has cases in every state', () => {
    const some = (form: string, fits: (rec: Rec) => boolean) => all(base, form).some(fits);
    const open = (rec: Rec) => !rec.values.handled_by && !rec.values.dismissed_on;
    expect(some('initiation', open)).toBe(true);
    expect(some('initiation', (rec) => rec.values.dismissed_on !== null)).toBe(true);
    for (const form of ['investigation', 'service', 'enforcement']) {
      expect([form, some(form, (rec) => rec.values.until === null)]).toEqual([form, true]);
      expect([form, some(form, (rec) => rec.values.until !== null)]).toEqual([form, true]);
    }
    for (const outcome of ['myonteinen', 'kielteinen']) {
      expect(some('decision', (rec) => rec.values.outcome === outcome)).toBe(true);
    }
    expect(some('decision', (rec) => rec.values.notice_given === false)).toBe(true);
    for (const form of ['work_entry', 'staff_entry', 'diary_note', 'reminder']) {
      expect([form, all(base, form).length > 0]).toEqual([form, true]);
    }
    expect(some('person', (rec) => rec.values.protected === true)).toBe(true);
    expect(some('work_entry', (rec) => rec.values.not_reachable === true)).toBe(true);
    expect(some('initiation', (rec) => rec.entered_by === 'yhtpälöst')).toBe(true);
  });

  it('has a line of history for every version of every record', () => {
    const changes = base.sql<{ n: number }>('SELECT count(*) AS n FROM change').get()?.n;
    const versions = registry.all
      .flatMap((form) => all(base, form.id))
      .reduce((sum, rec) => sum + rec.version, 0);
    expect(changes).toBe(versions);
  });

  it('enters nothing after its day', () => {
    const late = registry.all
      .flatMap((form) => all(base, form.id))
      .filter((rec) => rec.entered_on > '2026-03-16');
    expect(late).toEqual([]);
  });
});
