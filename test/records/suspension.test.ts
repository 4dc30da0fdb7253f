import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rec } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { diaryOf } from '../../src/records/diary';
import type { Session } from '../../src/records/session';
import {
  amend,
  caseOf,
  enter,
  enterCouple,
  enterInitiation,
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
let person: string;
beforeEach(() => {
  office = makeOffice();
  session = office.session();
  person = enterCouple(session);
});
afterEach(() => office.close());

const now = (rec: Rec): Rec =>
  caseOf(session, person).records.find((one) => one.id === rec.id) as Rec;

/** Suspends a record as the command does. */
function suspend(rec: Rec, from: string, until: string | null = null, by = session) {
  const answers = {
    suspended_from: from,
    suspended_until: until,
    suspension_reason: 'laitoshoito',
  };
  return by.act('suspension.start', now(rec), answers, caseOf(session, person));
}

function endSuspension(rec: Rec, day: string) {
  return session.act(
    'suspension.end',
    now(rec),
    { last_suspended_day: day },
    caseOf(session, person),
  );
}

const linesOf = () =>
  diaryOf(session.facts(caseOf(session, person)), registry).map(
    ({ on, letter, line }) => `${on} ${letter} ${words.line(line.key, line.values)}`,
  );

describe('a suspension', () => {
  it('stands in the diary with the letter of its record, and moves the limit on', () => {
    const rec = enterInitiation(session, person, {
      type: 'toimeentulotukihakemus',
      reason: 'talous',
    });
    expect(session.workList()[0]?.due).toBe('2026-03-25');
    saved(suspend(rec, '2026-03-18', '2026-03-20'));
    expect(linesOf()).toContain('2026-03-18 V Keskeytys 180326–200326: Laitos- tai sairaalahoito');
    expect(session.workList()[0]?.due).toBe('2026-03-30');
    saved(suspend(rec, '2026-03-23'));
    expect(linesOf()).toContain('2026-03-23 V Keskeytys 230326–: Laitos- tai sairaalahoito');
    expect(session.workList()[0]?.due).toBeNull();
    saved(endSuspension(rec, '2026-03-24'));
    expect(session.workList()[0]?.due).toBe('2026-04-01');
    expect(now(rec).values.suspensions).toEqual([
      { from: '2026-03-18', until: '2026-03-20', reason: 'laitoshoito' },
      { from: '2026-03-23', until: '2026-03-24', reason: 'laitoshoito' },
    ]);
  });

  it('is refused where another is, outside its record, backwards, and while one is open', () => {
    const rec = enterInitiation(session, person);
    saved(suspend(rec, '2026-03-18', '2026-03-20'));
    const said = (from: string, until: string | null = null) => {
      const result = suspend(rec, from, until);
      return result.kind === 'refused' ? result.problems : result.kind;
    };
    const at = { field: 'suspended_from' };
    const overlap = {
      ...at,
      code: 'suspension.overlap',
      values: { from: '180326', until: '200326' },
    };
    expect(said('2026-03-20')).toEqual([overlap]);
    expect(said('2026-03-17', '2026-03-18')).toEqual([overlap]);
    expect(said('2026-03-19', '2026-03-19')).toEqual([overlap]);
    expect(said('2026-03-15', '2026-03-17')).toEqual([
      { ...at, code: 'suspension.outside', values: { from: '160326' } },
    ]);
    expect(said('2026-03-25', '2026-03-24')).toEqual([
      { field: 'suspended_until', code: 'date.end_before_start' },
    ]);
    saved(suspend(rec, '2026-03-21'));
    expect(said('2026-03-16', '2026-03-17')).toEqual([
      { code: 'suspension.open', values: { from: '210326' } },
    ]);
    const early = endSuspension(rec, '2026-03-20');
    expect(reasons(early)).toEqual(['last_suspended_day suspension.before_start']);
  });

  it('may be corrected with a reason, under the same checks', () => {
    const rec = enterInitiation(session, person);
    saved(suspend(rec, '2026-03-18', '2026-03-20'));
    saved(suspend(rec, '2026-03-24', '2026-03-25'));
    const row = (from: string | null, until: string | null) => ({ from, until, reason: 'muu' });
    const set = (...rows: ReturnType<typeof row>[]) =>
      amend(session, now(rec), { suspensions: rows });
    expect(reasons(set(row('2026-03-18', '2026-03-24'), row('2026-03-24', null)))).toEqual([
      'suspensions suspension.overlap',
    ]);
    expect(reasons(set(row(null, '2026-03-24')))).toEqual(['suspensions field.required']);
    saved(set(row('2026-03-18', '2026-03-19')));
    expect(now(rec).values.suspensions).toEqual([row('2026-03-18', '2026-03-19')]);
  });

  it('is made once by two who make it at the same moment', () => {
    const rec = enterInitiation(session, person);
    const seen = caseOf(session, person);
    const other = office.session('yhtsihter');
    const answers = {
      suspended_from: '2026-03-18',
      suspended_until: null,
      suspension_reason: 'muu',
    };
    saved(session.act('suspension.start', rec, answers, seen));
    expect(reasons(other.act('suspension.start', rec, answers, seen))).toEqual(['suspension.open']);
    expect(now(rec).values.suspensions).toHaveLength(1);
  });

  it('is not for a reader, and not for a dismissed initiation', () => {
    const rec = enterInitiation(session, person);
    const reader = office.session('yhtlukrii');
    expect(reasons(suspend(rec, '2026-03-18', null, reader))).toEqual(['role.amend']);
    const [reason] = session.facts(null).codes('dismissal_reasons');
    saved(
      session.act(
        'initiation.dismiss',
        rec,
        { dismissed_on: '2026-03-16', dismissal_reason: reason?.id ?? '' },
        caseOf(session, person),
      ),
    );
    expect(reasons(suspend(rec, '2026-03-16'))).toEqual(['suspension.ended']);
  });
});

describe('work on a suspended day', () => {
  const work = (occasion: string, attached: string) => {
    const chosen = { person, attached, event: 'puhelinkeskustelu', quantity: 15, occasion };
    return enter(session, 'work_entry', caseOf(session, person), chosen);
  };

  it('is refused at its day, with the suspension; the days around it are free', () => {
    const service = enterService(session, person);
    session = office.session('yhtmalmai', '2026-03-27');
    saved(suspend(service, '2026-03-20', '2026-03-24'));
    for (const day of ['2026-03-20', '2026-03-24']) {
      const result = work(day, service.id);
      expect(result.kind === 'refused' && result.problems).toEqual([
        {
          code: 'work.suspended',
          field: 'occasion',
          values: { from: '200326', until: '240326' },
        },
      ]);
    }
    for (const day of ['2026-03-19', '2026-03-25']) saved(work(day, service.id));
  });

  it('keeps a suspension away from days that have work already', () => {
    const service = enterService(session, person);
    session = office.session('yhtmalmai', '2026-03-27');
    saved(work('2026-03-20', service.id));
    const result = suspend(service, '2026-03-18', '2026-03-24');
    expect(result.kind === 'refused' && result.problems).toEqual([
      { code: 'suspension.work', field: 'suspended_from', values: { on: '200326' } },
    ]);
    saved(suspend(service, '2026-03-21', '2026-03-24'));
  });

  it('goes by default to what does not stand still', () => {
    const service = enterService(session, person);
    saved(suspend(service, '2026-03-16'));
    const entry = mustEnter(session, 'work_entry', caseOf(session, person), {
      person,
      event: 'puhelinkeskustelu',
      quantity: 15,
    });
    expect(entry.values.attached).toBe(
      caseOf(session, person).records.find((rec) => rec.form === 'investigation')?.id,
    );
  });

  it('is refused on an investigation while all it looks into is suspended', () => {
    const initiation = enterInitiation(session, person);
    const investigation = mustEnter(session, 'investigation', caseOf(session, person), {});
    saved(suspend(initiation, '2026-03-16', '2026-03-16'));
    expect(reasons(work('2026-03-16', investigation.id))).toEqual(['occasion work.suspended']);
  });
});
