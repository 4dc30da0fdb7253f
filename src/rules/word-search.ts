/** Finding captions by any word of them, inflected or typed with a slip. */

/** Something that can be found. */
export interface Searched {
  /** What it is called, folded. */
  readonly caption: string;
  /** The words of the caption, in order, and of other short names of it, folded. */
  readonly words: readonly string[];
  /** The words of a longer text about it, folded; they count less and must be begun right. */
  readonly text: readonly string[];
}

/** How well a word fits, best first. */
const EXACT = 0;
const PREFIX = 1;
const STEM = 2;
const SLIP = 3;
const IN_TEXT = 4;

/** From this length on one slip is forgiven, and from the second on two. */
const ONE_SLIP = 4;
const TWO_SLIPS = 8;

/** A shared beginning of this length may be a stem, and so much may follow it on either side. */
const STEM_MIN = 4;
const ENDING_MAX = 4;

/** Words of what was typed that are shorter find nothing in longer texts. */
const TEXT_MIN = 3;

/** The words of a text, folded: lower case, split at everything but letters and digits. */
export function wordsOf(text: string): string[] {
  return foldText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

/** Lower case, composed; å ä ö stay letters of their own. */
export function foldText(text: string): string {
  return text.normalize('NFC').toLowerCase().trim();
}

/**
 * What fits every typed word, best first: whole words, then their beginnings (as good in the last
 * one, which may not be typed to its end), other inflections of them, words with a slip, words of
 * the longer text; of those the captions that are what was typed, then those whose first word is
 * meant. Among equals the given order stays, so the same typing always gives the same list.
 * @returns indexes into `items`; every one of them when nothing is typed
 */
export function searchWords(items: readonly Searched[], typed: string): number[] {
  const wanted = wordsOf(typed);
  if (wanted.length === 0) return items.map((_, at) => at);
  const lead = foldText(typed);
  const scores = wanted.map(() => new Map<string, number>());
  const found: { readonly at: number; readonly score: number }[] = [];
  items.forEach((item, at) => {
    const first = scores[0] as Map<string, number>;
    const leads = scoreIn(first, item.words[0] ?? '', wanted[0] as string) <= SLIP;
    let score = item.caption === lead ? 0 : leads ? 1 : 2;
    for (const [index, word] of wanted.entries()) {
      const best = bestOf(item, word, scores[index] as Map<string, number>);
      if (best === undefined) return;
      // The last word is still being typed: a beginning says as much as a whole word.
      const typing = index === wanted.length - 1 && best === PREFIX;
      score += 3 * (typing ? EXACT : best);
    }
    found.push({ at, score });
  });
  return found.sort((a, b) => a.score - b.score || a.at - b.at).map(({ at }) => at);
}

function bestOf(item: Searched, wanted: string, known: Map<string, number>): number | undefined {
  let best = Number.POSITIVE_INFINITY;
  for (const word of item.words) {
    const score = scoreIn(known, word, wanted);
    if (score < best) best = score;
  }
  if (best <= SLIP) return best;
  const inText = wanted.length >= TEXT_MIN && item.text.some((word) => word.startsWith(wanted));
  return inText ? IN_TEXT : undefined;
}

/** The score of a word, worked out once for each typed word. */
function scoreIn(known: Map<string, number>, word: string, wanted: string): number {
  let score = known.get(word);
  if (score === undefined) {
    score = scoreOf(word, wanted);
    known.set(word, score);
  }
  return score;
}

function scoreOf(word: string, wanted: string): number {
  if (word === wanted) return EXACT;
  if (word.startsWith(wanted)) return PREFIX;
  const shared = sharedLength(word, wanted);
  const rest = Math.max(word.length, wanted.length) - shared;
  if (shared >= STEM_MIN && rest <= ENDING_MAX && shared >= rest) return STEM;
  const slips = wanted.length >= TWO_SLIPS ? 2 : wanted.length >= ONE_SLIP ? 1 : 0;
  return slips > 0 && isBegunWithin(word, wanted, slips) ? SLIP : Number.POSITIVE_INFINITY;
}

function sharedLength(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return at;
}

/**
 * True when some beginning of the word comes out of what was typed by at most so many slips: a
 * letter too many, one too few, another one, or two that changed places.
 */
function isBegunWithin(word: string, wanted: string, slips: number): boolean {
  if (word.length + slips < wanted.length) return false;
  const width = Math.min(word.length, wanted.length + slips);
  let before: number[] = [];
  let last = Array.from({ length: width + 1 }, (_, at) => at);
  for (let row = 1; row <= wanted.length; row++) {
    const next = [row];
    for (let col = 1; col <= width; col++) {
      const same = wanted[row - 1] === word[col - 1] ? 0 : 1;
      let cost = Math.min(
        (last[col] as number) + 1,
        (next[col - 1] as number) + 1,
        (last[col - 1] as number) + same,
      );
      const swapped = wanted[row - 1] === word[col - 2] && wanted[row - 2] === word[col - 1];
      if (row > 1 && col > 1 && swapped) cost = Math.min(cost, (before[col - 2] as number) + 1);
      next.push(cost);
    }
    if (Math.min(...next) > slips) return false;
    before = last;
    last = next;
  }
  return Math.min(...last) <= slips;
}
