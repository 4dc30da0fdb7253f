import { rowsBelow } from '../desk/buttons';
import type { EntryWorld } from '../desk/entry';
import { activeEntry, worldOf } from '../desk/env';
import { PANE_LEFT, PANE_TOP, type PlacedField, paneHeight, paneWidth } from '../desk/layout';
import { paintPlaced } from '../desk/look';
import type { DeskState, Entry } from '../desk/state';
import type { Line } from '../screen/cell';
import { paintField } from '../screen/painters';
import { tooSmall } from './picture';
import { formLayout, promptHeight } from './screens/form-rows';
import { gridCursorRow, QUANTITY_WIDTH, quantityColumn } from './screens/grid-rows';
import { overlayLaid } from './screens/overlay-rows';
import { FINDER_X, finderWidth } from './screens/start-rows';
import type { View } from './view';

/** The field under the hands: its rows as painted, its rectangle, and the caret on the screen. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly lines: readonly Line[];
  readonly cursor: { readonly x: number; readonly y: number };
  /** The field of a form in the pane, and where that lies: for what is typed into it next. */
  readonly field?: {
    readonly world: EntryWorld;
    readonly placed: PlacedField;
    readonly x: number;
    readonly y: number;
  };
}

/** True where nothing differs but the values of some keys. */
function isSameBut<T extends object>(one: T, other: T, but: keyof T): boolean {
  for (const key in one) if (one[key] !== other[key] && key !== but) return false;
  for (const key in other) if (!(key in one)) return false;
  return true;
}

/** True when nothing has changed but the text of the field under the hands, in a form. */
export function isOnlyTyped(before: DeskState, after: DeskState): boolean {
  if (before.overlay || !isSameBut(before, after, 'entries')) return false;
  const { pane } = before;
  const [was, now] = [before.entries[pane], after.entries[pane]];
  if (!was || !now || !isSameBut(before.entries, after.entries, pane)) return false;
  return isSameBut(was, now, 'edit');
}

/**
 * The spot after a key that was only typed (`isOnlyTyped`): as `spotOf` would give it, without
 * looking anew where everything lies. Null where the spot before was not a field of a form.
 */
export function spotTyped({ state }: View, was: Spot): Spot | null {
  const entry = state.entries[state.pane];
  if (!was.field || !entry) return null;
  const { world, placed, x, y } = was.field;
  return fieldSpot(world, entry, placed, { x, y });
}

function formSpot(
  view: View,
  origin: { x: number; y: number },
  width: number,
  height: number,
): Spot | null {
  const { env, state } = view;
  const entry = activeEntry(state);
  if (!entry || entry.mode === 'shown') return null;
  const world = worldOf(env, state, entry);
  const { layout, top } = formLayout(view, world, entry, width, height);
  const placed = layout.fields.find((one) => one.id === entry.focus);
  if (!placed || placed.y - top < 0 || placed.y - top + placed.height > height) return null;
  const at = { x: origin.x + placed.x, y: origin.y + placed.y - top };
  return fieldSpot(world, entry, placed, at);
}

function fieldSpot(
  world: EntryWorld,
  entry: Entry,
  placed: PlacedField,
  { x, y }: { readonly x: number; readonly y: number },
): Spot {
  const painted = paintPlaced(world, entry, placed);
  return {
    x,
    y,
    width: placed.width,
    lines: painted.lines.slice(0, placed.height),
    cursor: { x: x + painted.caretX, y: y + painted.caretY },
    field: { world, placed, x, y },
  };
}

function paneSpot(view: View): Spot | null {
  const { state } = view;
  const width = paneWidth(state.size);
  const height = paneHeight(state.size);
  if (state.pane === 'start') {
    if (state.start.side !== 'finder') return null;
    const field = finderWidth(view);
    const painted = paintField({ edit: state.start.finder, width: field, focused: true });
    const at = { x: PANE_LEFT + FINDER_X, y: PANE_TOP + 1 };
    return {
      ...at,
      width: field,
      lines: [painted.spans],
      cursor: { x: at.x + painted.caretX, y: at.y },
    };
  }
  const entry = state.entries[state.pane];
  if (!entry) return null;
  const below = rowsBelow(view.env, state);
  if (state.button !== null) return null;
  if (state.grid) {
    const painted = paintField({ edit: state.grid.line, width: QUANTITY_WIDTH, focused: true });
    const at = {
      x: PANE_LEFT + quantityColumn(width),
      y: PANE_TOP + height - below + gridCursorRow(view, below),
    };
    return {
      ...at,
      width: QUANTITY_WIDTH,
      lines: [painted.spans],
      cursor: { x: at.x + painted.caretX, y: at.y },
    };
  }
  return formSpot(view, { x: PANE_LEFT, y: PANE_TOP }, width, height - below);
}

/**
 * Where the real cursor stands and the field it stands in; null when nothing is being typed. The
 * echo paints this, and the next frame must find nothing to change.
 */
export function spotOf(view: View): Spot | null {
  const { lock, overlay, size } = view.state;
  if (lock || tooSmall(size)) return null;
  if (!overlay) return paneSpot(view);
  const laid = overlayLaid(view, overlay);
  const origin = { x: laid.place.x + 2, y: laid.place.y + 1 };
  const inner = laid.place.width - 4;
  if (overlay.kind === 'prompt') {
    return formSpot(view, origin, inner, promptHeight(view, overlay, inner));
  }
  if (!laid.caret) return null;
  const line = laid.lines[laid.caret.y] ?? [];
  const cursor = { x: origin.x + laid.caret.x, y: origin.y + laid.caret.y };
  return { x: origin.x, y: cursor.y, width: inner, lines: [line], cursor };
}
