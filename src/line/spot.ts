import type { Problem } from '../base/problems';
import { type EntryWorld, isLineKind, stopsOf } from '../desk/entry';
import { activeEntry, worldOf } from '../desk/env';
import { columnAt } from '../desk/rows-edit';
import type { Entry } from '../desk/state';
import { promptTitle } from '../desk/titles';
import { placeHere } from '../desk/unread';
import type { View } from '../desk/view';
import type { Option } from '../form/facts';
import type { Field } from '../form/field';
import { optionsOf, showValue } from '../form/fill';
import { isEmpty, listIn, rowsIn, type Value } from '../form/value';
import { showContextOf } from '../records/names';
import { showLong } from '../rules/calendar';
import { plainText } from './said';

/** The place under the hands that an answer goes to: a field, or a cell of a group of rows. */
export interface Spot {
  readonly entry: Entry;
  readonly world: EntryWorld;
  readonly id: string;
  /** The field, or the column of the cell. */
  readonly field: Field;
  /** Row of the cell from 1; null in a field. */
  readonly row: number | null;
  readonly value: Value;
}

/** Where the hands are in an entry that can be typed into; null elsewhere. */
export function spotOf({ env, state }: View): Spot | null {
  const { overlay } = state;
  if (overlay && overlay.kind !== 'prompt') return null;
  const entry = activeEntry(state);
  if (!entry || entry.mode === 'shown') return null;
  const world = worldOf(env, state, entry);
  const id = entry.focus;
  const field = world.form.fields[id];
  if (!field) return null;
  const value = entry.values[id] ?? null;
  if (field.kind !== 'rows') return { entry, world, id, field, row: null, value };
  const { column, id: of } = columnAt(field, entry.edit);
  const cell = rowsIn(entry.values, id)[entry.edit.row]?.[of] ?? null;
  return { entry, world, id, field: column, row: entry.edit.row + 1, value: cell };
}

/** What may be chosen at the spot now. */
export function optionsAt({ entry, field, world }: Spot): readonly Option[] {
  return optionsOf(field, entry.values, world.facts);
}

/** The whole caption of a field, where its short one stands for a longer. */
export function captionOf({ words }: View, form: string, id: string): string {
  const key = `form.${form}.${id}`;
  return words.t(words.has(`${key}.long`) ? `${key}.long` : key);
}

/** Caption of the spot; of a cell with its group and row. */
export function spotCaption(view: View, { world, id, entry, row }: Spot): string {
  const caption = captionOf(view, world.form.id, id);
  if (row === null) return caption;
  const { id: column } = columnAt(world.form.fields[id] as Field, entry.edit);
  const cell = captionOf(view, world.form.id, `${id}.${column}`);
  return view.words.t('said.cell', { field: caption, row, column: cell });
}

/** What is being filled in: the form, or what a question asks. */
export function formTitle(view: View, form: string): string {
  const { overlay } = view.state;
  return overlay?.kind === 'prompt' ? promptTitle(view, overlay) : view.words.t(`form.${form}`);
}

/** A value as it is read out: days with their whole year, ticks as words, names of links. */
export function readOut(view: View, world: EntryWorld, field: Field, value: Value): string {
  const { words } = view;
  if (isEmpty(value)) return '';
  if (field.kind === 'date' && typeof value === 'string') {
    return showLong(value, view.state.setting.lang);
  }
  const context = showContextOf(world, { yes: words.t('screen.yes'), no: words.t('screen.no') });
  if (field.kind === 'links' && Array.isArray(value)) {
    return value.map((id) => context.nameOf(field, String(id))).join('; ');
  }
  if (field.kind === 'rows') return rowsOut(view, world, field, value);
  return plainText(showValue(field, value, context));
}

function rowsOut(view: View, world: EntryWorld, field: Field, value: Value): string {
  return rowsIn({ value }, 'value')
    .map((row) =>
      Object.entries(field.columns ?? {})
        .map(([id, column]) => cellOut(view, world, column, row[id] ?? null))
        .filter(Boolean)
        .join(', '),
    )
    .join('; ');
}

/** A tick in a row says what is ticked elsewhere; here only that it is not. */
function cellOut(view: View, world: EntryWorld, column: Field, cell: Value): string {
  return column.kind === 'flag' && cell !== true ? '' : readOut(view, world, column, cell);
}

/** Where the entry keeps what could not be read at the spot. */
function placeOf({ entry, world, id }: Spot): string {
  return placeHere(world.form.fields[id] as Field, entry);
}

/** What is wrong at the spot. */
export function problemAt(spot: Spot): Problem | undefined {
  return spot.entry.problems[placeOf(spot)];
}

/** Text at the spot that has not been understood, or undefined. */
export function unreadAt(spot: Spot): string | undefined {
  const { entry, field } = spot;
  const { changed, line } = entry.edit;
  if ((isLineKind(field) || field.kind === 'memo') && changed) return line.text;
  return entry.typed[placeOf(spot)];
}

/** Longest default in a prompt, in characters; a longer one is begun. */
const DEFAULT_MAX = 60;

/** The default of the spot as the prompt names it; what could not be read stands for it. */
function defaultOf(view: View, spot: Spot): string {
  const { field, world, value } = spot;
  const text = unreadAt(spot) ?? textOf(view, spot, world, field, value);
  const line = plainText(text);
  return line.length > DEFAULT_MAX ? `${line.slice(0, DEFAULT_MAX - 1)}…` : line;
}

function textOf(view: View, spot: Spot, world: EntryWorld, field: Field, value: Value): string {
  if (field.kind === 'flag' && isEmpty(value)) return view.words.t('screen.no');
  if (field.kind !== 'links') return readOut(view, world, field, value);
  const ids = listIn(spot.entry.values, spot.id);
  const numbers = optionsAt(spot).flatMap(({ id }, at) => (ids.includes(id) ? [at + 1] : []));
  return numbers.join(',');
}

/** What a prompt begins with: the form and the field. */
export function promptHead(view: View, spot: Spot): string {
  const title = formTitle(view, spot.world.form.id);
  return `${title}${/[?!]$/u.test(title) ? '' : ','} ${spotCaption(view, spot)}`;
}

/** `Vireillepano, Pvm: 5.5.2008// `; without a default only a colon. */
export function promptText(view: View, spot: Spot): string {
  const begun = promptHead(view, spot);
  const isMemo = spot.field.kind === 'memo';
  const head = isMemo ? view.words.t('said.memo.ends', { prompt: begun }) : begun;
  const held = defaultOf(view, spot);
  return held === '' ? `${head}: ` : `${head}: ${held}// `;
}

/** True of a field that says something new: whose record it is has been said. */
function tells(field: Field, { values, client }: Entry, id: string): boolean {
  const value = values[id];
  const isClient = field.to === 'person' && value === client?.person.id;
  return !isEmpty(value) && value !== false && !isClient;
}

/** Fields between two stops that are ready and are not asked, with what stands in them. */
export function readyBetween(
  view: View,
  { world, entry }: Pick<Spot, 'world' | 'entry'>,
  from: string | null,
  to: string | null,
): string {
  const ids = Object.keys(world.form.fields);
  const begin = from === null ? 0 : ids.indexOf(from) + 1;
  const end = to === null ? ids.length : ids.indexOf(to);
  const stops = new Set(stopsOf(world, entry.values));
  return ids
    .slice(begin, Math.max(begin, end))
    .filter((id) => stops.has(id) && tells(world.form.fields[id] as Field, entry, id))
    .map((id) => {
      const field = world.form.fields[id] as Field;
      const value = readOut(view, world, field, entry.values[id] ?? null);
      return `${captionOf(view, world.form.id, id)} ${value}`;
    })
    .join('; ');
}
