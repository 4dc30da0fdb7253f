import { cutToWidth, textWidth } from '../../base/text-width';
import {
  CAPTION,
  conflictFoot,
  conflictRoom,
  conflictWidth,
  heightOf,
  isApart,
  markOf,
  type SideRow,
  sidesOf,
  sideText,
} from '../../desk/conflict-text';
import { nameOfMatter } from '../../desk/delivery-text';
import type { ConflictOverlay } from '../../desk/sync-state';
import type { ShownField } from '../../records/sync-state';
import { showMinute } from '../../rules/typed-instant';
import type { Line, Style } from '../../screen/cell';
import { plain, type View } from '../view';
import { column } from './bar-rows';
import type { Laid } from './popup-rows';
import { overPane } from './sync-rows';

/** One side of a row, what parts it from the other underlined. */
function cell(row: SideRow | undefined, width: number, style: Style | undefined): Line {
  const { text = '', parts = [0, 0] } = row ?? {};
  const [from, to] = parts;
  const blank = ' '.repeat(Math.max(0, width - textWidth(text)));
  const pieces = [
    { text: text.slice(0, from), style },
    { text: text.slice(from, to), style: { ...style, underline: true } },
    { text: text.slice(to) + blank, style },
  ];
  return pieces.flatMap((one) =>
    one.text ? [{ text: one.text, ...(one.style ? { style: one.style } : {}) }] : [],
  );
}

/** A field: both values side by side, a sign on rows that part, and what it held before below. */
function fieldLines(view: View, overlay: ConflictOverlay, at: number): Line[] {
  const { env, state, words } = view;
  const { conflict } = overlay;
  const inner = conflictWidth(state);
  const one = conflict.fields[at] as ShownField;
  const on = at === overlay.at && conflict.settled === null;
  const style = on ? { bold: true } : undefined;
  const sides = sidesOf(env, state, overlay, at);
  const { wide, width, mine, theirs } = sides;
  const caption = one.field.startsWith('$')
    ? words.t('conflict.whole')
    : words.t(`form.${conflict.form}.${one.field}`);
  const head = `${on ? '>' : ' '}${caption}`;
  const rows = Array.from({ length: Math.max(mine.length, theirs.length) }, (_, row): Line => {
    const before = wide ? '' : `${column(row === 0 ? cutToWidth(head, CAPTION) : '', CAPTION)} `;
    const apart = [mine[row], theirs[row]].some((one) => one && isApart(one));
    const sign = apart ? '≠' : ' ';
    return [
      { text: before, ...(style ? { style } : {}) },
      ...cell(mine[row], width, style),
      { text: `${sign} ` },
      ...cell(theirs[row], width, style),
    ];
  });
  const was = words.t('conflict.was', {
    value: sideText(env, state, overlay, one, one.base).replace(/\n/gu, ' / '),
  });
  const left = wide ? 1 : CAPTION + 1;
  const below = plain(`${' '.repeat(left)}${cutToWidth(was, inner - left)}`, inner, { dim: true });
  const here = at === overlay.at;
  const above = wide
    ? [plain(here ? longHead(view, overlay, head, sides) : head, inner, style)]
    : [];
  return [...above, ...rows, below];
}

/** The caption over a long value, and which of its rows are seen where not all of them are. */
function longHead(
  { env, state, words }: View,
  overlay: ConflictOverlay,
  head: string,
  sides: ReturnType<typeof sidesOf>,
): string {
  const room = conflictRoom(env, state, overlay);
  const all = heightOf(sides);
  if (all <= room) return head;
  const to = overlay.scroll + room - 1;
  return `${head}  ${words.t('conflict.rows', { from: overlay.scroll + 1, to, all: all - 1 })}`;
}

/** Who wrote which side and when, as headings of the two columns. */
function headLines({ words, state }: View, overlay: ConflictOverlay, wide: boolean): Line[] {
  const { conflict, at } = overlay;
  const marked = (side: 'mine' | 'theirs') => (wide ? `  ${markOf(overlay, at, side)}` : '');
  const inner = conflictWidth(state);
  const left = wide ? 0 : CAPTION + 1;
  const side = Math.floor((inner - (wide ? 0 : CAPTION) - 3) / 2);
  const { mine, theirs, settled } = conflict;
  const row = (one: string, other: string, bold: boolean) =>
    plain(
      `${' '.repeat(left)}${column(one, side)}  ${column(other, side)}`,
      inner,
      bold ? { bold } : { dim: true },
    );
  return [
    row(`1 ${mine.who}${marked('mine')}`, `2 ${theirs.who}${marked('theirs')}`, true),
    row(
      settled ? showMinute(mine.at) : words.t('conflict.waits', { at: showMinute(mine.at) }),
      settled ? showMinute(theirs.at) : words.t('conflict.in', { at: showMinute(theirs.at) }),
      false,
    ),
  ];
}

/** A conflict: both values, authors, times, field by field; or how it was settled. */
export function conflictLaid(view: View, overlay: ConflictOverlay): Laid {
  const { words, env, state } = view;
  const { conflict, at, scroll } = overlay;
  const place = overPane(view);
  const inner = conflictWidth(state);
  const room = conflictRoom(env, state, overlay);
  const fields = conflict.fields.map((_, index) => fieldLines(view, overlay, index));
  const start = fields.slice(0, at).reduce((sum, rows) => sum + rows.length, 0);
  const height = fields[at]?.length ?? 0;
  const body = fields.flat();
  const top = Math.max(0, start + height - room);
  // Of a field longer than its room the caption stays, and its rows go by below.
  const [caption, ...rows] = fields[at] ?? [];
  const seen =
    height > room && caption
      ? [caption, ...rows.slice(scroll, scroll + room - 1)]
      : body.slice(top, top + room);
  const isWide = fields.length > 0 && sidesOf(env, state, overlay, at).wide;
  const lines = [
    ...headLines(view, overlay, isWide),
    ...seen,
    plain('', inner),
    ...conflictFoot(env, state, overlay).map((text) => plain(text, inner)),
  ];
  const whose = conflict.person ? ` · ${conflict.person.name}` : '';
  const name = `${nameOfMatter(words, conflict)}${whose}`;
  return {
    place: { ...place, height: Math.min(place.height, lines.length + 2) },
    title: words.t('conflict.title', { name }),
    lines,
    caret: null,
  };
}
