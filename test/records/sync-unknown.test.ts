import { afterEach, describe, expect, it } from 'vitest';
import type { Rec } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { readRecord } from '../../src/store/records';
import { extraOf } from '../../src/store/sync-rows';
import type { Op } from '../../src/sync/protocol';
import { Feed, makeStation, receive, type Station, send } from './feed';
import { amend, caseOf, enterPerson, mustEnter, saved, words } from './office';

const stations: Station[] = [];
afterEach(() => {
  for (const { office } of stations.splice(0)) office.close();
});

const NOTE = registry.form('diary_note');

/** A station with a client and a note, and the feed it sent them to. */
function begun(): { feed: Feed; one: Station; client: string; note: Rec } {
  const feed = new Feed();
  const one = makeStation(1);
  stations.push(one);
  const session = one.office.session();
  const client = enterPerson(session, '140388-9028', 'Koivula', 'Aino');
  const note = mustEnter(session, 'diary_note', caseOf(session, client), { text: 'Alku' });
  send(one, feed);
  receive(one, feed);
  return { feed, one, client, note };
}

/** An operation of a newer program, on a record or a new one. */
function newer(client: string, record_id: string, more: Partial<Op>): Op {
  return {
    ...{ op_id: `uusi-${record_id}-${more.seq ?? 1}`, uow_id: 'uusi', seq: 1, actor: 'yhtlukrii' },
    ...{ claimed_at: '2026-03-16T12:00:00.000Z', work_on: '2026-03-16', form: 'diary_note' },
    ...{ form_version: 9, record_id, bucket: client, base_version: 1, kind: 'amend' as const },
    ...{ patch: {}, reason: null },
    ...more,
  };
}

describe('what a newer program wrote', () => {
  it('in a field nobody here knows is kept, also under a change made here (R17)', () => {
    const { feed, one, client, note } = begun();
    feed.push('uusi', [newer(client, note.id, { patch: { mood: [null, 'hyvä'] } })]);
    receive(one, feed);
    const { base } = one.office;
    expect(extraOf(base, NOTE, note.id)).toEqual({ mood: 'hyvä' });
    const now = readRecord(base, NOTE, note.id) as Rec;
    saved(amend(one.office.session(), now, { text: 'Muutettu' }));
    send(one, feed);
    receive(one, feed);
    expect(extraOf(base, NOTE, note.id)).toEqual({ mood: 'hyvä' });
    expect(readRecord(base, NOTE, note.id)?.values.text).toBe('Muutettu');
    expect(one.log.sums([client])).toEqual(feed.sums());
  });

  it('into a known field but not as this version takes it is kept beside the record', () => {
    const { feed, one, client, note } = begun();
    const long = 'x'.repeat(70_000);
    feed.push('uusi', [newer(client, note.id, { patch: { text: ['Alku', long] } })]);
    receive(one, feed);
    const { base } = one.office;
    expect(readRecord(base, NOTE, note.id)?.values.text).toBe('Alku');
    expect(extraOf(base, NOTE, note.id)).toEqual({ text: long });
    expect(one.log.sums([client])).toEqual(feed.sums());
    feed.push('uusi', [newer(client, note.id, { seq: 2, patch: { text: [long, 'Lyhyt'] } })]);
    receive(one, feed);
    expect(readRecord(base, NOTE, note.id)?.values.text).toBe('Lyhyt');
    expect(extraOf(base, NOTE, note.id)).toEqual({});
    expect(one.log.sums([client])).toEqual(feed.sums());
  });

  it('as a form nobody here knows is kept in the history, counted and let be', () => {
    const { feed, one, client } = begun();
    const made = { form: 'tulevaisuus', kind: 'create' as const, base_version: 0 };
    feed.push('uusi', [
      newer(client, 'tuntematon', {
        ...made,
        patch: { person: [null, client], what: [null, 'x'] },
      }),
    ]);
    receive(one, feed);
    expect(one.log.sums([client])).toEqual(feed.sums());
    const session = one.office.session();
    expect(session.showCase(client, 'text', words).ok).toBe(true);
    expect(session.showCase(client, 'json', words).ok).toBe(true);
    expect(session.openCaseAsOf(client, '2026-03-16T13:00:00.000Z').ok).toBe(true);
  });
});
