import { digestOf } from './checksum';
import type { PullReply } from './protocol';
import { nonsense, sameEpoch, type Talk } from './talk';

/** Pages in a row that cannot be taken in, before the reader gives up. */
const REFUSED_MOST = 5;

/** Digest and number of the containers a user may see. */
export type Scope = PullReply['scope'];

/** What a user may see, container by container. */
export interface Sight extends Scope {
  readonly containers: ReadonlySet<string>;
}

/**
 * Takes the feed in up to its end. A page leaves out what its reader may not see at that moment.
 * What was seen before and is not seen then goes before the page comes in: were it given back a
 * moment later, it would stand here with a hole that nobody knows of.
 * @param limit items of one page
 * @returns what the centre lets this user see at the end
 */
export async function receive(talk: Talk, limit: number): Promise<Scope> {
  const { log, wire, station, tally } = talk;
  const first = log.link().cursor;
  let sight: Sight | null = null;
  for (let refused = 0; ; ) {
    const page = await wire.pull(log.link().cursor, limit);
    sameEpoch(page, log.link());
    if (!isInOrder(page)) throw nonsense();
    if (!isOf(talk, page, sight)) {
      sight = await lookAround(talk);
      // What is not seen goes even where the page is asked for again.
      removeUnseen(talk, sight);
    }
    // Another program on this base may have moved the cursor, a proxy may answer of yesterday.
    if (page.from !== log.link().cursor || !isOf(talk, page, sight)) {
      refused += 1;
      if (refused > REFUSED_MOST) throw nonsense();
      continue;
    }
    refused = 0;
    if (page.to > page.from || page.items.length > 0) log.apply(page);
    tally.received += page.items.length;
    station.progress?.('receive', page.to - first, page.head - first);
    if (page.done) return page.scope;
    if (page.to === page.from) throw nonsense();
  }
}

/** Asks which containers the user may see now. */
export async function lookAround({ log, wire }: Talk): Promise<Sight> {
  const reply = await wire.scope();
  sameEpoch(reply, log.link());
  // An answer of before what this base has taken in knows nothing of what came since.
  if (reply.at < log.link().cursor) throw nonsense();
  const containers = new Set(reply.containers);
  return { containers, count: containers.size, digest: digestOf(containers) };
}

/** Removes what the user may not see. */
export function removeUnseen({ log, tally }: Talk, { containers }: Sight): void {
  for (const container of log.containers()) {
    if (containers.has(container)) continue;
    log.dropContainer(container);
    tally.removed += 1;
  }
}

/** True when it is known what could be seen as the page was made, and all here is within that. */
function isOf({ log }: Talk, { scope, items }: PullReply, sight: Sight | null): boolean {
  if (isSame(log.scope(), scope) || (sight && isSame(sight, scope))) return true;
  const containers = new Set(log.containers());
  for (const item of items) {
    if (item.kind === 'op') containers.add(item.op.bucket ?? item.op.record_id);
  }
  return isSame({ count: containers.size, digest: digestOf(containers) }, scope);
}

/** Whether two are the same containers. */
export function isSame(a: Scope, b: Scope): boolean {
  return a.count === b.count && a.digest === b.digest;
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
