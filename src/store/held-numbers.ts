import type { Base } from './base';

/** Last numbers given while a base is filled, by what they number. */
interface Held {
  readonly last: Map<string, number>;
  /** How each of them comes into the base at the end. */
  readonly writers: Map<string, (last: number) => void>;
}

const holding = new WeakMap<Base, Held>();

/**
 * Keeps running numbers in memory from here on: a base that is being filled has no other writer,
 * and is thrown away unless all of it comes to its end.
 */
export function holdNumbers(base: Base): void {
  holding.set(base, { last: new Map(), writers: new Map() });
}

/**
 * The next of a running number, in a base whose numbers are held; undefined in any other.
 * @param key what is numbered
 * @param read the last number given, where the base knows it
 * @param write puts the last number into the base
 */
export function nextHeld(
  base: Base,
  key: string,
  read: () => number,
  write?: (last: number) => void,
): number | undefined {
  const held = holding.get(base);
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
  return holding.get(base)?.last.get(key);
}

/** Writes a number that is held into the base; the next asks the base again. */
export function settleHeld(base: Base, key: string): void {
  const held = holding.get(base);
  const last = held?.last.get(key);
  if (!held || last === undefined) return;
  const write = held.writers.get(key);
  held.last.delete(key);
  held.writers.delete(key);
  write?.(last);
}

/** Writes the numbers held, and holds them no longer. */
export function writeHeld(base: Base): void {
  for (const key of [...(holding.get(base)?.last.keys() ?? [])]) settleHeld(base, key);
  holding.delete(base);
}
