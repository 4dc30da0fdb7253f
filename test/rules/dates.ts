import fc from 'fast-check';

const DAY_MS = 86_400_000;

/** A date counted by Date in UTC: the tests' own arithmetic, not the one under test. */
export function utcIso(dayNumber: number): string {
  return new Date(dayNumber * DAY_MS).toISOString().slice(0, 10);
}

/** Days since 1970-01-01, by Date in UTC. */
export function utcDay(iso: string): number {
  return Date.parse(`${iso}T00:00:00Z`) / DAY_MS;
}

/** ISO dates between two, ends included. */
export function isoBetween(first: string, last: string): fc.Arbitrary<string> {
  return fc.integer({ min: utcDay(first), max: utcDay(last) }).map(utcIso);
}
