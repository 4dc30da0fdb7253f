import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registry } from '../../src/forms/index';
import { diaryOf, treeOf } from '../../src/records/diary';
import { changesOf } from '../../src/store/changes';
import { setCounter } from '../../src/store/counters';
import { GOLDEN_LINES, GOLDEN_WORK_LINE } from '../flows/golden';
import {
  caseOf,
  enter,
  enterCouple,
  enterInitiation,
  makeOffice,
  mustEnter,
  type Office,
  saved,
  words,
} from './office';

let office: Office;
beforeEach(() => {
  office = makeOffice();
});
afterEach(() => office.close());

/** The 2008 slides by records alone: B1 without its keys. */
function walkSlides() {
  for (const series of ['diaarinumero', 'paatosno']) {
    setCounter(office.base, { series, year: 2006, root: 'phsotey' }, 2);
  }
  const session = office.session('yhtmalmai', '2008-05-05');
  const person = enterCouple(session);
  const unit = 'phsotey';
  const initiation = enterInitiation(session, person, { date: '2006-12-08', unit });
  const household = caseOf(session, person).household.map((member) => member.person.id);
  const investigation = mustEnter(session, 'investigation', caseOf(session, person), {
    persons: household,
    parties: [person],
  });
  const decision = mustEnter(session, 'decision', caseOf(session, person), {
    decided_on: '2006-12-01',
    notice_given: true,
  });
  const service = mustEnter(session, 'service', caseOf(session, person), {
    from: '2008-02-01',
    until: '2008-05-05',
    service: 'akuutti_sosiaalityo',
  });
  mustEnter(session, 'work_entry', caseOf(session, person), {
    event: 'asiakaskaynti_vaativa',
    others: ['huoltaja'],
    present: 3,
    quantity: 60,
  });
  return { session, person, initiation, investigation, decision, service };
}

describe('the adult path of the 2008 slides', () => {
  it('gives the golden diary lines, in order', () => {
    const { session, person } = walkSlides();
    const client = caseOf(session, person);
    const entries = diaryOf(session.facts(client), registry);
    const lines = entries.map(
      ({ letter, line }) => `${letter} ${words.line(line.key, line.values)}`,
    );
    expect(lines).toEqual([
      ...GOLDEN_LINES.map(({ kind, line }) => `${kind} ${line}`),
      `A ${GOLDEN_WORK_LINE}`,
    ]);
    expect(entries.map(({ on }) => on)).toEqual([
      '2006-12-08',
      '2006-12-08',
      '2006-12-08',
      '2008-05-05',
      '2008-05-05',
    ]);
    expect(entries.map(({ line }) => line.warned ?? false)).toEqual([
      false,
      false,
      true,
      false,
      false,
    ]);
  });

  it('gives the numbers after those of the older register', () => {
    const { initiation, decision } = walkSlides();
    expect(initiation.values.register_no).toBe(3);
    expect(decision.values.decision_no).toBe(3);
  });

  it('makes one node that holds everything', () => {
    const { session, person } = walkSlides();
    const client = caseOf(session, person);
    const [node, ...rest] = treeOf(session.facts(client), registry);
    expect(rest).toEqual([]);
    expect(node?.label).toBe('Selv081206 Aikuiss');
    expect(node?.records.map((rec) => rec.form)).toEqual([
      'initiation',
      'investigation',
      'decision',
      'service',
      'work_entry',
    ]);
  });

  it('marks the initiation handled in the unit of work of the investigation', () => {
    const { session, person, initiation, investigation } = walkSlides();
    const now = caseOf(session, person).records.find((rec) => rec.id === initiation.id);
    expect(now?.values.handled_by).toBe(investigation.id);
    expect(now?.version).toBe(2);
    const [made, handled] = changesOf(office.base, initiation.id);
    const [started] = changesOf(office.base, investigation.id);
    expect(made?.kind).toBe('create');
    expect(handled?.patch).toEqual({ handled_by: [null, investigation.id] });
    expect(handled?.uow_id).toBe(started?.uow_id);
    expect(made?.uow_id).not.toBe(started?.uow_id);
  });

  it('gives the record back as it is read', () => {
    const { session, person, decision } = walkSlides();
    const read = caseOf(session, person).records.find((rec) => rec.id === decision.id);
    expect(read).toEqual(decision);
  });
});

describe('another order than the process allows', () => {
  it('refuses an investigation without an initiation', () => {
    const session = office.session();
    const person = enterCouple(session);
    const result = enter(session, 'investigation', caseOf(session, person), {
      type: 'aikuissosiaalityo',
      file_type: 'aikuissosiaalityo',
    });
    expect(result).toMatchObject({
      kind: 'refused',
      problems: [{ code: 'investigation.initiation', field: 'initiations' }],
    });
  });

  it('transfers a case to enforcement as one unit of work', () => {
    const { session, person, investigation, service } = walkSlides();
    const client = caseOf(session, person);
    const running = client.records.find((rec) => rec.id === investigation.id);
    const target = { id: investigation.id, version: running?.version ?? 0 };
    const answers = { until: '2008-05-05' };
    const done = saved(session.act('investigation.transfer', target, answers, client));
    expect(done.rec.values.until).toBe('2008-05-05');
    const enforcement = done.made.find((rec) => rec.form === 'enforcement');
    const moved = done.made.find((rec) => rec.id === service.id);
    expect(moved?.values.enforcement).toBe(enforcement?.id);
    expect(done.client?.records.map((rec) => rec.form)).toContain('enforcement');
    const uows = [investigation.id, enforcement?.id ?? '', service.id].map(
      (id) => changesOf(office.base, id).at(-1)?.uow_id,
    );
    expect(new Set(uows).size).toBe(1);
    expect(treeOf(session.facts(done.client), registry).map((node) => node.label)).toEqual([
      'Selv081206 Aikuiss',
      'Toimeenp050508 Aikuiss',
    ]);
  });
});
