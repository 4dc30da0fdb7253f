import { cutToWidth, padToWidth, textWidth } from '../../base/text-width';
import { type EntryWorld, stopsOf } from '../../desk/entry';
import { worldOf } from '../../desk/env';
import {
  captionWidth,
  type FormLayout,
  formTop,
  layoutForm,
  type PlacedField,
} from '../../desk/layout';
import { paintPlaced } from '../../desk/look';
import type { Entry, PromptOverlay } from '../../desk/state';
import { problemOn } from '../../desk/unread';
import type { Field } from '../../form/field';
import { type Line, type Span, type Style, TONE } from '../../screen/cell';
import { composeRow, layoutWords, sentence, type View } from '../view';

export interface FormView {
  readonly layout: FormLayout;
  readonly top: number;
  readonly lines: readonly Line[];
}

/** What a layout follows from, in a fixed order, and the layout. */
interface KeptLayout {
  readonly from: readonly unknown[];
  readonly layout: FormLayout;
}

const layouts = new WeakMap<Entry['values'], KeptLayout>();

/**
 * The layout of an entry, worked out once for the same answers: while one field is typed into, it
 * is asked for on every key and nothing in it changes.
 */
function layoutOf(view: View, world: EntryWorld, entry: Entry, width: number): FormLayout {
  const captions = Math.min(captionsFor(view, world), Math.floor(width / 2));
  const { setting } = view.state;
  const { client, node, mode, focus } = entry;
  const from = [world.form, view.words, setting, client, node, mode, focus, width, captions];
  const kept = layouts.get(entry.values);
  if (kept?.from.every((one, at) => one === from[at])) return kept.layout;
  const words = layoutWords(view.words, world.form.id);
  const layout = layoutForm(world, entry, words, { width, captions });
  layouts.set(entry.values, { from, layout });
  return layout;
}

/** A question gives the room its captions leave to the answers: what is ticked may be long. */
function captionsFor(view: View, { form }: EntryWorld): number {
  const { overlay, size } = view.state;
  const widest = captionWidth(size);
  if (overlay?.kind !== 'prompt' || overlay.form !== form) return widest;
  const words = layoutWords(view.words, form.id);
  const own = Object.keys(form.fields).map((id) => textWidth(words.caption(id)) + 2);
  return Math.min(widest, Math.max(...own));
}

/** Lays out an entry for a box of `width` × `height`, scrolled so that the hands are in sight. */
export function formLayout(
  view: View,
  world: EntryWorld,
  entry: Entry,
  width: number,
  height: number,
) {
  const layout = layoutOf(view, world, entry, width);
  const top = formTop(layout, entry.focus, height);
  // What is shown whole is not turned; asked on every key, so no more is asked than that.
  if (layout.height <= height) return { layout, top };
  const field = layout.fields.find((one) => one.id === entry.focus);
  const isLast = field !== undefined && stopsOf(world, entry.values).at(-1) === entry.focus;
  // Behind the last stop may stand what a command filled in; nothing else would ever show it.
  return { layout, top: isLast ? Math.max(top, Math.min(field.y, layout.height - height)) : top };
}

/** Rows the fields of a question take: ticks take one for each choice, as far as there is room. */
export function promptHeight(view: View, overlay: PromptOverlay, width: number): number {
  const world = worldOf(view.env, view.state, overlay.entry);
  const { height } = layoutOf(view, world, overlay.entry, width);
  return Math.max(1, Math.min(height, view.state.size.rows - 8));
}

/**
 * The cell in front of a field: `!` where something is wrong or worth a warning, `●` where the
 * field is counted, and `>` at the hands in a record that is only read, where no cursor stands.
 */
function markOf(entry: Entry, id: string, field: Field): Span {
  const wrong = problemOn(entry, id) !== undefined;
  if (wrong || entry.warnings.some((one) => one.field === id)) {
    return { text: '!', style: { color: wrong ? TONE.refusal : TONE.warning } };
  }
  if (entry.mode === 'shown' && entry.focus === id) return { text: '>', style: FOCUS };
  return { text: field.counted ? '●' : ' ', style: CAPTION };
}

const CAPTION: Style = { color: TONE.caption };
const FOCUS: Style = { color: TONE.focus };

/**
 * Caption and mark of a field. The blanks between them are the caption's, as nobody can see: each
 * piece more is a node more of the tree.
 */
function captionLine(view: View, entry: Entry, placed: PlacedField, field: Field): Line {
  const room = Math.max(1, placed.x - placed.captionX - 1);
  const focused = entry.focus === placed.id;
  const bold: Style = focused && entry.mode === 'shown' ? { bold: true } : {};
  const text = cutToWidth(placed.caption, room);
  const mark = markOf(entry, placed.id, field);
  if (view.plainCaptions) {
    const blanks = ' '.repeat(room - textWidth(text));
    const quiet = mark.style === CAPTION ? { text: mark.text } : mark;
    return [{ text, style: bold }, { text: blanks }, quiet];
  }
  if (!focused) return [{ text: padToWidth(text, room), style: CAPTION }, mark];
  const blanks = ' '.repeat(room - textWidth(text));
  const gap = blanks ? [{ text: blanks, style: CAPTION }] : [];
  return [{ text, style: { ...FOCUS, ...bold } }, ...gap, mark];
}

function placedPieces(
  view: View,
  world: EntryWorld,
  entry: Entry,
  placed: PlacedField,
  width: number,
) {
  const field = world.form.fields[placed.id] as Field;
  const painted = paintPlaced(world, entry, placed);
  const pieces: { y: number; x: number; line: Line }[] = [
    { y: placed.y, x: placed.captionX, line: captionLine(view, entry, placed, field) },
    ...painted.lines
      .slice(0, placed.height)
      .map((line, at) => ({ y: placed.y + at, x: placed.x, line })),
  ];
  const wrong = problemOn(entry, placed.id);
  const problem = wrong ?? entry.warnings.find((one) => one.field === placed.id);
  const after = placed.x + placed.width + 1;
  if (problem && width - after > 12) {
    pieces.push({
      y: placed.y,
      x: after,
      line: [
        {
          text: sentence(view, problem),
          style: { bold: true, color: wrong ? TONE.refusal : TONE.warning },
        },
      ],
    });
  }
  return pieces;
}

/** Rows of a form as far as they fit the box. */
export function formRows(
  view: View,
  world: EntryWorld,
  entry: Entry,
  width: number,
  height: number,
): FormView {
  const { layout, top } = formLayout(view, world, entry, width, height);
  const byRow = new Map<number, { x: number; line: Line }[]>();
  const put = (y: number, piece: { x: number; line: Line }) => {
    const row = byRow.get(y) ?? [];
    row.push(piece);
    byRow.set(y, row);
  };
  for (const heading of layout.headings) {
    const rule = '─'.repeat(Math.max(0, width - textWidth(heading.text) - 4));
    put(heading.y, { x: 0, line: [{ text: `── ${heading.text} ${rule}`, style: { dim: true } }] });
  }
  for (const head of layout.heads) {
    const line = [{ text: cutToWidth(head.text, head.width), style: { dim: true } }];
    put(head.y, { x: head.x, line });
  }
  for (const placed of layout.fields) {
    if (placed.y + placed.height <= top || placed.y >= top + height) continue;
    const beside = layout.fields.some((one) => one.y === placed.y && one.x > placed.x);
    const room = beside ? 0 : width;
    for (const piece of placedPieces(view, world, entry, placed, room)) put(piece.y, piece);
  }
  const lines = Array.from({ length: height }, (_, at) =>
    composeRow(byRow.get(top + at) ?? [], width),
  );
  return { layout, top, lines };
}
