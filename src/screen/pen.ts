import { ATTRIBUTES, blankIsPlain, DIM, PLAIN, SPECIAL } from './cell';
import { styleChange } from './hardware';
import type { TerminalProfile } from './profile';
import { type Shown, standIn } from './stand-in';
import { type Theme, themed } from './theme';

/** Style numbers of a view lie below this. */
const STYLES = 512;

/**
 * What becomes of a cell on a terminal under a theme. The grids keep what the view wanted; only
 * what is written goes through here, so nothing else knows of terminals and themes.
 */
export interface Pen {
  readonly profile: TerminalProfile;
  readonly theme: Theme;
  /** The style a cell is written in. */
  style(char: string, style: number): number;
  /** What is written for a character of one or two cells. */
  text(char: string, width: number): string;
  /** The sequence from one such style to another. */
  change(from: number, to: number): string;
}

/** Makes the pen of a terminal and a theme. */
export function createPen(profile: TerminalProfile, theme: Theme): Pen {
  const looks = Uint16Array.from({ length: STYLES }, (_, style) => lookOf(profile, theme, style));
  // A blank in which nobody sees a style is plain, so that it can be erased.
  const blanks = looks.map((look) => (blankIsPlain(look) ? PLAIN : look));
  const lookAt = (char: string, style: number) => (char === ' ' ? blanks : looks)[style] as number;
  const change = (from: number, to: number) => styleChange(from, to, profile.partialReset);
  if (profile.lines === 'unicode' && profile.charset === 'utf-8') {
    return {
      profile,
      theme,
      style: lookAt,
      text: (char) => char,
      change,
    };
  }
  const known = new Map<string, Shown>();
  const shown = (char: string, width: number) => {
    let found = known.get(char);
    if (!found) {
      found = standIn(profile, char, width);
      known.set(char, found);
    }
    return found;
  };
  return {
    profile,
    theme,
    style: (char, style) => {
      const special = isLine(char) && shown(char, 1).special;
      return lookAt(char, style) | (special ? SPECIAL : 0);
    },
    text: (char, width) => shown(char, width).text,
    change,
  };
}

/** Lines of frames; nothing else comes from the special graphics. */
function isLine(char: string): boolean {
  return char >= '\u2500' && char <= '\u257f';
}

/** The theme's look of a style, without what the terminal lacks. */
function lookOf(profile: TerminalProfile, theme: Theme, style: number): number {
  const colors = profile.color ? -1 : ATTRIBUTES;
  return themed(theme, style) & colors & (profile.dim ? -1 : ~DIM);
}
