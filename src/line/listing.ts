import type { CodeRow } from '../rules/match';
import { closestCodes } from '../rules/match';

/** Rows told before the list waits to be asked for more. */
export const PAGE = 15;
const FEW = 5;

/** One row of a numbered list. */
export interface ListedRow {
  readonly text: string;
  /** What is typed for it besides its number. */
  readonly match: CodeRow;
}

/** A list one row of which is asked for. */
export interface Listing {
  readonly title: string;
  readonly rows: readonly ListedRow[];
  /** Rows told so far. */
  readonly told: number;
  /** False where codes begin with digits: a number is a code then. */
  readonly numbered: boolean;
}

/** The rows a line means: by number, else by the beginning that fits best. */
export function rowsMeant({ rows, numbered }: Listing, typed: string): readonly number[] {
  const text = typed.trim();
  if (numbered && /^\d{1,4}$/u.test(text)) {
    const at = Number(text) - 1;
    return at in rows ? [at] : [];
  }
  return closestCodes(
    rows.map(({ match }) => match),
    text,
  );
}

/** The next rows of a list as they are told, and the list behind them. */
export function nextPage(listing: Listing): {
  readonly lines: readonly string[];
  readonly listing: Listing;
} {
  const { rows, told, numbered } = listing;
  // A few rows more are no reason to be asked for them.
  const end = rows.length - told <= PAGE + FEW ? rows.length : told + PAGE;
  const lines = rows
    .slice(told, end)
    .map(({ text }, at) => (numbered ? `${told + at + 1}. ${text}` : text));
  return { lines, listing: { ...listing, told: end } };
}
