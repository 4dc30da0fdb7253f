import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registry } from '../../src/forms/index';
import { diaryOf, treeOf } from '../../src/records/diary';
import type { Session } from '../../src/records/session';
import {
  amend,
  caseOf,
  DAY,
  enterCouple,
  enterDecision,
  enterInitiation,
  enterInvestigation,
  enterPerson,
  enterService,
  makeOffice,
  mustEnter,
  type Office,
  saved,
} from './office';

let office: Office;
let session: Session;
let person: string;
beforeEach(() => {
  office = makeOffice();
  session = office.session();
  person = enterCouple(session);
});
afterEach(() => office.close());

describe('the work list', () => {
  const rows = (by = session) =>
    by
      .workList()
      .map(({ kind, on, due, conditional, text }) => ({ kind, on, due, conditional, text }));

  it('counts the first statutory limit of an open initiation', () => {
    const child = enterPerson(session, '030915A915K', 'Koivula', 'Eetu');
    const old = enterPerson(session, '190249-944Y', 'Laaksonen', 'Helmi');
    const notice = { type: 'shl_35', reason: 'arki', date: '2026-03-16' };
    enterInitiation(session, child, notice);
    enterInitiation(session, old, notice);
    enterInitiation(session, person, notice);
    enterInitiation(session, person);
    const text = 'ShL 35 § Ilmoitus sosiaalihuollon tarpeesta';
    expect(rows().map(({ due, conditional }) => [due, conditional])).toEqual([
      ['2026-03-25', true], // a child: seven working days if in need of special support
      ['2026-03-25', false], // 77 years old: seven working days
      ['2026-06-16', false], // others: three months
      ['2026-06-16', false], // adult social work: three months to carry the decision out
    ]);
    expect(rows()[0]).toMatchObject({ kind: 'open', on: DAY, text: `${text} 1` });
    expect(session.workList()[0]?.person?.name).toBe('Koivula, Eetu');
  });

  it('holds what is mine until it is taken up', () => {
    enterInitiation(session, person);
    const initiation = { worker: 'yhtpälöst', unit: 'phsotey' };
    enterInitiation(session, person, initiation);
    enterInitiation(session, person, { ...initiation, second_worker: 'yhtmalmai' });
    expect(rows().map(({ text }) => text)).toEqual([
      'AS / Aikuissosiaalityön tarve 1',
      'AS / Aikuissosiaalityön tarve 2',
    ]);
    expect(rows(office.session('yhtsihter'))).toEqual([]);
    mustEnter(session, 'investigation', caseOf(session, person), {});
    expect(rows()).toEqual([]);
  });

  it('holds a positive decision until a service stands on it', () => {
    enterDecision(session, person);
    expect(rows()).toEqual([
      {
        kind: 'unenforced',
        on: DAY,
        due: null,
        conditional: false,
        text: '160326 Päätös aikuissosiaalityöstä',
      },
    ]);
    mustEnter(session, 'service', caseOf(session, person), { service: 'akuutti_sosiaalityo' });
    expect(rows()).toEqual([]);
  });

  it('leaves out a refused decision', () => {
    enterDecision(session, person, { outcome: 'kielteinen' });
    expect(rows()).toEqual([]);
  });

  it('holds my reminders of the next thirty days until they are done', () => {
    const client = caseOf(session, person);
    const due = (due_on: string, owner = 'yhtmalmai') =>
      mustEnter(session, 'reminder', client, { due_on, owner, text: `Soita ${due_on}` });
    due('2026-04-16');
    const soon = due('2026-04-15');
    due('2026-03-20', 'yhtsihter');
    mustEnter(session, 'reminder', null, { due_on: '2026-03-18', text: 'Palaveri' });
    expect(rows().map((row) => [row.kind, row.due, row.text])).toEqual([
      ['due', '2026-03-18', '180326 Palaveri'],
      ['due', '2026-04-15', '150426 Soita 2026-04-15'],
    ]);
    saved(amend(session, soon, { done: true }));
    expect(rows()).toHaveLength(1);
  });

  it('ends with my drafts', () => {
    session.saveDraft({ form: 'initiation', record: 'new', client: person, value: { text: 'x' } });
    enterInitiation(session, person);
    const [, draft] = session.workList();
    expect(draft).toMatchObject({ kind: 'draft', form: 'initiation', record: 'new', text: '' });
    expect(draft?.person?.name).toBe('Testi, Isä');
    expect(
      office
        .session('yhtsihter')
        .workList()
        .map((row) => row.kind),
    ).toEqual([]);
  });
});

describe('my rows', () => {
  it('are those entered on this work date over all clients, oldest first', () => {
    enterService(session, person);
    const other = enterPerson(session, '070775-931J', 'Ranta', 'Onni');
    enterService(session, other);
    const entry = (by: Session, client: string, quantity: number) =>
      mustEnter(by, 'work_entry', caseOf(by, client), { event: 'asiakaskaynti', quantity });
    entry(session, other, 10);
    entry(office.session('yhtsihter'), person, 99);
    entry(office.session('yhtmalmai', '2026-03-17'), person, 98);
    mustEnter(session, 'staff_entry', null, { event: 'muu_tyoaika', quantity: 20 });
    entry(session, person, 30);
    const rows = session.myRows();
    expect(rows.map(({ rec }) => rec.values.quantity)).toEqual([10, 20, 30]);
    expect(rows.map((row) => row.person?.name ?? null)).toEqual([
      'Ranta, Onni',
      null,
      'Testi, Isä',
    ]);
  });
});

describe('the finder', () => {
  const found = (typed: string, limit?: number) => {
    const result = session.findPersons(typed, limit);
    if (!result.ok) throw new Error(result.problem.code);
    return result.value;
  };

  it('finds by identifier, name, or both', () => {
    expect(found('1212').persons.map((one) => one.identifier)).toEqual(['121255-TP1X']);
    expect(found('tes').persons.map((one) => one.name)).toEqual(['Testi, Isä', 'Testi, Äiti']);
    expect(found('1502 tes').persons.map((one) => one.name)).toEqual(['Testi, Äiti']);
    expect(found('testi ä').persons.map((one) => one.name)).toEqual(['Testi, Äiti']);
    expect(found('  ')).toEqual({ persons: [], more: false, namesakes: false });
  });

  it('says that there are more, and that some have the same names', () => {
    expect(found('tes', 1)).toMatchObject({ more: true, namesakes: false });
    enterPerson(session, '010190-900P', 'TESTI', 'isä');
    expect(found('tes')).toMatchObject({ more: false, namesakes: true });
  });
});

describe('the diary', () => {
  it('is in order of day, then entry, however long it is', () => {
    enterInvestigation(session, person, { from: '2026-01-02' });
    const client = caseOf(session, person);
    const [first] = client.records;
    if (!first) throw new Error('no record');
    const notes = Array.from({ length: 10_000 }, (_, n) => ({
      ...first,
      id: `note-${n}`,
      form: 'diary_note',
      diary_on: `2026-0${1 + (n % 3)}-1${n % 10}`,
      entry_no: 100 + n,
      values: { person, attached: client.records[1]?.id ?? null, text: `Rivi ${n}` },
    }));
    const facts = session.facts({ ...client, records: [...notes, ...client.records] });
    const lines = diaryOf(facts, registry);
    expect(lines).toHaveLength(10_002);
    const keys = lines.map(({ on, rec }) => `${on} ${String(rec.entry_no).padStart(6, '0')}`);
    expect(keys).toEqual([...keys].sort());
    const [node] = treeOf(facts, registry);
    expect(node?.records).toHaveLength(10_002);
  });

  it('shows an end after everything else of the same day', () => {
    const investigation = enterInvestigation(session, person);
    mustEnter(session, 'decision', caseOf(session, person), { outcome: 'kielteinen' });
    const target = { id: investigation.id, version: 1 };
    const client = saved(
      session.act('investigation.end', target, { until: DAY }, caseOf(session, person)),
    ).client;
    const keys = diaryOf(session.facts(client), registry).map(({ line }) => line.key);
    expect(keys).toEqual(['initiation', 'investigation', 'decision', 'investigation_ended']);
  });
});

describe('a draft', () => {
  it('is mine alone, kept over the one before, and gone with the save', () => {
    const draft = { form: 'initiation', record: 'new', client: person };
    session.saveDraft({ ...draft, value: { typed: 1 } });
    session.saveDraft({ ...draft, value: { typed: 2 } });
    expect(session.drafts().map(({ value }) => value)).toEqual([{ typed: 2 }]);
    expect(office.session('yhtsihter').drafts()).toEqual([]);
    expect(session.resumeDraft('initiation', 'old')).toMatchObject({
      problem: { code: 'draft.missing' },
    });
    const client = caseOf(session, person);
    const values = {
      person,
      type: 'aikuissosiaalityon_tarve',
      date: DAY,
      from: 'henkilo_itse',
      worker: 'yhtmalmai',
      unit: '11a2gb',
    };
    const request = { form: 'initiation', client, draft: 'new' };
    expect(session.save({ ...request, values }).kind).toBe('refused');
    expect(session.drafts()).toHaveLength(1);
    saved(session.save({ ...request, values: { ...values, reason: 'arki' } }));
    expect(session.drafts()).toEqual([]);
  });
});
