import { randomFillSync, randomInt } from 'node:crypto';

/** The only door to randomness. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [0, maxExclusive); the bound lies in 1 … 2^32. */
  int(maxExclusive: number): number;
  /** One of the list. Throws RangeError on an empty list. */
  pick<T>(list: readonly T[]): T;
  /** n random bytes. */
  bytes(n: number): Uint8Array;
}

const TWO_32 = 2 ** 32;

function checkBound(maxExclusive: number): void {
  if (!Number.isInteger(maxExclusive) || maxExclusive < 1 || maxExclusive > TWO_32) {
    throw new RangeError('Random.int: the bound must be a whole number in 1 … 2^32');
  }
}

function pickWith<T>(list: readonly T[], int: (maxExclusive: number) => number): T {
  if (list.length === 0) throw new RangeError('Random.pick: the list is empty');
  return list[int(list.length)] as T;
}

/** Randomness of the operating system, fit for ids and keys. */
export function systemRandom(): Random {
  const int = (maxExclusive: number): number => {
    checkBound(maxExclusive);
    return randomInt(maxExclusive);
  };
  return {
    next: () => randomInt(TWO_32) / TWO_32,
    int,
    pick: (list) => pickWith(list, int),
    bytes: (n) => randomFillSync(new Uint8Array(n)),
  };
}

/** sfc32 (Chris Doty-Humphrey, PractRand; public domain): 128 bits of state, 32 bits a step. */
function sfc32(seed: number): () => number {
  let a = 0;
  let b = seed | 0;
  let c = Math.floor(seed / TWO_32) | 0;
  let counter = 1;
  const step = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  // The author's own advice: a dozen rounds spread a small seed over the whole state.
  for (let i = 0; i < 15; i++) step();
  return step;
}

/**
 * Randomness that is the same on every run and machine: demo bases and tests.
 * Never for keys or for ids of a real base.
 * @param seed a safe integer
 */
export function seededRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed))
    throw new RangeError('seededRandom: the seed must be an integer');
  const uint32 = sfc32(seed);
  const int = (maxExclusive: number): number => {
    checkBound(maxExclusive);
    // Values above the last whole multiple are drawn again, so that no result is favoured.
    const limit = TWO_32 - (TWO_32 % maxExclusive);
    let drawn = uint32();
    while (drawn >= limit) drawn = uint32();
    return drawn % maxExclusive;
  };
  return {
    next: () => uint32() / TWO_32,
    int,
    pick: (list) => pickWith(list, int),
    bytes: (n) => Uint8Array.from({ length: n }, () => uint32() & 0xff),
  };
}
