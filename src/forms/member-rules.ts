import type { Problem } from '../base/problems';
import type { RowsFollow } from '../form/field';
import { type Row, rowsIn, type Values } from '../form/value';
import { type Interval, overlaps } from '../rules/intervals';

const FIRST_DAY = '0001-01-01';

/** Days a row holds: without a start since ever, without an end until further notice. */
function daysOf(row: Row): Interval {
  const { from, until } = row;
  return {
    from: typeof from === 'string' ? from : FIRST_DAY,
    until: typeof until === 'string' ? until : null,
  };
}

/** A problem at a row of a group; rows count from 1, as they are read. */
function atRow(code: string, field: string, row: number, column: string): Problem {
  return { code, field, values: { row: row + 1, column } };
}

/** Rows whose end is before their start: `date.end_before_start` {row, column}. */
export function endsBeforeStart(values: Values, field: string): Problem[] {
  return rowsIn(values, field).flatMap(({ from, until }, at) =>
    typeof from === 'string' && typeof until === 'string' && until < from
      ? [atRow('date.end_before_start', field, at, 'until')]
      : [],
  );
}

/**
 * What is wrong with the members of a household, each at the later of two rows: nobody is its head
 * (`household.head`), two are on one day (`household.two_heads`), somebody is in it twice at a time
 * (`household.overlap`), an end before its start.
 */
export function memberProblems(values: Values, field: string): Problem[] {
  const rows = rowsIn(values, field);
  const problems = endsBeforeStart(values, field);
  if (problems.length) return problems;
  rows.forEach((row, at) => {
    const meets = rows.slice(0, at).filter((other) => overlaps(daysOf(other), daysOf(row)));
    if (meets.some((other) => other.person === row.person)) {
      problems.push(atRow('household.overlap', field, at, 'person'));
    } else if (row.role === 'R' && meets.some((other) => other.role === 'R')) {
      problems.push(atRow('household.two_heads', field, at, 'role'));
    }
  });
  if (!rows.some((row) => row.role === 'R')) problems.push({ code: 'household.head', field });
  return problems;
}

/** True when the household has members on the day and none of them is its head. */
export function isHeadless(values: Values, field: string, day: string): boolean {
  const today: Interval = { from: day, until: day };
  const now = rowsIn(values, field).filter((row) => overlaps(daysOf(row), today));
  return now.length > 0 && !now.some((row) => row.role === 'R');
}

const isParent = (row: Row) => row.role === 'R' || row.role === 'S';

/**
 * Head and spouse are the guardians once there are children, unless the worker says otherwise
 * (DESIGN 8): the tick follows when the role of the row is given, and when the first child comes.
 */
export const guardiansFollow: RowsFollow = (rows, { row, column }) => {
  if (column !== 'role') return rows;
  const children = rows.filter((one) => one.role === 'B').length;
  const isFirst = rows[row]?.role === 'B' && children === 1;
  return rows.map((one, at) => {
    if (at === row) return { ...one, guardian: isParent(one) && children > 0 };
    return isFirst && isParent(one) ? { ...one, guardian: true } : one;
  });
};
