import { textIn } from '../form/value';
import { type Key, keyId } from '../keys/key';
import type { ShownConflict } from '../records/sync-state';
import { awaiting, type Env, only, over, refusing } from './env';
import { askReason } from './own-reason';
import type { DeskState, PromptOverlay, Stepped } from './state';
import type { Choice, ConflictOverlay } from './sync-state';

/** A conflict over the pane; of an open one nothing is chosen yet. */
export function conflictShown(state: DeskState, conflict: ShownConflict): DeskState {
  return over(state, { kind: 'conflict', conflict, choices: {}, at: 0 });
}

/** Fields nobody has chosen a value for. */
function unchosen({ conflict, choices }: ConflictOverlay): number[] {
  return conflict.fields.flatMap(({ field }, at) => (choices[field] ? [] : [at]));
}

/** 1 and 2, or left and right, choose; up and down walk; Enter and F12 go on to the reason. */
export function conflictKey(
  env: Env,
  state: DeskState,
  overlay: ConflictOverlay,
  key: Key,
): Stepped {
  const { conflict, at } = overlay;
  const last = conflict.fields.length - 1;
  const to = (wanted: number) => {
    const next = Math.max(0, Math.min(last, wanted));
    return only(next === at ? state : over(state, { ...overlay, at: next }));
  };
  switch (keyId(key)) {
    case 'Up':
      return to(at - 1);
    case 'Down':
      return to(at + 1);
    case 'Tab':
      return to(at === last ? 0 : at + 1);
    case '1':
    case 'Left':
      return choose(state, overlay, 'mine');
    case '2':
    case 'Right':
      return choose(state, overlay, 'theirs');
    case 'Enter':
      return askWhy(env, state, overlay);
    default:
      return only(refusing(state, { code: 'conflict.key' }));
  }
}

/** Chooses for the field under the hands, which then go to the next one that is open. */
function choose(state: DeskState, overlay: ConflictOverlay, choice: Choice): Stepped {
  const { conflict, at } = overlay;
  const field = conflict.fields[at];
  if (!field || conflict.settled) {
    return only(refusing(state, { code: 'conflict.settled' }));
  }
  const choices = { ...overlay.choices, [field.field]: choice };
  const chosen = { ...overlay, choices };
  const next = unchosen(chosen).find((one) => one > at);
  return only(over(state, { ...chosen, at: next ?? at }));
}

/** Asks the reason once each field has its value; goes to the first that has none. */
export function askWhy(env: Env, state: DeskState, overlay: ConflictOverlay): Stepped {
  if (overlay.conflict.settled) return only(over(state, null));
  const [open] = unchosen(overlay);
  if (open !== undefined) {
    return only(refusing(over(state, { ...overlay, at: open }), { code: 'conflict.choose' }));
  }
  return askReason(env, state, { kind: 'settle', over: overlay });
}

/** The reason has been given: the conflict is settled. */
export function submitSettling(state: DeskState, { purpose, entry }: PromptOverlay): Stepped {
  if (purpose.kind !== 'settle') return only(state);
  const { conflict, choices } = purpose.over;
  const reason = textIn(entry.values, 'reason') ?? '';
  const settlement = { conflict: conflict.id, version: conflict.version, choices, reason };
  return awaiting(over(state, null), { kind: 'settle', settlement });
}
