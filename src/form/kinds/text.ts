import { bad, good } from '../../base/problems';
import type { Facts } from '../facts';
import type { Field, FieldPlace, FieldProps } from '../field';
import type { Kind } from './kind';

/** One line of free text, at most `max` characters. */
export function text(
  props: FieldProps & FieldPlace & { max: number } & Pick<Field, 'reads' | 'says'>,
): Field {
  return { kind: 'text', ...props };
}

/** Several lines of free text, at most `max` characters. */
export function memo(props: FieldProps & FieldPlace & { max: number }): Field {
  return { kind: 'memo', ...props };
}

/** A text that a set holds as it is stored, in the user's language; any other as it is. */
export function saidText(facts: Pick<Facts, 'codes'>, set: string, stored: string): string {
  return facts.codes(set).find(({ extra }) => extra.stored === stored)?.text ?? stored;
}

/** Characters as SQLite's length() counts them: code points. */
function lengthOf(value: string): number {
  let count = 0;
  for (const _ of value) count++;
  return count;
}

/** True when the text has no more characters than that; one has at least one unit of UTF-16. */
export function hasAtMost(value: string, characters: number): boolean {
  return value.length <= characters || lengthOf(value) <= characters;
}

function kindOfText(lines: 'one' | 'many'): Kind {
  return {
    holds: (field) => (value) =>
      typeof value === 'string' &&
      value.length > 0 &&
      hasAtMost(value, field.max ?? 0) &&
      !value.includes('\0') &&
      (lines === 'many' || !value.includes('\n')),
    column: (field) => ({
      type: 'TEXT',
      check:
        // length() stops at a NUL, so one is refused by itself.
        `length({c}) BETWEEN 1 AND ${field.max} AND instr({c}, char(0)) = 0` +
        (lines === 'one' ? ` AND instr({c}, char(10)) = 0` : ''),
    }),
    read: (typed, field, context) => {
      if (field.reads) return field.reads(typed, context.workDate);
      const value = lines === 'one' ? typed.trim() : typed.replace(/\s+$/u, '');
      const length = lengthOf(value);
      if (length > (field.max ?? 0)) {
        return bad('text.long', { max: field.max ?? 0, length });
      }
      return good(value === '' ? null : value);
    },
    show: (value, field, context) => {
      if (typeof value !== 'string') return '';
      return field.says === undefined ? value : context.nameOf(field, value);
    },
    limits: (field) => [{ code: 'limit.text', values: { max: field.max ?? 0 } }],
    toCsv: (value) => (typeof value === 'string' ? value : ''),
    fromCsv: (cell) => (cell === '' ? null : cell),
    sample: (field, seed) => `Näyte ${seed}`.slice(0, field.max),
    refused: (field) => [
      '',
      'a\0b',
      'x'.repeat((field.max ?? 0) + 1),
      ...(lines === 'one' ? ['a\nb'] : []),
    ],
  };
}

export const textKind = kindOfText('one');
export const memoKind = kindOfText('many');
