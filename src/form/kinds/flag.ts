import { bad, good } from '../../base/problems';
import type { Field, FieldPlace, FieldProps } from '../field';
import type { Kind } from './kind';

/** A tick; `refusable`: Space goes from nothing said to yes, to no, and back. */
export function flag(props: FieldProps & FieldPlace & { refusable?: true } = {}): Field {
  return { kind: 'flag', ...props };
}

export const flagKind: Kind = {
  holds: () => (value) => typeof value === 'boolean',
  column: () => ({ type: 'INTEGER', check: '{c} IN (0, 1)' }),
  read: (typed) => {
    const word = typed.trim().toLowerCase();
    if (word === 'x' || word === '1') return good(true);
    if (word === '0') return good(false);
    return bad('flag.word');
  },
  show: (value, _field, context) =>
    value === true ? context.yes : value === false ? context.no : '',
  limits: () => [{ code: 'limit.flag', values: {} }],
  toCsv: (value) => (value === true ? '1' : value === false ? '0' : ''),
  fromCsv: (cell) => (cell === '' ? null : cell === '1'),
  sample: (_field, seed) => seed % 2 === 1,
  refused: () => [2, 'x'],
};
