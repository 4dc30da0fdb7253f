import { isIsoDate } from '../rules/calendar';

/** What a cell of a table must be. Plain look-ups: a start reads some thousand cells. */
export interface CellRule {
  /** Stable id of what was expected; `words/` makes a text of it. */
  readonly expected: string;
  fits(cell: string): boolean;
}

function pattern(expected: string, shape: RegExp): CellRule {
  return { expected, fits: (cell) => shape.test(cell) };
}

/** One of the given words. */
export function oneOf(...words: readonly string[]): CellRule {
  return { expected: words.join('|'), fits: (cell) => words.includes(cell) };
}

/** Our own key of a row: letters, digits and `_`. */
export const slug = pattern('slug', /^[A-Za-z0-9_]{1,64}$/u);

/** A slug or nothing. */
export const slugOrEmpty = pattern('slug_or_empty', /^[A-Za-z0-9_]{0,64}$/u);

/** Any text, also none. */
export const anyText: CellRule = { expected: 'text', fits: () => true };

/** Slugs with `;` between, or `*` for all. */
export const slugsOrAll = pattern('slugs_or_all', /^(\*|[A-Za-z0-9_]+(;[A-Za-z0-9_]+)*)$/u);

/** Slugs with `;` between, or nothing. */
export const slugsOrEmpty = pattern('slugs_or_empty', /^([A-Za-z0-9_]+(;[A-Za-z0-9_]+)*)?$/u);

/** Text that is there. */
export const filled: CellRule = { expected: 'text', fits: (cell) => cell !== '' };

/** A real calendar day `YYYY-MM-DD`, or nothing. */
export const dayOrEmpty: CellRule = {
  expected: 'date',
  fits: (cell) => cell === '' || isIsoDate(cell),
};

export const yesNo = oneOf('yes', 'no');

/** How a row is known: found in a named source, printed in a document, or recalled (unverified). */
export const status = oneOf('found', 'doc', 'recalled');

/** A whole number 0 or more, as text. */
export const count = pattern('whole_number', /^\d{1,9}$/u);

/** A whole number or nothing. */
export const countOrEmpty = pattern('whole_number_or_empty', /^\d{0,9}$/u);
