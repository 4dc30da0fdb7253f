import type { Form } from '../form/define';
import { listIn, type Row, rowsIn, sameValue, type Value, type Values } from '../form/value';
import { overlaps } from '../rules/intervals';

/** Answers whose links to one person lead to another; nobody stands in a list twice. */
export function relinkedValues(form: Form, values: Values, from: string, to: string): Values {
  const other = (id: unknown) => (id === from ? to : id);
  const changed = Object.entries(values).map(([id, value]): [string, Value] => {
    const field = form.fields[id];
    if (field?.kind === 'rows') {
      const columns = Object.entries(field.columns ?? {}).filter(([, one]) => one.to === 'person');
      const rows = rowsIn(values, id).map((row) => ({
        ...row,
        ...Object.fromEntries(columns.map(([column]) => [column, other(row[column])])),
      }));
      return [id, columns.length ? (rows as Row[]) : value];
    }
    if (field?.to !== 'person') return [id, value];
    if (Array.isArray(value)) return [id, withOther(listIn(values, id), from, to)];
    return [id, other(value) as Value];
  });
  return Object.fromEntries(changed);
}

/** In the place of the first; where the other stands already, one of them goes. */
function withOther(ids: readonly string[], from: string, to: string): string[] {
  return ids.includes(to)
    ? ids.filter((id) => id !== from)
    : ids.map((id) => (id === from ? to : id));
}

const RANK = ['R', 'S', 'B', 'H'];

/** Rows of one person that meet become one: the longer time, the nearer role, either's tick. */
export function withoutDoubles(values: Values, person: string): Values {
  const rows: Row[] = [];
  for (const row of rowsIn(values, 'members')) {
    const at = rows.findIndex((one) => one.person === person && meets(one, row));
    if (row.person !== person || at < 0) rows.push(row);
    else rows[at] = oneOf(rows[at] as Row, row);
  }
  return sameValue(rows, values.members) ? values : { ...values, members: rows };
}

const daysOf = (row: Row) => ({
  from: typeof row.from === 'string' ? row.from : '0001-01-01',
  until: typeof row.until === 'string' ? row.until : null,
});

const meets = (a: Row, b: Row) => overlaps(daysOf(a), daysOf(b));

function oneOf(a: Row, b: Row): Row {
  const nearer = RANK.indexOf(String(a.role)) <= RANK.indexOf(String(b.role)) ? a : b;
  const from = !a.from || !b.from ? null : a.from < b.from ? a.from : b.from;
  const until = !a.until || !b.until ? null : a.until > b.until ? a.until : b.until;
  return { ...nearer, from, until, guardian: a.guardian === true || b.guardian === true };
}
