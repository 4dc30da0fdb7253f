import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rec, Values } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import type { Session } from '../../src/records/session';
import {
  amend,
  caseOf,
  enter,
  enterDecision,
  enterHousehold,
  enterInitiation,
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
let eetu: string;
let enni: string;
beforeEach(() => {
  office = makeOffice();
  session = office.session('yhtmalmai', '2026-03-17');
  const aino = enterPerson(session, '140388-9028', 'Koivula', 'Aino');
  eetu = enterPerson(session, '030915A915K', 'Koivula', 'Eetu');
  enni = enterPerson(session, '221118A926K', 'Koivula', 'Enni');
  enterHousehold(session, [
    [aino, 'R'],
    [eetu, 'B'],
    [enni, 'B'],
  ]);
});
afterEach(() => office.close());

const NOTICE = { type: 'shl_35', reason: 'poissaolot' };
const START = '2026-03-26 Palvelutarpeen arvioinnin aloitus, 1301/2014 36 § 3 mom';
const READY = '2026-06-17 Palvelutarpeen arviointi valmis, 1301/2014 36 §';

const recordsOf = (form: string, by = session, person = eetu) =>
  caseOf(by, person).records.filter((rec) => rec.form === form);
const now = (rec: Rec): Rec => recordsOf(rec.form).find((one) => one.id === rec.id) as Rec;

/** Limits on a record as the screen lists them. */
function limitsOf(rec: Rec, by = session): string[] {
  const facts = by.facts(caseOf(by, eetu));
  const found = registry.form(rec.form).deadlines(now(rec), facts);
  return found.map(({ rule, due, awaits, later, held }) =>
    [rule.id, due ?? (held ? 'held' : rule.unit), later ? 'later' : '', ...awaits]
      .filter(Boolean)
      .join(' '),
  );
}

/** What may be ticked for a record, and the effect of saving some of it. */
function remind(rec: Rec, limits: readonly string[], more: Values = {}, by = session) {
  const answers = { limits: [...limits], owner: 'yhtmalmai', ...more };
  return by.act('reminder.limits', now(rec), answers, caseOf(by, eetu));
}

const BOTH = ['pta_aloitus_erit_lapsi', 'pta_valmis_erit_lapsi'];
const reminders = () =>
  recordsOf('reminder').map(({ values }) => `${values.due_on} ${values.text}`);

/** B3 to its third step: a notice of each child, one investigation. */
function investigated(chosen: Values = {}): Rec {
  enterInitiation(session, enni, NOTICE);
  enterInitiation(session, eetu, NOTICE);
  return mustEnter(session, 'investigation', caseOf(session, eetu), chosen);
}

describe('reminders of time limits', () => {
  it('are two for one notice about two linked children, and no more are proposed', () => {
    const rec = investigated();
    expect(rec.values.initiations).toHaveLength(2);
    saved(remind(rec, BOTH));
    expect(reminders()).toEqual([START, READY]);
    for (const made of recordsOf('reminder')) {
      expect(made.values).toMatchObject({ concerns: rec.id, owner: 'yhtmalmai', done: false });
      expect(made.service_task).toBe('lapsiperheet');
    }
    expect(reasons(remind(rec, BOTH))).toEqual(['limits choice.stale']);
    expect(recordsOf('reminder', session, enni)).toEqual([]);
    const [initiation] = recordsOf('initiation');
    expect(reasons(remind(initiation as Rec, BOTH))).toEqual(['limits choice.stale']);
  });

  it('are those ticked, for whom they are given to, all in one unit of work', () => {
    const rec = investigated();
    saved(remind(rec, BOTH.slice(1), { owner: 'yhtsihter' }));
    expect(reminders()).toEqual([READY]);
    saved(remind(rec, BOTH.slice(0, 1)));
    expect(reminders().sort()).toEqual([START, READY]);
    const rows = office.base.db
      .prepare("SELECT count(DISTINCT uow_id) AS n FROM change WHERE form = 'reminder'")
      .get() as { n: number };
    expect(rows.n).toBe(2);
    const theirs = office.session('yhtsihter', '2026-06-01').workList();
    expect(theirs.map(({ kind, due }) => [kind, due])).toContainEqual(['due', '2026-06-17']);
  });

  it('are refused to whom may not make them, and to nobody ticked', () => {
    const rec = investigated();
    const reader = office.session('yhtlukrii', '2026-03-17');
    expect(reasons(remind(rec, BOTH, {}, reader))).toEqual(['role.create']);
    expect(reasons(remind(rec, []))).toEqual(['limits field.required']);
    expect(reminders()).toEqual([]);
  });

  it('follow a decision whose notice is recorded, which itself never changes', () => {
    enterDecision(session, eetu);
    const decision = recordsOf('decision')[0] as Rec;
    expect(limitsOf(decision)).toEqual([
      'tiedoksianto 2026-03-24',
      'oikaisu 2026-04-23',
      'valitus 2026-04-23',
      'toteutus 2026-06-17',
    ]);
    saved(remind(decision, ['oikaisu', 'toteutus']));
    expect(reminders()).toHaveLength(2);
    expect(now(decision).version).toBe(decision.version);
  });

  it('are marked done, from the case and from the list, once', () => {
    const rec = investigated();
    saved(remind(rec, BOTH));
    const [first, second] = recordsOf('reminder') as [Rec, Rec];
    saved(session.act('reminder.done', first, {}, caseOf(session, eetu)));
    expect(reasons(session.act('reminder.done', now(first), {}, caseOf(session, eetu)))).toEqual([
      'reminder.done_already',
    ]);
    saved(session.actListed('reminder.done', second, eetu));
    expect(recordsOf('reminder').map(({ values }) => values.done)).toEqual([true, true]);
    const own = mustEnter(session, 'reminder', null, { due_on: '2026-03-18', text: 'Palaveri' });
    saved(session.actListed('reminder.done', own, null));
    expect(reasons(session.actListed('reminder.done', own, null))).toEqual([
      'reminder.done_already',
    ]);
  });
});

describe('time limits on a record', () => {
  it('await the tick of special support, become firm with it, vanish when it is refused', () => {
    const rec = investigated();
    const awaiting = ['pta_aloitus_erit_lapsi 2026-03-26', 'pta_valmis_erit_lapsi 2026-06-17'];
    const rest = [
      'toteutus 2026-06-17 later',
      'pta_aloitus without_delay',
      'pta_valmis without_delay',
    ];
    expect(limitsOf(rec)).toEqual([...awaiting.map((one) => `${one} special_support`), ...rest]);
    saved(amend(session, now(rec), { special_support: true }));
    expect(limitsOf(rec)).toEqual([...awaiting, ...rest]);
    saved(amend(session, now(rec), { special_support: false }));
    expect(limitsOf(rec)).toEqual(rest);
  });

  it('end with what ends them: work with somebody, a decision, a service', () => {
    const rec = investigated({ special_support: true });
    const firm = () => limitsOf(rec).filter((one) => one.startsWith('pta_') && /\d/u.test(one));
    const work = { person: eetu, event: 'puhelinkeskustelu', quantity: 15, attached: rec.id };
    saved(enter(session, 'work_entry', caseOf(session, eetu), { ...work, not_reachable: true }));
    expect(firm()).toHaveLength(2);
    saved(enter(session, 'work_entry', caseOf(session, eetu), work));
    expect(firm()).toEqual(['pta_valmis_erit_lapsi 2026-06-17']);
    const type = 'shl_asiakkuuden_jatkaminen';
    const decision = mustEnter(session, 'decision', caseOf(session, eetu), {
      type,
      investigation: rec.id,
      notice_given: false,
    });
    expect(firm()).toEqual([]);
    expect(limitsOf(decision)).toEqual(['toteutus 2026-06-17']);
    mustEnter(session, 'service', caseOf(session, eetu), {
      decision: decision.id,
      service: 'shl_asiakkuus_lapsiperheet',
    });
    expect(limitsOf(decision)).toEqual([]);
  });

  it('count linked initiations from the first, else from the one that is not suspended', () => {
    const early = enterInitiation(session, enni, { ...NOTICE, date: '2026-03-13' });
    enterInitiation(session, eetu, NOTICE);
    const rec = mustEnter(session, 'investigation', caseOf(session, eetu), {});
    expect(limitsOf(rec)[0]).toBe('pta_aloitus_erit_lapsi 2026-03-24 special_support');
    const theirs = caseOf(session, enni).records.find((one) => one.id === early.id) as Rec;
    const answers = {
      suspended_from: '2026-03-16',
      suspended_until: null,
      suspension_reason: 'muu',
    };
    saved(session.act('suspension.start', theirs, answers, caseOf(session, enni)));
    expect(limitsOf(rec)[0]).toBe('pta_aloitus_erit_lapsi 2026-03-26 special_support');
  });

  it('are on the day told where notice is not by letter, and pass with it', () => {
    enterDecision(session, eetu, { notice_manner: 'henkilokohtaisesti' });
    const decision = recordsOf('decision')[0] as Rec;
    const client = (day: string) =>
      limitsOf(decision, office.session('yhtmalmai', day)).filter((one) => !/toteutus/u.test(one));
    expect(client('2026-03-17')).toEqual(['oikaisu 2026-04-16', 'valitus 2026-04-16']);
    expect(client('2026-04-16')).toEqual(['oikaisu 2026-04-16', 'valitus 2026-04-16']);
    expect(client('2026-04-17')).toEqual([]);
  });

  it('are on a service until it has started', () => {
    const running = enterService(session, eetu);
    expect(limitsOf(running)).toEqual([]);
    saved(amend(session, now(running), { from: '2026-04-01' }));
    expect(limitsOf(running)).toEqual(['toteutus 2026-06-17']);
  });
});
