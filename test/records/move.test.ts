import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Rec, Values } from '../../src/form/value';
import { diaryOf } from '../../src/records/diary';
import type { Session } from '../../src/records/session';
import { makeTestId } from '../../src/rules/person-id';
import {
  amend,
  caseOf,
  enterHousehold,
  enterInitiation,
  enterInvestigation,
  enterPerson,
  enterService,
  makeOffice,
  mustEnter,
  type Office,
  reasons,
  saved,
  words,
} from './office';

let office: Office;
let session: Session;
let eetu: string;
let enni: string;

const EETU = makeTestId('2015-03-01', 901);
const ENNI = makeTestId('2017-06-02', 902);

beforeEach(() => {
  office = makeOffice();
  session = office.session();
  const aino = enterPerson(session, makeTestId('1980-02-11', 903), 'Kataja', 'Aino');
  eetu = enterPerson(session, EETU, 'Kataja', 'Eetu');
  enni = enterPerson(session, ENNI, 'Kataja', 'Enni');
  enterHousehold(session, [
    [aino, 'R'],
    [eetu, 'B'],
    [enni, 'B'],
  ]);
});
afterEach(() => office.close());

const move = (rec: Rec, to = enni, links: Values = {}, by = session) =>
  by.move({
    ...{ form: rec.form, id: rec.id, base_version: rec.version },
    ...{ to, reason: 'vaara_henkilo', links },
  });

const formsOf = (person: string) => caseOf(session, person).records.map((rec) => rec.form);
const lineOf = (person: string) => {
  const lines = diaryOf(session.facts(caseOf(session, person)), office.world.registry);
  const { line } = lines.find((one) => one.rec.form === 'trace') ?? {};
  return line && words.line(line.key, line.values);
};

describe('a record moved to the right person', () => {
  test('is not taken back by one key: a new move leaves a trace of its own', () => {
    const rec = enterInitiation(session, eetu);
    saved(move(rec));
    const undone = session.undo(caseOf(session, enni));
    expect(undone.ok || undone.problem.code).toBe('trace.kept');
    expect(formsOf(enni)).toContain('initiation');
    expect(formsOf(eetu)).toEqual(['trace']);
  });

  test('keeps its number and history; a trace stands in both diaries', () => {
    const rec = enterInitiation(session, eetu);
    saved(move(rec));
    expect(formsOf(eetu)).toEqual(['trace']);
    const moved = caseOf(session, enni).records.find((one) => one.id === rec.id);
    expect(moved?.values.register_no).toBe(rec.values.register_no);
    expect(lineOf(eetu)).toBe(
      `Vireillepano 160326 siirretty henkilölle ${ENNI}. Väärä henkilö. Mallila Maija`,
    );
    expect(lineOf(enni)).toContain(`siirretty henkilöltä ${EETU}`);
    const history = session.history('initiation', rec.id);
    expect(history.ok && history.value.entries.at(-1)?.fields).toEqual([['person', eetu, enni]]);
    const logged = office.uses().filter((use) => use.what === 'move');
    expect(logged.map((use) => use.person)).toEqual([eetu, enni]);
  });

  test('takes along what hangs on it', () => {
    enterInvestigation(session, eetu);
    mustEnter(session, 'work_entry', caseOf(session, eetu), {
      event: 'koti_tai_muu_kaynti',
      quantity: 30,
    });
    const [initiation] = caseOf(session, eetu).records.filter((rec) => rec.form === 'initiation');
    saved(move(initiation as Rec));
    expect(formsOf(eetu)).toEqual(['trace']);
    expect(formsOf(enni).sort()).toEqual(['initiation', 'investigation', 'trace', 'work_entry']);
    const investigation = caseOf(session, enni).records.find((rec) => rec.form === 'investigation');
    expect(investigation?.values).toMatchObject({ principal: enni, persons: [enni] });
  });

  test('is asked where its loose links lead, and refused where they lead nowhere', () => {
    enterInvestigation(session, eetu);
    const event = { event: 'koti_tai_muu_kaynti', quantity: 30 };
    const work = mustEnter(session, 'work_entry', caseOf(session, eetu), event);
    expect(reasons(move(work))).toEqual(['attached field.required']);
    expect(reasons(move(work, enni, { attached: work.values.attached ?? null }))).not.toEqual([]);
    const there = enterInvestigation(session, enni);
    const result = saved(move(work, enni, { attached: there.id }));
    expect(result.rec.values).toMatchObject({ person: enni, attached: there.id });
    expect(result.rec.service_task).toBe(there.service_task);
  });

  test('shows in the old case as of before, and in the new one after', () => {
    const rec = enterInitiation(session, eetu);
    const before = office.world.clock.now().toISOString();
    saved(move(rec));
    const after = office.world.clock.now().toISOString();
    const at = (person: string, instant: string) => {
      const past = session.openCaseAsOf(person, instant);
      if (!past.ok) throw new Error(past.problem.code);
      return past.value.client.records.map((one) => one.form).sort();
    };
    expect([at(eetu, before), at(enni, before)]).toEqual([['initiation'], []]);
    expect([at(eetu, after), at(enni, after)]).toEqual([['trace'], ['initiation', 'trace']]);
  });

  test('does not tell the one diary of somebody under turvakielto in the other', () => {
    const hidden = enterPerson(session, makeTestId('1990-09-09', 905), 'Salava', 'Tuuli', {
      protected: true,
    });
    saved(move(enterInitiation(session, eetu), hidden));
    expect(lineOf(eetu)).toContain('siirretty henkilölle •••');
    for (const format of ['text', 'json'] as const) {
      const shown = session.showCase(eetu, format, words);
      const text = shown.ok ? shown.value : shown.problem.code;
      expect(text).not.toContain('Salava');
      expect(text).not.toContain('090990');
      expect(text).toContain('•••');
    }
  });
});

describe('a move is refused', () => {
  test('with everything that blocks: a frozen decision, a shared investigation, a part', () => {
    enterService(session, eetu);
    const of = (form: string) => caseOf(session, eetu).records.find((rec) => rec.form === form);
    expect(reasons(move(of('initiation') as Rec))).toEqual(['move.locked']);
    expect(reasons(move(of('decision') as Rec))).toEqual(['move.locked']);
    const two = enterPerson(session, makeTestId('1970-01-01', 906), 'Lehto', 'Usko');
    enterInitiation(session, two);
    enterInvestigation(session, two);
    const shared = caseOf(session, two).records.find((rec) => rec.form === 'initiation');
    expect(reasons(move(shared as Rec))).toEqual(['move.shared']);
  });

  test('to the same person, to nobody, without the right, over another version', () => {
    const rec = enterInitiation(session, eetu);
    expect(reasons(move(rec, eetu))).toEqual(['person move.same']);
    expect(reasons(move(rec, 'ei-ole'))).toEqual(['person person.unknown']);
    expect(reasons(move(rec, enni, {}, office.session('yhtlukrii')))).toEqual(['role.amend']);
    const other = office.session('yhtsihter');
    saved(amend(other, rec, { text: 'muutettu' }));
    expect(reasons(move(rec))).toEqual(['record.changed']);
    const staff = mustEnter(session, 'staff_entry', null, { event: 'muu_tyoaika', quantity: 60 });
    expect(reasons(move(staff))).toEqual(['move.no_client']);
  });

  test('while somebody is changing it; a change begun before is told where it went', () => {
    const rec = enterInitiation(session, eetu);
    const client = caseOf(session, eetu);
    const other = office.session('yhtsihter');
    other.saveDraft({ form: rec.form, record: rec.id, client: eetu, value: {} });
    expect(move(rec)).toMatchObject({
      problems: [{ code: 'move.draft', values: { names: 'Sihvola Teresa' } }],
    });
    other.dropDraft(rec.form, rec.id);
    saved(move(rec));
    expect(amend(other, rec, { text: 'myöhässä' }, client)).toMatchObject({
      problems: [{ code: 'record.moved', values: { id: ENNI } }],
    });
  });

  test('when it names persons of another household', () => {
    const stranger = enterPerson(session, makeTestId('1970-01-01', 907), 'Lehto', 'Usko');
    enterInitiation(session, eetu);
    const investigation = mustEnter(session, 'investigation', caseOf(session, eetu), {
      persons: [eetu, enni],
    });
    expect(reasons(move(investigation, stranger))).toContain('move.persons');
    expect(formsOf(stranger)).toEqual([]);
  });
});
