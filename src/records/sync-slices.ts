import type { Item } from '../sync/protocol';

/** How what comes in long calls is taken: in short transactions, with room for others between. */
export interface Slicing {
  /** So many places are written in the next transaction: a save beside it waits no longer. */
  places(): number;
  /** Called between two transactions, where somebody may be saving. */
  pause(): void;
}

/** Where nobody works beside: few transactions, and no pause. */
export const ALONE: Slicing = { places: () => 40, pause: () => undefined };

/** Items in slices of about so many, asked anew for each; a unit of work is never parted. */
export function* slicesOf(items: readonly Item[], { places }: Slicing): Generator<Item[]> {
  let slice: Item[] = [];
  let most = places();
  for (const item of items) {
    const last = slice.at(-1);
    if (slice.length >= most && last && !isSameUnit(last, item)) {
      yield slice;
      slice = [];
      most = places();
    }
    slice.push(item);
  }
  if (slice.length) yield slice;
}

/** A record that was moved comes with all its history at one place. */
function isSameUnit(a: Item, b: Item): boolean {
  if (a.pos === b.pos) return true;
  return a.kind === 'op' && b.kind === 'op' && a.op.uow_id === b.op.uow_id;
}
