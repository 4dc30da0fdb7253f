import type { Base } from './base';

/** What is kept in memory of a base that is being filled. */
interface Filling {
  /** Last numbers given, by what they number, and how each comes into the base at the end. */
  readonly last: Map<string, number>;
  readonly writers: Map<string, (last: number) => void>;
  /** Rows that wait, by the statement that puts them in. */
  readonly waiting: Map<string, (readonly unknown[])[]>;
}

const filling = new WeakMap<Base, Filling>();

/** So many rows of a log wait: written one after another they cost half as much. */
const TOGETHER = 500;

/**
 * Keeps running numbers and the newest lines of the logs in memory from here on: a base that is
 * being filled has no other writer, nobody reads its logs, and it is thrown away unless all of it
 * comes to its end.
 */
export function beginFilling(base: Base): void {
  filling.set(base, { last: new Map(), writers: new Map(), waiting: new Map() });
}

/**
 * The next of a running number, in a base that is being filled; undefined in any other.
 * @param key what is numbered
 * @param read the last number given, where the base knows it
 * @param write puts the last number into the base; absent: its rows say it themselves
 */
export function nextHeld(
  base: Base,
  key: string,
  read: () => number,
  write?: (last: number) => void,
): number | undefined {
  const held = filling.get(base);
  if (!held) return undefined;
  let last = held.last.get(key);
  if (last === undefined) {
    last = read();
    if (write) held.writers.set(key, write);
  }
  held.last.set(key, last + 1);
  return last + 1;
}

/** The last number given, where it is held. */
export function lastHeld(base: Base, key: string): number | undefined {
  return filling.get(base)?.last.get(key);
}

/** Writes a number that is held into the base; the next asks the base again. */
export function settleHeld(base: Base, key: string): void {
  const held = filling.get(base);
  const last = held?.last.get(key);
  if (!held || last === undefined) return;
  const write = held.writers.get(key);
  held.last.delete(key);
  held.writers.delete(key);
  write?.(last);
}

/** Writes a row of a log, in a base that is being filled with others that wait; in order. */
export function writeLine(base: Base, text: string, cells: readonly unknown[]): void {
  const held = filling.get(base);
  if (!held) {
    base.sql(text).run(cells);
    return;
  }
  const rows = held.waiting.get(text);
  if (!rows) held.waiting.set(text, [cells]);
  else if (rows.push(cells) >= TOGETHER) writeRows(base, text, rows);
}

function writeRows(base: Base, text: string, rows: (readonly unknown[])[]): void {
  const statement = base.sql(text);
  for (const cells of rows) statement.run(cells);
  rows.length = 0;
}

/** Writes what is held, and holds nothing any longer. */
export function endFilling(base: Base): void {
  const held = filling.get(base);
  if (!held) return;
  base.write(() => {
    for (const [text, rows] of held.waiting) writeRows(base, text, rows);
    for (const key of [...held.last.keys()]) settleHeld(base, key);
  });
  filling.delete(base);
}
