import { InvalidArgumentError } from 'commander';

/** A day as it is typed: `160326`. */
export const DDMMYY = /^\d{6}$/u;

// What was expected travels in the error as an id of `value.expected`, or as the words themselves.
/** A whole number of at most nine digits. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new InvalidArgumentError('whole_number');
  return Number(text);
}

/** A day as it is typed on the screen. */
export function ddmmyy(text: string): string {
  if (!DDMMYY.test(text)) throw new InvalidArgumentError('ddmmyy');
  return text;
}

/** One of a few words. */
export function oneOf<T extends string>(...allowed: readonly T[]): (text: string) => T {
  return (text) => {
    const found = allowed.find((one) => one === text);
    if (!found) throw new InvalidArgumentError(allowed.join('|'));
    return found;
  };
}

/** Scenario bases that can be asked for. */
export const SCENARIO_NAMES = ['B1', 'B2', 'B3', 'B5', 'empty'] as const;
