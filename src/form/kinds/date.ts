import { isIsoDate, showDdmmyy } from '../../rules/calendar';
import { readTypedDate } from '../../rules/typed-date';
import type { Field, FieldPlace, FieldProps } from '../field';
import type { Kind } from './kind';

/** A day. `past` and `future` count from the work date and include it. */
export function date(side: 'past' | 'future' | 'any', props: FieldProps & FieldPlace = {}): Field {
  return { kind: 'date', side, ...props };
}

export const dateKind: Kind = {
  holds: () => (value) => typeof value === 'string' && isIsoDate(value),
  // date() gives null for what is no date and the same text for what is.
  column: () => ({ type: 'TEXT', check: 'length({c}) = 10 AND date({c}) IS {c}' }),
  read: (typed, field, context) =>
    readTypedDate(typed, { workDate: context.workDate, side: field.side ?? 'any' }),
  show: (value) => (typeof value === 'string' ? showDdmmyy(value) : ''),
  limits: (field) => [{ code: `limit.date_${field.side ?? 'any'}`, values: {} }],
  toCsv: (value) => (typeof value === 'string' ? value : ''),
  fromCsv: (cell) => (cell === '' ? null : cell),
  sample: (_field, _seed, context) => context.workDate,
  refused: () => ['2026-02-30', '160326', ''],
};
