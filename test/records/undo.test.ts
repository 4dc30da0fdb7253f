import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Rec, Values } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import type { Session } from '../../src/records/session';
import type { Base } from '../../src/store/base';
import { changesOf } from '../../src/store/changes';
import { queryRecords } from '../../src/store/query';
import { readRecord } from '../../src/store/records';
import { deeds, doDeed, openedOffice, type Played } from './histories';
import { amend, caseOf, enterInitiation, mustEnter, saved } from './office';

const NOTICE = { notice_given: true, notice_on: '2026-03-16', notice_manner: 'kirje' };

let played: Played;
afterEach(() => played.office.close());

/** Everything there is, by id, without what undoing leaves as it became: versions and numbers. */
function everything(base: Base): Map<string, object> {
  return new Map(
    registry.all.flatMap((form) =>
      queryRecords(base, form, { where: {} }).map(({ version, values, ...rec }) => {
        const kept = Object.entries(values).filter(([id]) => id !== form.number?.field);
        return [rec.id, { ...rec, values: Object.fromEntries(kept) }] as const;
      }),
    ),
  );
}

/** Undoes the last save with the client or the child open, whichever it concerns. */
function undo({ session, client, child }: Played) {
  const first = session.undo(caseOf(session, client));
  const isOther = !first.ok && first.problem.code === 'undo.elsewhere';
  return isOther ? session.undo(caseOf(session, child)) : first;
}

/** What differs between two states, apart from records made since, which must be void now. */
function differing(before: Map<string, object>, now: Map<string, object>): unknown[] {
  return [...now].flatMap(([id, rec]) => {
    const was = before.get(id);
    if (was) return JSON.stringify(was) === JSON.stringify(rec) ? [] : [[was, rec]];
    return (rec as Rec).voided ? [] : [['not void', rec]];
  });
}

/** `seq` of the newest line of history. */
function lastChange(base: Base): number {
  return (
    base.sql<{ seq: number }>('SELECT coalesce(max(seq), 0) AS seq FROM change').get()?.seq ?? 0
  );
}

describe('undo of the last save', () => {
  it('restores everything but version and number, and keeps both changes', () => {
    let undone = 0;
    fc.assert(
      fc.property(deeds, (list) => {
        played?.office.close();
        played = openedOffice();
        const { base } = played.office;
        for (const deed of list) {
          const before = everything(base);
          const seq = lastChange(base);
          if (doDeed(played, deed) !== 'saved') continue;
          const done = lastChange(base);
          const result = undo(played);
          if (!result.ok) {
            // Only a decision whose notice stands is final at once.
            expect(result.problem.code).toMatch(/^decision\./);
            expect(lastChange(base)).toBe(done);
            continue;
          }
          undone++;
          expect(differing(before, everything(base))).toEqual([]);
          // Nothing of the history is gone: what was done, and after it what took it back.
          const changes = base
            .sql<{ seq: number; record_id: string; reason: string | null; uow_id: string }>(
              'SELECT seq, record_id, reason, uow_id FROM change WHERE seq > ? ORDER BY seq',
            )
            .all(seq);
          const [forth, back] = [
            changes.filter((change) => change.seq <= done),
            changes.filter((change) => change.seq > done),
          ];
          expect(new Set(back.map(({ reason }) => reason))).toEqual(new Set(['kumottu']));
          expect(new Set(back.map(({ uow_id }) => uow_id)).size).toBe(1);
          expect(new Set(back.map(({ record_id }) => record_id))).toEqual(
            new Set(forth.map(({ record_id }) => record_id)),
          );
          doDeed(played, deed);
        }
      }),
      { numRuns: 25, endOnFailure: true },
    );
    expect(undone).toBeGreaterThan(50);
  }, 120_000);

  it('goes back step by step, each time to what was before', () => {
    fc.assert(
      fc.property(deeds, (list) => {
        played?.office.close();
        played = openedOffice();
        const { base } = played.office;
        const states = [everything(base)];
        for (const deed of list) {
          if (doDeed(played, deed) === 'saved') states.push(everything(base));
        }
        for (states.pop(); states.length; ) {
          const result = undo(played);
          // The way back ends only where a notice stands.
          if (!result.ok) expect(result.problem.code).toMatch(/^decision\./);
          if (!result.ok) break;
          expect(differing(states.pop() as Map<string, object>, everything(base))).toEqual([]);
        }
      }),
      { numRuns: 15, endOnFailure: true },
    );
  }, 120_000);
});

describe('undo', () => {
  const open = () => {
    played = openedOffice();
    return played;
  };
  const codeOf = (result: ReturnType<Session['undo']>) =>
    result.ok ? 'undone' : result.problem.code;
  const here = ({ session, client }: Played) => session.undo(caseOf(session, client));
  const note = ({ session, client }: Played, text: string) =>
    mustEnter(session, 'diary_note', caseOf(session, client), { person: client, text });
  const stored = ({ office }: Played, rec: Rec) =>
    readRecord(office.base, registry.form(rec.form), rec.id);

  it('is refused where nothing was saved in this session, whoever saved before', () => {
    const { office, client } = open();
    const fresh = office.session();
    expect(codeOf(fresh.undo(caseOf(fresh, client)))).toBe('undo.nothing');
  });

  it('takes back the one before with the next, never itself', () => {
    const at = open();
    const first = note(at, 'ensimmäinen');
    const second = note(at, 'toinen');
    expect(codeOf(here(at))).toBe('undone');
    expect([stored(at, first)?.voided, stored(at, second)?.voided]).toEqual([false, true]);
    expect(codeOf(here(at))).toBe('undone');
    expect(stored(at, first)?.voided).toBe(true);
    expect(changesOf(at.office.base, second.id).map(({ kind }) => kind)).toEqual([
      'create',
      'void',
    ]);
  });

  it('gives what was typed for a new record, and keeps the number used', () => {
    const at = open();
    const rec = enterInitiation(at.session, at.client);
    const result = here(at);
    if (!result.ok) throw new Error(result.problem.code);
    expect(result.value.again?.rec.values).toEqual(rec.values);
    expect(result.value.client?.records.some((one) => one.id === rec.id)).toBe(false);
    const next = enterInitiation(at.session, at.client);
    expect(next.values.register_no).toBe(Number(rec.values.register_no) + 1);
  });

  it('brings back what was voided, with the links taken from it', () => {
    const at = open();
    const { session, client } = at;
    const facts = caseOf(session, client);
    const service = facts.records.find((rec) => rec.form === 'service') as Rec;
    const target = { form: 'service', id: service.id, base_version: service.version };
    saved(session.voidRecord({ ...target, reason: 'kirjausvirhe', client: facts }));
    expect(codeOf(here(at))).toBe('undone');
    expect(stored(at, service)).toEqual({ ...service, version: service.version + 2 });
    expect(changesOf(at.office.base, service.id).at(-1)?.kind).toBe('restore');
  });

  it('is refused once the notice of a decision stands', () => {
    const at = open();
    const decision = caseOf(at.session, at.client).records.find(({ form }) => form === 'decision');
    saved(amend(at.session, decision as Rec, NOTICE));
    expect(codeOf(here(at))).toMatch(/^decision\./);
    expect(stored(at, decision as Rec)?.values.notice_given).toBe(true);
  });

  it('is refused when another record rests on it, and says which', () => {
    const at = open();
    const { session, client, office } = at;
    const service = caseOf(session, client).records.find((rec) => rec.form === 'service') as Rec;
    // The last save of the session is this service; a colleague attaches work to it.
    expect(codeOf(here(at))).toBe('undone');
    mustEnter(session, 'service', caseOf(session, client), { service: 'akuutti_sosiaalityo' });
    const other = office.session('yhtpälöst');
    const work = { event: 'puhelinkeskustelu', quantity: 15 };
    mustEnter(other, 'work_entry', caseOf(other, client), work);
    const result = here(at);
    expect(result).toMatchObject({ ok: false, problem: { code: 'undo.linked' } });
    expect(!result.ok && result.problem.values?.count).toBe(1);
    expect(!result.ok && String(result.problem.values?.names)).toContain('160326');
    expect(stored(at, service)?.voided).toBe(true);
  });

  it('is refused when somebody has changed it since, and says who', () => {
    const at = open();
    const rec = note(at, 'oma');
    saved(amend(at.office.session('yhtpälöst'), rec, { text: 'toisen' }));
    expect(here(at)).toMatchObject({
      ok: false,
      problem: { code: 'undo.changed', values: { user: 'Pälvinen Östen' } },
    });
    expect(stored(at, rec)?.values.text).toBe('toisen');
  });

  it('is refused while another client is open, and says whom it concerns', () => {
    const at = open();
    const rec = note(at, 'äidille');
    const result = at.session.undo(caseOf(at.session, at.child));
    expect(result).toMatchObject({ ok: false, problem: { code: 'undo.elsewhere' } });
    expect(codeOf(at.session.undo(null))).toBe('undo.elsewhere');
    expect(stored(at, rec)?.voided).toBe(false);
  });

  it('is refused when what it was points to something voided since', () => {
    const at = open();
    const { session, client, office } = at;
    const service = caseOf(session, client).records.find((rec) => rec.form === 'service') as Rec;
    const rec = mustEnter(session, 'diary_note', caseOf(session, client), {
      person: client,
      text: 'liittyy palveluun',
      attached: service.id,
    });
    const facts = caseOf(session, client);
    const target = { form: rec.form, id: rec.id, base_version: rec.version };
    saved(session.voidRecord({ ...target, reason: 'kirjausvirhe', client: facts }));
    const other = office.session('yhtpälöst');
    const gone = { form: 'service', id: service.id, base_version: service.version };
    saved(other.voidRecord({ ...gone, reason: 'kirjausvirhe', client: caseOf(other, client) }));
    expect(codeOf(here(at))).toBe('undo.gone');
    expect(stored(at, rec)?.voided).toBe(true);
  });

  it('takes back a command with everything it did', () => {
    const at = open();
    const { session, client } = at;
    const decision = caseOf(session, client).records.find((rec) => rec.form === 'decision') as Rec;
    saved(amend(session, decision, NOTICE));
    const before = everything(at.office.base);
    const facts = session.facts(caseOf(session, client));
    const rec = facts.client?.records.find((one) => one.form === 'investigation') as Rec;
    const answers: Values = { until: '2026-03-16' };
    const done = saved(session.act('investigation.transfer', rec, answers, facts.client));
    expect(done.made.length).toBeGreaterThan(1);
    expect(codeOf(here(at))).toBe('undone');
    expect(differing(before, everything(at.office.base))).toEqual([]);
  });
});
