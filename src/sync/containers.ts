import { type OwnSum, WireError } from './ports';
import type { ChecksumsReply } from './protocol';
import { isSame as isSameScope, lookAround, removeUnseen, type Scope } from './receiving';
import { nonsense, sameEpoch, type Talk } from './talk';

/** Containers compared in one request. */
const SUMS_AT_ONCE = 1000;

/**
 * Makes the containers of the base those the user may see: removes what was taken from them,
 * fetches what was given, and what came by the feed counts as whole once its sums agree.
 * @param scope what the centre said at the end of the feed
 */
export async function followScope(talk: Talk, scope: Scope): Promise<void> {
  const { log, station, tally } = talk;
  const partial = log.partial();
  if (isSameScope(log.scope(), scope) && partial.length === 0) return;
  const sight = await lookAround(talk);
  removeUnseen(talk, sight);
  const seen = sight.containers;
  const here = new Set(log.containers());
  const whole = await holdWhole(
    talk,
    partial.filter((container) => seen.has(container)),
  );
  const wanted = [
    ...[...seen].filter((container) => !here.has(container)),
    ...partial.filter((container) => seen.has(container) && !whole.has(container)),
  ];
  for (const [at, container] of wanted.entries()) {
    if (await fetchContainer(talk, container)) tally.fetched += 1;
    station.progress?.('fetch', at + 1, wanted.length);
  }
}

/** Those of which the centre has the same as the base; they count as held. */
async function holdWhole(talk: Talk, partial: readonly string[]): Promise<Set<string>> {
  const whole = new Set<string>();
  for (let at = 0; at < partial.length; at += SUMS_AT_ONCE) {
    const { same } = await compare(talk, partial.slice(at, at + SUMS_AT_ONCE));
    if (same.length > 0) talk.log.hold(same);
    for (const container of same) whole.add(container);
  }
  return whole;
}

/**
 * Fetches a container from its beginning. Adding what is here already changes nothing.
 * @returns false when it may not be seen after all: then nothing of it stays
 */
export async function fetchContainer({ log, wire }: Talk, container: string): Promise<boolean> {
  let after = 0;
  let at: number | null = null;
  for (;;) {
    try {
      const page = await wire.snapshot(container, after, at);
      sameEpoch(page, log.link());
      const moved: boolean = at !== null && page.at !== at;
      if (page.container !== container || moved || page.at < log.link().cursor) throw nonsense();
      log.addContainer(page);
      if (page.next === null) return true;
      if (page.next <= after) throw nonsense();
      after = page.next;
      at = page.at;
    } catch (error) {
      if (!isOutOfSight(error)) throw error;
      log.dropContainer(container);
      return false;
    }
  }
}

function isOutOfSight(error: unknown): boolean {
  if (!(error instanceof WireError)) return false;
  return error.status === 404 || (error.status === 403 && error.code === 'sync.container');
}

/** Which of these containers the centre has as the base has them, and which surely not. */
export interface Compared {
  readonly same: string[];
  /** Known to differ: both counted at one position. */
  readonly different: string[];
}

/**
 * Compares the base's own sums with the centre's. A container with unsent changes is left out, and
 * one of which the centre says nothing.
 */
export async function compare({ log, wire }: Talk, containers: readonly string[]) {
  const mine = new Map(log.sums(containers).map((sum) => [sum.container, sum]));
  const compared: Compared = { same: [], different: [] };
  if (mine.size === 0) return compared;
  const cursor = log.link().cursor;
  const reply: ChecksumsReply = await wire.checksums({ containers: [...mine.keys()] });
  sameEpoch(reply, log.link());
  const theirs = new Map(reply.sums.map((sum) => [sum.container, sum]));
  for (const [container, own] of mine) {
    const other = theirs.get(container);
    // Out of sight just now: the next look around says whether it stays so.
    if (!other) continue;
    if (isSame(own, other)) compared.same.push(container);
    else if (reply.at === cursor && log.link().cursor === cursor) {
      compared.different.push(container);
    }
  }
  return compared;
}

function isSame(own: OwnSum, other: OwnSum): boolean {
  return other.count === own.count && other.checksum === own.checksum;
}
