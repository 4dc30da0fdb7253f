import { mergingDeeds } from './merging';
import { narrowingDeeds } from './narrowing';
import { settling } from './settling';
import { skewDeeds } from './skew';
import { DEEDS, type Doing } from './work';

/** What a schedule has besides what every one has. */
export interface Kinds {
  /** People settle conflicts. */
  readonly settling: boolean;
  /** People merge clients. */
  readonly merging: boolean;
  /** Programs of this release and of the next at once, and upgrades. */
  readonly skew: boolean;
  /** Bases copied and put back and a centre restored, all of them and more than once. */
  readonly copies: boolean;
  /** Records are moved to clients whom others may not see. */
  readonly narrowing: boolean;
}

/** Drawn from the seed alone, so that a seed keeps its schedule. */
export function kindsOf(seed: number): Kinds {
  return {
    settling: seed % 2 === 0,
    merging: seed % 4 === 0,
    skew: [2, 4].includes(seed % 8),
    copies: [5, 6].includes(seed % 8),
    narrowing: seed % 8 === 3,
  };
}

/** What workers do in schedules of these kinds. */
export function deedsOf(kinds: Kinds): readonly Doing[] {
  return [
    ...DEEDS,
    ...(kinds.settling ? settling() : []),
    ...(kinds.merging ? mergingDeeds() : []),
    ...(kinds.skew ? skewDeeds() : []),
    ...(kinds.narrowing ? narrowingDeeds() : []),
  ];
}
