import { validOn } from './table';

/** A row with the days it is valid from and until, both included; an absent one is open. */
interface Dated {
  readonly from?: string;
  readonly until?: string;
}

/** Sorts after the day it stands behind, and before the next one. */
const AFTER = '~';

/**
 * Gives the rows valid on an ISO day, in their order. Days between which no row begins or ends get
 * the same array, so that what is worked out from it is worked out once.
 */
export function byPeriod<Row extends Dated>(
  rows: readonly Row[],
): (asOf: string) => readonly Row[] {
  const turns = rows.flatMap(({ from, until }) => [
    ...(from ? [from] : []),
    ...(until ? [until + AFTER] : []),
  ]);
  const ordered = [...new Set(turns)].sort();
  const periods: (readonly Row[] | undefined)[] = [];
  return (asOf) => {
    let at = 0;
    while (at < ordered.length && (ordered[at] as string) <= asOf) at++;
    periods[at] ??= rows.filter((row) => validOn(row, asOf));
    return periods[at] as readonly Row[];
  };
}
