import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rec, Values } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { nextStep } from '../../src/forms/next-step';
import { diaryOf } from '../../src/records/diary';
import type { Session } from '../../src/records/session';
import type { WorkRow } from '../../src/records/work-list';
import { changesOf } from '../../src/store/changes';
import { readRecord } from '../../src/store/records';
import {
  amend,
  caseOf,
  DAY,
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
  TEAM,
  words,
} from './office';

let office: Office;
let session: Session;
let other: Session;
let mate: Session;
let person: string;
beforeEach(() => {
  office = makeOffice();
  session = office.session();
  other = office.session('yhtpälöst');
  mate = office.session('yhtsihter');
  person = enterCouple(session);
});
afterEach(() => office.close());

const TO_OTHER = { to_worker: 'yhtpälöst', reason: 'sosiaalityontekija' };
const TO_TEAM = { to_unit: TEAM, reason: 'toinen_yksikko' };

function offer(rec: Rec, chosen: Values, by = session): Rec {
  return mustEnter(by, 'handover', caseOf(by, rec.bucket ?? ''), { attached: rec.id, ...chosen });
}

function rows(by: Session, kind: Parameters<Session['list']>[0] = 'mine'): readonly WorkRow[] {
  const read = by.list(kind);
  if (!read.ok) throw new Error(read.problem.code);
  return read.value.list.rows;
}

function now(rec: Rec): Rec {
  return readRecord(office.base, registry.form(rec.form), rec.id) as Rec;
}

function answer(by: Session, command: string, rec: Rec, answers: Values = {}) {
  const client = caseOf(by, rec.bucket ?? '');
  return by.act(command, { id: rec.id, version: rec.version }, answers, client);
}

function lines(): string[] {
  return diaryOf(session.facts(caseOf(session, person)), registry).map(
    ({ letter, line }) => `${letter} ${words.line(line.key, line.values)}`,
  );
}

describe('a hand-over', () => {
  it('stays with the giver until the receiver accepts it, on top of whose list it stands', () => {
    const rec = enterInitiation(session, person);
    mustEnter(other, 'reminder', null, { due_on: DAY, text: 'Soita' });
    const made = offer(rec, { ...TO_OTHER, text: 'Monta asiaa' });
    expect(now(rec).values.worker).toBe('yhtmalmai');
    expect(made.values).toMatchObject({ from_worker: 'yhtmalmai', to_unit: null, outcome: null });
    expect(rows(other).map((row) => [row.kind, row.text])).toEqual([
      ['offered', 'AS / Aikuissosiaalityön tarve 1'],
      ['due', '160326 Soita'],
    ]);
    expect(rows(session).map((row) => row.kind)).toEqual(['open']);
    expect(rows(session, 'given').map((row) => [row.kind, row.at])).toEqual([
      ['offered', 'Pälvinen'],
    ]);
    const done = saved(answer(other, 'handover.accept', made));
    expect(now(rec).values).toMatchObject({ worker: 'yhtpälöst', unit: 'phsotey' });
    expect(done.rec.values).toMatchObject({ outcome: 'accepted', answered_by: 'yhtpälöst' });
    expect(done.rec.closed_at).toBe(DAY);
    // Both in one unit of work.
    const [, accepted] = changesOf(office.base, made.id);
    expect(changesOf(office.base, rec.id).at(-1)?.uow_id).toBe(accepted?.uow_id);
    expect(rows(session)).toEqual([]);
    expect(rows(session, 'given')).toEqual([]);
    expect(rows(other).map((row) => row.kind)).toEqual(['due', 'open']);
  });

  it('has the time limit of what is handed over', () => {
    const old = enterPerson(session, '190249-944Y', 'Laaksonen', 'Helmi');
    offer(enterInitiation(session, old, { type: 'shl_35', reason: 'arki' }), TO_OTHER);
    expect(rows(other)[0]).toMatchObject({ kind: 'offered', due: '2026-03-25' });
  });

  it('is told in the diary with the letter of its record', () => {
    const service = enterService(session, person);
    const made = offer(service, { ...TO_OTHER, text: 'Monta asiaa' });
    expect(lines().at(-1)).toBe(
      'L Siirto: Palvelu160326 Akuutti sosia. Mallila Maija → Pälvinen Östen.' +
        ' Tarvitsee sosiaalityöntekijän: Monta asiaa',
    );
    saved(answer(other, 'handover.accept', made));
    expect(lines().at(-1)).toBe(
      'L Siirto hyväksytty: Palvelu160326 Akuutti sosia. Käsittelijä: Pälvinen Östen',
    );
  });

  it('can be returned with a reason, and the giver is reminded', () => {
    const rec = enterInvestigation(session, person);
    const made = offer(rec, TO_OTHER);
    expect(reasons(answer(other, 'handover.return', made))).toEqual([
      'return_reason field.required',
    ]);
    const missing = { return_reason: 'tietoja_puuttuu' };
    expect(reasons(answer(other, 'handover.return', made, missing))).toEqual([
      'return_text field.required',
    ]);
    const said = { ...missing, return_text: 'Lausunto uupuu' };
    saved(answer(other, 'handover.return', made, said));
    expect(now(rec).values.worker).toBe('yhtmalmai');
    expect(rows(session).map(({ kind, text }) => [kind, text])).toEqual([
      ['due', '160326 Siirto palautui: tietoja puuttuu: Lausunto uupuu'],
    ]);
    expect(lines().at(-1)).toContain('S Siirto palautui: tietoja puuttuu: Lausunto uupuu; Selv');
    expect(rows(other)).toEqual([]);
    // And it may be handed over anew.
    offer(now(rec), TO_OTHER);
  });

  it('to a unit is accepted by the first of the unit, and the second is told who that was', () => {
    const rec = enterInitiation(other, person, { worker: 'yhtpälöst', unit: 'phsotey' });
    const made = offer(rec, TO_TEAM, other);
    expect(rows(session).map((row) => row.kind)).toEqual(['offered']);
    expect(rows(mate).map((row) => row.kind)).toEqual(['offered']);
    expect(rows(other, 'given')[0]?.at).toBe('11A2Gb');
    const [row] = rows(session) as [WorkRow];
    const target = { id: row.record ?? '', version: row.version ?? 0 };
    saved(mate.actListed('handover.accept', target, person));
    expect(now(rec).values).toMatchObject({ worker: 'yhtsihter', unit: TEAM });
    const late = session.actListed('handover.accept', target, person);
    expect(reasons(late)).toEqual(['handover.accepted']);
    const [problem] = late.kind === 'refused' ? late.problems : [];
    expect(words.problem(problem ?? { code: '' })).toMatch(
      /^Sihvola Teresa hyväksyi siirron \d\d:\d\d;/,
    );
    expect(made.values).toMatchObject({ to_worker: null, to_unit: TEAM });
  });

  it('takes an untaken initiation from one queue to another unit', () => {
    const rec = enterInitiation(session, person, { worker: null });
    const made = offer(rec, { to_unit: 'phsotey', reason: 'toinen_yksikko' });
    expect(made.values.from_worker).toBeNull();
    saved(answer(other, 'handover.accept', made));
    expect(now(rec).values).toMatchObject({ worker: 'yhtpälöst', unit: 'phsotey' });
  });

  it('is the next step of the one it waits for', () => {
    offer(enterInitiation(session, person), TO_OTHER);
    expect(nextStep(other.facts(caseOf(other, person)))?.command).toBe('handover.accept');
    expect(nextStep(session.facts(caseOf(session, person)))?.command).toBe('investigation.open');
  });

  it('is refused twice for one matter, to the one who has it, and of what is done with', () => {
    const rec = enterInitiation(session, person);
    const client = () => caseOf(session, person);
    const tried = (chosen: Values) =>
      reasons(enter(session, 'handover', client(), { attached: rec.id, ...chosen }));
    expect(tried({ to_worker: 'yhtmalmai', reason: 'tyomaara' })).toEqual([
      'to_worker handover.same',
    ]);
    expect(tried({ reason: 'tyomaara' })).toEqual(['to_unit field.required']);
    expect(tried({ ...TO_OTHER, reason: 'muu' })).toEqual(['text field.required']);
    offer(rec, TO_OTHER);
    expect(tried(TO_TEAM)).toEqual(['attached handover.waiting']);
    mustEnter(session, 'investigation', client(), {});
    expect(tried(TO_TEAM)).toContain('attached choice.stale');
  });

  it('is answered by the receiver only, once, and while there is something to take', () => {
    const rec = enterInitiation(session, person);
    const made = offer(rec, TO_OTHER);
    expect(reasons(answer(mate, 'handover.accept', made))).toEqual(['handover.not_yours']);
    mustEnter(session, 'investigation', caseOf(session, person), {});
    expect(reasons(answer(other, 'handover.accept', made))).toEqual(['handover.over']);
    saved(answer(other, 'handover.return', made, { return_reason: 'ei_kuulu' }));
    expect(reasons(answer(other, 'handover.return', made, { return_reason: 'ei_kuulu' }))).toEqual([
      'handover.returned',
    ]);
    expect(reasons(amend(session, now(made), { text: 'x' }))).toEqual(['handover.locked']);
  });

  it('cannot take from somebody who got the matter in another way meanwhile', () => {
    const rec = enterInitiation(session, person, { worker: null });
    const made = offer(rec, { to_unit: 'phsotey', reason: 'toinen_yksikko' });
    const [row] = rows(session, 'queue') as [WorkRow];
    saved(session.actListed('queue.take', { id: rec.id, version: row.version ?? 0 }, person));
    expect(reasons(answer(other, 'handover.accept', made))).toEqual(['handover.moved']);
    expect(now(rec).values.worker).toBe('yhtmalmai');
  });

  it('does not tell the unit of a client under turvakielto', () => {
    const guarded = enterPerson(session, '070775-931J', 'Ranta', 'Onni', { protected: true });
    const rec = enterInitiation(session, guarded);
    offer(rec, { to_unit: '11a2ga', reason: 'toinen_yksikko' });
    const facts = session.facts(caseOf(session, guarded));
    const told = [
      JSON.stringify(rows(session, 'given')),
      ...diaryOf(facts, registry).map(({ line }) => words.line(line.key, line.values)),
    ].join('\n');
    expect(told).toContain('Lp Asiakasohjaus');
    expect(told).not.toMatch(/lahti|11A2Ga/iu);
  });
});
