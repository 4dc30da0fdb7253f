import type { Rec } from '../../src/form/value';
import type { Breach } from './checks';

/** What a form derives of a record, in a base that holds what the record rests on. */
interface Derived {
  readonly station: string;
  readonly rec: Rec;
  readonly text: string;
}

/** A base with its records, and those of them whose changes are not all in. */
export interface Holding {
  readonly name: string;
  readonly records: readonly Rec[];
  readonly open: ReadonlySet<string>;
}

/**
 * I5: what a form derives of a record is the same in every base that holds it and all it links to,
 * and from which nothing of them is still to go.
 */
export function derivedAlike(holdings: readonly Holding[]): Breach[] {
  const first = new Map<string, Derived>();
  const breaches: Breach[] = [];
  for (const { name, records, open } of holdings) {
    const settled = new Set(records.filter(({ id }) => !open.has(id)).map(({ id }) => id));
    for (const rec of records) {
      if (!settled.has(rec.id) || !linksOf(rec).every((id) => settled.has(id))) continue;
      const { diary_on, service_task, closed_at } = rec;
      const text = JSON.stringify({ diary_on, service_task, closed_at });
      const other = first.get(rec.id);
      if (!other) first.set(rec.id, { station: name, rec, text });
      else if (other.text !== text) {
        const is = `is ${text} in ${name}, ${other.text} in ${other.station}`;
        breaches.push({ invariant: 'I5', what: `${rec.form} ${rec.id} ${is}` });
      }
    }
  }
  return breaches;
}

const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** Ids among the answers of a record. */
function linksOf({ values }: Rec): string[] {
  const all = Object.values(values).flatMap((value) => [value].flat());
  return all.filter((value): value is string => typeof value === 'string' && ID.test(value));
}
