import type { Problem } from '../base/problems';
import { wrapText } from '../base/text-width';
import type { Words } from '../words/words';

/**
 * What a line is to who reads it. Each answer is met by exactly one `confirmed` or `refused`; the
 * rest may come beside it.
 */
export type Role = 'confirmed' | 'refused' | 'warned' | 'told' | 'headed' | 'listed';

/** One line of what is said, before it is broken to the width of the terminal. */
export interface Said {
  readonly role: Role;
  readonly text: string;
}

/** Control characters that came with data: nothing written here may move a cursor. */
const CONTROL = /\p{Cc}/gu;
/** A number that the centre has not given yet. */
const PROVISIONAL = /^~(\d+)$/u;
/** What marks a warning on a screen is a word here. */
const MARK = /^! /u;

/** A text of one line, safe to write; a dot between its parts is hard to listen to. */
export function plainText(text: string): string {
  return text
    .replace(/\s*\n\s*/gu, ' / ')
    .replace(/ · /gu, ', ')
    .replace(CONTROL, '');
}

/** Lines of a page, none wider than the terminal; those of a list hang under their text. */
export function linesOf({ role, text }: Said, width: number): string[] {
  const number = role === 'listed' ? (/^\s*(?:\S+\.|\[.\]) (?=\S)/u.exec(text)?.[0] ?? '') : '';
  const hang = ' '.repeat(Math.min(4, number.length));
  const [first = '', ...rest] = wrapText(plainText(text), width);
  if (!rest.length) return [first];
  const room = Math.max(10, width - hang.length);
  const others = wrapText(plainText(text).slice(first.length).trimStart(), room);
  return [first, ...others.map((line) => hang + line)];
}

/** A sentence ends once, whatever its value ends with. */
export function sentenceOf(text: string): string {
  return /[.!?:…]$/u.test(text) ? text : `${text}.`;
}

/** A notice without the mark that a screen gives it. */
export function withoutMark(text: string): string {
  return text.replace(MARK, '');
}

/**
 * The words as they are said where there are no keys: a text that names one has another there,
 * `said.` and its own key.
 */
export function wordsByLine(words: Words): Words {
  const known = byLine.get(words);
  if (known) return known;
  const own = (key: string) => (words.has(`said.${key}`) ? `said.${key}` : key);
  // A sign in front of a number is a word where one listens.
  const numbered = (values: Values): Values => {
    const [, number] = PROVISIONAL.exec(String(values.no)) ?? [];
    return number ? { ...values, no: words.t('said.provisional', { number }) } : values;
  };
  const made: Words = {
    ...words,
    t: (key, values) => words.t(own(key), values?.no === undefined ? values : numbered(values)),
    problem: ({ code, values }: Problem) =>
      words.has(`said.problem.${code}`)
        ? words.t(`said.problem.${code}`, values)
        : words.problem({ code, ...(values ? { values } : {}) }),
  };
  byLine.set(words, made);
  return made;
}

type Values = Readonly<Record<string, string | number>>;

const byLine = new WeakMap<Words, Words>();
