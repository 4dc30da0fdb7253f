import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rec } from '../../src/form/value';
import type { Session } from '../../src/records/session';
import { changesOf } from '../../src/store/changes';
import {
  caseOf,
  DAY,
  enterCouple,
  enterDecision,
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

const now = (id: string): Rec | undefined =>
  caseOf(session, person).records.find((rec) => rec.id === id);

function act(command: string, rec: Rec, answers: Rec['values'], by = session) {
  const target = { id: rec.id, version: now(rec.id)?.version ?? rec.version };
  return by.act(command, target, answers, caseOf(session, person));
}

function voided(rec: Rec, reason = 'kirjausvirhe') {
  const base_version = now(rec.id)?.version ?? rec.version;
  return session.voidRecord({ form: rec.form, id: rec.id, base_version, reason });
}

describe('a closing', () => {
  it('is refused with everything that blocks it', () => {
    const investigation = enterInvestigation(session, person);
    enterInitiation(session, person);
    const end = act('investigation.end', investigation, { until: DAY });
    expect(reasons(end)).toEqual(['blocker.initiation', 'blocker.decision']);
    const transfer = act('investigation.transfer', investigation, { until: DAY });
    expect(reasons(transfer)).toEqual([
      'blocker.initiation',
      'blocker.decision',
      'blocker.service',
    ]);
    expect(now(investigation.id)).toEqual(investigation);
  });

  it('waits for the notice of every decision', () => {
    const decision = enterDecision(session, person, { notice_given: false });
    mustEnter(session, 'service', caseOf(session, person), { service: 'akuutti_sosiaalityo' });
    const investigation = now(String(decision.values.investigation)) as Rec;
    const transfer = act('investigation.transfer', investigation, { until: DAY });
    expect(reasons(transfer)).toEqual(['blocker.notice']);
  });

  it('cannot be done twice, before the start, or without an answer', () => {
    enterDecision(session, person);
    const [investigation] = caseOf(session, person).records.filter(
      (rec) => rec.form === 'investigation',
    ) as [Rec];
    expect(reasons(act('investigation.end', investigation, {}))).toEqual(['until field.required']);
    expect(reasons(act('investigation.end', investigation, { until: '2026-03-01' }))).toEqual([
      'until date.end_before_start',
    ]);
    expect(reasons(act('investigation.end', investigation, { until: DAY, why: 'x' }))).toEqual([
      'why field.unknown',
    ]);
    expect(saved(act('investigation.end', investigation, { until: DAY })).rec.closed_at).toBe(DAY);
    expect(reasons(act('investigation.end', investigation, { until: DAY }))).toEqual([
      'investigation.ended',
    ]);
  });

  it('of enforcement ends its services', () => {
    const service = enterService(session, person);
    const investigation = caseOf(session, person).records.find(
      (rec) => rec.form === 'investigation',
    ) as Rec;
    const made = saved(act('investigation.transfer', investigation, { until: DAY })).made;
    const enforcement = made.find((rec) => rec.form === 'enforcement') as Rec;
    saved(act('enforcement.end', enforcement, { until: DAY }));
    expect(now(service.id)?.values.until).toBe(DAY);
    expect(now(enforcement.id)?.closed_at).toBe(DAY);
  });
});

describe('a command on a record', () => {
  it('dismisses an initiation with its reason, once', () => {
    const initiation = enterInitiation(session, person);
    const answers = { dismissed_on: DAY, dismissal_reason: 'peruutettu' };
    expect(saved(act('initiation.dismiss', initiation, answers)).rec.values).toMatchObject(answers);
    expect(reasons(act('initiation.dismiss', initiation, answers))).toEqual(['initiation.handled']);
    expect(reasons(act('initiation.dismiss', initiation, { dismissed_on: DAY }))).toEqual([
      'dismissal_reason field.required',
    ]);
  });

  it('lends the case file and takes it back', () => {
    const investigation = enterInvestigation(session, person);
    expect(reasons(act('file.return', investigation, {}))).toEqual(['file.not_lent']);
    saved(act('file.lend', investigation, { lent_to: 'yhtsihter', lent_on: DAY }));
    expect(now(investigation.id)?.values.lent_to).toBe('yhtsihter');
    expect(
      reasons(act('file.lend', investigation, { lent_to: 'yhtsihter', lent_on: DAY })),
    ).toEqual(['file.lent']);
    saved(act('file.return', investigation, {}));
    expect(now(investigation.id)?.values.lent_to).toBeNull();
  });

  it('is refused on a record that changed meanwhile, is not there, or is no command', () => {
    const initiation = enterInitiation(session, person);
    const client = caseOf(session, person);
    const answers = { dismissed_on: DAY, dismissal_reason: 'peruutettu' };
    const at = (command: string, id: string, version: number) =>
      reasons(session.act(command, { id, version }, answers, client));
    expect(at('initiation.dismiss', initiation.id, 2)).toEqual(['record.changed']);
    expect(at('initiation.dismiss', 'nothing', 1)).toEqual(['record.missing']);
    expect(at('initiation.burn', initiation.id, 1)).toEqual(['action.unknown']);
    const target = { id: initiation.id, version: 1 };
    expect(reasons(session.act('initiation.dismiss', target, answers, null))).toEqual([
      'person.unknown',
    ]);
  });
});

describe('an investigation over the household', () => {
  it("handles the other member's initiation and holds the link at both ends", () => {
    const child = enterPerson(session, '030915A915K', 'Testi', 'Eetu');
    enterHousehold(session, [
      [person, 'R'],
      [child, 'B'],
    ]);
    const theirs = enterInitiation(session, child);
    enterInitiation(session, person);
    expect(caseOf(session, person).householdInitiations.map((rec) => rec.id)).toEqual([theirs.id]);
    const investigation = mustEnter(session, 'investigation', caseOf(session, person), {});
    expect(investigation.values.persons).toEqual([person, child]);
    const handled = () => caseOf(session, child).records.find((rec) => rec.id === theirs.id);
    expect(handled()?.values.handled_by).toBe(investigation.id);
    expect(caseOf(session, person).householdInitiations).toEqual([]);
    const refused = session.voidRecord({
      form: 'initiation',
      id: theirs.id,
      base_version: 2,
      reason: 'vaara_henkilo',
    });
    expect(reasons(refused)).toEqual(['void.linked']);
    saved(voided(investigation, 'vaara_henkilo'));
    expect(handled()?.values.handled_by).toBeNull();
  });
});

describe('voiding', () => {
  it('needs a reason and keeps the record out of the case, with its history', () => {
    const rec = enterInitiation(session, person);
    expect(reasons(voided(rec, 'because'))).toEqual(['reason amend.reason']);
    const done = saved(voided(rec, 'kahteen_kertaan'));
    expect(done.rec).toMatchObject({ voided: true, version: 2 });
    expect(caseOf(session, person).records).toEqual([]);
    expect(changesOf(office.base, rec.id).at(-1)).toMatchObject({
      kind: 'void',
      reason: 'kahteen_kertaan',
      base_version: 1,
      patch: {},
    });
    expect(
      reasons(session.voidRecord({ form: rec.form, id: rec.id, base_version: 2, reason: 'muu' })),
    ).toEqual(['record.voided']);
  });

  it('of a record others point to names them', () => {
    const service = enterService(session, person);
    const client = caseOf(session, person);
    mustEnter(session, 'work_entry', client, { event: 'puhelinkeskustelu', quantity: 15 });
    const result = voided(service);
    expect(result).toEqual({
      kind: 'refused',
      problems: [{ code: 'void.linked', values: { names: '160326 Puhelinkeskustelu', count: 1 } }],
    });
    expect(now(service.id)).toEqual(service);
  });

  it('of another version is stale', () => {
    const rec = enterInitiation(session, person);
    const old = { form: rec.form, id: rec.id, base_version: 9, reason: 'muu' };
    expect(session.voidRecord(old)).toEqual({ kind: 'stale', theirs: rec, fields: [] });
  });
});
