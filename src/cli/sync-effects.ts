import { clockTime, isoInstant } from '../base/clock';
import type { DeskEvent } from '../desk/state';
import type { ListsRead, SyncEffect, SyncEvent } from '../desk/sync-state';
import type { ConflictNews } from '../records/conflict-news';
import type { Setting } from '../records/facts';
import type { Session } from '../records/session';
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

/** The session among the workers of now; gives its setting where they have changed. */
export function renewWorkers(hands: Pick<Hands, 'session'>): { readonly setting?: Setting } {
  const next = hands.session.amongWorkersOfNow();
  if (!next) return {};
  hands.session = next;
  return { setting: next.setting };
}

/** Knows which conflicts wait: each is told once when it comes, and once when it is settled. */
export class ConflictWatch {
  private readonly known = new Set<string>();

  /** What waits when the client begins stands in the status line, and is no news. */
  constructor(private readonly session: () => Session) {
    this.fresh();
  }

  /** Conflicts that have come, or were settled, since this was asked last. */
  fresh(): readonly ConflictNews[] {
    const found = this.session().conflictNews(this.known);
    if (!found.ok) return [];
    for (const { id, settled } of found.value) {
      if (settled) this.known.delete(id);
      else this.known.add(id);
    }
    return found.value;
  }
}

/** Does what the desk asked about the way to the centre; gives its answer, if there is one now. */
export function runSyncEffect(
  hands: Hands,
  effect: SyncEffect,
  listsNow: () => DeskEvent,
): DeskEvent | null {
  const { session, sync } = hands;
  switch (effect.kind) {
    case 'delivery':
      return deliveryNow(hands);
    case 'acknowledge': {
      const done = session.acknowledge(effect.seen);
      if (!done.ok) return { kind: 'failed', problem: done.problem };
      sync.saved();
      return deliveryNow(hands, 'notice.acknowledged');
    }
    case 'decide_held': {
      const { ops, reason } = effect.seen;
      sync.decide({ ops: [...ops], decision: effect.decision, reason });
      return null;
    }
    case 'conflict': {
      const shown = session.conflict(effect.id);
      return shown.ok
        ? { kind: 'conflict', conflict: shown.value }
        : { kind: 'failed', problem: shown.problem };
    }
    case 'settle':
      return settle(hands, effect, listsNow);
    case 'sign_in':
      sync.signIn(effect.password);
      return null;
    case 'sync_now':
      sync.now();
      return null;
  }
}

/** What has not gone as it stands now. */
export function deliveryNow(
  { session, clock }: Pick<Hands, 'session' | 'clock'>,
  told?: string,
): DeskEvent {
  const rows = session.delivery();
  if (!rows.ok) return { kind: 'failed', problem: rows.problem };
  const now = isoInstant(clock.now());
  return { kind: 'delivery', rows: rows.value, now, ...(told === undefined ? {} : { told }) };
}

function settle(
  hands: Hands,
  { settlement, over }: Extract<SyncEffect, { kind: 'settle' }>,
  listsNow: () => DeskEvent,
): DeskEvent {
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
      return { kind: 'unsettled', over, problems: result.problems };
    case 'stale':
      return { kind: 'failed', problem: { code: 'conflict.changed' } };
    case 'failed':
      return { kind: 'unsettled', over, problems: [result.problem] };
  }
}
