import type { TerminalProfile } from './profile';

/** Everything at once: for a screen whose contents are not ours. */
export const CLEAR = '\x1b[m\x1b[H\x1b[2J';

/**
 * Empties a screen of ours with so many rows, in the plain style, and leaves the cursor in its
 * first cell. On a terminal without a second screen row by row: PuTTY and others put what is
 * erased at once among the lines above the screen, where it could be read by whoever comes next.
 */
export function wipe(profile: TerminalProfile, rows: number): string {
  if (profile.alternateScreen) return CLEAR;
  return `\x1b[m\x1b[H${Array(rows).fill('\x1b[K').join('\n')}\x1b[H`;
}
