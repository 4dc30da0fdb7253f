import { afterEach, describe, expect, it } from 'vitest';
import type { Rec, Value } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { readSyncCounts } from '../../src/records/sync-open';
import { readRecord } from '../../src/store/records';
import { AT, Feed, linked, receive, type Station, send } from './feed';
import { inConflict, others, type Sides } from './in-conflict';
import { amend, caseOf, enterPerson, enterService, makeOffice, saved } from './office';

const stations: Station[] = [];
afterEach(() => {
  for (const { office } of stations.splice(0)) office.close();
});

/** A linked base with a client and a running service, all of it at the centre. */
function served(more: Record<string, Value> = {}): { station: Station; feed: Feed; rec: Rec } {
  const feed = new Feed();
  const station = linked(makeOffice());
  stations.push(station);
  const session = station.office.session();
  const person = enterPerson(session, '140388-9028', 'Koivula', 'Aino', more);
  const rec = enterService(session, person);
  send(station, feed);
  receive(station, feed);
  const now = readRecord(station.office.base, registry.form('service'), rec.id) as Rec;
  return { station, feed, rec: now };
}

const END: Sides = [{ field: 'until', base: null, theirs: '2026-05-31', mine: '2026-08-31' }];

/** The end of the service in conflict. */
function endInConflict(fields: Sides = END) {
  const made = served();
  const session = made.station.office.session();
  saved(amend(session, made.rec, { until: '2026-08-31' }));
  inConflict(made, fields);
  return { ...made, session };
}

const shownIn = (session: ReturnType<Station['office']['session']>) => {
  const read = session.conflict('conflict-1');
  if (!read.ok) throw new Error(read.problem.code);
  return read.value;
};

const rowsIn = (session: ReturnType<Station['office']['session']>) => {
  const read = session.delivery();
  if (!read.ok) throw new Error(read.problem.code);
  return read.value.map(({ form, state, conflict }) => [form, state, conflict]);
};

describe('what has not gone', () => {
  it('is listed by record, oldest change and state, and leaves a line in the use log', () => {
    const { station, rec } = served();
    const session = station.office.session();
    expect(rowsIn(session)).toEqual([]);
    saved(amend(session, rec, { until: '2026-08-31' }));
    const before = station.office.uses().length;
    const read = session.delivery();
    if (!read.ok) throw new Error(read.problem.code);
    expect(read.value).toMatchObject([
      { form: 'service', id: rec.id, state: 'pending', changes: 1, gone: false },
    ]);
    expect(read.value[0]?.person?.name).toBe('Koivula, Aino');
    const [line, ...more] = station.office.uses().slice(before);
    expect(more).toEqual([]);
    expect(line).toMatchObject({ what: 'list', person: rec.bucket, detail: 'delivery' });
  });

  it('tells a refused change with its reason', () => {
    const { station, rec } = served();
    const session = station.office.session();
    saved(amend(session, rec, { until: '2026-08-31' }));
    const [op] = station.log.pending(10, 262_144).flatMap(({ ops }) => ops);
    const op_id = op?.op_id ?? '';
    station.log.answered([{ op_id, status: 'rejected', code: 'sync.frozen' }], AT);
    const read = session.delivery();
    expect(read.ok && read.value).toMatchObject([{ state: 'rejected', code: 'sync.frozen' }]);
  });
});

/** A change of the service that the centre has refused. */
function refusedChange() {
  const { station, rec, feed } = served();
  const session = station.office.session();
  saved(amend(session, rec, { until: '2026-08-31' }));
  const [op] = station.log.pending(10, 262_144).flatMap(({ ops }) => ops);
  const op_id = op?.op_id ?? '';
  station.log.answered([{ op_id, status: 'rejected', code: 'sync.frozen' }], AT);
  return { station, rec, feed, session, op_id };
}

describe('a refused change', () => {
  it('is acknowledged with a reason, stays in the list, and is counted apart (R51)', () => {
    const { station, session, op_id } = refusedChange();
    const counts = () => readSyncCounts(station.office.base);
    expect(counts()).toMatchObject({ rejected: 1, acknowledged: 0 });
    const seen = { ops: [op_id], reason: ' tehty uudella päätöksellä ' };
    expect(session.acknowledge(seen)).toMatchObject({ ok: true });
    expect(counts()).toMatchObject({ rejected: 0, acknowledged: 1 });
    const read = session.delivery();
    expect(read.ok && read.value).toMatchObject([
      {
        ...{ form: 'service', state: 'acknowledged', code: 'sync.frozen', ops: [op_id] },
        seen: { who: 'Mallila Maija', reason: 'tehty uudella päätöksellä' },
      },
    ]);
  });

  it('is read in the history, which says that it is not in', () => {
    const { session, rec } = refusedChange();
    const read = session.history('service', rec.id);
    expect(read.ok && read.value.entries.map(({ kind, state }) => [kind, state])).toEqual([
      ['create', null],
      ['amend', 'rejected'],
    ]);
    expect(read.ok && read.value.entries[1]?.fields).toContainEqual(
      expect.arrayContaining(['until', '2026-08-31']),
    );
  });

  it('is acknowledged once and for a reason; what is not refused is not', () => {
    const { station, session, op_id, rec } = refusedChange();
    const codeOf = (ops: readonly string[], reason: string) => {
      const done = session.acknowledge({ ops, reason });
      return done.ok ? null : done.problem.code;
    };
    expect(codeOf([op_id], ' ')).toBe('acknowledge.reason');
    expect(codeOf([], 'nähty')).toBe('acknowledge.state');
    expect(codeOf([op_id, 'no-such'], 'nähty')).toBe('acknowledge.state');
    expect(codeOf([op_id], 'nähty')).toBeNull();
    expect(codeOf([op_id], 'nähty')).toBe('acknowledge.state');
    const now = readRecord(station.office.base, registry.form('service'), rec.id) as Rec;
    saved(amend(session, now, { until: '2026-09-30' }));
    expect(rowsIn(session).map(([, state]) => state)).toEqual(['pending', 'acknowledged']);
  });
});

describe('a conflict', () => {
  it('is shown with both values, authors and times, and nothing chosen', () => {
    const { session } = endInConflict();
    expect(rowsIn(session)).toEqual([['service', 'conflict', 'conflict-1']]);
    const shown = shownIn(session);
    expect(shown.fields).toEqual(END);
    expect([shown.mine.who, shown.theirs.who]).toEqual(['Mallila Maija', 'Pälvinen Östen']);
    expect(shown.settled).toBeNull();
  });

  it.each([
    ['mine', '2026-08-31'],
    ['theirs', '2026-05-31'],
  ] as const)('settled as %s goes on as an operation that settles it', (choice, until) => {
    const { session, station, rec } = endInConflict();
    const { version } = shownIn(session);
    const settlement = { conflict: 'conflict-1', version, choices: { until: choice } };
    const done = session.settle({ ...settlement, reason: 'sovittu käynnillä' });
    expect(done.kind).toBe('saved');
    const ops = station.log.pending(10, 262_144).flatMap((unit) => unit.ops);
    expect(ops).toMatchObject([
      { record_id: rec.id, resolves: 'conflict-1', reason: 'sovittu käynnillä', kind: 'amend' },
    ]);
    const now = readRecord(station.office.base, registry.form('service'), rec.id);
    expect(now?.values.until).toBe(until);
    expect(rowsIn(session).map(([, state]) => state)).toEqual(['pending', 'settled']);
    expect(shownIn(session)).toMatchObject({
      settled: { who: 'Mallila Maija', reason: 'sovittu käynnillä', sent: false },
    });
    expect(shownIn(session).fields[0]?.chosen).toBe(choice);
  });

  it('shows as theirs what stands by now, and leaves that where theirs is chosen (R39)', () => {
    const { session, station, feed, rec } = endInConflict();
    const more = { until: ['2026-05-31', '2026-06-30'] as [string, string] };
    others({ station, feed }, 'third-op', more);
    const shown = shownIn(session);
    expect(shown.fields).toEqual([{ ...END[0], theirs: '2026-06-30' }]);
    const choices = { until: 'theirs' as const };
    const { version } = shown;
    saved(session.settle({ conflict: 'conflict-1', version, choices, reason: 'heidän' }));
    const now = readRecord(station.office.base, registry.form('service'), rec.id);
    expect(now?.values.until).toBe('2026-06-30');
    expect(station.log.pending(10, 262_144)[0]?.ops).toMatchObject([{ patch: {} }]);
  });

  it('names what was chosen of the waiting side, also where that stands already (R39)', () => {
    const { session, station, feed } = endInConflict();
    const more = { until: ['2026-05-31', '2026-08-31'] as [string, string] };
    others({ station, feed }, 'third-op', more);
    const { version } = shownIn(session);
    const choices = { until: 'mine' as const };
    saved(session.settle({ conflict: 'conflict-1', version, choices, reason: 'minun' }));
    expect(station.log.pending(10, 262_144)[0]?.ops).toMatchObject([
      { patch: { until: ['2026-08-31', '2026-08-31'] }, resolves: 'conflict-1' },
    ]);
    expect(shownIn(session).fields[0]?.chosen).toBe('mine');
  });

  it('about a field only a newer program knows is left to that one (R49)', () => {
    const made = endInConflict([...END, { field: 'mood', base: null, theirs: 'a', mine: 'b' }]);
    const { version } = shownIn(made.session);
    const choices = { until: 'mine' as const, mood: 'mine' as const };
    const done = made.session.settle({ conflict: 'conflict-1', version, choices, reason: 'oma' });
    expect(done).toMatchObject({ kind: 'refused', problems: [{ code: 'conflict.newer' }] });
  });

  it('is settled once, by who may change the record, with a choice for each field (R11)', () => {
    const { session, station } = endInConflict();
    const { version } = shownIn(session);
    const settlement = {
      ...{ conflict: 'conflict-1', version, reason: 'sovittu' },
      choices: { until: 'mine' as const },
    };
    const codeOf = (result: ReturnType<typeof session.settle>) =>
      result.kind === 'refused' ? result.problems[0]?.code : result.kind;
    expect(codeOf(session.settle({ ...settlement, choices: {} }))).toBe('conflict.choose');
    expect(codeOf(session.settle({ ...settlement, version: version + 1 }))).toBe('stale');
    expect(codeOf(session.settle({ ...settlement, conflict: 'nowhere' }))).toBe('record.missing');
    const before = station.log.pendingCount();
    expect(before).toBe(0);
    expect(codeOf(session.settle(settlement))).toBe('saved');
    expect(codeOf(session.settle(settlement))).toBe('conflict.settled');
    expect(station.log.pendingCount()).toBe(1);
  });

  it('is told of when it comes, and when somebody else has settled it', () => {
    const { station, feed, session } = endInConflict();
    const told = (...known: string[]) => {
      const news = session.conflictNews(new Set(known));
      if (!news.ok) throw new Error(news.problem.code);
      return news.value.map(({ id, who, fields, settled }) => [id, who, fields, settled]);
    };
    const line = ['conflict-1', 'Pälvinen Östen', ['until']];
    expect(told()).toEqual([[...line, undefined]]);
    expect(told('conflict-1', 'unheard-of')).toEqual([]);
    const came = feed.items.find((item) => item.kind === 'conflict');
    if (came?.kind !== 'conflict') throw new Error('no conflict came');
    const resolution = { op_id: 'their-op', actor: 'yhtpälöst', at: AT, reason: 'sovittu' };
    const conflict = { ...came.conflict, status: 'resolved' as const, resolution };
    feed.items.push({ kind: 'conflict', pos: feed.items.length + 1, conflict });
    receive(station, feed);
    expect(told()).toEqual([]);
    expect(told('conflict-1')).toEqual([[...line, 'others']]);
  });

  it('that the user settles is the own news', () => {
    const { session } = endInConflict();
    const { version } = shownIn(session);
    const settlement = { conflict: 'conflict-1', version, choices: { until: 'mine' as const } };
    saved(session.settle({ ...settlement, reason: 'sovittu' }));
    const news = session.conflictNews(new Set(['conflict-1']));
    expect(news.ok && news.value).toMatchObject([{ id: 'conflict-1', settled: 'own' }]);
  });

  it('of a voided record is settled whole', () => {
    const made = served();
    const session = made.station.office.session();
    const { rec } = made;
    const note = { form: rec.form, id: rec.id, base_version: rec.version, reason: 'kirjausvirhe' };
    saved(session.voidRecord(note));
    inConflict(made, [{ field: '$voided', base: false, theirs: false, mine: true }]);
    const { version } = shownIn(session);
    const choices = { $voided: 'mine' as const };
    saved(session.settle({ conflict: 'conflict-1', version, choices, reason: 'väärä henkilö' }));
    const ops = made.station.log.pending(10, 262_144).flatMap((unit) => unit.ops);
    expect(ops).toMatchObject([{ kind: 'void', resolves: 'conflict-1' }]);
    const now = readRecord(made.station.office.base, registry.form('service'), rec.id);
    expect(now?.voided).toBe(true);
  });

  it('shows nothing that turvakielto hides, and leaves a line in the use log', () => {
    const made = served({ protected: true, street: 'Piilopolku 17' });
    const { office } = made.station;
    const session = office.session();
    const person = readRecord(office.base, registry.form('person'), made.rec.bucket ?? '') as Rec;
    saved(amend(session, person, { street: 'Uusi polku 1' }));
    inConflict(made, [
      { field: 'street', base: 'Piilopolku 17', theirs: 'Kolmas polku 3', mine: 'Uusi polku 1' },
    ]);
    const before = office.uses().length;
    const shown = shownIn(session);
    expect(shown.fields).toEqual([{ field: 'street', base: null, theirs: null, mine: null }]);
    expect(JSON.stringify(shown)).not.toMatch(/polku/);
    expect(office.uses().slice(before)).toMatchObject([
      { what: 'history', person: person.id, detail: 'person' },
    ]);
    expect(caseOf(session, person.id).person.protected).toBe(true);
  });
});
