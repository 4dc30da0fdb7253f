/** A row of a code set as it is matched: an empty code never matches by its code. */
export interface CodeRow {
  readonly code: string;
  readonly text: string;
}

/** Words are split on space, comma, slash, hyphen, § and parentheses. */
const WORD_START = /[\s,/\-§()]+(?=[^\s,/\-§()])/g;

/** Places of a match, best first; the order of DESIGN 7 rule 4. */
const EXACT_CODE = 0;
const CODE_PREFIX = 1;
const TEXT_PREFIX = 2;
const WORD_PREFIX = 3;

/**
 * Finds the rows that what was typed may mean: exact code, then prefix of the code, then prefix of
 * the text, then prefix of any word in it. Inside each class the order of the rows stays, and each
 * row comes once. Letter case does not matter; å ä ö are letters of their own.
 * @param typed what stands in the field; empty gives every row
 * @returns indexes into `rows`
 */
export function matchCodes(rows: readonly CodeRow[], typed: string): number[] {
  return classesOf(rows, typed).flat();
}

/**
 * The rows of the best class of `matchCodes` alone: one where what was typed can mean only one,
 * though it may begin others too.
 */
export function closestCodes(rows: readonly CodeRow[], typed: string): number[] {
  return classesOf(rows, typed).find((found) => found.length > 0) ?? [];
}

/** Indexes of the rows that fit, by class, the best first. */
function classesOf(rows: readonly CodeRow[], typed: string): number[][] {
  const wanted = foldCase(typed.trim());
  if (wanted === '') return [rows.map((_, at) => at)];
  const classes: number[][] = [[], [], [], []];
  rows.forEach((row, at) => {
    const rank = rankOf(row, wanted);
    if (rank !== undefined) classes[rank]?.push(at);
  });
  return classes;
}

/**
 * The row that stands behind the cursor and that Tab accepts: the first of `matchCodes`. Nothing
 * typed proposes nothing, so that an empty field stays empty.
 * @returns an index into `rows`, or undefined
 */
export function bestMatch(rows: readonly CodeRow[], typed: string): number | undefined {
  return typed.trim() === '' ? undefined : matchCodes(rows, typed)[0];
}

function rankOf(row: CodeRow, wanted: string): number | undefined {
  const code = foldCase(row.code);
  if (code === wanted) return EXACT_CODE;
  if (code.startsWith(wanted)) return CODE_PREFIX;
  const text = foldCase(row.text);
  if (text.startsWith(wanted)) return TEXT_PREFIX;
  for (const found of text.matchAll(WORD_START)) {
    if (text.startsWith(wanted, found.index + found[0].length)) return WORD_PREFIX;
  }
  return undefined;
}

function foldCase(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** Letters that are not a base letter with a mark, but letters of the Finnish alphabet. */
const FINNISH_LETTERS = /[åäö]/;

/**
 * The key by which persons are found: surname, then given names, lower case, one space between
 * words; hyphens, commas and the like count as spaces, marks other than those of å ä ö are
 * dropped (é is e, š is s). Prefixes of it are found by `namePrefix`.
 */
export function nameKey(surname: string, givenNames: string): string {
  return foldName(`${surname} ${givenNames}`).trim();
}

/**
 * What was typed, folded as `nameKey` folds names; a space typed last stays, because it says that
 * the surname ends there (`ranta ` is not Rantanen).
 */
export function namePrefix(typed: string): string {
  return foldName(typed).trimStart();
}

/** What needs no folding beyond its case: most names. */
const PLAIN_NAME = /^[a-zåäö0-9]+(?: [a-zåäö0-9]+)* ?$/;

function foldName(text: string): string {
  const lower = text.toLowerCase();
  if (PLAIN_NAME.test(lower)) return lower;
  const letters = Array.from(foldCase(text), (letter) =>
    FINNISH_LETTERS.test(letter) ? letter : letter.normalize('NFD').replace(/\p{M}/gu, ''),
  );
  return letters.join('').replace(/[^\p{L}\p{N}]+/gu, ' ');
}
