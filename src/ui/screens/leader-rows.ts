import { cutToWidth, textWidth } from '../../base/text-width';
import { paneHeight, paneWidth } from '../../desk/layout';
import type { Line } from '../../screen/cell';
import { plain, type View } from '../view';
import { column } from './bar-rows';
import { box, type Laid } from './popup-rows';

/** Blanks between two columns of the box. */
const GAP = 2;

/**
 * What may follow the first key of a sequence, key and caption in as many columns as are needed;
 * null while the hands have not paused. Hands that know the next key have pressed it by then, and
 * for them nothing is drawn.
 */
export function leaderLaid(view: View): Laid | null {
  const { state, words, env } = view;
  if (!state.leader.length || state.pausedAt !== state.leader) return null;
  const found = env.keymap.lookup(state.leader);
  if (!found || !('pending' in found)) return null;
  const keys = Math.max(...found.pending.map((one) => textWidth(one.key)));
  const cells = found.pending.map(
    (one) => `${column(one.key, keys)} ${words.t(`command.${one.command}`)}`,
  );
  const inner = paneWidth(state.size) - 4;
  const room = Math.max(1, paneHeight(state.size) - 2);
  const wide = Math.max(...cells.map(textWidth)) + GAP;
  const columns = Math.max(Math.ceil(cells.length / room), Math.floor((inner + GAP) / wide), 1);
  const height = Math.ceil(cells.length / columns);
  const width = Math.floor((inner + GAP) / columns);
  const lines = Array.from({ length: height }, (_, y): Line => {
    const row = cells.filter((_cell, at) => at % height === y);
    const text = row.map((cell) => column(cutToWidth(cell, width - GAP), width)).join('');
    return plain(text, inner);
  });
  const place = box(view, inner + 4, height + 2);
  const title = state.leader.join(' ');
  return { place: { ...place, x: 1 }, title, lines, caret: null };
}
