import { type Finding, lineOf, type SourceFile } from './source';

export const FILE_LINES = 400;
export const LINE_COLUMNS = 100;
const FOLDERS_DEEP = 2;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.config|\.d)?\.(ts|tsx|mjs|cjs)$/;
const NO_NAMES = ['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'shared', 'stuff'];

/** Marks of unfinished work; written apart, so that this file holds none. */
const UNFINISHED = new RegExp(`\\b(${['TO', 'FIX'].join('DO|')}ME|X{3})\\b`, 'g');
/** Paths of somebody's own machine. */
const MACHINE = new RegExp(
  `(${['home', 'root', 'Users', 'work'].map((one) => `/${one}/`).join('|')})`,
  'g',
);

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** A file that is longer than can be held in the head. */
export function longFile({ path, text }: SourceFile): Finding[] {
  const { length } = linesOf(text);
  if (length <= FILE_LINES) return [];
  const says = `${length} lines, at most ${FILE_LINES}: move the second thing it does out`;
  return [{ file: path, line: FILE_LINES + 1, says }];
}

/** Lines that do not fit the width the formatter keeps. */
export function longLines({ path, text }: SourceFile): Finding[] {
  return linesOf(text).flatMap((line, at) =>
    // A pattern cannot be broken.
    [...line].length > LINE_COLUMNS && !/^\s*\/.*\/[a-z]*;$/.test(line)
      ? [
          {
            file: path,
            line: at + 1,
            says: `${[...line].length} columns: break it at ${LINE_COLUMNS}`,
          },
        ]
      : [],
  );
}

/** A name or a place that the house does not use. */
export function badName({ path }: SourceFile): Finding[] {
  const parts = path.split('/');
  const name = parts.at(-1) ?? '';
  const said: string[] = [];
  if (!KEBAB.test(name)) said.push('name the file in-kebab-case.ts after the one thing it does');
  if (NO_NAMES.includes(name.replace(/\..*/, ''))) said.push('name the file after what is in it');
  if (parts[0] === 'src' && parts.length - 2 > FOLDERS_DEEP) {
    said.push(`src is at most ${FOLDERS_DEEP} folders deep: move it up`);
  }
  return said.map((says) => ({ file: path, line: 1, says }));
}

function matches(file: SourceFile, pattern: RegExp, says: (found: string) => string): Finding[] {
  return [...file.text.matchAll(pattern)].map((found) => ({
    file: file.path,
    line: lineOf(file.text, found.index),
    says: says(found[0]),
  }));
}

/** Notes of work left undone: finish it, or open an issue. */
export function unfinished(file: SourceFile): Finding[] {
  return matches(
    file,
    UNFINISHED,
    (found) => `${found}: finish it, or open an issue and say why here`,
  );
}

/** Paths that hold on one machine only. */
export function machinePaths(file: SourceFile): Finding[] {
  return matches(
    file,
    MACHINE,
    (found) => `"${found}" is a path of one machine: work it out when running`,
  );
}
