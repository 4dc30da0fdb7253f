import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Language, languageIn, languageOfLocale, usualOther } from '../base/language';
import { configFolder } from './places';

/** What is remembered between sessions: nothing about clients. */
export interface Settings {
  readonly keymap: string;
  readonly lang: Language;
  /** The language that the key for the language changes to, and from which it comes back. */
  readonly otherLang: Language;
}

const NAME = 'settings';

/**
 * The user's settings; `AKTI_KEYMAP` and `AKTI_LANG` override them. Until a language has been
 * chosen, it is that of the locale (`LC_ALL`, `LC_MESSAGES`, `LANG`), else Finnish. A settings
 * file that cannot be read counts as empty. Reading does without the library that writes: it takes
 * as long to load as the whole rest of a start.
 */
export function readSettings(): Settings {
  const kept = keptSettings();
  const { AKTI_KEYMAP: keymap, AKTI_LANG, LC_ALL, LC_MESSAGES, LANG } = process.env;
  const locale = LC_ALL || LC_MESSAGES || LANG;
  const keptLang = languageIn(kept.lang) ?? languageOfLocale(locale) ?? 'fi';
  const keptOther = languageIn(kept.otherLang);
  const otherLang = keptOther && keptOther !== keptLang ? keptOther : usualOther(keptLang);
  return {
    keymap: keymap || (typeof kept.keymap === 'string' && kept.keymap) || 'effica',
    ...languagesOf(languageIn(AKTI_LANG), { lang: keptLang, otherLang }),
  };
}

/**
 * The two languages of a session that was asked to be in one of them: the kept language is then
 * one key away.
 * @param asked from the command line or the environment; not kept
 */
export function languagesOf(
  asked: Language | undefined,
  kept: Pick<Settings, 'lang' | 'otherLang'>,
): Pick<Settings, 'lang' | 'otherLang'> {
  const { lang, otherLang } = kept;
  return asked && asked !== lang ? { lang: asked, otherLang: lang } : { lang, otherLang };
}

function keptSettings(): Partial<Record<keyof Settings, unknown>> {
  try {
    const kept: unknown = JSON.parse(readFileSync(join(configFolder(), `${NAME}.json`), 'utf8'));
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

/** Remembers the two languages. A folder that cannot be written leaves things as they were. */
export async function keepLanguages(lang: Language, otherLang: Language): Promise<void> {
  try {
    const { default: Conf } = await import('conf');
    const store = new Conf<Record<string, unknown>>({
      cwd: configFolder(),
      configName: NAME,
      clearInvalidConfig: true,
    });
    store.set({ lang, otherLang });
  } catch {
    // Settings are a comfort; a read-only home must not stop the work.
  }
}
