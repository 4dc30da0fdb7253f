import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Language, languageIn, languageOfLocale, usualOther } from '../base/language';
import type { EditorUse } from '../desk/text-editor';
import { DEFAULT_ESCAPE_TIME } from '../keys/decoder';
import { configFolder, siteFolder } from './places';

/** What is remembered between sessions: nothing about clients. */
export interface Settings {
  readonly keymap: string;
  readonly lang: Language;
  /** The language that the key for the language changes to, and from which it comes back. */
  readonly otherLang: Language;
  /** The language of the command line's own help and of what is wrong with a line. */
  readonly usageLang: Language;
  /** Minutes without a key after which the screen locks; 0 never, left out: as the base says. */
  readonly lockMinutes?: number;
  /** A quiet line tells the faster key after a slow way was gone several times. */
  readonly tips: boolean;
  /** The editor of long texts, a command line; `off` where there is to be none. */
  readonly editor: string | null;
  /** After so many ms without another byte an Esc is the Esc key; slow lines want 150 and more. */
  readonly escapeTimeMs: number;
  /** After so many ms a key that begins a sequence shows what may follow it. */
  readonly leaderPauseMs: number;
  /** Name of the theme; whether there is one of that name is looked at when a screen is shown. */
  readonly theme: string;
  /** How frames are drawn: `auto` or `ascii`, looked at the same way. */
  readonly lines: string;
}

const NAME = 'settings';

/** No editor is to have texts. */
const EDITOR_OFF = 'off';

/** A day: a timer of more than 24 days would run out at once. */
const LOCK_MINUTES_MAX = 24 * 60;

/** Pause after which hands are taken not to know the next key of a sequence. */
const LEADER_PAUSE_MS = 600;

/** Nobody waits longer for a key to count. */
const WAIT_MAX_MS = 10_000;

/**
 * The user's settings; `AKTI_KEYMAP`, `AKTI_LANG`, `AKTI_LOCK_MINUTES`, `AKTI_ESCAPE_MS`,
 * `AKTI_LEADER_MS`, `AKTI_THEME`, `AKTI_LINES` and `AKTI_TIPS` (1 or 0) override them. Until a
 * language has been chosen, the screen is Finnish, or Swedish under a Swedish locale (`LC_ALL`,
 * `LC_MESSAGES`, `LANG`): that one is always somebody's choice, an English one comes with the
 * machine and would take away the captions and codes the hands know. Only the usage follows any
 * locale. A settings file that cannot be read counts as empty. Reading does without the library
 * that writes: it takes as long to load as the whole rest of a start.
 */
export function readSettings(): Settings {
  const kept = keptSettings();
  const { AKTI_LANG, LC_ALL, LC_MESSAGES, LANG } = process.env;
  const locale = languageOfLocale(LC_ALL || LC_MESSAGES || LANG);
  const asked = languageIn(AKTI_LANG);
  const keptLang = languageIn(kept.lang) ?? (locale === 'sv' ? 'sv' : 'fi');
  const keptOther = languageIn(kept.otherLang);
  const otherLang = keptOther && keptOther !== keptLang ? keptOther : usualOther(keptLang);
  return {
    keymap: named(process.env.AKTI_KEYMAP, kept.keymap, 'effica'),
    theme: named(process.env.AKTI_THEME, kept.theme, 'plain'),
    lines: named(process.env.AKTI_LINES, kept.lines, 'auto'),
    usageLang: asked ?? languageIn(kept.lang) ?? locale ?? 'fi',
    ...languagesOf(asked, { lang: keptLang, otherLang }),
    editor: editorOf(kept.editor),
    tips: process.env.AKTI_TIPS ? process.env.AKTI_TIPS === '1' : kept.tips === true,
    ...lockMinutesOf(process.env.AKTI_LOCK_MINUTES ?? kept.lockMinutes),
    escapeTimeMs: msOf(process.env.AKTI_ESCAPE_MS ?? kept.escapeTimeMs) ?? DEFAULT_ESCAPE_TIME,
    leaderPauseMs: msOf(process.env.AKTI_LEADER_MS ?? kept.leaderPauseMs) ?? LEADER_PAUSE_MS,
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

/** What the environment names, else what is kept, else the usual. */
function named(asked: string | undefined, kept: unknown, usual: string): string {
  return asked || (typeof kept === 'string' && kept) || usual;
}

/** Minutes given as a number or a text; anything else counts as not given. */
function lockMinutesOf(given: unknown): Pick<Settings, 'lockMinutes'> {
  const minutes = typeof given === 'string' && given.trim() ? Number(given) : given;
  const known = typeof minutes === 'number' && minutes >= 0 && minutes <= LOCK_MINUTES_MAX;
  return known ? { lockMinutes: minutes } : {};
}

/**
 * The site's word comes first where it is `off`; then `AKTI_EDITOR`, the setting, `VISUAL` and
 * `EDITOR`, the first that is set. Null: nobody has named one.
 */
function editorOf(kept: unknown): string | null {
  if (settingsIn(siteFolder()).editor === EDITOR_OFF) return EDITOR_OFF;
  const { AKTI_EDITOR, VISUAL, EDITOR } = process.env;
  const named = [AKTI_EDITOR, kept, VISUAL, EDITOR];
  const [first] = named.filter((one) => typeof one === 'string' && one.trim() !== '');
  return typeof first === 'string' ? first.trim() : null;
}

/** Whether the setting lets texts go to an editor. */
export function editorUse(editor: string | null): EditorUse {
  if (editor === null) return 'unset';
  return editor === EDITOR_OFF ? 'off' : 'ready';
}

/** Milliseconds given as a number or a text; anything else counts as not given. */
function msOf(given: unknown): number | undefined {
  const ms = typeof given === 'string' && given.trim() ? Number(given) : given;
  return typeof ms === 'number' && ms >= 1 && ms <= WAIT_MAX_MS ? ms : undefined;
}

function keptSettings(): Partial<Record<keyof Settings, unknown>> {
  return settingsIn(configFolder());
}

/** What a settings file of a folder says; one that cannot be read says nothing. */
function settingsIn(folder: string): Partial<Record<keyof Settings, unknown>> {
  try {
    const kept: unknown = JSON.parse(readFileSync(join(folder, `${NAME}.json`), 'utf8'));
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
