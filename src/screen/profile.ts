import { bad, good, type Result } from '../base/problems';

/** What the terminal at hand can do, as far as the painting depends on it. */
export interface TerminalProfile {
  /** Colours 0–15 may be written. Bold, dim, underline and inverse always may. */
  readonly color: boolean;
  /** Erase Character (`CSI n X`) is understood. */
  readonly eraseCharacters: boolean;
}

/** TERM prefixes we know: [prefix, colour, erase character]. The first that fits counts. */
const KNOWN: readonly (readonly [string, boolean, boolean])[] = [
  ['xterm', true, true],
  ['tmux', true, true],
  ['screen', true, false],
  ['linux', true, true],
  ['rxvt', true, true],
  ['vt220', false, true],
  ['vt320', false, true],
  ['vt420', false, true],
  ['alacritty', true, true],
  ['foot', true, true],
  ['konsole', true, true],
  ['st-', true, true],
];

/**
 * Picks the profile of a terminal by TERM; NO_COLOR (set and not empty) takes the colours away.
 * An unknown terminal gets colour only when its name says so, and no erase character. CI has no
 * influence. Problem `tty.dumb` when TERM is dumb, empty or unset.
 */
export function terminalProfile(
  environment: Readonly<Record<string, string | undefined>>,
): Result<TerminalProfile> {
  const term = environment.TERM ?? '';
  if (term === '' || term === 'dumb') return bad('tty.dumb');
  const known = KNOWN.find(([prefix]) => term.startsWith(prefix));
  const color = known ? known[1] : /color|ansi/.test(term);
  return good({
    color: color && !environment.NO_COLOR,
    eraseCharacters: known ? known[2] : false,
  });
}
