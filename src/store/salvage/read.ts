import type { Result } from '../../base/problems';
import { fromStored, type StoredChange } from '../changes';
import type { Draft } from '../drafts';
import { catching, refuse } from '../errors';
import type { Outgoing } from '../sync-outgoing';
import type { StoredWorker } from '../workers';
import { rowsOn } from './cells';
import { type Images, imagesOf } from './images';
import { type FoundKept, type FoundLink, type FoundUse, type Sorted, sortRows } from './rows';

/** What a damaged base still says, as far as it is to go on. */
export interface Salvage {
  readonly link: FoundLink;
  /** Own operations that are not known to be in at the centre, in the order they were made. */
  readonly open: readonly Omit<Outgoing, 'wire_seq'>[];
  readonly kept: readonly FoundKept[];
  readonly drafts: readonly Draft[];
  readonly workers: readonly StoredWorker[];
  readonly uses: readonly FoundUse[];
  /** Own operations that were read and are in at the centre: they come from there. */
  readonly atCentre: number;
  readonly report: Damage;
  readonly encrypted: boolean;
  readonly salt: Buffer | null;
}

/** What could not be read. */
export interface Damage {
  readonly pages: number;
  /** Pages whose seal is broken; the first holds no entries and does not count. */
  readonly unreadable: number;
  /** True when the log beside the file is damaged, so that more may have stood in it. */
  readonly logBroken: boolean;
  /** Rows that begin on a page that was read and end on one that was not. */
  readonly torn: number;
  /** Own operations not known to be at the centre whose words cannot be read. */
  readonly lost: number;
  /** Lines of history that are not there and of which nothing is known. */
  readonly unknown: number;
  /** Units of work beside a line that is not there: a part of them may be lacking. */
  readonly incomplete: number;
  /** False where no seal tells an altered page from a good one. */
  readonly proved: boolean;
}

const IN = new Set(['applied', 'merged']);
/** How many operations may be named as seen (`LIMITS.seen` of the protocol). */
const SEEN_MOST = 500;

/**
 * Reads what it can of a base that cannot be opened, page by page: nothing on one damaged page
 * hides what stands on another. The base is not written to.
 * @param given address of the centre and its user, where the base itself can no longer say
 *
 * Problems: those of a file that cannot be read; `base.key` nothing in it makes sense (no key, a
 * wrong one, or no base at all); `salvage.link` which centre and whose is not known.
 */
export function readSalvage(
  path: string,
  key: Buffer | undefined,
  given: Partial<FoundLink> = {},
): Result<Salvage> {
  return catching(() => {
    const images = imagesOf(path, key);
    const { rows, torn } = rowsOn(images.all);
    const sorted = sortRows(rows);
    if (!saysAnything(sorted)) refuse('base.key');
    const link = linkOf(sorted, given);
    const { open, atCentre } = sortOut(sorted, link.user);
    const { drafts, workers, uses, kept } = sorted;
    return {
      ...{ link, open, atCentre, workers, uses: [...uses.values()] },
      drafts: drafts.filter(({ actor }) => actor === link.user),
      kept: [...kept.values()].sort((a, b) => a.wire_seq - b.wire_seq),
      report: damageOf(images, sorted, { torn, user: link.user }),
      encrypted: images.encrypted,
      salt: images.salt,
    };
  });
}

/** Every base has a worker; what is opened by a wrong key has nothing. */
function saysAnything({ changes, workers, drafts, link }: Sorted): boolean {
  return changes.size + workers.length + drafts.length > 0 || link !== null;
}

function linkOf({ link }: Sorted, given: Partial<FoundLink>): FoundLink {
  const url = given.url ?? link?.url;
  const user = given.user ?? link?.user;
  return url && user ? { url, user } : refuse('salvage.link');
}

const bySeq = (a: StoredChange, b: StoredChange) => a.seq - b.seq;

function sortOut({ changes, deliveries, settlements }: Sorted, user: string) {
  const all = [...changes.values()].sort(bySeq);
  const ofRecord = new Map<string, string[]>();
  const open: Omit<Outgoing, 'wire_seq'>[] = [];
  let atCentre = 0;
  for (const stored of all) {
    const before = ofRecord.get(stored.record_id) ?? [];
    ofRecord.set(stored.record_id, [...before, stored.op_id]);
    const known = deliveries.get(stored.seq);
    if (stored.actor !== user || known?.own === false) continue;
    if (IN.has(known?.status ?? '')) {
      atCentre += 1;
      continue;
    }
    const { seq, device_id: _device, dev_seq: _order, ...change } = fromStored(stored);
    const resolves = settlements.get(seq) ?? null;
    // Which version was seen is said by operations alone: they stay the same at any centre.
    open.push({ base_version: 0, seen: before.slice(-SEEN_MOST), resolves, change });
  }
  return { open, atCentre };
}

function damageOf(
  { pages, unreadable, logBroken, proved }: Images,
  { changes, deliveries }: Sorted,
  { torn, user }: { readonly torn: number; readonly user: string },
): Damage {
  const there = new Map([...changes.values()].map((change) => [change.seq, change]));
  const last = [...there.keys(), ...deliveries.keys()].reduce((a, b) => Math.max(a, b), 0);
  const isDamaged = unreadable > 0 || torn > 0 || logBroken || !proved;
  const incomplete = new Set<string>();
  let [lost, unknown] = [0, 0];
  for (let seq = 1; seq <= last; seq += 1) {
    if (there.has(seq)) continue;
    const known = deliveries.get(seq);
    if (known && (!known.own || IN.has(known.status ?? ''))) continue;
    // In a base without damage, lines that are not there went with a client.
    if (known) lost += 1;
    else if (isDamaged) unknown += 1;
    else continue;
    for (const beside of [there.get(seq - 1), there.get(seq + 1)]) {
      if (!beside || beside.actor !== user) continue;
      if (!IN.has(deliveries.get(beside.seq)?.status ?? '')) incomplete.add(beside.uow_id);
    }
  }
  const { size } = incomplete;
  return { pages, unreadable, logBroken, torn, lost, unknown, incomplete: size, proved };
}

/** True when nothing that has not gone can be lacking, as far as a file can tell. */
export function isWhole({ unreadable, logBroken, torn, lost, unknown }: Damage): boolean {
  return unreadable + torn + lost + unknown === 0 && !logBroken;
}
