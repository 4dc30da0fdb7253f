import type { Key } from '../keys/key';
import type { DeliveryRow } from '../records/sync-state';
import { awaiting, only, over, refusing } from './env';
import { listHeight } from './layout';
import type { DeskState, Stepped } from './state';
import type { DeliveryOverlay, SyncEvent } from './sync-state';

/** Asks what has not gone to the centre. */
export function askDelivery(state: DeskState): Stepped {
  return awaiting(over(state, null), { kind: 'delivery' });
}

/** The list of what has not gone; hands in one that lay open stay on their row. */
export function deliveryShown(
  state: DeskState,
  { rows, now }: Extract<SyncEvent, { kind: 'delivery' }>,
): DeskState {
  const { overlay } = state;
  const was = overlay?.kind === 'delivery' ? overlay.rows[overlay.at] : undefined;
  const at = Math.max(
    0,
    rows.findIndex((row) => row.id === was?.id),
  );
  return over(state, { kind: 'delivery', rows, now, at });
}

/** Rows of the list that fit under its heading. */
export function deliveryHeight(size: DeskState['size']): number {
  return Math.max(1, listHeight(size) - 3);
}

/** Arrows walk, Enter opens what the row is about; any letter says so. */
export function deliveryKey(state: DeskState, overlay: DeliveryOverlay, key: Key): Stepped {
  const { rows, at } = overlay;
  const page = deliveryHeight(state.size);
  const to = (wanted: number): Stepped => {
    const next = Math.max(0, Math.min(rows.length - 1, wanted));
    return only(next === at ? state : over(state, { ...overlay, at: next }));
  };
  const steps: Readonly<Record<string, number>> = {
    ...{ Up: at - 1, Down: at + 1, PageUp: at - page, PageDown: at + page },
    ...{ Home: 0, End: rows.length - 1 },
  };
  const wanted = key.kind === 'named' ? steps[key.name] : undefined;
  if (wanted !== undefined) return to(wanted);
  const row = rows[at];
  const isEnter = key.kind === 'named' && key.name === 'Enter';
  if (isEnter && !row) return only(over(state, null));
  return isEnter && row ? openRow(state, row) : only(refusing(state, { code: 'list.key' }));
}

function openRow(state: DeskState, row: DeliveryRow): Stepped {
  if (row.conflict !== null) return awaiting(state, { kind: 'conflict', id: row.conflict });
  // What has left this base cannot be opened; its text is kept and still sent.
  if (row.gone) return only(refusing(state, { code: 'delivery.gone' }));
  const closed = over(state, null);
  const { form, id: record, person } = row;
  return person
    ? awaiting(closed, { kind: 'open', person: person.id, record })
    : awaiting(closed, { kind: 'open_loose', form, record });
}
