import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Rec } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { readRecord } from '../../src/store/records';
import type { Conflict, Item } from '../../src/sync/protocol';
import { AT, Feed, linked, makeStation, receive, type Station, send } from './feed';
import { deed, doDeed, openedOffice, type Played } from './histories';
import { amend, caseOf, enterInitiation, mustEnter, saved } from './office';

const offices: { close(): void }[] = [];
function closeAll(): void {
  for (const office of offices.splice(0)) office.close();
}
afterEach(closeAll);

/** Two bases of one centre with the same case in both. */
function twoBases(): { feed: Feed; stations: Station[]; played: Played[] } {
  const feed = new Feed();
  const first = openedOffice();
  const one = linked(first.office);
  const two = makeStation(2);
  offices.push(one.office, two.office);
  send(one, feed);
  receive(one, feed);
  receive(two, feed);
  const other: Played = { ...first, office: two.office, session: two.office.session() };
  return { feed, stations: [one, two], played: [first, other] };
}

/** Every record with what it holds, of any form; local numbers left out. */
function everything({ office }: Station): unknown[] {
  return registry.all.flatMap((form) => {
    const ids = office.base.sql<{ id: string }>(`SELECT id FROM "${form.id}" ORDER BY id`).all();
    return ids.map(({ id }) => {
      const rec = readRecord(office.base, form, id);
      return { ...rec, version: 0, entry_no: 0 };
    });
  });
}

function settle(feed: Feed, stations: readonly Station[]): void {
  for (const station of stations) send(station, feed);
  for (const station of stations) receive(station, feed);
}

/** Somebody else's change of a record met another: a place of the feed that is no change of it. */
function conflictOn({ id, form, bucket }: Rec, pos: number): Item {
  const conflict: Conflict = {
    ...{ id: 'ristiriita', record_id: id, form, bucket, op_id: 'muu', uow_id: 'muu' },
    ...{ status: 'open', opened_at: AT, resolution: null },
    fields: [{ field: 'text', base: null, theirs: 'Yksi', mine: 'Toinen' }],
    theirs: { actor: 'yhtmalmai', claimed_at: AT, op_id: 'yksi', version: 1 },
    mine: { actor: 'yhtlukrii', claimed_at: AT, reason: 'kirjausvirhe' },
  };
  return { kind: 'conflict', pos, conflict };
}

describe('bases of one centre', () => {
  it('hold the same after a first pull', () => {
    const { feed, stations } = twoBases();
    const [one, two] = stations as [Station, Station];
    expect(everything(two)).toEqual(everything(one));
    expect(everything(one).length).toBeGreaterThan(5);
    for (const { log } of stations) {
      expect(log.pendingCount()).toBe(0);
      expect(log.sums(log.containers())).toEqual(feed.sums());
      expect(log.scope()).toEqual(feed.scope());
      expect(log.partial()).toEqual([]);
    }
  });

  it('derive alike what rests on another record that comes in the same page (R53)', () => {
    for (const order of ['rests before', 'told of later'] as const) {
      const { feed, stations, played } = twoBases();
      const [one, two] = stations as [Station, Station];
      const { session, client } = played[0] as Played;
      const begun = enterInitiation(session, client, { date: '2026-03-16' });
      const about = { concerns: begun.id, text: 'Soita', due_on: '2026-03-20' };
      let reminder = mustEnter(session, 'reminder', caseOf(session, client), about);
      settle(feed, stations);
      const was = reminder.service_task;
      const change = (text: string) => {
        reminder = saved(amend(session, reminder, { text })).rec;
      };
      if (order === 'rests before') change('Soita taas');
      saved(amend(session, begun, { type: 'paihdehakemus', reason: 'arki' }));
      change('Käy');
      expect(reminder.service_task).not.toBe(was);
      send(one, feed);
      if (order === 'told of later') feed.items.push(conflictOn(begun, feed.items.length + 1));
      settle(feed, stations);
      expect(everything(two)).toEqual(everything(one));
      closeAll();
    }
  });

  it('end with equal records and sums, however what they did comes to them', () => {
    const exchange = fc.record({
      who: fc.nat(1),
      list: fc.array(deed, { minLength: 1, maxLength: 10 }),
      limit: fc.integer({ min: 1, max: 9 }),
      lost: fc.nat(2),
      both: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(exchange, { minLength: 1, maxLength: 4 }), (rounds) => {
        closeAll();
        const { feed, stations, played } = twoBases();
        for (const { who, list, limit, lost, both } of rounds) {
          for (const deed of list) doDeed(played[who] as Played, deed);
          const station = stations[who] as Station;
          if (both) send(station, feed, limit, lost);
          receive(station, feed, limit);
        }
        settle(feed, stations);
        const [one, two] = stations as [Station, Station];
        expect(everything(two)).toEqual(everything(one));
        for (const { log } of stations) {
          expect(log.pendingCount()).toBe(0);
          expect(log.sums(log.containers())).toEqual(feed.sums());
          expect(log.scope()).toEqual(feed.scope());
        }
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });
});
