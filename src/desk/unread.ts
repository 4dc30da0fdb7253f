import type { Problem } from '../base/problems';
import type { Field } from '../form/field';
import type { Entry } from './state';

/**
 * Where text that could not be read is kept (`typed` and `problems` of an entry): that of a field
 * under its id, that of a cell under `group/row/column`, the row from 0.
 */
export function cellPlace(id: string, row: number, column: string): string {
  return `${id}/${row}/${column}`;
}

/** The place under the hands. */
export function placeHere(field: Field, { focus, edit }: Entry): string {
  if (field.kind !== 'rows') return focus;
  return cellPlace(focus, edit.row, Object.keys(field.columns ?? {})[edit.col] as string);
}

/** The field, or the group, of a place. */
export function fieldOf(place: string): string {
  return place.split('/')[0] as string;
}

const inGroup = (id: string) => (place: string) => place.startsWith(`${id}/`);

/** True when a field, or a cell of it, holds text that could not be read. */
export function isUnread(entry: Entry, id: string): boolean {
  return entry.typed[id] !== undefined || Object.keys(entry.typed).some(inGroup(id));
}

/** What is wrong with a field or with the first wrong cell of it. */
export function problemOn(entry: Entry, id: string): Problem | undefined {
  const { problems } = entry;
  if (problems[id]) return problems[id];
  const place = Object.keys(problems).filter(inGroup(id)).sort()[0];
  return place === undefined ? undefined : problems[place];
}

/**
 * What could not be read: each problem with its field, of a cell with its row (from 1) and column.
 */
export function unreadProblems({ typed, problems }: Entry): Problem[] {
  return Object.entries(problems)
    .filter(([place]) => typed[place] !== undefined)
    .map(([place, problem]) => {
      const [field = place, row, column] = place.split('/');
      if (row === undefined || column === undefined) return { ...problem, field };
      return { ...problem, field, values: { ...problem.values, row: Number(row) + 1, column } };
    });
}

/** Without the text of a cell, which has been read; `gone`: without its row, others move up. */
export function withoutUnread(entry: Entry, place: string, gone: boolean): Entry {
  const [id = place, row] = place.split('/');
  const kept = (of: string): string | null => {
    const [group, at, column = ''] = of.split('/');
    if (of === place) return null;
    if (!gone || group !== id || at === undefined || Number(at) < Number(row)) return of;
    return at === row ? null : cellPlace(id, Number(at) - 1, column);
  };
  const moved = <T>(held: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(held).flatMap(([of, what]) => {
        const to = kept(of);
        return to === null ? [] : [[to, what] as const];
      }),
    );
  return { ...entry, typed: moved(entry.typed), problems: moved(entry.problems) };
}
