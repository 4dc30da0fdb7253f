import { afterEach, describe, expect, it } from 'vitest';
import type { ConflictOverlay } from '../../src/desk/sync-state';
import { pullReply } from '../../src/sync/protocol';
import { conflictLaid } from '../../src/ui/screens/conflict-rows';
import { Desk, viewOf } from '../contract/desk';
import { USERS } from '../contract/world';
import { AT, Feed, makeStation, receive, type Station, send } from '../records/feed';
import { caseOf, enterPerson, mustEnter } from '../records/office';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

/** What a centre of a later release might say of a conflict of two notes. */
const LATER = {
  theirs: { actor: USERS.secretary, claimed_at: AT, op_id: 'heidän', version: 1, seat: 'B 12' },
  mine: { actor: USERS.worker, claimed_at: AT, reason: null, seat: 'A 3' },
  ...{ opened_at: AT, resolution: null, urgency: 3, due: { on: '2026-04-01' } },
};
const TEXT = { field: 'text', base: 'Alku', theirs: 'Heidän', mine: 'Omani', similarity: 0.4 };
const MOOD = { field: 'mood', base: null, theirs: ['hyvä'], mine: [{ scale: 5 }], unit: 'pts' };

/** A base to which such a conflict has come over the wire. */
function told(status: string, fields: readonly object[]) {
  const station = makeStation(1, USERS.worker);
  open.push(station.office);
  const feed = new Feed();
  const session = station.office.session(USERS.worker);
  const client = enterPerson(session, '140388-9028', 'Koivula', 'Aino');
  const note = mustEnter(session, 'diary_note', caseOf(session, client), { text: 'Alku' });
  send(station, feed);
  receive(station, feed);
  const at = station.log.link().cursor;
  const conflict = {
    ...{ id: 'c9', record_id: note.id, form: note.form, bucket: client, op_id: 'oma' },
    ...{ uow_id: 'oma', fields, status, ...LATER },
  };
  const item = { kind: 'conflict', pos: at + 1, conflict };
  const page = { epoch: 'e', from: at, to: at + 1, head: at + 1, items: [item], done: true };
  const said = pullReply.parse({ ...page, scope: { digest: '', count: 0 } });
  station.log.apply(said);
  return { station, conflict, note };
}

const storedIn = ({ office }: Station) =>
  JSON.parse(office.base.db.prepare<[], string>('SELECT body FROM conflict').pluck().get() ?? '');

const rowsOf = (desk: Desk) =>
  conflictLaid(viewOf(desk.env, desk.state), desk.state.overlay as ConflictOverlay)
    .lines.map((line) => line.map(({ text }) => text).join(''))
    .join('\n');

describe('a conflict as a newer centre says it (R49)', () => {
  it('of fields known here is read and settled, and what nobody here knows is kept', () => {
    const { station, conflict } = told('open', [TEXT]);
    expect(storedIn(station)).toEqual(conflict);
    const desk = new Desk(station.office.base);
    desk.dispatch({ kind: 'sync', sync: { pending: 0, open: 1, contact: 'ok', since: '08:00' } });
    desk.keys('Alt+L', 'Enter');
    expect(desk.state.overlay?.kind).toBe('conflict');
    expect(rowsOf(desk)).toMatch(/Omani/u);
    desk.keys('1').type('sovittu').keys('Enter');
    expect(desk.said).toEqual([]);
    expect(station.log.pending(10, 100_000)[0]?.ops[0]).toMatchObject({ resolves: 'c9' });
    expect(storedIn(station)).toEqual(conflict);
  });

  it.each([
    ['withdrawn', [TEXT]],
    ['open', [TEXT, MOOD]],
  ])(
    'in a state or of a field unknown here (%s) is read, and left to a newer program',
    (status, fields) => {
      const { station, conflict, note } = told(status, fields);
      expect(storedIn(station)).toEqual(conflict);
      const desk = new Desk(station.office.base);
      desk.dispatch({ kind: 'sync', sync: { pending: 0, open: 1, contact: 'ok', since: '08:00' } });
      desk.keys('Alt+L', 'Enter');
      expect(desk.state.overlay?.kind).toBe('conflict');
      expect(rowsOf(desk)).toMatch(/Omani/u);
      desk.keys('1', '1').type('sovittu').keys('Enter');
      expect(desk.said).toContain('conflict.newer');
      expect(station.log.pendingCount()).toBe(0);
      expect(station.office.session(USERS.worker).history(note.form, note.id).ok).toBe(true);
      expect(storedIn(station)).toEqual(conflict);
    },
  );
});
