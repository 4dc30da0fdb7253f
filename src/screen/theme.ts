import { ATTRIBUTES, BOLD, colorOf, DIM, INVERSE, TONE, UNDERLINE } from './cell';

/** The looks a screen can have; the first is what nobody has to choose. */
export const THEMES = ['plain', 'color', 'high-contrast', 'projector'] as const;
export type Theme = (typeof THEMES)[number];

/** What a theme makes of text: attributes put on it, and a colour 0–7, none when left out. */
interface Ink {
  readonly on: number;
  readonly color?: number;
}

interface Looks {
  /** By tone; a tone that is not named is plain text. */
  readonly tones: Readonly<Record<number, Ink>>;
  /** No grey on grey: what is dim is said in plain letters, without the line of a field. */
  readonly noDim: boolean;
  /** What is typed, or stands in a field, is bold. */
  readonly boldFields: boolean;
}

const LOUD: Ink = { on: BOLD | INVERSE };

const LOOKS: Readonly<Record<Theme, Looks>> = {
  plain: { tones: {}, noDim: false, boldFields: false },
  color: {
    tones: {
      [TONE.refusal]: { on: 0, color: 1 },
      [TONE.done]: { on: 0, color: 2 },
      [TONE.warning]: { on: 0, color: 3 },
      [TONE.caption]: { on: 0, color: 6 },
      [TONE.focus]: { on: BOLD, color: 6 },
      [TONE.mark]: { on: 0, color: 5 },
    },
    noDim: false,
    boldFields: false,
  },
  // Never a colour: which of them are easy to read depends on a background we do not know.
  'high-contrast': {
    tones: {
      [TONE.refusal]: LOUD,
      [TONE.warning]: LOUD,
      [TONE.focus]: LOUD,
      [TONE.mark]: LOUD,
    },
    noDim: true,
    boldFields: true,
  },
  projector: {
    tones: {
      [TONE.refusal]: LOUD,
      [TONE.warning]: LOUD,
      [TONE.done]: { on: BOLD },
      [TONE.caption]: { on: BOLD },
      [TONE.focus]: LOUD,
      [TONE.mark]: LOUD,
    },
    noDim: true,
    boldFields: false,
  },
};

/** True for a theme in which captions look like any text, also the one of the focused field. */
export function hasPlainCaptions(theme: Theme): boolean {
  const { tones } = LOOKS[theme];
  return tones[TONE.caption] === undefined && tones[TONE.focus] === undefined;
}

/** Gives what a theme shows for a style number of the view, in which the colour is a tone. */
export function themed(theme: Theme, style: number): number {
  const { tones, noDim, boldFields } = LOOKS[theme];
  const tone = tones[colorOf(style)] ?? { on: 0 };
  let bits = (style & ATTRIBUTES) | tone.on;
  // Without its grey a proposal is told from what is typed by having no line under it.
  if (noDim && bits & DIM) bits &= ~(DIM | UNDERLINE);
  else if (boldFields && bits & UNDERLINE) bits |= BOLD;
  return bits | ((tone.color === undefined ? 0 : tone.color + 1) << 4);
}
