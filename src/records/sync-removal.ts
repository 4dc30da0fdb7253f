import { type Rec, sameValue, type Values } from '../form/value';
import { type Change, changesOf } from '../store/changes';
import { dropCopies } from '../store/copy';
import { draftsOfRecord, saveDraft } from '../store/drafts';
import { readRecord } from '../store/records';
import { recordsEver, removeContainer } from '../store/sync-containers';
import { allSeenBefore, type Delivery, deliveriesOf } from '../store/sync-delivery';
import { applying, readLink, turnLink } from '../store/sync-link';
import { keepOp, numberAll, settlementOf, withoutBefore } from '../store/sync-outgoing';
import { removeHistory, removeRow } from '../store/sync-rows';
import type { Door } from './door';
import { foldRecord } from './sync-fold';
import { placeOf, sumWithout } from './sync-place';

/** Records taken away in one short transaction. */
const SLICE = 100;

/**
 * Takes a container from the base: rows, history, finder keys. What this base had made and is not
 * in stays as text and is still sent. In short transactions; cut short it is done again.
 */
export function removeAllOf(door: Door, container: string, pause: () => void): void {
  const { base } = door.world;
  const ever = recordsEver(base, container).map(({ id }) => id);
  const ids = ever.filter((id) => placeOf(door, id) === container);
  const gone = new Set(ids);
  for (let at = 0; at < ids.length; at += SLICE) {
    applying(base, () => {
      for (const id of ids.slice(at, at + SLICE)) removeRecord(door, id, container);
      turnLink(base);
    });
    if (at + SLICE < ids.length) pause();
  }
  applying(base, () => {
    removeContainer(base, container, sumWithout);
    // What this base alone has moved into it stands where the centre has it.
    for (const id of ever) if (!gone.has(id)) foldRecord(door, id);
    turnLink(base);
  });
}

/** A record that has gone to where this base does not see it. While `applying`. */
export function leaveRecord(door: Door, recordId: string, container: string): string[] {
  const { base } = door.world;
  if (placeOf(door, recordId) !== container) return [];
  removeRecord(door, recordId, container);
  if (recordId === container) removeContainer(base, container, sumWithout);
  turnLink(base);
  return [];
}

function removeRecord(door: Door, recordId: string, container: string): void {
  const { base, registry } = door.world;
  dropCopies(base.path);
  const changes = changesOf(base, recordId);
  const known = deliveriesOf(base, recordId);
  const isOpen = ({ seq }: Change) => {
    const delivery = known.get(seq);
    return delivery === undefined || (delivery.own && delivery.pos === null);
  };
  const open = changes.filter(isOpen);
  if (open.length) keepAll(door, open, container);
  removeHistory(base, recordId);
  const form = registry.all.find(({ id }) => id === changes[0]?.form);
  const rec = form && readRecord(base, form, recordId);
  if (rec) onlyTyped(door, rec);
  if (form) removeRow(base, form, recordId);
}

/** Of an unsaved change of the record stays what its worker typed, not what was there before. */
function onlyTyped({ world }: Door, rec: Rec): void {
  for (const draft of draftsOfRecord(world.base, rec.id)) {
    const { values } = draft.value as { readonly values?: Values };
    const typed = Object.entries(values ?? {}).filter(
      ([id, value]) => !sameValue(value, rec.values[id]),
    );
    saveDraft(world.base, { ...draft, value: { values: Object.fromEntries(typed) } });
  }
}

function keepAll(door: Door, open: readonly Change[], container: string): void {
  const { base } = door.world;
  const link = readLink(base);
  if (!link) return;
  numberAll(base, link);
  const known = deliveriesOf(base, open[0]?.record_id ?? '');
  for (const change of open) {
    const delivery = known.get(change.seq);
    // What another copy of this base has sent is asked for there.
    if (delivery?.wire_seq) keepChange(door, change, delivery, container);
  }
}

function keepChange(door: Door, change: Change, delivery: Delivery, container: string): void {
  const { base } = door.world;
  const { seq, device_id: _device, dev_seq: _order, ...kept } = change;
  const { wire_seq, status } = delivery;
  const seen = allSeenBefore(base, change.record_id, seq);
  const op = {
    wire_seq: wire_seq as number,
    base_version: seen.version,
    seen: seen.others,
    resolves: settlementOf(base, seq),
    change: status === null ? kept : withoutBefore(kept),
  };
  keepOp(base, container, op, delivery);
}
