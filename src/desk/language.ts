import type { Language } from '../base/language';
import type { Problem } from '../base/problems';
import type { Command, DeskState, Stepped } from './state';

/** Commands that choose a language by its name. */
const CHOSEN: Readonly<Partial<Record<Command, Language>>> = {
  'language.fi': 'fi',
  'language.sv': 'sv',
  'language.en': 'en',
};

/**
 * The language a worker most likely changes to and back: the other national language would be a
 * guess, so Finnish has English, and the others have Finnish.
 */
export function usualOther(lang: Language): Language {
  return lang === 'fi' ? 'en' : 'fi';
}

/** `language.same` when the screen is in the language of the command already. */
export function languageProblem(state: DeskState, command: Command): Problem | null {
  return CHOSEN[command] === state.setting.lang ? { code: 'language.same' } : null;
}

/**
 * Changes the language of the screen: the one key goes to the other of two languages and back, a
 * command by name makes its language one of the two. With three on one key, coming back would take
 * two presses, and most workers never want the third.
 */
export function changeLanguage(state: DeskState, command: Command): Stepped {
  const other = state.setting.lang;
  const lang = CHOSEN[command] ?? state.otherLang;
  return {
    state: { ...state, setting: { ...state.setting, lang }, otherLang: other },
    effects: [{ kind: 'language', lang, other }],
  };
}
