import type { Worker } from '../form/facts';
import { refuse } from '../store/errors';
import { forgetConflicts } from '../store/sync-conflicts';
import { doubtContainers, putContainer, readContainers } from '../store/sync-containers';
import { answeredOps, forgetAbove, forgetAnswer } from '../store/sync-delivery';
import { applying, changeLink, readLink, type StoredLink } from '../store/sync-link';
import {
  countOutgoing,
  hasMixedNumbers,
  lowestNumber,
  outgoing,
  renumber,
} from '../store/sync-outgoing';
import { readWorkers, saveWorker } from '../store/workers';
import type { Log } from '../sync/ports';
import type { Item, PullReply } from '../sync/protocol';
import type { Door } from './door';
import { withNumber } from './given-number';
import { takeAnswers } from './sync-answers';
import { foldAll, takeFeed, takeItems } from './sync-incoming';
import { sumWith } from './sync-place';
import { removeAllOf } from './sync-removal';
import { ALONE, type Slicing, slicesOf } from './sync-slices';
import { sumOf } from './sync-sums';
import { unitsWithin } from './sync-units';
import { takeUpKnown } from './sync-upgrade';
import type { World } from './world';

/**
 * The base as the exchange with the centre sees it. Every call is on the disk when it returns;
 * long ones are done in several short transactions, each of which leaves the base right.
 * @param slicing how long they are, and what is done between them
 * @throws Error in a base that has no centre
 *
 * Problems (thrown, for `catching`): those of a base that cannot be written; `sync.tenant` the
 * centre is another organisation's; `sync.page` a page that does not begin at the cursor.
 */
export function openLog(world: World, slicing: Slicing = ALONE): Log {
  const { base } = world;
  const state = { door: doorOf(world), cleared: false };
  takeUpKnown(state.door);
  const link = () => linkOf(world);
  return {
    link,
    met: ({ tenant, epoch }) => {
      base.write(() => {
        const was = link();
        if (was.tenant !== null && was.tenant !== tenant) refuse('sync.tenant');
        changeLink(base, { tenant, epoch: was.epoch ?? epoch });
      });
    },
    saveWorkers: (workers) => {
      base.write(() => {
        const known = new Map(readWorkers(base).map((one) => [one.id, one]));
        for (const worker of workers) {
          const was = known.get(worker.id);
          const now = { ...worker, os_user: was?.os_user ?? null };
          if (!was || !isSameWorker(was, now)) saveWorker(base, now);
        }
      });
      state.door = doorOf(world);
    },
    pendingCount: () => base.read(() => countOutgoing(base, link())),
    pending: (maxOps, maxBytes) => {
      if (base.read(() => countOutgoing(base, link())) === 0) return [];
      const found = base.write(() => outgoing(base, link(), maxOps));
      const again = base.read(() => found.map((one) => withNumber(world, one)));
      return unitsWithin(again, maxOps, maxBytes);
    },
    answered: (results, at) => applying(base, () => takeAnswers(state.door, results, at)),
    apply: (page) => applyPage(state.door, page, slicing),
    scope: () => ({ digest: link().held_sum, count: link().held_count }),
    containers: () => readContainers(base),
    partial: () => readContainers(base, 'partial'),
    hold: (containers) => {
      base.write(() => {
        for (const id of containers) putContainer(base, id, 'held', sumWith);
      });
    },
    addContainer: ({ container, items, next }) => {
      base.write(() => putContainer(base, container, 'partial', sumWith));
      for (const slice of slicesOf(items, slicing)) {
        applying(base, () => takeItems(state.door, slice));
        slicing.pause();
      }
      if (next === null) base.write(() => putContainer(base, container, 'held', sumWith));
    },
    dropContainer: (container) => {
      removeAllOf(state.door, container, () => slicing.pause());
      state.cleared = true;
    },
    sums: (containers) =>
      base.read(() => containers.flatMap((container) => sumOf(state.door, container) ?? [])),
    answeredAbove: (pos) => base.read(() => answeredOps(base, pos)),
    reopened: (missing, epoch, head) => reopen(state.door, missing, epoch, head),
    newDevice: (device_id) => base.write(() => renumber(base, link(), device_id, 1)),
    wentWell: (at) => {
      base.write(() => changeLink(base, { last_ok_at: at }));
      // What was taken from the base goes from the log of the file too.
      if (state.cleared) base.db.pragma('wal_checkpoint(TRUNCATE)');
      state.cleared = false;
    },
  };
}

function linkOf({ base }: World): StoredLink {
  const link = readLink(base);
  if (!link) throw new Error('a base without a centre exchanges nothing');
  return link;
}

/** Nobody's door: what the centre says was asked and logged where it was done. */
function doorOf(world: World): Door {
  const workers: readonly Worker[] = readWorkers(world.base);
  const { catalog } = world;
  const me = { id: '', name: '', unit: '', role: '', active: false };
  return { world, setting: { catalog, workers, me, workDate: '', lang: 'fi' } };
}

function isSameWorker(a: Worker, b: Worker): boolean {
  return a.name === b.name && a.unit === b.unit && a.role === b.role && a.active === b.active;
}

/** Takes a page in slices; the cursor goes along with each, so that none is taken twice. */
function applyPage(
  door: Door,
  page: Pick<PullReply, 'from' | 'to' | 'items'>,
  slicing: Slicing,
): void {
  const { base } = door.world;
  let at = page.from;
  const take = (items: readonly Item[], to: number) => {
    applying(base, () => {
      if (linkOf(door.world).cursor !== at) refuse('sync.page');
      takeFeed(door, items);
      changeLink(base, { cursor: to });
    });
    at = to;
  };
  const slices = slicesOf(page.items, slicing);
  let slice = slices.next();
  if (slice.done) take([], page.to);
  while (!slice.done) {
    const next = slices.next();
    take(slice.value, next.done ? page.to : (slice.value.at(-1)?.pos ?? at));
    if (!next.done) slicing.pause();
    slice = next;
  }
}

function reopen(door: Door, missing: readonly string[], epoch: string, head: number): void {
  const { base } = door.world;
  applying(base, () => {
    const ids = new Set([...forgetAbove(base, head), ...forgetConflicts(base, head)]);
    for (const op_id of missing) {
      const id = forgetAnswer(base, op_id);
      if (id) ids.add(id);
    }
    const { cursor } = linkOf(door.world);
    changeLink(base, { epoch, cursor: Math.min(cursor, head) });
    // What left a container above the head is not told again: all of them are compared.
    doubtContainers(base);
    const now = linkOf(door.world);
    if (hasMixedNumbers(base, now)) renumber(base, now, now.device_id, lowestNumber(base, now));
    foldAll(door, ids);
  });
}
