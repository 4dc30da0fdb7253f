import { textIn } from '../form/value';
import { type Key, keyId } from '../keys/key';
import type { ShownConflict } from '../records/sync-state';
import { conflictRoom, heightOf, isApart, sidesOf } from './conflict-text';
import { awaiting, type Env, only, over, refusing } from './env';
import { askReason } from './own-reason';
import type { DeskState, PromptOverlay, Stepped } from './state';
import type { Choice, ConflictOverlay, SyncEvent } from './sync-state';

/** A conflict over the pane; of an open one nothing is chosen yet. */
export function conflictShown(env: Env, state: DeskState, conflict: ShownConflict): DeskState {
  const shown = { kind: 'conflict' as const, conflict, choices: {}, at: 0, scroll: 0 };
  return over(state, goneTo(env, state, shown, 0));
}

/** The hands on another field; of one longer than its room that is seen in which the two part. */
function goneTo(env: Env, state: DeskState, overlay: ConflictOverlay, at: number): ConflictOverlay {
  const there = { ...overlay, at, scroll: 0 };
  if (at >= overlay.conflict.fields.length) return there;
  const { mine, theirs } = sidesOf(env, state, there, at);
  const first = [mine, theirs].map((rows) => rows.findIndex(isApart)).filter((row) => row >= 0);
  const wanted = Math.max(0, Math.min(...first, Number.MAX_SAFE_INTEGER) - 1);
  return { ...there, scroll: first.length ? Math.min(beyond(env, state, there), wanted) : 0 };
}

/** Fields nobody has chosen a value for. */
function unchosen({ conflict, choices }: ConflictOverlay): number[] {
  return conflict.fields.flatMap(({ field }, at) => (choices[field] ? [] : [at]));
}

/** Rows of the field under the hands that lie beyond its room. */
function beyond(env: Env, state: DeskState, overlay: ConflictOverlay): number {
  const height = heightOf(sidesOf(env, state, overlay, overlay.at));
  return Math.max(0, height - conflictRoom(env, state, overlay));
}

/** Up or down: through a field that is longer than its room, then to the next one. */
function walk(env: Env, state: DeskState, overlay: ConflictOverlay, rows: number): Stepped {
  const { conflict, at, scroll } = overlay;
  const wanted = Math.max(0, Math.min(beyond(env, state, overlay), scroll + rows));
  if (wanted !== scroll) return only(over(state, { ...overlay, scroll: wanted }));
  const next = at + Math.sign(rows);
  return next < 0 || next >= conflict.fields.length
    ? only(state)
    : only(over(state, goneTo(env, state, overlay, next)));
}

/**
 * 1 and 2, or left and right, choose; up, down and the page keys walk and read; Enter and F12 go on
 * to the reason.
 */
export function conflictKey(
  env: Env,
  state: DeskState,
  overlay: ConflictOverlay,
  key: Key,
): Stepped {
  const { conflict, at } = overlay;
  const page = Math.max(1, conflictRoom(env, state, overlay) - 2);
  switch (keyId(key)) {
    case 'Up':
      return walk(env, state, overlay, -1);
    case 'Down':
      return walk(env, state, overlay, 1);
    case 'PageUp':
      return walk(env, state, overlay, -page);
    case 'PageDown':
      return walk(env, state, overlay, page);
    case 'Tab': {
      const next = (at + 1) % conflict.fields.length;
      return only(next === at ? state : over(state, goneTo(env, state, overlay, next)));
    }
    case '1':
    case 'Left':
      return choose(env, state, overlay, 'mine');
    case '2':
    case 'Right':
      return choose(env, state, overlay, 'theirs');
    case 'Enter':
      return askWhy(env, state, overlay);
    default:
      return only(refusing(state, { code: 'conflict.key' }));
  }
}

/**
 * Chooses for the field under the hands, which then go to the next one that is open. With the last
 * of them the reason is asked at once; from there one comes back to the choices.
 */
function choose(env: Env, state: DeskState, overlay: ConflictOverlay, choice: Choice): Stepped {
  const { conflict, at } = overlay;
  const field = conflict.fields[at];
  if (!field || conflict.settled) {
    return only(refusing(state, { code: 'conflict.settled' }));
  }
  const choices = { ...overlay.choices, [field.field]: choice };
  const chosen = { ...overlay, choices };
  const open = unchosen(chosen);
  const next = open.find((one) => one > at);
  const moved = next === undefined ? chosen : goneTo(env, state, chosen, next);
  const isLast = open.length === 0 && unchosen(overlay).length > 0;
  return isLast ? askWhy(env, state, moved) : only(over(state, moved));
}

/** Asks the reason once each field has its value; goes to the first that has none. */
export function askWhy(env: Env, state: DeskState, overlay: ConflictOverlay): Stepped {
  if (overlay.conflict.settled) return only(over(state, null));
  const [open] = unchosen(overlay);
  if (open !== undefined) {
    const there = over(state, goneTo(env, state, overlay, open));
    return only(refusing(there, { code: 'conflict.choose' }));
  }
  return askReason(env, state, { kind: 'settle', over: overlay }, overlay.reason);
}

/** The reason has been given: the conflict is settled. */
export function submitSettling(state: DeskState, { purpose, entry }: PromptOverlay): Stepped {
  if (purpose.kind !== 'settle') return only(state);
  const { conflict, choices } = purpose.over;
  const reason = textIn(entry.values, 'reason') ?? '';
  const settlement = { conflict: conflict.id, version: conflict.version, choices, reason };
  const back = { ...purpose.over, reason };
  return awaiting(over(state, null), { kind: 'settle', settlement, over: back });
}

/** Here nothing is left to choose: what was chosen does not come back. */
const OVER = ['conflict.settled', 'record.missing'];

/**
 * It could not be settled so: the choices come back but that of the field the first problem stands
 * at, or of the last one chosen, and the reason waits for the next choice.
 */
export function unsettled(
  env: Env,
  state: DeskState,
  { over: was, problems }: Extract<SyncEvent, { kind: 'unsettled' }>,
): DeskState {
  const [first] = problems;
  if (!first) return state;
  if (OVER.includes(first.code)) return refusing(state, first);
  const refused = was.conflict.fields.findIndex(({ field }) => field === first.field);
  const at = refused < 0 ? was.at : refused;
  const field = was.conflict.fields[at]?.field;
  const kept = Object.entries(was.choices).filter(([id]) => id !== field);
  const back = { ...was, choices: Object.fromEntries(kept) };
  return refusing(over(state, goneTo(env, state, back, at)), first);
}
