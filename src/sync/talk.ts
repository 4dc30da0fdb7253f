import type { CentreLink } from '../base/centre-link';
import type { Clock } from '../base/clock';
import { type Log, type Wire, WireError } from './ports';
import type { OpStatus } from './protocol';

/** What an exchange needs to know of the program it runs in. */
export interface Station {
  readonly clock: Clock;
  /** A new identity of a device. */
  newDevice(): string;
  /** Name and version of the program, as the centre logs it. */
  readonly app: string;
  /** Form versions the program knows. */
  readonly forms: Readonly<Record<string, number>>;
  /** Called after each step of a longer stage. */
  progress?(stage: Stage, done: number, of: number): void;
}

/** `send` counts operations, `receive` places of the feed, `fetch` containers. */
export type Stage = 'send' | 'receive' | 'fetch';

/** What an exchange did. */
export interface Tally {
  /** Operations the centre answered, by answer. */
  readonly answers: Record<OpStatus, number>;
  /** Items of the feed taken in. */
  received: number;
  /** Containers fetched whole, and removed. */
  fetched: number;
  removed: number;
  /** Containers compared with the centre's, and fetched anew as they differed. */
  compared: number;
  repaired: number;
  /** Own operations sent again to a centre that had lost them. */
  healed: number;
  /** True when another base had used this one's identity, which is new now. */
  forked: boolean;
  /** Containers that differ though they were fetched anew: somebody has to look. */
  alarms: string[];
}

/** An empty account. */
export function newTally(): Tally {
  return {
    answers: { applied: 0, merged: 0, conflict: 0, waiting: 0, held: 0, rejected: 0 },
    ...{ received: 0, fetched: 0, removed: 0, compared: 0, repaired: 0, healed: 0 },
    forked: false,
    alarms: [],
  };
}

/** Both ends of one exchange and what it has done so far. */
export interface Talk {
  readonly log: Log;
  readonly wire: Wire;
  readonly station: Station;
  readonly tally: Tally;
}

/** What a reply says that no centre in its right mind would: treated as a broken network. */
export function nonsense(): WireError {
  return new WireError('network', 0);
}

/** Codes by which a centre says that the station must greet it anew. */
export const ANEW = {
  epoch: 'sync.epoch',
  forked: 'sync.forked',
  order: 'sync.order',
} as const;

/** Refuses a reply of another history of the centre than the one this base follows. */
export function sameEpoch({ epoch }: { readonly epoch: string }, link: CentreLink): void {
  if (epoch !== link.epoch) throw new WireError(ANEW.epoch, 409);
}

/** True where asking for less at once may help: too large, or cut off by time. */
export function isTooMuch({ status, code }: WireError): boolean {
  return status === 413 || status === 408 || status === 504 || code === 'network';
}
