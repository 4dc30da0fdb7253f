import Conf from 'conf';
import { z } from 'zod';
import { configFolder } from './places';

/** What is remembered between sessions: nothing about clients. */
const shape = z.object({
  keymap: z.string().default('effica'),
  lang: z.enum(['fi', 'en']).default('fi'),
});

export type Settings = z.infer<typeof shape>;

/**
 * The user's settings; `AKTI_KEYMAP` and `AKTI_LANG` override them. A settings file that cannot be
 * read counts as empty.
 */
export function readSettings(): Settings {
  const read = shape.safeParse({ ...store()?.store });
  const kept = read.success ? read.data : shape.parse({});
  return {
    keymap: process.env.AKTI_KEYMAP || kept.keymap,
    lang: process.env.AKTI_LANG === 'en' ? 'en' : process.env.AKTI_LANG === 'fi' ? 'fi' : kept.lang,
  };
}

/** Remembers a setting. A folder that cannot be written leaves things as they were. */
export function keepSetting<K extends keyof Settings>(key: K, value: Settings[K]): void {
  try {
    store()?.set(key, value);
  } catch {
    // Settings are a comfort; a read-only home must not stop the work.
  }
}

function store(): Conf<Record<string, unknown>> | undefined {
  try {
    return new Conf<Record<string, unknown>>({
      cwd: configFolder(),
      configName: 'settings',
      clearInvalidConfig: true,
    });
  } catch {
    return undefined;
  }
}
