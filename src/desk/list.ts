import type { Field } from '../form/field';
import { optionsOf } from '../form/fill';
import { matchOptions } from '../form/kinds/choice';
import { listIn, textIn } from '../form/value';
import type { Key } from '../keys/key';
import { enter, leave, nextStop, setValue } from './entry';
import { activeEntry, type Env, only, over, putEntry, refusing, worldOf } from './env';
import { finishField, type Then } from './moving';
import { chooseAlike, isNamedOnly, namePerson } from './persons';
import { insertPhrase, nameBefore, takesPhrases, withPhrase } from './phrases';
import { columnAt, setCell } from './rows-edit';
import type { DeskState, Entry, ListRow, Overlay, Stepped } from './state';

type ListOverlay = Extract<Overlay, { kind: 'list' }>;

/** The field a list would be of: the focused one, or the focused cell's column. */
function listedField(env: Env, state: DeskState): Field | null {
  const entry = activeEntry(state);
  if (!entry) return null;
  const field = worldOf(env, state, entry).form.fields[entry.focus];
  if (!field) return null;
  return field.kind === 'rows' ? columnAt(field, entry.edit).column : field;
}

/** True when F2 has something to list in the focused field. */
export function canList(env: Env, state: DeskState): boolean {
  const field = listedField(env, state);
  if (takesPhrases(field ?? undefined)) return env.phrases.all.length > 0;
  return field !== null && ['code', 'codes', 'link'].includes(field.kind);
}

/** True when the hands stand where a phrase can be put in. */
export function canPhrase(env: Env, state: DeskState): boolean {
  return takesPhrases(listedField(env, state) ?? undefined);
}

/** The phrases, narrowed by a short name begun at the caret. */
function listOfPhrases(env: Env, state: DeskState, entry: Entry): Stepped {
  const rows = env.phrases.all.map(({ name, text }) => ({
    option: { id: name, code: name, text: text.replace(/\s+/gu, ' ') },
  }));
  const filter = nameBefore(entry.edit.line)?.name ?? '';
  const title = 'list.phrases';
  return only(
    over(state, { kind: 'list', purpose: 'phrase', title, rows, filter, at: 0, after: 'stay' }),
  );
}

/** Puts the chosen phrase into the field under the list. */
function putPhrase(env: Env, state: DeskState, name: string): Stepped {
  const entry = activeEntry(state);
  const phrase = env.phrases.find(name);
  const field = listedField(env, state);
  if (!entry || !phrase || !field) return only(state);
  const { facts } = worldOf(env, state, entry);
  const use = { phrases: env.phrases, today: state.today };
  const put = insertPhrase(entry.edit.line, phrase, field, facts, use);
  if (put.kind === 'refused') return only(refusing(state, put.problem));
  return only(putEntry(state, withPhrase(entry, put)));
}

/** Opens the list of the focused field, narrowed by `filter`; persons are searched instead. */
export function listForField(env: Env, state: DeskState, filter: string, after: Then): Stepped {
  const entry = activeEntry(state);
  const field = listedField(env, state);
  if (!entry || !field) return only(state);
  if (field.finder) {
    if (filter.trim() === '') return only(refusing(state, { code: 'finder.empty' }));
    const find = { kind: 'find' as const, typed: filter.trim(), purpose: 'field' as const, after };
    return { state: { ...state, waiting: true }, effects: [find] };
  }
  if (takesPhrases(field)) return listOfPhrases(env, state, entry);
  const world = worldOf(env, state, entry);
  const options = optionsOf(field, entry.values, world.facts);
  if (!options.length) return only(refusing(state, { code: 'choice.empty' }));
  const on = new Set(
    field.kind === 'codes'
      ? listIn(entry.values, entry.focus)
      : [textIn(entry.values, entry.focus) ?? ''],
  );
  const rows = options.map((option) => ({ option, on: on.has(option.id) }));
  const chosen = rows.findIndex((row) => row.on);
  const cell = world.form.fields[entry.focus]?.kind === 'rows';
  const list: ListOverlay = {
    kind: 'list',
    purpose: cell ? 'cell' : 'field',
    title: `form.${entry.form}.${entry.focus}`,
    rows,
    filter,
    at: filter === '' ? Math.max(0, chosen) : 0,
    after,
  };
  return only(over(state, list));
}

/** Rows that fit what is typed into an open list, best first. */
export function rowsOfList(list: ListOverlay): readonly ListRow[] {
  if (list.filter.trim() === '') return list.rows;
  const options = list.rows.map((row) => row.option);
  return matchOptions(options, list.filter).map((index) => list.rows[index] as ListRow);
}

/** True when a digit picks a row: nothing is typed and no code of the list begins with a digit. */
export function digitsPick(list: ListOverlay): boolean {
  return list.filter === '' && !list.rows.some((row) => /^\d/u.test(row.option.code));
}

/** Takes the row the hands stand on, and goes on as the field would have. */
function pick(env: Env, state: DeskState, list: ListOverlay, row: ListRow | undefined): Stepped {
  if (!row)
    return only(refusing(state, { code: 'choice.none', values: { count: list.rows.length } }));
  if (row.option.refused) {
    return only(refusing(state, { code: row.option.refused, values: { choice: row.option.text } }));
  }
  const closed = over(state, null);
  if (list.purpose === 'phrase') return putPhrase(env, closed, row.option.id);
  if (list.purpose === 'alike') return chooseAlike(env, closed, row.option.id);
  const named = list.people?.find((person) => person.id === row.option.id);
  if (named && isNamedOnly(env, closed)) return namePerson(env, closed, named, list.after);
  if (list.purpose === 'person') {
    const open = { kind: 'open' as const, person: row.option.id };
    const take = { kind: 'take' as const, person: row.option.id, after: list.after };
    const inQuestion = closed.overlay?.kind === 'prompt';
    const taking = activeEntry(closed) && (inQuestion || state.pane !== 'start');
    const effect = taking ? take : open;
    return { state: { ...closed, waiting: true }, effects: [effect] };
  }
  const entry = activeEntry(closed);
  if (!entry) return only(closed);
  const world = worldOf(env, closed, entry);
  if (list.purpose === 'cell') {
    return finishField(env, putEntry(closed, setCell(world, entry, row.option.id)), list.after);
  }
  const several = world.form.fields[entry.focus]?.kind === 'codes';
  const set = setValue(world, entry, entry.focus, several ? [row.option.id] : row.option.id);
  const chosen = putEntry(closed, enter(world, set, entry.focus));
  // The last answer of a question is given by choosing it.
  const asked = closed.overlay?.kind === 'prompt' && nextStop(world, set, entry.focus) === null;
  return finishField(env, chosen, asked ? 'save' : list.after);
}

function toggle(env: Env, state: DeskState, list: ListOverlay, row: ListRow): Stepped {
  const entry = activeEntry(over(state, null));
  if (!entry) return only(state);
  const bare = over(state, null);
  const world = worldOf(env, bare, entry);
  const ids = listIn(leave(world, entry).entry.values, entry.focus);
  const next = ids.includes(row.option.id)
    ? ids.filter((id) => id !== row.option.id)
    : [...ids, row.option.id];
  const set = enter(world, setValue(world, entry, entry.focus, next), entry.focus);
  const rows = list.rows.map((one) => ({ ...one, on: next.includes(one.option.id) }));
  return only(over(putEntry(bare, set), { ...list, rows }));
}

/**
 * Keys of an open list: letters narrow, arrows walk, a digit or Enter picks. `page` is its height.
 */
export function listKey(
  env: Env,
  state: DeskState,
  list: ListOverlay,
  key: Key,
  page: number,
): Stepped {
  const rows = rowsOfList(list);
  const to = (wanted: number) => {
    const at = Math.max(0, Math.min(rows.length - 1, wanted));
    return only(at === list.at ? state : over(state, { ...list, at }));
  };
  if (key.kind === 'char') {
    const digit = Number.parseInt(key.text, 10);
    if (digit >= 1 && digit <= 9 && digitsPick(list))
      return pick(env, state, list, rows[digit - 1]);
    const entry = activeEntry(over(state, null));
    const several =
      entry && worldOf(env, over(state, null), entry).form.fields[entry.focus]?.kind === 'codes';
    const row = rows[list.at];
    if (key.text === ' ' && several && row && list.purpose === 'field')
      return toggle(env, state, list, row);
    return only(over(state, { ...list, filter: list.filter + key.text, at: 0 }));
  }
  if (key.kind === 'paste')
    return only(over(state, { ...list, filter: list.filter + key.text.trim(), at: 0 }));
  switch (key.name) {
    case 'Up':
      return to(list.at - 1);
    case 'Down':
      return to(list.at + 1);
    case 'Home':
      return to(0);
    case 'End':
      return to(rows.length - 1);
    case 'PageUp':
      return to(list.at - page);
    case 'PageDown':
      return to(list.at + page);
    case 'Backspace':
      return only(over(state, { ...list, filter: list.filter.slice(0, -1), at: 0 }));
    case 'Enter':
    case 'Tab':
      return pick(env, state, list, rows[list.at]);
    default:
      return only(refusing(state, { code: 'list.key' }));
  }
}
