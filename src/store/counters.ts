import type { Base } from './base';
import { lastHeld, nextHeld, settleHeld } from './filling';

/** A series of numbers: its name, the year of the record's own date, and the root unit. */
export interface CounterKey {
  readonly series: string;
  readonly year: number;
  readonly root: string;
}

/** The series that orders entries inside one base; it has neither year nor unit. */
const ENTRIES: CounterKey = { series: 'entry', year: 0, root: '' };

/**
 * The next number of a series, from 1. Given once: the number is taken with the unit of work that
 * uses it, and comes free again only when that fails as a whole.
 * @throws Error outside `base.write`
 */
export function nextNumber(base: Base, key: CounterKey): number {
  if (!base.db.inTransaction) throw new Error('a number belongs to a unit of work');
  const write = (last: number) => setCounter(base, key, last);
  const held = nextHeld(base, nameOf(key), () => lastNumber(base, key), write);
  if (held !== undefined) return held;
  const { series, year, root } = key;
  const text =
    'INSERT INTO counter (series, year, root, last) VALUES (?, ?, ?, 1)' +
    ' ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last';
  return (base.sql<{ last: number }>(text).get(series, year, root) as { last: number }).last;
}

/** The next `entry_no`: rises with each record entered in this base, by any program. */
export function nextEntryNo(base: Base): number {
  return nextNumber(base, ENTRIES);
}

/** How many records have been entered in this base. */
export function entryCount(base: Base): number {
  return lastHeld(base, nameOf(ENTRIES)) ?? lastNumber(base, ENTRIES);
}

function nameOf({ series, year, root }: CounterKey): string {
  return `counter/${series}/${year}/${root}`;
}

function lastNumber(base: Base, { series, year, root }: CounterKey): number {
  const text = 'SELECT last FROM counter WHERE series = ? AND year = ? AND root = ?';
  return base.sql<{ last: number }>(text).get(series, year, root)?.last ?? 0;
}

/**
 * Sets the last number used, for a base that continues an older register.
 * Problem (thrown, for `catching`): `counter.back` it is lower than what was given already.
 */
export function setCounter(base: Base, key: CounterKey, last: number): void {
  settleHeld(base, nameOf(key));
  const { series, year, root } = key;
  const text =
    'INSERT INTO counter (series, year, root, last) VALUES (?, ?, ?, ?)' +
    ' ON CONFLICT DO UPDATE SET last = excluded.last';
  base.sql(text).run(series, year, root, last);
}
