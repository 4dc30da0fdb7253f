import type { PullReply } from './protocol';
import { nonsense, sameEpoch, type Talk } from './talk';

/** Pages that do not begin where they were asked to, before the reader gives up. */
const STALE_MOST = 3;

/** Digest and number of the containers a user may see. */
export type Scope = PullReply['scope'];

/**
 * Takes the feed in up to its end.
 * @param limit items of one page
 * @returns what the centre lets this user see at that moment
 */
export async function receive({ log, wire, station, tally }: Talk, limit: number): Promise<Scope> {
  const first = log.link().cursor;
  for (let stale = 0; ; ) {
    const after = log.link().cursor;
    const page = await wire.pull(after, limit);
    sameEpoch(page, log.link());
    // Another program on this base may have moved the cursor, a proxy may answer of yesterday.
    if (page.from !== log.link().cursor) {
      stale += 1;
      if (stale > STALE_MOST) throw nonsense();
      continue;
    }
    if (!isInOrder(page)) throw nonsense();
    if (page.to > page.from || page.items.length > 0) log.apply(page);
    tally.received += page.items.length;
    station.progress?.('receive', page.to - first, page.head - first);
    if (page.done) return page.scope;
    if (page.to === page.from) throw nonsense();
  }
}

/** Places rise within the bounds the page names. */
function isInOrder({ from, to, head, items }: PullReply): boolean {
  let last = from;
  for (const { pos } of items) {
    if (pos < last || pos > to) return false;
    last = pos;
  }
  return from <= to && to <= head;
}
