import { paneHeight } from '../../desk/layout';
import { type PaletteOverlay, type PaletteRow, paletteRows, rowProblem } from '../../desk/palette';
import { nameOfRow } from '../../desk/titles';
import type { Line } from '../../screen/cell';
import { keyOf, plain, sentence, type View } from '../view';
import { column } from './bar-rows';
import { box, type Laid, moreRows } from './popup-rows';

function keyOfRow(view: View, row: PaletteRow): string {
  if (row.kind === 'command') return keyOf(view, row.id);
  return row.kind === 'field' && row.opener ? keyOf(view, row.opener) : '';
}

/** A row of the palette or of a menu: its name, and its key or why it cannot be taken. */
export function rowLine(view: View, row: PaletteRow, on: boolean, width: number): Line {
  const problem = rowProblem(view.env, view.state, row);
  const name = `${on ? '>' : ' '} ${nameOfRow(view, row)}`;
  const right = problem ? `(${sentence(view, problem)})` : keyOfRow(view, row);
  const room = Math.max(10, width - right.length - 1);
  const text = problem ? `${name}  ${right}` : `${column(name, room)} ${right}`;
  return plain(text, width, problem ? { dim: true } : on ? { bold: true } : undefined);
}

/** The rows of a list that fit, with the one under the hands among them; `more` as of a box. */
export function scrolled<T>(
  rows: readonly T[],
  at: number,
  room: number,
  lineOf: (row: T, on: boolean) => Line,
): { readonly lines: Line[]; readonly more: string } {
  const top = Math.max(0, Math.min(at - room + 1, rows.length - room));
  const lines = rows.slice(top, top + room).map((row, index) => lineOf(row, top + index === at));
  return { lines, more: moreRows(top, room, rows.length) };
}

/** The palette: what is typed, and what fits it. */
export function paletteLaid(view: View, palette: PaletteOverlay): Laid {
  const rows = paletteRows(view.env, view.state, palette);
  const place = box(view, 68, Math.min(16, paneHeight(view.state.size)));
  const inner = place.width - 4;
  const label = view.words.t(`palette.filter.${palette.scope}`);
  const head = [plain(`${label} ${palette.filter}`, inner, { underline: true })];
  const fit = scrolled(rows, palette.at, place.height - 3, (row, on) =>
    rowLine(view, row, on, inner),
  );
  const lines = [...head, ...fit.lines];
  if (!rows.length) lines.push(plain(view.words.t('list.none'), inner, { dim: true }));
  const x = Math.min(label.length + 1 + palette.filter.length, inner - 1);
  const title = view.words.t(`palette.title.${palette.scope}`);
  return { place, title, lines, caret: { x, y: 0 }, more: fit.more };
}
