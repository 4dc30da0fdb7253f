import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fill } from '../../src/form/fill';
import type { Rec } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { nextStep, runningNow } from '../../src/forms/next-step';
import { treeOf } from '../../src/records/diary';
import type { Session } from '../../src/records/session';
import { readRecord } from '../../src/store/records';
import {
  amend,
  caseOf,
  enterCouple,
  enterDecision,
  enterInitiation,
  makeOffice,
  mustEnter,
  type Office,
  saved,
  words,
} from './office';

let office: Office;
let session: Session;
let other: Session;
let person: string;
beforeEach(() => {
  office = makeOffice();
  session = office.session();
  other = office.session('yhtpälöst');
  person = enterCouple(session);
});
afterEach(() => office.close());

/** What a form would propose with a node of the tree selected, or none. */
function proposed(by: Session, form: string, field: string, node: Rec | null = null) {
  const facts = by.facts(caseOf(by, person), node);
  return fill(registry.form(form), {}, new Set(), facts)[field];
}

describe('two running investigations of one client with different workers', () => {
  let mine: Rec;
  let theirs: Rec;
  beforeEach(() => {
    enterInitiation(session, person);
    mine = mustEnter(session, 'investigation', caseOf(session, person), {});
    enterInitiation(other, person, { type: 'vammaispalveluhakemus', reason: 'arki' });
    theirs = mustEnter(other, 'investigation', caseOf(other, person), {});
  });

  it('are each of their own worker, unit and initiation', () => {
    expect(mine.values).toMatchObject({ worker: 'yhtmalmai', unit: '11a2gb' });
    expect(theirs.values).toMatchObject({ worker: 'yhtpälöst', unit: 'phsotey' });
    const nodes = treeOf(session.facts(caseOf(session, person)), registry);
    expect(nodes.map((node) => node.records.map((rec) => rec.form))).toEqual([
      ['initiation', 'investigation'],
      ['initiation', 'investigation'],
    ]);
  });

  it('stand each in the list of their worker', () => {
    const cases = (by: Session) => {
      const read = by.list('cases');
      return read.ok ? read.value.list.rows.map((row) => row.record) : [];
    };
    expect(cases(session)).toEqual([mine.id]);
    expect(cases(other)).toEqual([theirs.id]);
    saved(amend(session, mine, { second_worker: 'yhtpälöst' }));
    expect(cases(other)).toHaveLength(2);
  });

  it('give a decision to the selected one, else to the user’s own', () => {
    expect(proposed(session, 'decision', 'investigation', theirs)).toBe(theirs.id);
    expect(proposed(other, 'decision', 'investigation', mine)).toBe(mine.id);
    expect(proposed(session, 'decision', 'investigation')).toBe(mine.id);
    expect(proposed(other, 'decision', 'investigation')).toBe(theirs.id);
  });

  it('give work to the user’s own, and the client line tells that there is another', () => {
    expect(proposed(session, 'work_entry', 'attached')).toBe(mine.id);
    expect(proposed(other, 'work_entry', 'attached')).toBe(theirs.id);
    const line = (by: Session) => runningNow(by.facts(caseOf(by, person)));
    expect(line(session)).toEqual({ name: 'Selv160326 Aikuissosiaalityö', count: 2 });
    expect(line(other)).toEqual({ name: 'Selv160326 Vammaispalvelu', count: 2 });
  });

  it('go on apart: one is decided and ended, the other waits for its decision', () => {
    const step = (by: Session) => nextStep(by.facts(caseOf(by, person)))?.code;
    mustEnter(session, 'decision', caseOf(session, person), { outcome: 'kielteinen' });
    expect(step(other)).toBe('decision');
    const client = caseOf(session, person);
    saved(session.act('investigation.end', mine, { until: '2026-03-16' }, client));
    const now = (rec: Rec) => readRecord(office.base, registry.form(rec.form), rec.id);
    expect(now(mine)?.values.until).toBe('2026-03-16');
    expect(now(theirs)?.values.until).toBeNull();
    expect(proposed(session, 'decision', 'investigation')).toBe(theirs.id);
  });
});

describe('deciding and producing unit', () => {
  it('are fields of their own: changing one never changes the other', () => {
    const decision = enterDecision(session, person, { notice_given: false, unit: '11a2ga' });
    const facts = session.facts(caseOf(session, person));
    const service = registry.form('service');
    const values = fill(service, { service: 'akuutti_sosiaalityo' }, new Set(['service']), facts);
    expect(values.unit).toBe('11a2ga');
    const made = saved(
      session.save({
        form: 'service',
        client: facts.client,
        values: { ...values, unit: 'phsotey' },
      }),
    ).rec;
    const units = () =>
      [decision, made].map(
        ({ form, id }) => readRecord(office.base, registry.form(form), id)?.values.unit,
      );
    expect(units()).toEqual(['11a2ga', 'phsotey']);
    saved(amend(session, decision, { unit: '11a2gb' }));
    expect(units()).toEqual(['11a2gb', 'phsotey']);
    saved(amend(session, made, { unit: '11a2ha' }));
    expect(units()).toEqual(['11a2gb', '11a2ha']);
    const shown = session.showCase(person, 'json', words);
    const out = JSON.parse(shown.ok ? shown.value : '{}') as {
      records: { form: string; values: { unit?: string } }[];
    };
    const unitOf = (form: string) => out.records.find((rec) => rec.form === form)?.values.unit;
    expect([unitOf('decision'), unitOf('service')]).toEqual(['11a2gb', '11a2ha']);
  });
});
