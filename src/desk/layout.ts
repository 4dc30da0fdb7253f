import { textWidth } from '../base/text-width';
import { type Field, isShown } from '../form/field';
import { optionsOf } from '../form/fill';
import { listIn } from '../form/value';
import type { EntryWorld } from './entry';
import { rowsShown } from './rows-edit';
import type { DeskState, Entry } from './state';

type Size = DeskState['size'];

/** Where things lie on the screen: the same numbers for the view, the cursor and the echo. */
export const PANE_TOP = 3;
export const PANE_LEFT = 2;

/** Rows inside the frame of the pane. */
export function paneHeight(size: Size): number {
  return Math.max(1, size.rows - 6);
}

/** Columns inside the frame, one blank kept on each side. */
export function paneWidth(size: Size): number {
  return Math.max(10, size.cols - 4);
}

/** Column at which fields begin, behind the captions. */
export function captionWidth(size: Size): number {
  return size.cols >= 76 ? 27 : 25;
}

/** Width of a memo in cells. */
export function memoWidth(size: Size): number {
  return paneWidth(size) - captionWidth(size);
}

/** Rows of an open list. */
export function listHeight(size: Size): number {
  return Math.max(3, Math.min(12, paneHeight(size) - 4));
}

/** Rows of diary lines, the column heads left out. */
export function diaryHeight(size: Size): number {
  return Math.max(1, paneHeight(size) - 1);
}

/** Rows of the start screen above the first row of its list. */
const ABOVE_LIST = 5;

/** Rows of the list below the finder. */
export function startListHeight(size: Size): number {
  return Math.max(1, paneHeight(size) - ABOVE_LIST);
}

/** Width of the process tree beside the diary. */
export function treeWidth(size: Size): number {
  return size.cols >= 76 ? 25 : 20;
}

/** Rows kept for the rows under the work grid, their head and the sum line. */
export function gridHeight(size: Size): number {
  return Math.max(4, Math.min(8, paneHeight(size) - 13));
}

export interface PlacedField {
  readonly id: string;
  readonly caption: string;
  readonly captionX: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedHeading {
  readonly text: string;
  readonly y: number;
}

/** Caption of a column, in the row above its group. */
export interface PlacedHead extends PlacedHeading {
  readonly x: number;
  readonly width: number;
}

export interface FormLayout {
  readonly fields: readonly PlacedField[];
  readonly headings: readonly PlacedHeading[];
  readonly heads: readonly PlacedHead[];
  readonly height: number;
}

/** Words a layout needs: the caption of a field, and the heading of a section or null. */
export interface LayoutWords {
  caption(field: string): string;
  heading(section: string): string | null;
}

/** Width of the box a form lies in, and the column its fields begin at. */
export interface FormSize {
  readonly width: number;
  readonly captions: number;
}

const NARROW = 12;

const FIXED_WIDTH: Partial<Record<Field['kind'], number>> = {
  date: 8,
  money: 7,
  flag: 3,
};

const MEMO_HEIGHT = 3;
const TICKS_MAX = 6;

function heightOf(world: EntryWorld, entry: Entry, id: string, field: Field): number {
  if (field.kind === 'memo') return (field.max ?? 0) > 5000 ? MEMO_HEIGHT : 2;
  if (field.kind === 'links' && field.given) {
    return Math.max(1, Math.min(TICKS_MAX, listIn(entry.values, id).length));
  }
  if (field.kind === 'links' && !field.computed) {
    const count = optionsOf(field, entry.values, world.facts).length;
    return Math.max(1, Math.min(TICKS_MAX, count));
  }
  if (field.kind === 'rows') {
    const open = entry.focus === id && entry.mode !== 'shown';
    const rows = rowsShown(field, entry.values[id]).length;
    return open ? rows : Math.max(1, rows - 1);
  }
  return 1;
}

/** Width of a field that never needs more; undefined for one that takes what there is. */
function fixedWidth(field: Field): number | undefined {
  // A number has room for its largest value and the caret behind it.
  if (field.kind === 'integer') return Math.max(3, String(field.max ?? 0).length + 1);
  return FIXED_WIDTH[field.kind];
}

/** True when fields stand on one line with room for each; in a narrow window they do not. */
function fitsBeside(
  world: EntryWorld,
  ids: readonly string[],
  words: LayoutWords,
  size: FormSize,
): boolean {
  const [first, ...others] = ids as [string, ...string[]];
  const own = fixedWidth(world.form.fields[first] as Field) ?? NARROW;
  const rest = others.reduce((sum, id) => sum + 2 + widthBeside(world, id, words), 0);
  return size.captions + own + rest <= size.width;
}

function linesOf(world: EntryWorld, entry: Entry, words: LayoutWords, size: FormSize): string[][] {
  const lines: string[][] = [];
  let section: string | undefined;
  for (const [id, field] of Object.entries(world.form.fields)) {
    if (!isShown(field, entry.values, world.facts)) continue;
    const last = lines.at(-1);
    const beside = field.beside && last && field.section === section;
    if (beside && fitsBeside(world, [...last, id], words, size)) last.push(id);
    else lines.push([id]);
    section = field.section;
  }
  return lines;
}

/** Groups of more columns have captions over them and all the width beside their own caption. */
const NARROW_GROUP = 3;

/** Cells of a column that never needs more, in a group with captions over its columns. */
const COLUMN_WIDTH: Partial<Record<Field['kind'], number>> = { date: 7, flag: 8 };
/** A link is longer to read than a code. */
const SHARES: Partial<Record<Field['kind'], number>> = { code: 3 };
const SHARE = 5;

function isWide(field: Field): boolean {
  return field.kind === 'rows' && Object.keys(field.columns ?? {}).length > NARROW_GROUP;
}

/** Widths of the columns of a group, with one blank between. */
export function columnWidths(field: Field, width: number): number[] {
  const columns = Object.values(field.columns ?? {});
  if (!isWide(field)) {
    const ticks = columns.filter((column) => column.kind === 'flag').length;
    const share = Math.floor((width - ticks * 4) / Math.max(1, columns.length - ticks)) - 1;
    return columns.map((column) => (column.kind === 'flag' ? 3 : share));
  }
  const shareOf = ({ kind }: Field) => (COLUMN_WIDTH[kind] ? 0 : (SHARES[kind] ?? SHARE));
  const fixed = columns.reduce((sum, { kind }) => sum + 1 + (COLUMN_WIDTH[kind] ?? 0), -1);
  const shares = columns.reduce((sum, column) => sum + shareOf(column), 0);
  return columns.map(
    (column) =>
      COLUMN_WIDTH[column.kind] ??
      Math.max(4, Math.floor(((width - fixed) * shareOf(column)) / shares)),
  );
}

/** Places a wide group: its rows beside its caption, and the captions of its columns above. */
function placeGroup(
  world: EntryWorld,
  entry: Entry,
  id: string,
  words: LayoutWords,
  at: { y: number; width: number; first: number },
): { field: PlacedField; heads: PlacedHead[] } {
  const declared = world.form.fields[id] as Field;
  const caption = words.caption(id);
  const x = Math.min(at.first, textWidth(caption) + 2);
  const width = at.width - x;
  const height = heightOf(world, entry, id, declared);
  const field = { id, caption, captionX: 0, x, y: at.y + 1, width, height };
  const widths = columnWidths(declared, width);
  let left = x;
  const heads = Object.keys(declared.columns ?? {}).map((column, index) => {
    const own = widths[index] as number;
    const head = { text: words.caption(`${id}.${column}`), x: left, y: at.y, width: own };
    left += own + 1;
    return head;
  });
  return { field, heads };
}

/** Puts the fields of one line side by side; returns how many rows the line takes. */
function placeLine(
  world: EntryWorld,
  entry: Entry,
  ids: readonly string[],
  words: LayoutWords,
  at: { y: number; width: number; first: number },
  fields: PlacedField[],
): number {
  let x = 0;
  let height = 1;
  ids.forEach((id, index) => {
    const field = world.form.fields[id] as Field;
    const caption = words.caption(id);
    const captionX = index === 0 ? 0 : x + 2;
    const fieldX = index === 0 ? at.first : captionX + textWidth(caption) + 1;
    const after = ids
      .slice(index + 1)
      .reduce((sum, next) => sum + widthBeside(world, next, words) + 2, 0);
    const room = Math.max(3, at.width - fieldX - after);
    const width = Math.min(room, fixedWidth(field) ?? room);
    const rows = heightOf(world, entry, id, field);
    fields.push({ id, caption, captionX, x: fieldX, y: at.y, width, height: rows });
    height = Math.max(height, rows);
    x = fieldX + width;
  });
  return height;
}

function widthBeside(world: EntryWorld, id: string, words: LayoutWords): number {
  const field = world.form.fields[id] as Field;
  return textWidth(words.caption(id)) + 1 + (fixedWidth(field) ?? NARROW);
}

/**
 * Places the fields of an entry in a column of unlimited height: captions left, fields right, a
 * heading in front of each section. Pure: the same entry and size always lie the same.
 */
export function layoutForm(
  world: EntryWorld,
  entry: Entry,
  words: LayoutWords,
  size: FormSize,
): FormLayout {
  const fields: PlacedField[] = [];
  const headings: PlacedHeading[] = [];
  const heads: PlacedHead[] = [];
  let y = 0;
  let section: string | undefined;
  for (const ids of linesOf(world, entry, words, size)) {
    const here = world.form.fields[ids[0] as string]?.section;
    if (here !== section && here !== undefined) {
      const heading = words.heading(here);
      if (heading) headings.push({ text: heading, y: y++ });
    }
    section = here;
    const at = { y, width: size.width, first: size.captions };
    const [first] = ids as [string];
    if (isWide(world.form.fields[first] as Field)) {
      const group = placeGroup(world, entry, first, words, at);
      fields.push(group.field);
      heads.push(...group.heads);
      y += group.field.height + 1;
    } else y += placeLine(world, entry, ids, words, at, fields);
  }
  return { fields, headings, heads, height: y };
}

/**
 * First row shown of a form that is higher than its pane: turns a part of a page at a time, so that
 * most Tabs move nothing, and always shows the whole field under the hands.
 */
export function formTop(layout: FormLayout, focus: string, height: number): number {
  if (layout.height <= height) return 0;
  const field = layout.fields.find((one) => one.id === focus);
  if (!field) return 0;
  const bottom = field.y + Math.min(height, field.height) - 1;
  const page = Math.max(1, height - 4);
  const turned = bottom < height ? 0 : Math.ceil((bottom - height + 1) / page) * page;
  return Math.min(turned, field.y, layout.height - height);
}
