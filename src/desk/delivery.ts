import { textIn } from '../form/value';
import { type Key, keyId } from '../keys/key';
import type { DeliveryRow } from '../records/sync-state';
import { awaiting, type Env, only, over, refusing, telling } from './env';
import { askRowHistory } from './history';
import { paneHeight } from './layout';
import { askReason } from './own-reason';
import type { DeskState, PromptOverlay, Stepped } from './state';
import type { DeliveryOverlay, HeldDecision, SyncEvent } from './sync-state';

/** Asks what has not gone to the centre. */
export function askDelivery(state: DeskState): Stepped {
  return awaiting(over(state, null), { kind: 'delivery' });
}

/** The list of what has not gone; hands in one that lay open stay on their row. */
export function deliveryShown(
  state: DeskState,
  { rows, now, told }: Extract<SyncEvent, { kind: 'delivery' }>,
): DeskState {
  const { overlay } = state;
  const was = overlay?.kind === 'delivery' ? overlay : null;
  const row = was?.rows[was.at];
  const same = rows.findIndex((one) => one.id === row?.id && one.state === row.state);
  const at = same < 0 ? Math.min(was?.at ?? 0, Math.max(0, rows.length - 1)) : same;
  const shown = over(state, { kind: 'delivery', rows, now, at });
  return told === undefined ? shown : telling(shown, told);
}

/** Lines below the list: a rule, the reason of the row under the hands, and what can be done. */
export const DELIVERY_FOOT = { why: 3, all: 5 } as const;

/** Rows of the list that fit: as many as the pane has room for, above what is said of one. */
export function deliveryHeight(size: DeskState['size']): number {
  return Math.max(1, paneHeight(size) - 2 - DELIVERY_FOOT.all);
}

/** By its key what its author decides of a held row. */
const DECISIONS: Readonly<Record<string, HeldDecision>> = { 1: 'let_in', 2: 'archive' };

/**
 * Arrows walk, the one to the right shows what was written, Enter opens what the row is about,
 * Space acknowledges; any letter says so.
 */
export function deliveryKey(
  env: Env,
  state: DeskState,
  overlay: DeliveryOverlay,
  key: Key,
): Stepped {
  const { rows, at } = overlay;
  const page = deliveryHeight(state.size);
  const to = (wanted: number): Stepped => {
    const next = Math.max(0, Math.min(rows.length - 1, wanted));
    return only(next === at ? state : over(state, { ...overlay, at: next }));
  };
  const steps: Readonly<Record<string, number>> = {
    ...{ Up: at - 1, Down: at + 1, PageUp: at - page, PageDown: at + page },
    ...{ Home: 0, End: rows.length - 1 },
  };
  const wanted = key.kind === 'named' ? steps[key.name] : undefined;
  if (wanted !== undefined) return to(wanted);
  const row = rows[at];
  if (keyId(key) === 'Space') return askSeen(env, state, overlay);
  if (keyId(key) === 'Right') return askRowHistory(state, overlay);
  const decision = DECISIONS[keyId(key)];
  if (decision) return askHeld(env, state, overlay, decision);
  const isEnter = key.kind === 'named' && key.name === 'Enter';
  if (isEnter && !row) return only(over(state, null));
  return isEnter && row ? openRow(state, row) : only(refusing(state, { code: 'delivery.key' }));
}

function openRow(state: DeskState, row: DeliveryRow): Stepped {
  if (row.conflict !== null) return awaiting(state, { kind: 'conflict', id: row.conflict });
  // What has left this base cannot be opened; its text is kept and still sent.
  if (row.gone) return only(refusing(state, { code: 'delivery.gone' }));
  const closed = over(state, null);
  const { form, id: record, person } = row;
  return person
    ? awaiting(closed, { kind: 'open', person: person.id, record })
    : awaiting(closed, { kind: 'open_loose', form, record });
}

/** Asks why nothing more comes of what the centre refused; other rows have nothing to be seen. */
function askSeen(env: Env, state: DeskState, overlay: DeliveryOverlay): Stepped {
  const row = overlay.rows[overlay.at];
  return row?.state === 'rejected'
    ? askReason(env, state, { kind: 'acknowledge', over: overlay })
    : only(refusing(state, { code: 'delivery.not_refused' }));
}

/** Asks why a held entry is to be judged anew, or given up. */
function askHeld(
  env: Env,
  state: DeskState,
  overlay: DeliveryOverlay,
  decision: HeldDecision,
): Stepped {
  return overlay.rows[overlay.at]?.state === 'held'
    ? askReason(env, state, { kind: decision, over: overlay })
    : only(refusing(state, { code: 'delivery.not_held' }));
}

/** The reason has been given: the row is acknowledged, and the list comes back. */
export function submitSeen(state: DeskState, { purpose, entry }: PromptOverlay): Stepped {
  if (purpose.kind === 'settle' || !('over' in purpose)) return only(state);
  const { rows, at } = purpose.over;
  const seen = { ops: rows[at]?.ops ?? [], reason: textIn(entry.values, 'reason') ?? '' };
  const back = { ...state, overlay: purpose.over };
  if (purpose.kind === 'acknowledge') return awaiting(back, { kind: 'acknowledge', seen });
  const decide = { kind: 'decide_held' as const, decision: purpose.kind, seen };
  return only(telling(back, 'notice.held_asked'), decide);
}
