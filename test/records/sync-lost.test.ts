import { afterEach, expect, it } from 'vitest';
import { registry } from '../../src/forms/index';
import { readRecord } from '../../src/store/records';
import type { Conflict, Op } from '../../src/sync/protocol';
import { AT, Feed, makeStation, receive, type Station, send } from './feed';
import { amend, caseOf, enterPerson, mustEnter, saved } from './office';

const stations: Station[] = [];
afterEach(() => {
  for (const { office } of stations.splice(0)) office.close();
});

it('what a restored centre had lost and has in conflict now stands no longer (R35)', () => {
  const feed = new Feed();
  const one = makeStation(1);
  stations.push(one);
  const session = one.office.session();
  const client = enterPerson(session, '140388-9028', 'Koivula', 'Aino');
  const note = mustEnter(session, 'diary_note', caseOf(session, client), { text: 'Alku' });
  send(one, feed);
  const theirs: Op = {
    ...{ op_id: 'heidän', uow_id: 'heidän', seq: 1, actor: 'yhtlukrii', claimed_at: AT },
    ...{ work_on: '2026-03-16', form: 'diary_note', form_version: 1, record_id: note.id },
    ...{ bucket: client, base_version: 1, kind: 'amend', reason: 'kirjausvirhe' },
    patch: { text: ['Alku', 'Heidän'] },
  };
  feed.push('toinen', [theirs]);
  receive(one, feed);
  const shown = () => readRecord(one.office.base, registry.form('diary_note'), note.id)?.values;
  const last = feed.items.length;
  one.log.reopened([], 'uusi', last - 1);
  expect(shown()?.text).toBe('Heidän');
  const conflict: Conflict = {
    ...{ id: 'ristiriita', record_id: note.id, form: 'diary_note', bucket: client },
    ...{ op_id: 'heidän', uow_id: 'heidän', status: 'open', opened_at: AT, resolution: null },
    fields: [{ field: 'text', base: 'Alku', theirs: 'Alku', mine: 'Heidän' }],
    theirs: { actor: 'yhtmalmai', claimed_at: AT, op_id: 'muu', version: 1 },
    mine: { actor: 'yhtlukrii', claimed_at: AT, reason: 'kirjausvirhe' },
  };
  one.log.apply({ from: last - 1, to: last, items: [{ kind: 'conflict', pos: last, conflict }] });
  expect(shown()?.text).toBe('Alku');
});

it('what is held stands in no record, also while all of it is asked for again (R15)', () => {
  const feed = new Feed();
  const one = makeStation(1);
  stations.push(one);
  const session = one.office.session();
  const client = enterPerson(session, '140388-9028', 'Koivula', 'Aino');
  const note = mustEnter(session, 'diary_note', caseOf(session, client), { text: 'Alku' });
  const shown = () => readRecord(one.office.base, registry.form('diary_note'), note.id)?.values;
  send(one, feed);
  saved(amend(session, note, { text: 'Myöhemmin' }));
  const [held] = one.log.pending(1, 1000).flatMap(({ ops }) => ops);
  const code = 'sync.container';
  one.log.answered([{ op_id: held?.op_id ?? '', status: 'held', code }], AT);
  expect(shown()?.text).toBe('Alku');
  // Of a history two restores back nothing is known to be the same.
  one.log.reopened([], 'uusi', 0);
  expect(shown()?.text).toBe('Alku');
});
