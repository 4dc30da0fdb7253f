import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { registry } from '../../src/forms/index';
import { readRecord } from '../../src/store/records';
import { Feed, linked, makeStation, receive, type Station, send } from './feed';
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

  it('derive the same where what a record rests on came between two changes of it (R53)', () => {
    const { feed, stations, played } = twoBases();
    const [one, two] = stations as [Station, Station];
    const { session, client } = played[0] as Played;
    const begun = enterInitiation(session, client, { date: '2026-03-16' });
    const reminder = mustEnter(session, 'reminder', caseOf(session, client), {
      concerns: begun.id,
      text: 'Soita',
      due_on: '2026-03-20',
    });
    settle(feed, stations);
    const again = saved(amend(session, reminder, { text: 'Soita taas' })).rec;
    saved(amend(session, begun, { type: 'paihdehakemus', reason: 'arki' }));
    const last = saved(amend(session, again, { text: 'Käy' })).rec;
    expect(last.service_task).not.toBe(reminder.service_task);
    settle(feed, stations);
    expect(everything(two)).toEqual(everything(one));
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
