import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configFolder } from './places';

/** What is remembered between sessions: nothing about clients. */
export interface Settings {
  readonly keymap: string;
  readonly lang: 'fi' | 'en';
}

const NAME = 'settings';

/**
 * The user's settings; `AKTI_KEYMAP` and `AKTI_LANG` override them. A settings file that cannot be
 * read counts as empty. Reading does without the library that writes: it takes as long to load as
 * the whole rest of a start.
 */
export function readSettings(): Settings {
  const kept = keptSettings();
  const { AKTI_KEYMAP: keymap, AKTI_LANG: lang } = process.env;
  return {
    keymap: keymap || (typeof kept.keymap === 'string' && kept.keymap) || 'effica',
    lang: languageIn(lang) ?? languageIn(kept.lang) ?? 'fi',
  };
}

function languageIn(value: unknown): Settings['lang'] | undefined {
  return value === 'fi' || value === 'en' ? value : undefined;
}

function keptSettings(): Partial<Record<keyof Settings, unknown>> {
  try {
    const kept: unknown = JSON.parse(readFileSync(join(configFolder(), `${NAME}.json`), 'utf8'));
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

/** Remembers a setting. A folder that cannot be written leaves things as they were. */
export async function keepSetting<K extends keyof Settings>(
  key: K,
  value: Settings[K],
): Promise<void> {
  try {
    const { default: Conf } = await import('conf');
    const store = new Conf<Record<string, unknown>>({
      cwd: configFolder(),
      configName: NAME,
      clearInvalidConfig: true,
    });
    store.set(key, value);
  } catch {
    // Settings are a comfort; a read-only home must not stop the work.
  }
}
