import { wrapText } from '../base/text-width';
import { buttonsOf, rowsBelow } from '../desk/buttons';
import { worldOf } from '../desk/env';
import { paneHeight, paneWidth } from '../desk/layout';
import type { Line } from '../screen/cell';
import { Grid } from '../screen/grid';
import { bottomRows, buttonRow, framed, topRows } from './screens/bar-rows';
import { diaryRows } from './screens/diary-rows';
import { formRows } from './screens/form-rows';
import { gridRows } from './screens/grid-rows';
import { leaderLaid } from './screens/leader-rows';
import { limitRows } from './screens/limit-rows';
import { lockRows } from './screens/lock-rows';
import { overlayLaid } from './screens/overlay-rows';
import { popupRows } from './screens/popup-rows';
import { startRows } from './screens/start-rows';
import { plain, type View } from './view';

/** The whole screen in rows of text, and the box that stands over them, if one is open. */
export interface Picture {
  readonly rows: readonly Line[];
  readonly popup: { readonly x: number; readonly y: number; readonly rows: readonly Line[] } | null;
}

/** Rows of a pane, and whether it goes on above (▲) or below (▼). */
interface PaneRows {
  readonly lines: readonly Line[];
  readonly more: string;
}

/** Rows of the form in a tab; a work grid has the rows of the day under its entry line. */
function formPane(view: View, height: number): PaneRows {
  const { state, env } = view;
  const entry = state.entries[state.pane];
  if (!entry) return { lines: [], more: '' };
  const world = worldOf(env, { ...state, overlay: null }, entry);
  const below = rowsBelow(env, state);
  const form = formRows(view, world, entry, paneWidth(state.size), height - below);
  const ends = form.top + height - below >= form.layout.height;
  const more = `${form.top > 0 ? '▲' : ''}${ends ? '' : '▼'}`;
  if (world.form.grid) return { lines: [...form.lines, ...gridRows(view, below)], more };
  const buttons = buttonsOf(state).length ? [buttonRow(view)] : [];
  const limit = limitRows(view, paneWidth(state.size));
  return { lines: [...form.lines, ...limit, ...buttons], more };
}

function paneRows(view: View, height: number): PaneRows {
  const { state } = view;
  if (state.pane === 'start') return startRows(view);
  if (state.pane === 'diary') return { lines: diaryRows(view, height), more: '' };
  return formPane(view, height);
}

/** The screen as a pure function of the desk. In a window too small there is only a sentence. */
export function pictureOf(view: View): Picture {
  const { state } = view;
  const { cols } = state.size;
  if (state.lock) return { rows: lockRows(view), popup: null };
  if (tooSmall(state.size)) {
    const lines = wrapText(view.words.t('screen.small'), cols);
    const rows = lines.slice(0, state.size.rows).map((text) => plain(text, cols));
    return { rows, popup: null };
  }
  const height = paneHeight(state.size);
  const width = paneWidth(state.size);
  const { lines, more } = paneRows(view, height);
  const pane = Array.from({ length: height }, (_, y) => framed(lines[y] ?? [], width));
  const laid = leaderLaid(view) ?? (state.overlay ? overlayLaid(view, state.overlay) : null);
  return {
    rows: [...topRows(view), ...pane, ...bottomRows(view, more)],
    popup: laid && {
      x: laid.place.x,
      y: laid.place.y,
      rows: popupRows(laid),
    },
  };
}

/** The cells of the screen without Ink: what is shown before Ink has been loaded. */
export function paintPicture(view: View): Grid {
  const { cols, rows } = view.state.size;
  const picture = pictureOf(view);
  const grid = new Grid(cols, rows);
  picture.rows.forEach((line, y) => {
    grid.put(0, y, line);
  });
  const { popup } = picture;
  popup?.rows.forEach((line, y) => {
    grid.put(popup.x, popup.y + y, line);
  });
  return grid;
}

/**
 * The least window in which every stop of every form comes into sight. We ask for 60 × 20; a lesson
 * leaves the client less of that.
 */
export const SMALLEST = { cols: 54, rows: 13 } as const;

/** True for a window in which something would be out of reach. */
export function tooSmall(size: { cols: number; rows: number }): boolean {
  return size.cols < SMALLEST.cols || size.rows < SMALLEST.rows;
}
