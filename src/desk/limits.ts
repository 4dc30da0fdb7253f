import type { Rec } from '../form/value';
import type { RunningDeadline } from '../rules/deadlines';
import { type Env, worldOf } from './env';
import type { DeskState, Entry } from './state';

/** Rows under a shown record with a time limit: what and until when, and by which law. */
export const LIMIT_ROWS = 2;

interface Kept {
  readonly setting: DeskState['setting'];
  readonly limits: readonly RunningDeadline[];
}

/** Worked out once for an entry: a frame asks several times, and nothing in it changes. */
const kept = new WeakMap<Entry, Kept>();

/** Time limits that run on the record shown in the tab, the next first; none while it is typed. */
export function limitsHere(env: Env, state: DeskState): readonly RunningDeadline[] {
  const entry = state.entries[state.pane];
  if (entry?.mode !== 'shown' || !entry.saved) return [];
  const known = kept.get(entry);
  if (known?.setting === state.setting) return known.limits;
  const limits = limitsOn(env, state, entry, entry.saved);
  kept.set(entry, { setting: state.setting, limits });
  return limits;
}

function limitsOn(env: Env, state: DeskState, entry: Entry, rec: Rec) {
  const { facts } = worldOf(env, { ...state, overlay: null }, entry);
  return env.registry.form(rec.form).deadlines(rec, facts);
}
