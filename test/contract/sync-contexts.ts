import type { ConflictOverlay, DeliveryOverlay, SyncShown } from '../../src/desk/sync-state';
import type { DeliveryRow, ShownConflict } from '../../src/records/sync-state';
import type { Desk } from './desk';
import { type Context, inDiary, openClient, overlayIs } from './reach';

const LINKED: SyncShown = { pending: 2, open: 1, contact: 'ok', since: '09:12' };

/** The desk of a base that has a centre. */
const link = (desk: Desk, more: Partial<SyncShown> = {}) => {
  desk.state = { ...desk.state, sync: { ...LINKED, ...more } };
};

const SINCE = '2026-03-16T07:00:00.000Z';

function rowsOf(desk: Desk): DeliveryRow[] {
  const person = desk.state.client?.person ?? null;
  const row: DeliveryRow = {
    ...{ form: 'initiation', id: 'x1', name: '', person, state: 'pending', since: SINCE },
    ...{ code: null, conflict: null, changes: 1, ops: ['o1'], gone: false },
  };
  return [
    { ...row, form: 'service', state: 'conflict', conflict: 'c1' },
    row,
    { ...row, state: 'held', gone: true },
    { ...row, state: 'rejected', code: 'sync.frozen' },
    { ...row, state: 'waiting', person: null },
    {
      ...{ ...row, state: 'acknowledged', code: 'sync.frozen' },
      seen: { who: 'Mallila Maija', at: SINCE, reason: 'oikaistu uudella päätöksellä' },
    },
  ];
}

const delivery = (rows: readonly DeliveryRow[]): DeliveryOverlay => ({
  kind: 'delivery',
  rows,
  at: 0,
  now: '2026-03-18T10:00:00.000Z',
});

/** A conflict of two fields, one with a text longer than its column. */
function conflictOf(desk: Desk, settled: ShownConflict['settled']): ConflictOverlay {
  const conflict: ShownConflict = {
    ...{ id: 'c1', form: 'service', record: 'x1', name: 'Perussosiaalityö 161126–' },
    person: desk.state.client?.person ?? null,
    opened_at: SINCE,
    fields: [
      { field: 'until', base: '2026-06-30', theirs: '2026-05-31', mine: '2026-08-31' },
      { field: 'high_costs', base: null, theirs: true, mine: null },
      { field: '$voided', base: false, theirs: false, mine: true },
    ],
    theirs: { who: 'Pälvinen Östen', at: SINCE },
    mine: { who: 'Mallila Maija', at: SINCE, reason: null },
    settled,
    version: 3,
  };
  return { kind: 'conflict', conflict, choices: {}, at: 0, scroll: 0 };
}

/** What a base with a centre shows of the way there. */
export const SYNC: Context[] = [
  {
    name: 'diary of a base with a centre, offline',
    reach: (desk) => {
      link(desk, { contact: 'offline' });
      openClient(desk);
    },
    there: inDiary,
  },
  {
    name: 'what has not gone',
    reach: (desk) => {
      link(desk);
      openClient(desk);
      desk.state = { ...desk.state, overlay: delivery(rowsOf(desk)) };
    },
    there: overlayIs('delivery'),
  },
  {
    name: 'why nothing more comes of what was refused',
    reach: (desk) => {
      link(desk);
      openClient(desk);
      desk.state = { ...desk.state, overlay: delivery(rowsOf(desk)) };
      desk.keys('Down', 'Down', 'Down', 'Space').type('tehty uudelleen');
    },
    there: ({ overlay }) => overlay?.kind === 'prompt' && overlay.purpose.kind === 'acknowledge',
  },
  {
    name: 'why a held entry is given up',
    reach: (desk) => {
      link(desk);
      openClient(desk);
      desk.state = { ...desk.state, overlay: delivery(rowsOf(desk)) };
      desk.keys('Down', 'Down', '2').type('tehty muualla');
    },
    there: ({ overlay }) => overlay?.kind === 'prompt' && overlay.purpose.kind === 'archive',
  },
  {
    name: 'everything has gone',
    reach: (desk) => {
      link(desk, { pending: 0, open: 0 });
      desk.command('sync.list');
    },
    there: overlayIs('delivery'),
  },
  {
    name: 'a conflict',
    reach: (desk) => {
      link(desk);
      openClient(desk);
      desk.state = { ...desk.state, overlay: conflictOf(desk, null) };
    },
    there: overlayIs('conflict'),
  },
  {
    name: 'a conflict, all chosen',
    reach: (desk) => {
      link(desk);
      openClient(desk);
      desk.state = { ...desk.state, overlay: conflictOf(desk, null) };
      desk.keys('1', '2', '1', 'Esc');
    },
    there: (state) =>
      state.overlay?.kind === 'conflict' && Object.keys(state.overlay.choices).length === 3,
  },
  {
    name: 'why a conflict is settled so',
    reach: (desk) => {
      link(desk);
      openClient(desk);
      desk.state = { ...desk.state, overlay: conflictOf(desk, null) };
      desk.keys('1', '2', '1').type('sovittu');
    },
    there: ({ overlay }) => overlay?.kind === 'prompt' && overlay.purpose.kind === 'settle',
  },
  {
    name: 'a settled conflict',
    reach: (desk) => {
      link(desk);
      openClient(desk);
      const settled = { who: 'Mallila Maija', at: SINCE, reason: 'sovittu käynnillä', sent: true };
      desk.state = { ...desk.state, overlay: conflictOf(desk, settled) };
    },
    there: overlayIs('conflict'),
  },
  {
    name: 'the password at the centre',
    reach: (desk) => {
      link(desk, { contact: 'password' });
      desk.command('sync.password').type('sala');
    },
    there: overlayIs('password'),
  },
];
