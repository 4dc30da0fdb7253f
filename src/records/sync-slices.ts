import type { Item } from '../sync/protocol';

/** So many places are written in one transaction: a save beside it waits no longer than that. */
const SLICE = 40;

/** Items in slices of about that many; a unit of work is never parted. */
export function slicesOf(items: readonly Item[]): Item[][] {
  const slices: Item[][] = [];
  let slice: Item[] = [];
  for (const item of items) {
    const last = slice.at(-1);
    if (slice.length >= SLICE && last && !isSameUnit(last, item)) {
      slices.push(slice);
      slice = [];
    }
    slice.push(item);
  }
  if (slice.length) slices.push(slice);
  return slices;
}

/** A record that was moved comes with all its history at one place. */
function isSameUnit(a: Item, b: Item): boolean {
  if (a.pos === b.pos) return true;
  return a.kind === 'op' && b.kind === 'op' && a.op.uow_id === b.op.uow_id;
}
