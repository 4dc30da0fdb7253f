import { cutToWidth, padToWidth } from '../base/text-width';
import type { Field } from '../form/field';
import { optionsOf } from '../form/fill';
import { matchOptions, showOption } from '../form/kinds/choice';
import { listIn, numberText, type Row, type Value } from '../form/value';
import type { Line } from '../screen/cell';
import { caretAtEnd } from '../screen/line-edit';
import { paintField, paintMemo, paintTick } from '../screen/painters';
import { type EntryWorld, isLineKind } from './entry';
import { columnWidths, type PlacedField } from './layout';
import { cellText, rowsShown } from './rows-edit';
import { nameOf, shownText } from './show';
import type { Entry } from './state';
import { cellPlace } from './unread';

/** A painted field: its rows, and where the caret stands in them when it has the focus. */
export interface Painted {
  readonly lines: readonly Line[];
  readonly caretX: number;
  readonly caretY: number;
}

/** Stands where turvakielto hides something, whether there is anything or not. */
const HIDDEN = '•••';

/** Widest part of a proposal behind the cursor; longer ones would cost a slow line too much. */
const GHOST_MAX = 24;

/** The first match of what is typed, as it stands behind the cursor; empty without one. */
function ghostOf(world: EntryWorld, entry: Entry, field: Field): string {
  const { text } = entry.edit.line;
  const typed = field.kind === 'codes' ? (text.split(',').at(-1) ?? '').trim() : text.trim();
  if (!entry.edit.changed || typed === '' || field.finder) return '';
  if (!['code', 'codes', 'link'].includes(field.kind)) return '';
  const options = optionsOf(field, entry.values, world.facts);
  const option = options[matchOptions(options, typed)[0] ?? -1];
  if (!option) return '';
  const shown = cutToWidth(showOption(option), GHOST_MAX);
  // What stands before the last comma of a list stays in front of the proposal.
  const before = field.kind === 'codes' ? text.slice(0, text.length - typed.length) : '';
  return `${before}${shown}`;
}

function paintTicks(world: EntryWorld, entry: Entry, field: Field, placed: PlacedField): Painted {
  const options = optionsOf(field, entry.values, world.facts);
  const ids = listIn(entry.values, placed.id);
  const row = entry.focus === placed.id ? entry.edit.row : 0;
  const top = Math.max(0, Math.min(row - placed.height + 1, options.length - placed.height));
  const lines = options.slice(top, top + placed.height).map((option): Line => {
    const tick = paintTick({ on: ids.includes(option.id), focused: false });
    return [...tick.spans, { text: ` ${cutToWidth(option.text, placed.width - 4)}` }];
  });
  return { lines: lines.length ? lines : [[{ text: '–' }]], caretX: 1, caretY: row - top };
}

/** Names of what a command put into a list, one on a line. */
function paintNames(world: EntryWorld, entry: Entry, field: Field, placed: PlacedField): Painted {
  const names = listIn(entry.values, placed.id).map((id) =>
    nameOf(world.registry, world.facts, field, id),
  );
  const lines = names
    .slice(0, placed.height)
    .map((name): Line => [{ text: cutToWidth(name, placed.width) }]);
  return { lines: lines.length ? lines : [[{ text: '–' }]], caretX: 0, caretY: 0 };
}

/** Cells a painted tick takes. */
const TICK = 3;

function paintRows(world: EntryWorld, entry: Entry, field: Field, placed: PlacedField): Painted {
  const focused = entry.focus === placed.id && entry.mode !== 'shown';
  const widths = columnWidths(field, placed.width);
  const columns = Object.entries(field.columns ?? {});
  let caretX = 0;
  const cellShown = (row: Row, at: number, id: string) =>
    entry.typed[cellPlace(placed.id, at, id)] ??
    cellText(world, field.columns?.[id] as Field, row[id]);
  const lines = rowsShown(field, entry.values[placed.id])
    .slice(0, placed.height)
    .map((row: Row, at): Line => {
      const line: Line = [];
      let x = 0;
      columns.forEach(([id, column], col) => {
        const width = widths[col] as number;
        const here = focused && entry.edit.row === at && entry.edit.col === col;
        const edit = here ? entry.edit.line : caretAtEnd(cellShown(row, at, id));
        const cell =
          column.kind === 'flag'
            ? paintTick({ on: row[id] === true, focused: here })
            : paintField({ edit, width, focused: here });
        if (here) caretX = x + cell.caretX;
        const tick = column.kind === 'flag' ? TICK : width;
        line.push(...cell.spans, { text: ' '.repeat(width - tick + 1) });
        x += width + 1;
      });
      return line;
    });
  return { lines, caretX, caretY: entry.edit.row };
}

/** A value as text; a number the centre has not given yet bears its mark. */
function markedText(world: EntryWorld, { saved }: Entry, id: string, value: Value | undefined) {
  const { registry, facts, form } = world;
  if (saved?.provisional && id === form.number?.field) return numberText(saved, id);
  return shownText(registry, facts, form, id, value);
}

/**
 * Paints a field of an entry as it lies. The widgets and the echo call this same function, which is
 * why what is echoed is what the next frame shows.
 */
export function paintPlaced(world: EntryWorld, entry: Entry, placed: PlacedField): Painted {
  const field = world.form.fields[placed.id] as Field;
  const focused = entry.focus === placed.id && entry.mode !== 'shown';
  if (field.kind === 'flag') {
    const value = entry.values[placed.id];
    const refused = field.refusable === true && value === false;
    const tick = paintTick({ on: value === true, focused, refused });
    return { lines: [tick.spans], caretX: tick.caretX, caretY: 0 };
  }
  if (field.kind === 'links' && field.given) return paintNames(world, entry, field, placed);
  if (field.kind === 'links' && !field.computed) return paintTicks(world, entry, field, placed);
  if (field.kind === 'rows') return paintRows(world, entry, field, placed);
  const value = entry.values[placed.id];
  const typed = field.kind === 'memo' || (isLineKind(field) && !field.given && !field.computed);
  // What is being typed stands in for it; naming a link can cost a look through the case.
  const text =
    focused && typed ? '' : (entry.typed[placed.id] ?? markedText(world, entry, placed.id, value));
  if (field.kind === 'memo') {
    const edit = focused ? entry.edit.line : caretAtEnd(text);
    const memo = paintMemo({
      text: edit.text,
      caret: focused ? edit.caret : 0,
      width: placed.width,
      height: placed.height,
      focused,
    });
    return { lines: memo.lines, caretX: memo.caretX, caretY: memo.caretY };
  }
  if (entry.mode === 'shown' || field.given || field.computed) {
    if (field.guarded && entry.hidden) return { lines: [[{ text: HIDDEN }]], caretX: 0, caretY: 0 };
    const plain = padToWidth(cutToWidth(text.replace(/\s+/gu, ' '), placed.width), placed.width);
    return { lines: [[{ text: plain }]], caretX: 0, caretY: 0 };
  }
  const edit = focused && isLineKind(field) ? entry.edit.line : caretAtEnd(text);
  const painted = paintField({
    edit,
    width: placed.width,
    focused,
    ...(focused ? { ghost: ghostOf(world, entry, field) } : {}),
  });
  return { lines: [painted.spans], caretX: painted.caretX, caretY: 0 };
}
