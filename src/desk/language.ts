import type { Language } from '../base/language';
import type { Problem } from '../base/problems';
import { enter, refill } from './entry';
import { activeEntry, type Env, only, over, putEntry, worldOf } from './env';
import { askHistory } from './history';
import { listForField, rowsOfList } from './list';
import { rowsOfPeople } from './persons';
import type { Command, DeskState, Overlay, Stepped } from './state';

type ListOverlay = Extract<Overlay, { kind: 'list' }>;

/** Commands that choose a language by its name. */
const CHOSEN: Readonly<Partial<Record<Command, Language>>> = {
  'language.fi': 'fi',
  'language.sv': 'sv',
  'language.en': 'en',
};

/** `language.same` when the screen is in the language of the command already. */
export function languageProblem(state: DeskState, command: Command): Problem | null {
  return CHOSEN[command] === state.setting.lang ? { code: 'language.same' } : null;
}

/**
 * Changes the language of the screen: the one key goes to the other of two languages and back, a
 * command by name makes its language one of the two. With three on one key, coming back would take
 * two presses, and most workers never want the third.
 */
export function changeLanguage(env: Env, before: DeskState, command: Command): Stepped {
  const other = before.setting.lang;
  const lang = CHOSEN[command] ?? before.otherLang;
  const state = { ...before, setting: { ...before.setting, lang }, otherLang: other };
  const anew = shownAnew(env, state);
  const lists = state.past ? [] : [{ kind: 'lists' as const }];
  return {
    state: anew.state,
    effects: [{ kind: 'language', lang, other }, ...anew.effects, ...lists],
  };
}

/** What was made in the language before is made anew where the hands are in it. */
function shownAnew(env: Env, state: DeskState): Stepped {
  const { overlay } = state;
  if (overlay?.kind === 'history') return askHistory(env, over(state, null));
  if (overlay?.kind === 'list') return only(listAnew(env, state, overlay));
  return only(fieldAnew(env, state));
}

function listAnew(env: Env, state: DeskState, list: ListOverlay): DeskState {
  const { purpose, filter, after } = list;
  if (list.people) {
    const rows = rowsOfPeople(state, list.people, purpose === 'alike');
    return { ...state, overlay: { ...list, rows } };
  }
  if (purpose !== 'field' && purpose !== 'cell') return state;
  const again = listForField(env, fieldAnew(env, over(state, null)), filter, after).state;
  if (again.overlay?.kind !== 'list') return state;
  const last = rowsOfList(again.overlay).length - 1;
  return { ...again, overlay: { ...again.overlay, at: Math.max(0, Math.min(list.at, last)) } };
}

/** The focused field shows its value in the new language; what is being typed stays as it is. */
function fieldAnew(env: Env, state: DeskState): DeskState {
  const before = activeEntry(state);
  if (!before) return state;
  // What a question works out itself is said in the language too.
  const asked = state.overlay?.kind === 'prompt';
  const entry = asked ? refill(worldOf(env, state, before), before) : before;
  if (entry.edit.changed) return putEntry(state, entry);
  const { line } = enter(worldOf(env, putEntry(state, entry), entry), entry, entry.focus).edit;
  return putEntry(state, { ...entry, edit: { ...entry.edit, line } });
}
