import { afterEach, describe, expect, it } from 'vitest';
import type { Rec } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { readRecord } from '../../src/store/records';
import { AT, Feed, linked, makeStation, receive, type Station, send } from './feed';
import { openedOffice } from './histories';
import { caseOf, enterInitiation, mustEnter, saved } from './office';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

const recordIn = ({ office }: Station, { form, id }: Rec) =>
  readRecord(office.base, registry.form(form), id);

/** A reminder of a client about an initiation that somebody moved to another client meanwhile. */
function acrossClients() {
  const feed = new Feed();
  const { office, client, child, session } = openedOffice();
  const one = linked(office);
  const two = makeStation(2);
  open.push(office, two.office);
  const begun = enterInitiation(session, client, { type: 'paihdehakemus', reason: 'arki' });
  send(one, feed);
  for (const station of [one, two]) receive(station, feed);
  const there = two.office.session();
  const about = { concerns: begun.id, text: 'Soita', due_on: '2026-03-20' };
  const reminder = mustEnter(there, 'reminder', caseOf(there, client), about);
  const { form, id, version } = recordIn(one, begun) as Rec;
  const request = { form, id, base_version: version, to: child };
  saved(session.move({ ...request, reason: 'vaara_henkilo', links: {} }));
  for (const station of [one, two]) send(station, feed);
  for (const station of [one, two]) receive(station, feed);
  return { feed, one, client, child, begun, reminder };
}

/** A base to which a client comes by itself, whole, as where the right to see it was given. */
function take({ log }: Station, feed: Feed, container: string): void {
  const reply = { epoch: 'e', container, at: feed.items.length, next: null };
  log.addContainer({ ...reply, items: feed.snapshot(container) });
}

describe('what a record rests on', () => {
  it('counts also where it comes later than the record, with another client (R54)', () => {
    const { feed, one, client, child, begun, reminder } = acrossClients();
    expect(recordIn(one, begun)?.bucket).toBe(child);
    const right = recordIn(one, reminder)?.service_task;
    expect(right).toBe('paihde');
    for (const order of [
      [child, client],
      [client, child],
    ]) {
      const other = makeStation(3);
      open.push(other.office);
      other.log.met({ tenant: 't', epoch: 'e' } as never, AT);
      for (const container of order) take(other, feed, container);
      expect(recordIn(other, reminder)?.service_task).toBe(right);
    }
  });
});
