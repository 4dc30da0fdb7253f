import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rec } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { openSession } from '../../src/records/session';
import { changesOf } from '../../src/store/changes';
import { openBase } from '../../src/store/open';
import { queryRecords } from '../../src/store/query';
import {
  amend,
  breakTable,
  caseOf,
  DAY,
  enter,
  enterCouple,
  enterDecision,
  enterInitiation,
  enterInvestigation,
  enterPerson,
  enterService,
  makeOffice,
  mustEnter,
  type Office,
  reasons,
  saved,
} from './office';

let office: Office;
let person: string;
beforeEach(() => {
  office = makeOffice();
  person = enterCouple(office.session());
});
afterEach(() => office.close());

const all = (form: string): Rec[] => queryRecords(office.base, registry.form(form), { where: {} });

describe('numbers', () => {
  it('run for each year of the own date and each root unit, and are not used again', () => {
    const session = office.session();
    const number = (date: string, unit: string) =>
      enterInitiation(session, person, { date, unit }).values.register_no;
    expect(number('2026-03-01', '11a2gb')).toBe(1);
    expect(number('2026-03-02', '11a2ga')).toBe(2);
    expect(number('2025-12-31', '11a2gb')).toBe(1);
    expect(number('2026-03-03', 'phsotey')).toBe(1);
    const last = all('initiation').at(-1) as Rec;
    saved(
      session.voidRecord({
        form: 'initiation',
        id: last.id,
        base_version: 1,
        reason: 'kahteen_kertaan',
      }),
    );
    expect(number('2026-03-04', 'phsotey')).toBe(2);
  });

  it('are not taken by a save that was refused', () => {
    const session = office.session();
    const refused = enter(session, 'initiation', caseOf(session, person), {});
    expect(reasons(refused)).toEqual(['type field.required', 'reason field.required']);
    expect(enterInitiation(session, person).values.register_no).toBe(1);
  });

  it('follow a record whose date moves to another year', () => {
    const session = office.session();
    enterInitiation(session, person, { date: '2025-05-05' });
    const rec = enterInitiation(session, person, { date: '2026-01-05' });
    const moved = saved(amend(session, rec, { date: '2025-12-30' })).rec;
    expect(moved.values.register_no).toBe(2);
    expect(moved.diary_on).toBe('2025-12-30');
    expect(enterInitiation(session, person, { date: '2026-01-06' }).values.register_no).toBe(2);
  });

  it('cannot be chosen', () => {
    const session = office.session();
    expect(enterInitiation(session, person, { register_no: 77 }).values.register_no).toBe(1);
  });

  it('are never given twice by two programs on one base', () => {
    const other = openBase(office.base.path);
    if (!other.ok) throw new Error(other.problem.code);
    const world = { ...office.world, base: other.value };
    const opened = openSession(world, { user: 'yhtmalmai', workDate: DAY, lang: 'fi' });
    if (!opened.ok) throw new Error(opened.problem.code);
    const numbers: unknown[] = [];
    for (let n = 0; n < 20; n++) {
      const session = n % 2 === 0 ? office.session() : opened.value;
      numbers.push(enterInitiation(session, person).values.register_no);
    }
    other.value.close();
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });
});

describe('a save', () => {
  it('is one unit of work with what follows from it', () => {
    const session = office.session();
    enterService(session, person);
    const done = saved(
      enter(session, 'work_entry', caseOf(session, person), {
        event: 'aktivointisuunnitelman_tarkistaminen',
        quantity: 45,
      }),
    );
    const [reminder] = done.made;
    expect(reminder).toMatchObject({
      form: 'reminder',
      values: { due_on: '2026-09-16', concerns: done.rec.id, owner: 'yhtmalmai', done: false },
    });
    const uows = [done.rec, reminder as Rec].map(
      (rec) => changesOf(office.base, rec.id)[0]?.uow_id,
    );
    expect(uows[0]).toBe(uows[1]);
    expect(done.client?.records.map((rec) => rec.form)).toContain('reminder');
  });

  it('leaves nothing behind when what follows from it fails', () => {
    const session = office.session();
    enterService(session, person);
    const rows = (table: string) =>
      office.base.sql<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n;
    const tables = [
      'work_entry',
      'work_entry__workers',
      'reminder',
      'change',
      'use_log',
      'counter',
    ];
    const before = tables.map(rows);
    const mend = breakTable(office.base, 'reminder');
    const values = { event: 'aktivointisuunnitelman_tarkistaminen', quantity: 45 };
    const failed = enter(session, 'work_entry', caseOf(session, person), values);
    expect(failed).toEqual({ kind: 'failed', problem: { code: 'test.stop' } });
    expect(tables.map(rows)).toEqual(before);
    mend();
    expect(enter(session, 'work_entry', caseOf(session, person), values).kind).toBe('saved');
  });

  it('says that the base is locked and changes nothing', () => {
    const other = openBase(office.base.path);
    if (!other.ok) throw new Error(other.problem.code);
    office.base.db.pragma('busy_timeout = 1');
    other.value.db.exec('BEGIN IMMEDIATE');
    const client = caseOf(office.session(), person);
    const result = enter(office.session(), 'initiation', client, {
      type: 'aikuissosiaalityon_tarve',
      reason: 'kriisipalvelu',
    });
    other.value.db.exec('ROLLBACK');
    other.value.close();
    expect(result).toEqual({ kind: 'failed', problem: { code: 'base.locked' } });
    expect(all('initiation')).toEqual([]);
  });

  it('looks at the case as it is, not as it was when the form was opened', () => {
    const session = office.session();
    const investigation = enterInvestigation(session, person);
    const old = caseOf(session, person);
    const decision = mustEnter(session, 'decision', old, { notice_given: true });
    const target = { id: investigation.id, version: 1 };
    saved(session.act('investigation.end', target, { until: DAY }, caseOf(session, person)));
    expect(decision.values.investigation).toBe(investigation.id);
    expect(reasons(enter(session, 'decision', old, {}))).toEqual(['investigation choice.stale']);
  });

  it('keeps a worker whose id has ä and ö', () => {
    const session = office.session('yhtpälöst');
    const rec = enterInitiation(session, person);
    expect(rec.values.worker).toBe('yhtpälöst');
    expect(rec.entered_by).toBe('yhtpälöst');
  });

  it('writes work without a client for nobody', () => {
    const session = office.session();
    const rec = mustEnter(session, 'staff_entry', null, {
      event: 'ryhmatoiminta',
      group: 'arjen_taidot',
      present: 8,
      quantity: 90,
    });
    expect(rec.bucket).toBeNull();
    expect(session.myRows()).toEqual([{ form: 'staff_entry', rec, person: null }]);
  });

  it('refuses a field only a command sets, one the form has not, and another client', () => {
    const session = office.session();
    const client = caseOf(session, person);
    const values = {
      person,
      type: 'aikuissosiaalityon_tarve',
      date: DAY,
      from: 'henkilo_itse',
      reason: 'kriisipalvelu',
      worker: 'yhtmalmai',
      unit: '11a2gb',
    };
    const save = (more: Rec['values']) =>
      session.save({ form: 'initiation', values: { ...values, ...more }, client });
    expect(reasons(save({ dismissed_on: DAY }))).toContain('dismissed_on field.by_command');
    expect(reasons(save({ sex: 'unknown' }))).toEqual(['sex field.unknown']);
    expect(reasons(save({ person: 'somebody' }))).toEqual(['person client.other']);
    const alone = { form: 'initiation', values: { ...values, person: 'somebody' }, client: null };
    expect(reasons(session.save(alone))).toEqual(['person person.unknown']);
    expect(reasons(save({ unit: '11a2ca' }))).toEqual(['unit unit.reserved']);
    expect(reasons(save({ date: '2026-03-17' }))).toEqual(['date date.future']);
    expect(save({}).kind).toBe('saved');
  });
});

describe('an amendment', () => {
  it('is kept with what was and what is, its reason and its author', () => {
    const session = office.session();
    enterService(session, person);
    const client = caseOf(session, person);
    const rec = mustEnter(session, 'work_entry', client, {
      event: 'puhelinkeskustelu',
      quantity: 15,
    });
    const done = saved(amend(session, rec, { quantity: 25 }));
    expect(done.rec).toMatchObject({ version: 2, values: { quantity: 25 } });
    expect(changesOf(office.base, rec.id).at(-1)).toMatchObject({
      kind: 'amend',
      base_version: 1,
      actor: 'yhtmalmai',
      work_on: DAY,
      reason: 'kirjausvirhe',
      patch: { quantity: [15, 25] },
    });
  });

  it('needs a reason of the code set and a change', () => {
    const session = office.session();
    const rec = enterInitiation(session, person);
    const asked = { id: rec.id, base_version: 1, reason: 'because' };
    const save = (reason: string, text: string | null) =>
      session.save({
        form: 'initiation',
        values: { ...rec.values, text },
        client: null,
        amend: { ...asked, reason },
      });
    expect(reasons(save('because', 'x'))).toEqual(['reason amend.reason']);
    expect(reasons(save('', 'x'))).toEqual(['reason amend.reason']);
    expect(reasons(save('muu', null))).toEqual(['amend.nothing']);
    expect(changesOf(office.base, rec.id)).toHaveLength(1);
  });

  it('of an older version shows both, field by field, and writes nothing', () => {
    const session = office.session();
    const rec = enterInitiation(session, person);
    const theirs = saved(amend(office.session('yhtsihter'), rec, { text: 'heidän' })).rec;
    const mine = amend(session, rec, { text: 'minun', second_worker: 'yhtpälöst' });
    expect(mine).toEqual({
      kind: 'stale',
      theirs,
      fields: [
        { field: 'second_worker', mine: 'yhtpälöst', theirs: null },
        { field: 'text', mine: 'minun', theirs: 'heidän' },
      ],
    });
    expect(changesOf(office.base, rec.id)).toHaveLength(2);
  });

  it('may not move a record to another client', () => {
    const session = office.session();
    const rec = enterInitiation(session, person);
    const other = enterPerson(session, '010190-900P', 'Kallio', 'Elina');
    expect(reasons(amend(session, rec, { person: other }))).toEqual(['person amend.client']);
  });
});

describe('a decision', () => {
  it('is immutable once its notice is recorded', () => {
    const session = office.session();
    const decision = enterDecision(session, person, { notice_given: false });
    const noticed = saved(
      amend(session, decision, {
        notice_given: true,
        notice_on: DAY,
        notice_manner: 'kirje',
        grounds: 'Perusteltu.',
      }),
    ).rec;
    expect(noticed.version).toBe(2);
    expect(reasons(amend(session, noticed, { grounds: 'Toisin.' }))).toEqual([
      'decision.immutable',
    ]);
    const { id, version: base_version } = noticed;
    const voided = { form: 'decision', id, base_version, reason: 'kirjausvirhe' };
    expect(reasons(session.voidRecord(voided))).toEqual(['decision.immutable']);
    const correction = mustEnter(session, 'decision', caseOf(session, person), {
      corrects: noticed.id,
    });
    expect(correction.values.corrects).toBe(noticed.id);
  });

  it('carries a service only when it is positive and in force', () => {
    const session = office.session();
    const refused = enterDecision(session, person, { outcome: 'kielteinen' });
    const client = caseOf(session, person);
    const choose = (decision: string, more: Rec['values'] = {}) =>
      enter(session, 'service', caseOf(session, person), {
        decision,
        service: 'akuutti_sosiaalityo',
        persons: [person],
        ...more,
      });
    expect(registry.form('service').mayOpen(session.facts(client))).toEqual({
      code: 'first.positive_decision',
    });
    expect(reasons(choose(refused.id))).toEqual(['decision choice.stale']);
    const granted = mustEnter(session, 'decision', client, {
      valid_from: '2026-03-10',
      valid_until: '2026-03-31',
    });
    expect(reasons(choose(granted.id, { from: '2026-03-09' }))).toEqual([
      'from service.before_decision',
    ]);
    expect(reasons(choose(granted.id, { from: '2026-04-01' }))).toEqual([
      'from service.after_decision',
    ]);
    expect(choose(granted.id, { from: '2026-03-31' }).kind).toBe('saved');
  });

  it('cannot be given notice by a role without that right', () => {
    const session = office.session();
    enterInvestigation(session, person);
    const facts = session.facts(caseOf(session, person));
    const form = registry.form('decision');
    const values = { notice_given: true, notice_on: DAY, decided_on: DAY };
    const without = Object.assign(Object.create(facts), { allows: () => false });
    expect(form.checks(values, without, null)).toEqual([
      { code: 'role.notice', field: 'notice_given' },
    ]);
  });
});

describe('a person', () => {
  it('keeps identifiers that are right, of the class they are, and nobody else has', () => {
    const session = office.session();
    const add = (value: string, kind: string) =>
      enter(session, 'person', null, {
        identifiers: [{ value, class: kind, from: null, until: null }],
        last_name: 'Kallio',
        first_names: 'Elina',
      });
    expect(reasons(add('010190-900X', 'test'))).toEqual(['identifiers person_id.check']);
    expect(reasons(add('010190-900P', 'official'))).toEqual([
      'identifiers person.identifier_class',
    ]);
    expect(reasons(add('121255-TP1X', 'effica_temporary'))).toEqual([
      'identifiers person.identifier_taken',
    ]);
    expect(add('010190-900P', 'test').kind).toBe('saved');
  });

  it('is found by a new name and no longer by the old one', () => {
    const session = office.session();
    const id = enterPerson(session, '010190-900P', 'Kallio', 'Elina');
    const rec = session.showPerson(id);
    if (!rec.ok) throw new Error(rec.problem.code);
    saved(amend(session, rec.value, { last_name: 'Harju' }));
    const found = (typed: string) => {
      const result = session.findPersons(typed);
      return result.ok ? result.value.persons.map((one) => one.name) : [];
    };
    expect(found('harju')).toEqual(['Harju, Elina']);
    expect(found('kallio')).toEqual([]);
  });

  it('cannot be in a household without being known', () => {
    const session = office.session();
    const member = { person: 'nobody', role: 'R', from: null, until: null, guardian: true };
    expect(reasons(enter(session, 'household', null, { members: [member] }))).toEqual([
      'members link.unknown',
    ]);
  });
});
