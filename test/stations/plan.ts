import type { Postgres } from '../lib/postgres';
import type { Breach } from './checks';
import type { Kinds } from './kinds';
import type { Bug } from './planting';
import type { Sim } from './sim';

/** One schedule: everything in it follows from the seed. */
export interface Plan {
  readonly seed: number;
  readonly steps: number;
  readonly bug?: Bug;
  /** What it has besides; else drawn from the seed. */
  readonly kinds?: Kinds;
  /** Where the centre's database lies; else in a file. */
  readonly postgres?: Postgres;
  /** Looks at everything before it is thrown away. */
  readonly look?: (sim: Sim) => void;
}

/** What a schedule came to. */
export interface Report {
  readonly seed: number;
  readonly breaches: readonly Breach[];
  readonly counts: Counts;
}

/** Deeds and faults of a schedule. */
export type Counts = Record<string, number>;
