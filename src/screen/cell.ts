/**
 * How a piece of text looks. Attributes and colour never carry meaning alone: a terminal or a theme
 * may strip both.
 */
export interface Style {
  bold?: boolean;
  dim?: boolean;
  underline?: boolean;
  inverse?: boolean;
  /** 0–15. In what a view makes one of `TONE`; in what is written an ANSI colour. */
  color?: number;
}

/** What a view says by a colour. The theme decides what becomes of it. */
export const TONE = {
  refusal: 1,
  done: 2,
  warning: 3,
  /** The caption of the field under the hands. */
  focus: 4,
  /** What must be seen on every screen: the demo mark, another work date, the past. */
  mark: 5,
  caption: 6,
} as const;

/** A piece of one line in one style. */
export interface Span {
  text: string;
  style?: Style;
}

/** One line of the screen, or a part of it, from left to right. */
export type Line = Span[];

export const BOLD = 1;
export const DIM = 2;
export const UNDERLINE = 4;
export const INVERSE = 8;
/** The four attribute bits; what lies above them is the colour. */
export const ATTRIBUTES = 15;
/** Only in what is written: the character is one of the DEC special graphics. */
export const SPECIAL = 512;
/** The style number of plain text. */
export const PLAIN = 0;

const COLOR_SHIFT = 4;

/**
 * Gives the style number of a style: one integer per distinct look, so that cells compare by ===.
 * Bits 0–3 are bold, dim, underline, inverse; above them stands the colour plus one, 0 for none.
 */
export function styleNumber(style: Style | undefined): number {
  if (!style) return PLAIN;
  const color = style.color === undefined ? 0 : (style.color & 15) + 1;
  return (
    (style.bold ? BOLD : 0) |
    (style.dim ? DIM : 0) |
    (style.underline ? UNDERLINE : 0) |
    (style.inverse ? INVERSE : 0) |
    (color << COLOR_SHIFT)
  );
}

/** Gives the style of a style number; only the attributes that are on are present. */
export function styleOf(number: number): Style {
  const style: Style = {};
  if (number & BOLD) style.bold = true;
  if (number & DIM) style.dim = true;
  if (number & UNDERLINE) style.underline = true;
  if (number & INVERSE) style.inverse = true;
  const color = colorOf(number);
  if (color >= 0) style.color = color;
  return style;
}

/** Gives the colour 0–15 of a style number, -1 for the terminal's own. */
export function colorOf(number: number): number {
  return (number >> COLOR_SHIFT) - 1;
}

/** True when a blank written in this style looks the same as in the plain one. */
export function blankIsPlain(style: number): boolean {
  return (style & (UNDERLINE | INVERSE)) === 0;
}

/** Tones that no theme makes inverse; a blank in one of them is like any other. */
const QUIET: ReadonlySet<number> = new Set<number>([-1, TONE.done, TONE.caption]);

/** True when a blank of a view in this style looks plain under every theme. */
export function blankStaysPlain(style: number): boolean {
  return blankIsPlain(style) && QUIET.has(colorOf(style));
}
