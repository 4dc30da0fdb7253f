import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Values } from '../../src/form/value';
import type { Session } from '../../src/records/session';
import {
  amend,
  caseOf,
  enter,
  enterCouple,
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
let session: Session;
let person: string;
beforeEach(() => {
  office = makeOffice();
  session = office.session();
  person = enterCouple(session);
});
afterEach(() => office.close());

const DAYS = { from: '2026-03-18', until: '2026-03-20' };

function standIn(by: Session, chosen: Values) {
  return enter(by, 'stand_in', null, chosen);
}

function list(by: Session, kind: Parameters<Session['list']>[0]) {
  const read = by.list(kind);
  if (!read.ok) throw new Error(read.problem.code);
  return read.value;
}

describe('a stand-in', () => {
  it('sees the list of the other on the given days, ends included, and on no other day', () => {
    enterInitiation(session, person);
    session.saveDraft({ form: 'initiation', record: 'new', client: person, value: { text: 'x' } });
    saved(standIn(session, { substitute: 'yhtpälöst', ...DAYS }));
    const on = (day: string) => {
      const { list: shown, standsIn } = list(office.session('yhtpälöst', day), 'standing');
      return [standsIn, ...shown.rows.map(({ kind, at }) => [kind, at])];
    };
    expect(on('2026-03-17')).toEqual([false]);
    expect(on('2026-03-18')).toEqual([true, ['open', 'Mallila']]);
    expect(on('2026-03-20')).toEqual([true, ['open', 'Mallila']]);
    expect(on('2026-03-21')).toEqual([false]);
    expect(list(office.session('yhtsihter', '2026-03-18'), 'standing').standsIn).toBe(false);
  });

  it('leaves its looking in the use log as substitution', () => {
    enterInitiation(session, person);
    saved(standIn(session, { substitute: 'yhtpälöst', ...DAYS }));
    const by = office.session('yhtpälöst', '2026-03-18');
    list(by, 'standing');
    by.openCase(person, true);
    by.openCase(person);
    office.session('yhtpälöst', '2026-03-21').openCase(person, true);
    const mine = office.uses().filter((use) => use.actor === 'yhtpälöst' && use.person === person);
    expect(mine.map(({ what, basis }) => [what, basis])).toEqual([
      ['list', 'substitution'],
      ['open', 'substitution'],
      ['open', 'role'],
      ['open', 'role'], // whoever stands in for nobody cannot say so
    ]);
  });

  it('is seen among what one has given, by the one who is away too, until it ends', () => {
    const secretary = office.session('yhtsihter');
    const chosen = { absent: 'yhtmalmai', substitute: 'yhtpälöst', ...DAYS };
    saved(standIn(secretary, chosen));
    const given = (user: string, day: string) =>
      list(office.session(user, day), 'given').list.rows.map((row) => [row.kind, row.at, row.due]);
    expect(given('yhtsihter', '2026-03-16')).toEqual([['cover', 'Pälvinen', '2026-03-20']]);
    expect(given('yhtmalmai', '2026-03-20')).toEqual([['cover', 'Pälvinen', '2026-03-20']]);
    expect(given('yhtmalmai', '2026-03-21')).toEqual([]);
    expect(given('yhtpälöst', '2026-03-18')).toEqual([]);
  });

  it('is refused for somebody else without the right, for oneself, and backwards', () => {
    const code = (by: Session, chosen: Values) => reasons(standIn(by, { ...DAYS, ...chosen }));
    expect(code(session, { absent: 'yhtpälöst', substitute: 'yhtsihter' })).toEqual([
      'absent role.others',
    ]);
    expect(code(session, { substitute: 'yhtmalmai' })).toEqual(['substitute stand_in.same']);
    expect(code(session, { substitute: 'yhtpälöst', until: '2026-03-17' })).toEqual([
      'until date.end_before_start',
    ]);
    expect(code(office.session('yhtlukrii'), { substitute: 'yhtpälöst' })).toEqual(['role.create']);
  });

  it('of the same pair may not overlap, by amending neither', () => {
    const pair = { substitute: 'yhtpälöst' };
    const rec = saved(standIn(session, { ...pair, ...DAYS })).rec;
    const clash = standIn(session, { ...pair, from: '2026-03-20', until: '2026-03-25' });
    expect(reasons(clash)).toEqual(['from interval.overlap']);
    const [problem] = clash.kind === 'refused' ? clash.problems : [];
    expect(problem?.values).toEqual({ from: '180326', until: '200326' });
    const next = saved(standIn(session, { ...pair, from: '2026-03-21', until: '2026-03-25' })).rec;
    expect(reasons(amend(session, next, { from: '2026-03-19' }))).toEqual([
      'from interval.overlap',
    ]);
    saved(amend(session, rec, { until: '2026-03-19' }));
    saved(standIn(session, { substitute: 'yhtsihter', ...DAYS }));
  });
});

describe('a record of no client', () => {
  it('is opened from a list, with a line in the log; a client’s is not', () => {
    const rec = mustEnter(session, 'reminder', null, { due_on: '2026-03-18', text: 'Palaveri' });
    expect(session.openLoose('reminder', rec.id)).toMatchObject({
      ok: true,
      value: { id: rec.id },
    });
    expect(office.uses().at(-1)).toMatchObject({ what: 'show', person: null, detail: 'reminder' });
    saved(amend(session, rec, { done: true }));
    const other = enterInitiation(session, person);
    expect(session.openLoose('initiation', other.id)).toMatchObject({
      problem: { code: 'record.missing' },
    });
  });
});

describe('what is given', () => {
  it('holds reminders to others, however far ahead, and none of my own', () => {
    const client = caseOf(session, person);
    const remind = (owner: string, due_on: string) =>
      mustEnter(session, 'reminder', client, { owner, due_on, text: 'Soita' });
    remind('yhtmalmai', '2026-03-18');
    const far = remind('yhtsihter', '2026-12-18');
    const rows = () => list(session, 'given').list.rows;
    expect(rows().map(({ kind, due, at }) => [kind, due, at])).toEqual([
      ['due', '2026-12-18', 'Sihvola'],
    ]);
    saved(amend(office.session('yhtsihter'), far, { done: true }));
    expect(rows()).toEqual([]);
  });
});

describe('running cases', () => {
  const rows = (by: Session) =>
    list(by, 'cases').list.rows.map(({ kind, text, person: of }) => [kind, text, of?.name]);

  it('are those of the responsible and of the second worker alike', () => {
    const second = { second_worker: 'yhtpälöst' };
    enterInvestigation(session, person, second);
    const helmi = enterPerson(session, '190249-944Y', 'Laaksonen', 'Helmi');
    const service = enterService(session, helmi);
    saved(amend(session, service, second));
    const both = (role: string) => [
      [role, 'Selv160326 Aikuissosiaalityö', 'Testi, Isä'],
      [role, 'Palvelu160326 Akuutti sosia.', 'Laaksonen, Helmi'],
    ];
    expect(rows(office.session('yhtpälöst'))).toEqual(both('second'));
    expect(rows(session)).toEqual([
      ['case', 'Selv160326 Aikuissosiaalityö', 'Testi, Isä'],
      ['case', 'Selv160326 Aikuissosiaalityö', 'Laaksonen, Helmi'],
      ['case', 'Palvelu160326 Akuutti sosia.', 'Laaksonen, Helmi'],
    ]);
    enterInitiation(session, person, second);
    expect(
      office
        .session('yhtpälöst')
        .workList()
        .map((row) => row.kind),
    ).toEqual(['open']);
  });

  it('end with their last day', () => {
    const service = enterService(session, person);
    saved(amend(session, service, { until: '2026-03-18' }));
    const texts = (day: string) => rows(office.session('yhtmalmai', day)).map(([, text]) => text);
    expect(texts('2026-03-18')).toContain('Palvelu160326 Akuutti sosia.');
    expect(texts('2026-03-19')).not.toContain('Palvelu160326 Akuutti sosia.');
  });
});
