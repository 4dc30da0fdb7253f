import type { CaseFacts } from '../form/facts';
import { isStored } from '../form/field';
import { isEmpty, type Rec, type Values } from '../form/value';
import { factsOf } from '../records/facts';
import type { Undone } from '../records/undo';
import { NEW_DIARY, slotOf } from './diary';
import { openEntry } from './entry';
import { awaiting, type Env, over, telling } from './env';
import type { DeskState, Entry, Stepped } from './state';

/** Takes back what was saved last in this session. */
export function askUndo(state: DeskState): Stepped {
  return awaiting(over(state, null), { kind: 'undo' });
}

/**
 * What was saved last is taken back: the case stands as before, and what was typed for a new record
 * is an unsaved entry again, unless another one lies in its tab. The notice says what it was.
 */
export function undone(env: Env, state: DeskState, event: { undone: Undone; at: string }): Stepped {
  const { again, client } = event.undone;
  const isGone = state.client !== null && client === null;
  const kept = Object.entries(state.entries).filter(([, entry]) => entry.dirty);
  const entries: Record<string, Entry> = Object.fromEntries(isGone ? [] : kept);
  const laid: DeskState = {
    ...state,
    client,
    entries,
    grid: null,
    button: null,
    savedAt: event.at,
    ...(isGone ? { pane: 'start', diary: NEW_DIARY, windowNo: 0 } : {}),
  };
  const back = again && isGone ? { ...again, client: null } : again;
  const told = tell(env, reopened(env, laid, back) ?? standing(laid), event.undone);
  return { state: told, effects: [{ kind: 'lists' }] };
}

/** The pane as it was, where something still lies in it; else the diary, or the start. */
function standing(state: DeskState): DeskState {
  if (state.pane === 'start' || state.entries[state.pane]) return state;
  return { ...state, pane: state.client ? 'diary' : 'start' };
}

/** The undone record as an unsaved entry; null where it has no tab, or the tab is taken. */
function reopened(env: Env, state: DeskState, again: Undone['again']): DeskState | null {
  if (!again) return null;
  const { rec, client } = again;
  const slot = slotOf(env, rec.form);
  const form = env.registry.form(rec.form);
  if (state.entries[slot] || (!form.pane && slot === rec.form)) return null;
  const entry = entryOf(env, state, rec, client);
  return { ...state, pane: slot, entries: { ...state.entries, [slot]: entry } };
}

function entryOf(env: Env, state: DeskState, rec: Rec, client: CaseFacts | null): Entry {
  const form = env.registry.form(rec.form);
  const facts = factsOf(state.setting, client, null);
  const keep: Values = Object.fromEntries(
    Object.entries(form.fields)
      .filter(([id, field]) => isStored(field) && !field.given && !isEmpty(rec.values[id]))
      .map(([id]) => [id, rec.values[id] ?? null]),
  );
  const world = { registry: env.registry, form, facts };
  return { ...openEntry(world, { client, node: null, keep }), dirty: true };
}

function tell(env: Env, state: DeskState, { about, kind, others }: Undone): DeskState {
  const form = env.registry.form(about.form);
  const words = env.words(state.setting.lang);
  const values = {
    form: words.t(`form.${form.id}`),
    name: form.name(about, factsOf(state.setting, state.client, null)),
    others: others || '',
  };
  return telling(state, `notice.undone.${kind}`, values);
}
