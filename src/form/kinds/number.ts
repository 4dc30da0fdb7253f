import { readTypedInteger, readTypedMoney, showMoney } from '../../rules/typed-number';
import type { Field, FieldPlace, FieldProps } from '../field';
import type { Kind } from './kind';

/** A whole number between `min` and `max`. */
export function integer(props: FieldProps & FieldPlace & { min: number; max: number }): Field {
  return { kind: 'integer', ...props };
}

/** An amount in integer cents, from 0 to `max`. */
export function money(props: FieldProps & FieldPlace & { max: number }): Field {
  return { kind: 'money', min: 0, ...props };
}

const range = (field: Field) => ({ min: field.min ?? 0, max: field.max ?? 0 });

export const integerKind: Kind = {
  holds: (field) => {
    const { min, max } = range(field);
    return (value) =>
      Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
  },
  column: (field) => ({
    type: 'INTEGER',
    check: `{c} BETWEEN ${range(field).min} AND ${range(field).max}`,
  }),
  read: (typed, field) => readTypedInteger(typed, range(field)),
  show: (value) => (typeof value === 'number' ? String(value) : ''),
  limits: (field) => [{ code: 'limit.integer', values: range(field) }],
  toCsv: (value) => (typeof value === 'number' ? String(value) : ''),
  fromCsv: (cell) => (cell === '' ? null : Number(cell)),
  sample: (field, seed) => {
    const { min, max } = range(field);
    return min + (seed % (max - min + 1));
  },
  refused: (field) => [range(field).min - 1, range(field).max + 1, 1.5, 'x'],
};

export const moneyKind: Kind = {
  ...integerKind,
  read: (typed, field) => readTypedMoney(typed, range(field)),
  show: (value, _field, context) =>
    typeof value === 'number' ? showMoney(value, context.lang) : '',
  limits: (field) => [{ code: 'limit.money', values: { max: Math.floor(range(field).max / 100) } }],
};
