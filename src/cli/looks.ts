import { bad, good, type Result } from '../base/problems';
import { THEMES, type Theme } from '../screen/theme';
import type { Settings } from './settings';

/** How the screen looks, as far as the user chooses it. */
export interface Looks {
  readonly theme: Theme;
  /** Frames and signs in ASCII on any terminal. */
  readonly asciiLines: boolean;
}

const LINES = ['auto', 'ascii'] as const;

/**
 * The looks that flag and settings ask for.
 * Problem `usage.setting` {setting, found, expected} for a theme or lines that do not exist.
 */
export function looksOf(settings: Pick<Settings, 'theme' | 'lines'>, flag?: Theme): Result<Looks> {
  const theme = THEMES.find((one) => one === (flag ?? settings.theme));
  if (!theme) return unknown('theme', settings.theme, THEMES);
  const lines = LINES.find((one) => one === settings.lines);
  if (!lines) return unknown('lines', settings.lines, LINES);
  return good({ theme, asciiLines: lines === 'ascii' });
}

function unknown(setting: string, found: string, known: readonly string[]): Result<Looks> {
  return bad('usage.setting', { setting, found, expected: known.join(', ') });
}
