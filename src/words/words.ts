import type { Language } from '../base/language';
import type { Problem } from '../base/problems';
import { parseFlatYaml } from './flat-yaml';
import { fillTemplate, isTemplate, readTemplate, type Template } from './template';

/** What is wrong with a word file, and where; the same shape as a fault in any data file. */
export interface WordFault {
  /** Path inside the data folder, for example `words/en/forms.yaml`. */
  readonly file: string;
  readonly line: number;
  readonly problem: Problem;
}

type Values = Readonly<Record<string, string | number>>;

/** Everything the program says, in one language. */
export interface Words {
  readonly lang: Language;
  /** The text of a key with its placeholders filled; an unknown key is shown as `‹key›`. */
  t(key: string, values?: Values): string;
  has(key: string): boolean;
  /** The sentence of a problem, `problem.<code>`. */
  problem(problem: Problem): string;
  /** A line of the diary from its template, `line.<key>`. */
  line(key: string, values: Readonly<Record<string, string>>): string;
}

/** The files of a language, each about one thing. */
export const WORD_FILES = ['forms', 'commands', 'problems', 'lines', 'screen', 'said'] as const;

const SOURCE_LANGUAGE: Language = 'fi';

interface Entry {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

type Entries = Map<string, Entry>;

/**
 * Reads the words of a language; another language than Finnish stands over the Finnish words, which
 * show where it has none. What is wrong with the files is given by file and line, and the rest
 * loads; it is worked out when `faults` is asked for, as a start has no time for it. Problems:
 * words.file_missing; words.line {expected}; words.duplicate {key, first, first_file};
 * words.template {key}; words.key_missing {key}; words.key_unknown {key};
 * words.placeholders {key, found, expected}.
 * @param read gives the text of a file by its path in the data folder; throws when it is not there
 */
export function loadWords(
  read: { text(path: string): string },
  lang: Language,
): { readonly words: Words; readonly faults: readonly WordFault[] } {
  const reading: WordFault[] = [];
  const source = readLanguage(read, SOURCE_LANGUAGE, reading);
  const own = lang === SOURCE_LANGUAGE ? undefined : readLanguage(read, lang, reading);
  let faults: readonly WordFault[] | undefined;
  return {
    words: wordsOf(lang, own ? new Map([...source, ...own]) : source),
    get faults() {
      faults ??= [
        ...reading,
        ...brokenTemplates(source),
        ...(own ? [...brokenTemplates(own), ...differences(lang, source, own)] : []),
      ];
      return faults;
    },
  };
}

function readLanguage(
  read: { text(path: string): string },
  lang: Language,
  faults: WordFault[],
): Entries {
  const entries: Entries = new Map();
  for (const name of WORD_FILES) {
    const file = `words/${lang}/${name}.yaml`;
    let text: string;
    try {
      text = read.text(file);
    } catch {
      faults.push({ file, line: 1, problem: { code: 'words.file_missing' } });
      continue;
    }
    readFile(file, text, entries, faults);
  }
  return entries;
}

function readFile(file: string, source: string, entries: Entries, faults: WordFault[]): void {
  const read = parseFlatYaml(source);
  for (const { line, problem } of read.faults) faults.push({ file, line, problem });
  for (const { key, text, line } of read.pairs) {
    const earlier = entries.get(key);
    if (earlier) {
      const values = { key, first: earlier.line, first_file: earlier.file };
      faults.push({ file, line, problem: { code: 'words.duplicate', values } });
    } else {
      entries.set(key, { file, line, text });
    }
  }
}

function brokenTemplates(entries: Entries): WordFault[] {
  return [...entries]
    .filter(([, { text }]) => isTemplate(text) && !readTemplate(text))
    .map(([key, { file, line }]) => ({
      file,
      line,
      problem: { code: 'words.template', values: { key } },
    }));
}

/** Keys that one of the two languages lacks, and texts that ask for other values. */
function differences(lang: Language, source: Entries, own: Entries): WordFault[] {
  const faults: WordFault[] = [];
  for (const [key, { file }] of source) {
    if (own.has(key)) continue;
    // At the file where the key belongs in the other language; it has no line there yet.
    const place = file.replace(`/${SOURCE_LANGUAGE}/`, `/${lang}/`);
    faults.push({ file: place, line: 1, problem: { code: 'words.key_missing', values: { key } } });
  }
  for (const [key, { file, line, text }] of own) {
    const other = source.get(key);
    if (!other) {
      faults.push({ file, line, problem: { code: 'words.key_unknown', values: { key } } });
      continue;
    }
    const found = namesIn(text);
    const expected = namesIn(other.text);
    if (found === expected) continue;
    const values = { key, found, expected };
    faults.push({ file, line, problem: { code: 'words.placeholders', values } });
  }
  return faults;
}

function namesIn(text: string): string {
  return readTemplate(text)?.names.join(', ') ?? '';
}

function wordsOf(lang: Language, entries: Entries): Words {
  const templates = new Map<string, Template | undefined>();
  const templateOf = (key: string, text: string): Template | undefined => {
    if (!templates.has(key)) templates.set(key, isTemplate(text) ? readTemplate(text) : undefined);
    return templates.get(key);
  };
  const show = (name: string, value: string | number): string => {
    if (typeof value === 'number') return showNumber(lang, name, value);
    // A stable id among the values, such as why a key is forbidden, has words of its own.
    const key = `value.${name}.${value}`;
    return entries.has(key) ? t(key) : value;
  };
  const t = (key: string, values: Values = {}): string => {
    const text = entries.get(key)?.text;
    if (text === undefined) return `‹${key}›`;
    const template = templateOf(key, text);
    return template ? fillTemplate(template, values, show) : text;
  };
  return {
    lang,
    t,
    has: (key) => entries.has(key),
    problem: ({ code, values }) => t(`problem.${code}`, values),
    line: (key, values) => t(`line.${key}`, values),
  };
}

/** A number as it stands in a sentence; `…_cents` is an amount with two decimals. */
function showNumber(lang: Language, name: string, value: number): string {
  if (!name.endsWith('_cents')) return String(value);
  const digits = String(Math.abs(value)).padStart(3, '0');
  const mark = lang === 'en' ? '.' : ',';
  return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}${mark}${digits.slice(-2)}`;
}
