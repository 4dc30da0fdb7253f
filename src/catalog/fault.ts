import type { Problem } from '../base/problems';

/** What is wrong with a data file, and where. The rest of the file loads. */
export interface Fault {
  /** Path inside the data folder, for example `codes/services.csv`. */
  readonly file: string;
  /** Line in the file, the header being 1. */
  readonly line: number;
  /** What was found and what was expected. */
  readonly problem: Problem;
}

/** How the catalog gets at its files; paths are relative to the data folder, with `/`. */
export interface CatalogReader {
  /** Names of the files in a folder; an absent folder is empty. */
  list(folder: string): readonly string[];
  /** The whole text of a file; throws when it cannot be read. */
  text(path: string): string;
}

/** Makes a fault in one line. */
export function faultAt(
  file: string,
  line: number,
  code: string,
  values: Problem['values'] = {},
): Fault {
  return { file, line, problem: { code, values } };
}

/** Faults by file, then line: the order in which a person mends them. */
export function inFileOrder(faults: readonly Fault[]): Fault[] {
  return [...faults].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line,
  );
}
