import { bad } from '../../base/problems';
import { showDdmmyy } from '../../rules/calendar';
import type { Field, FieldPlace, FieldProps, Fields } from '../field';
import type { Row, Value } from '../value';
import type { Kind } from './kind';

/** A small repeated group; its columns are fields of scalar kinds. */
export function rows(
  columns: Fields,
  props: FieldProps & FieldPlace & { max: number } & Pick<Field, 'rowsCheck' | 'rowsFollow'>,
): Field {
  return { kind: 'rows', columns, ...props };
}

const rowList = (value: Value): readonly Row[] =>
  Array.isArray(value) ? (value.filter((row) => typeof row === 'object') as Row[]) : [];

export const rowsKind: Kind = {
  // What its cells may hold their own kinds say.
  holds: (field) => (value) =>
    Array.isArray(value) &&
    value.length <= (field.max ?? 99) &&
    value.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row)),
  column: () => null,
  // Rows are typed cell by cell; there is no text form of the whole.
  read: () => bad('rows.cells'),
  show: (value, _field, context) => {
    const list = rowList(value);
    return list
      .map((row) =>
        Object.entries(row)
          .filter(([, cell]) => cell !== null && cell !== '')
          .map(([column, cell]) => {
            const field = _field.columns?.[column];
            if (cell === true) return '[x]';
            if (cell === false) return '[ ]';
            if (field?.kind === 'date') return showDdmmyy(String(cell));
            return field && (field.kind === 'link' || field.kind === 'code')
              ? context.nameOf(field, String(cell))
              : String(cell);
          })
          .join(' '),
      )
      .join('; ');
  },
  limits: (field) => [{ code: 'limit.rows', values: { max: field.max ?? 99 } }],
  toCsv: (value) => (rowList(value).length ? JSON.stringify(value) : ''),
  fromCsv: (cell) => (cell === '' ? [] : (JSON.parse(cell) as Row[])),
  sample: () => [],
  refused: () => [[1], 'x'],
};
