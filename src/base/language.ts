/** Languages of the screen, the help and the command line. Finnish is the source of every word. */
export const LANGUAGES = ['fi', 'sv', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The language of an id such as `sv`; undefined when it is none of ours. */
export function languageIn(id: unknown): Language | undefined {
  return LANGUAGES.find((one) => one === id);
}

/**
 * The language a locale asks for, as in `LANG`: `sv_FI.UTF-8` is `sv`. Undefined for `C`, `POSIX`
 * and every language there are no words for.
 */
export function languageOfLocale(locale: string | undefined): Language | undefined {
  return languageIn(/^([a-z]{2,3})(?:[_.@-]|$)/iu.exec(locale ?? '')?.[1]?.toLowerCase());
}

/**
 * The language a worker most likely changes to and back: the other national language would be a
 * guess, so Finnish has English, and the others have Finnish.
 */
export function usualOther(lang: Language): Language {
  return lang === 'fi' ? 'en' : 'fi';
}
