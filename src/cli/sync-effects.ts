import { clockTime, isoInstant } from '../base/clock';
import type { DeskEvent } from '../desk/state';
import type { ListsRead, SyncEffect, SyncEvent } from '../desk/sync-state';
import type { Settlement } from '../records/sync-state';
import type { Hands } from './effects';

/** The open client's case and the lists as they stand now. */
type Anew = Omit<Extract<SyncEvent, { kind: 'news' }>, 'kind'>;

/** Reads anew what is open; what cannot be read stays as it was. */
export function readAnew(
  { session, state }: Pick<Hands, 'session' | 'state'>,
  listsNow: () => DeskEvent,
): Anew {
  const { client, past } = state();
  const lists = listsNow();
  const anew = { lists: lists.kind === 'lists' ? (lists satisfies ListsRead) : null };
  if (!client) return { ...anew, client: null };
  const read = session.reloadCase(client.person.id, !client.older);
  if (!read.ok) {
    const isGone = read.problem.code === 'person.unknown';
    return { ...anew, client: null, ...(isGone ? { gone: true } : {}) };
  }
  return { ...anew, client: past ? null : read.value };
}

/** Does what the desk asked about the way to the centre; gives its answer, if there is one now. */
export function runSyncEffect(
  hands: Hands,
  effect: SyncEffect,
  listsNow: () => DeskEvent,
): DeskEvent | null {
  const { session, clock, sync } = hands;
  switch (effect.kind) {
    case 'delivery': {
      const rows = session.delivery();
      return rows.ok
        ? { kind: 'delivery', rows: rows.value, now: isoInstant(clock.now()) }
        : { kind: 'failed', problem: rows.problem };
    }
    case 'conflict': {
      const shown = session.conflict(effect.id);
      return shown.ok
        ? { kind: 'conflict', conflict: shown.value }
        : { kind: 'failed', problem: shown.problem };
    }
    case 'settle':
      return settle(hands, effect.settlement, listsNow);
    case 'sign_in':
      sync.signIn(effect.password);
      return null;
    case 'sync_now':
      sync.now();
      return null;
  }
}

function settle(hands: Hands, settlement: Settlement, listsNow: () => DeskEvent): DeskEvent {
  hands.drafts.flush();
  const result = hands.session.settle(settlement);
  switch (result.kind) {
    case 'saved':
      hands.sync.saved();
      return {
        kind: 'settled',
        ...readAnew(hands, listsNow),
        at: clockTime(hands.clock.now()),
      };
    case 'refused':
      return { kind: 'refused', slot: null, problems: result.problems };
    case 'stale':
      return { kind: 'failed', problem: { code: 'conflict.changed' } };
    case 'failed':
      return { kind: 'failed', problem: result.problem };
  }
}
