import { bad, good, type Result } from '../base/problems';
import { type Charset, charsetOf } from './charset';

/** What the terminal at hand can do, as far as the painting depends on it. */
export interface TerminalProfile {
  /** Colours 0–15 may be written. Bold, underline and inverse always may. */
  readonly color: boolean;
  /** Dim (SGR 2) looks different from plain. */
  readonly dim: boolean;
  /** Attributes can be taken off one by one (SGR 22, 24, 27); elsewhere only all at once. */
  readonly partialReset: boolean;
  /** Erase Character (`CSI n X`) is understood. */
  readonly eraseCharacters: boolean;
  /** There is a second screen for programs (`?1049`). */
  readonly alternateScreen: boolean;
  /** Pastes can be marked (`?2004`). */
  readonly bracketedPaste: boolean;
  /** Automatic wrap can be switched off (`?7`). */
  readonly wrapOff: boolean;
  /** The cursor can be hidden (`?25`). */
  readonly hiddenCursor: boolean;
  /** Whether Alt sends Esc before a letter is a mode of it (`?1036`) that can be put back. */
  readonly altMode: boolean;
  /** Frames: of Unicode, with square corners, of the DEC special graphics, of ASCII. */
  readonly lines: 'unicode' | 'square' | 'dec' | 'ascii';
  /** The bytes that are text. */
  readonly charset: Charset;
}

/** xterm and those that follow it: everything. */
export const XTERM: TerminalProfile = {
  color: true,
  dim: true,
  partialReset: true,
  eraseCharacters: true,
  alternateScreen: true,
  bracketedPaste: true,
  wrapOff: true,
  hiddenCursor: true,
  altMode: true,
  lines: 'unicode',
  charset: 'utf-8',
};

/** A terminal nobody knows: nothing it might print instead of obeying. */
const UNKNOWN: TerminalProfile = {
  ...XTERM,
  color: false,
  dim: false,
  partialReset: false,
  eraseCharacters: false,
  alternateScreen: false,
  bracketedPaste: false,
  wrapOff: false,
  hiddenCursor: false,
  altMode: false,
};

/** DEC's own of the second generation: eight bits, but whose letters they are is not known. */
const VT220: Partial<TerminalProfile> = {
  color: false,
  dim: false,
  alternateScreen: false,
  bracketedPaste: false,
  charset: 'ascii',
};

/** Those that follow xterm send Esc for Alt by themselves. */
const LIKE_XTERM: TerminalProfile = { ...XTERM, altMode: false };

/**
 * TERM prefixes we know and what each lacks beside xterm. The first that fits counts. Checked with
 * `infocmp -x` of ncurses 6.4 (ncurses-base, ncurses-term): colors, dim, ech, rmso and rmul,
 * smcup, BE, rmam, civis. Where we go beyond terminfo it says why.
 */
const KNOWN: readonly (readonly [string, Partial<TerminalProfile>])[] = [
  // Left alone it makes á of Alt+A and another sign of Alt+5 (eightBitInput). terminfo has only
  // the mode for that; ?1036 is in XTerm control sequences, as are s and r, which keep what was
  // set and put it back.
  ['xterm', { altMode: true }],
  // No ech and rmam in terminfo; tmux(1) has read both since 1.0, and test/flows asks a real one.
  ['tmux', {}],
  // Also the name inside many a tmux, therefore the paste marks: screen(1) skips what it does not
  // know. No ech; rmso is there but takes italics off: SGR 27 works all the same.
  ['screen', { eraseCharacters: false }],
  // The kernel's console: no smcup, no BE. Its fonts have the square corners only.
  ['linux', { alternateScreen: false, bracketedPaste: false, lines: 'square' }],
  // No dim, and no BE: it reads the paste marks since 9.22.
  ['rxvt-unicode', { dim: false }],
  // No ech, no dim, no BE. No rmam either, but rxvt(1) follows the vt102, which has it.
  ['rxvt', { dim: false, eraseCharacters: false, bracketedPaste: false }],
  ['putty', { dim: false }],
  ['vt1', { ...VT220, partialReset: false, eraseCharacters: false, hiddenCursor: false }],
  ['vt220', VT220],
  // rmul and rmso of the vt320 take everything off.
  ['vt3', { ...VT220, partialReset: false }],
  ['vt4', VT220],
  ['vt5', VT220],
  ['alacritty', {}],
  ['konsole', {}],
  ['vte', {}],
  ['mintty', {}],
  ['foot', {}],
  ['st-', {}],
];

/**
 * Picks the profile of a terminal by TERM; NO_COLOR (set and not empty) takes the colours away,
 * and the locale (`LC_ALL`, `LC_CTYPE`, `LANG`, the first that is set) says which bytes are text:
 * without one it is UTF-8 but on DEC's own. With `asciiLines` frames and signs are ASCII. An
 * unknown terminal counts as an xterm without erase character when its name says so or tells of 256
 * colours, else as one that might print what it does not know. CI has no influence.
 * Problem `tty.dumb` when TERM is dumb, empty or unset.
 */
export function terminalProfile(
  environment: Readonly<Record<string, string | undefined>>,
  asciiLines = false,
): Result<TerminalProfile> {
  const term = environment.TERM ?? '';
  if (term === '' || term === 'dumb') return bad('tty.dumb');
  const profile = profileOf(term);
  const charset = charsetOf(environment) ?? profile.charset;
  return good({
    ...profile,
    color: profile.color && !environment.NO_COLOR,
    charset,
    lines: asciiLines ? 'ascii' : charset === 'utf-8' ? profile.lines : withoutUnicode(profile),
  });
}

/** Frames in a character set that has no lines: all that are no strangers have DEC's. */
function withoutUnicode(profile: TerminalProfile): TerminalProfile['lines'] {
  return profile.wrapOff ? 'dec' : 'ascii';
}

function profileOf(term: string): TerminalProfile {
  const known = KNOWN.find(([prefix]) => term.startsWith(prefix));
  if (known) return { ...LIKE_XTERM, ...known[1] };
  if (/xterm|256color|direct/.test(term)) return { ...LIKE_XTERM, eraseCharacters: false };
  return /color|ansi/.test(term) ? { ...UNKNOWN, color: true } : UNKNOWN;
}
