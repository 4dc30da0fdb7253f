import type { Problem } from '../base/problems';
import { parseFlatYaml } from '../words/flat-yaml';
import { type Fault, faultAt, inFileOrder } from './fault';

/** What a phrase may hold that is known only when it is used. */
export type Placeholder = 'today' | 'work_date' | 'client' | 'identifier' | 'me' | 'unit';

/** A piece of a phrase: text, something to be put in, or the place of the cursor. */
export type PhrasePart = string | { readonly put: Placeholder | 'cursor' };

/** A text that is typed by its short name. */
export interface Phrase {
  readonly name: string;
  /** The text as written, placeholders in braces. */
  readonly text: string;
  readonly parts: readonly PhrasePart[];
}

/** The phrases of a user: the shared ones under the site's and the user's own. */
export interface Phrases {
  /** The phrase of a name, letter case apart. */
  find(name: string): Phrase | undefined;
  /** Every phrase by name. */
  readonly all: readonly Phrase[];
}

/** One file of phrases; null for one that is there and cannot be read. */
export interface PhraseFile {
  readonly file: string;
  readonly text: string | null;
}

/** Longest text of a phrase, in characters. */
const TEXT_MAX = 4000;

/** Names of the placeholders as they are written, in Finnish first. */
const PLACEHOLDERS: Readonly<Record<string, Placeholder | 'cursor'>> = {
  '|': 'cursor',
  tänään: 'today',
  työpäivä: 'work_date',
  asiakas: 'client',
  tunnus: 'identifier',
  minä: 'me',
  yksikkö: 'unit',
  today: 'today',
  work_date: 'work_date',
  client: 'client',
  identifier: 'identifier',
  me: 'me',
  unit: 'unit',
};

const EXPECTED = Object.keys(PLACEHOLDERS).map((name) => `{${name}}`);

/** A name: a small letter, then small letters and digits, twenty at most. */
const NAME = /^[a-zåäö][a-zåäö0-9]{0,19}$/u;

/**
 * Reads files of phrases, `name: "text"` line by line. A later file wins over an earlier one, name
 * by name; in one file the first of a name holds. A faulty line is left out and the rest loads.
 * Problems: phrase.unreadable, phrase.line {expected}, phrase.name {name}, phrase.repeated {name},
 * phrase.placeholder {found, expected}, phrase.cursor {name}, phrase.too_long {name, max}.
 */
export function readPhrases(files: readonly PhraseFile[]): {
  readonly phrases: Phrases;
  readonly faults: readonly Fault[];
} {
  const byName = new Map<string, Phrase>();
  const faults: Fault[] = [];
  for (const { file, text } of files) {
    const read = readFile(file, text);
    faults.push(...read.faults);
    for (const phrase of read.phrases) byName.set(phrase.name, phrase);
  }
  const all = [...byName.values()].sort((a, b) => a.name.localeCompare(b.name, 'fi'));
  return {
    phrases: { find: (name) => byName.get(name.toLowerCase()), all },
    faults: inFileOrder(faults),
  };
}

function readFile(file: string, text: string | null): { phrases: Phrase[]; faults: Fault[] } {
  if (text === null || text.includes('\uFFFD')) {
    return { phrases: [], faults: [faultAt(file, 1, 'phrase.unreadable')] };
  }
  const { pairs, faults: lines } = parseFlatYaml(text, NAME_LIKE);
  const faults: Fault[] = lines.map(({ line, problem }) =>
    faultAt(file, line, 'phrase.line', problem.values),
  );
  const phrases = new Map<string, Phrase>();
  for (const { key, text: written, line } of pairs) {
    const problem = phrases.has(key) ? { code: 'phrase.repeated' } : problemOf(key, written);
    if (problem) faults.push(faultAt(file, line, problem.code, { name: key, ...problem.values }));
    else phrases.set(key, { name: key, text: written, parts: partsOf(written) });
  }
  return { phrases: [...phrases.values()], faults };
}

/** What may be meant as a name; whether it is one is said by a fault of its own. */
const NAME_LIKE = /^[^\s:#"'{}[\],&*!|>%@`-][^\s:#]*$/u;

function problemOf(name: string, text: string): Problem | null {
  if (!NAME.test(name)) return { code: 'phrase.name' };
  if (text.trim() === '' || [...text].length > TEXT_MAX) {
    return { code: 'phrase.too_long', values: { max: TEXT_MAX } };
  }
  const found = [...text.matchAll(/\{([^{}]*)\}/gu)].map(([, one]) => one ?? '');
  const unknown = found.find((one) => !Object.hasOwn(PLACEHOLDERS, one));
  const lone = /[{}]/u.exec(text.replace(/\{[^{}]*\}/gu, ''));
  if (unknown !== undefined || lone) {
    const wrong = unknown === undefined ? lone?.[0] : `{${unknown}}`;
    return {
      code: 'phrase.placeholder',
      values: { found: wrong ?? '', expected: EXPECTED.join(' ') },
    };
  }
  return found.filter((one) => one === '|').length > 1 ? { code: 'phrase.cursor' } : null;
}

function partsOf(text: string): PhrasePart[] {
  return text
    .split(/(\{[^{}]*\})/u)
    .filter((part) => part !== '')
    .map((part) => {
      const put = part.startsWith('{') ? PLACEHOLDERS[part.slice(1, -1)] : undefined;
      return put ? { put } : part;
    });
}
