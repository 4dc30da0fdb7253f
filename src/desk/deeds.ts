import type { Field } from '../form/field';
import type { Scalar, Value } from '../form/value';
import type { Key } from '../keys/key';
import { caretAtEnd } from '../screen/line-edit';
import { selectedRecord, showRec } from './diary';
import { enter, nextStop, setValue } from './entry';
import {
  activeEntry,
  awaiting,
  clear,
  type Env,
  only,
  over,
  putEntry,
  refusing,
  worldOf,
} from './env';
import { saveCell } from './grid';
import { listForField, listKey } from './list';
import { finishField, goTo } from './moving';
import { takesPhrases } from './phrases';
import { columnAt, setCell } from './rows-edit';
import { run } from './run';
import { openRow } from './start-list';
import type { Command, DeskState, Entry, Stepped } from './state';
import { typeKey } from './typing';

/**
 * What is done by whole lines instead of keys: a command, an answer, a choice. Each does what some
 * keys would have done, through the same functions.
 */
export type Deed =
  | { readonly kind: 'command'; readonly command: Command }
  /** Reads a text as the answer of the field under the hands, which stay in it. */
  | { readonly kind: 'answer'; readonly text: string }
  /** Gives the field under the hands a value: ticks are not typed. */
  | { readonly kind: 'value'; readonly value: Value }
  /** Types a text behind what stands in a memo; it is read when the memo is left. */
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'read' }
  /** Goes on: to the next stop, or with what a question has asked for. */
  | { readonly kind: 'next' | 'submit' }
  | { readonly kind: 'field'; readonly field: string }
  /** Opens the list of the field under the hands, narrowed. */
  | { readonly kind: 'list'; readonly filter: string }
  /** Takes a row of the open list, by its index among all its rows. */
  | { readonly kind: 'pick'; readonly row: number }
  | { readonly kind: 'find'; readonly typed: string }
  /** Puts the hands on a row of the start screen's list, a line of the diary, a row of the day. */
  | { readonly kind: 'select'; readonly at: number }
  /** Opens what they are on. */
  | { readonly kind: 'open' }
  /** Gives the row of the day another quantity. */
  | { readonly kind: 'quantity'; readonly text: string }
  /** Shows lines of one kind, or all. */
  | { readonly kind: 'filter'; readonly letter: string | null }
  /** The whole of a long case. */
  | { readonly kind: 'older' }
  /** Takes away what lies over the pane. */
  | { readonly kind: 'close' };

type DeedOf<K extends Deed['kind']> = Extract<Deed, { kind: K }>;

const NO_WIDTH = 80;

/** The field or column under the hands. */
function fieldHere(env: Env, state: DeskState, entry: Entry): Field | null {
  const field = worldOf(env, state, entry).form.fields[entry.focus];
  if (!field) return null;
  return field.kind === 'rows' ? columnAt(field, entry.edit).column : field;
}

/** A text typed sign by sign, as phrases are put in at the sign that ends their names. */
function typedSigns(env: Env, state: DeskState, from: Entry, text: string): Stepped {
  let entry = from;
  // Which form it is, and what is known, does not change with what is typed.
  const world = worldOf(env, state, activeEntry(state) ?? from);
  const use = { phrases: env.phrases, today: state.today };
  for (const sign of text) {
    const key: Key =
      sign === '\n' ? { kind: 'named', name: 'Enter' } : { kind: 'char', text: sign };
    const typed = typeKey(world, entry, key, NO_WIDTH, use);
    // What has no room is not taken at all, so that what is there can be gone on with.
    if (typed.kind === 'refused') {
      return only(refusing(state, { code: typed.code, values: typed.values }));
    }
    if (typed.kind === 'done' && typed.problem) return only(refusing(state, typed.problem));
    if (typed.kind === 'done') entry = typed.entry;
  }
  return only(putEntry(state, entry));
}

function answerField(env: Env, state: DeskState, { text }: DeedOf<'answer'>): Stepped {
  const entry = activeEntry(state);
  const field = entry && fieldHere(env, state, entry);
  if (!entry || !field) return only(refusing(state, { code: 'entry.none' }));
  if (entry.mode === 'shown') return only(refusing(state, { code: 'entry.shown' }));
  const { row, col } = entry.edit;
  const bare = { ...entry, edit: { line: caretAtEnd(''), changed: true, row, col }, dirty: true };
  const put = { ...bare, edit: { ...bare.edit, line: caretAtEnd(text) } };
  const typed = takesPhrases(field)
    ? typedSigns(env, state, bare, text)
    : only(putEntry(state, put));
  return typed.state.notice ? typed : readField(env, typed.state);
}

/** Reads the field under the hands. What has been read is not read again when it is left. */
function readField(env: Env, state: DeskState): Stepped {
  const read = finishField(env, state, 'stay');
  const entry = activeEntry(read.state);
  const isDone = !read.effects.length && read.state.overlay === state.overlay;
  const isQuestion = read.state.overlay?.kind === 'prompt';
  if (!entry || (!isDone && !isQuestion) || read.effects.length) return read;
  const world = worldOf(env, read.state, entry);
  const field = world.form.fields[entry.focus];
  if (!field || field.kind === 'rows' || entry.typed[entry.focus] !== undefined) return read;
  return only(putEntry(read.state, enter(world, entry, entry.focus)));
}

function giveValue(env: Env, state: DeskState, { value }: DeedOf<'value'>): Stepped {
  const entry = activeEntry(state);
  if (!entry) return only(refusing(state, { code: 'entry.none' }));
  if (entry.mode === 'shown') return only(refusing(state, { code: 'entry.shown' }));
  const world = worldOf(env, state, entry);
  const inRows = world.form.fields[entry.focus]?.kind === 'rows';
  const set = inRows
    ? setCell(world, entry, value as Scalar)
    : enter(world, setValue(world, entry, entry.focus, value), entry.focus);
  return only(putEntry(state, set));
}

function typeOn(env: Env, state: DeskState, { text }: DeedOf<'type'>): Stepped {
  const entry = activeEntry(state);
  if (!entry || entry.mode === 'shown') return only(refusing(state, { code: 'entry.none' }));
  const { line } = entry.edit;
  const atEnd = { ...entry, edit: { ...entry.edit, line: caretAtEnd(line.text) } };
  return typedSigns(env, state, atEnd, line.text === '' ? text : `\n${text}`);
}

/** A question goes on by its own way when its last field has been answered. */
function submit(env: Env, state: DeskState): Stepped {
  const entry = activeEntry(state);
  if (!entry) return only(refusing(state, { code: 'entry.none' }));
  const last = nextStop(worldOf(env, state, entry), entry, entry.focus) === null;
  return finishField(env, state, last ? 'save' : 'next');
}

function pickRow(env: Env, state: DeskState, { row }: DeedOf<'pick'>): Stepped {
  const { overlay } = state;
  if (overlay?.kind !== 'list') return only(state);
  const list = { ...overlay, filter: '', at: row, after: 'stay' as const };
  const enterKey: Key = { kind: 'named', name: 'Enter' };
  return listKey(env, { ...state, overlay: list }, list, enterKey, 1);
}

function find(state: DeskState, typed: string): Stepped {
  const start = { ...state.start, side: 'finder' as const, finder: caretAtEnd(typed) };
  if (!typed.trim()) return only(refusing({ ...state, start }, { code: 'finder.empty' }));
  return awaiting(
    { ...state, start },
    { kind: 'find', typed: typed.trim(), purpose: 'finder', after: 'stay' },
  );
}

function select(env: Env, state: DeskState, { at }: DeedOf<'select'>): Stepped {
  if (state.pane === 'start') {
    return only({ ...state, start: { ...state.start, side: 'list', at } });
  }
  if (state.pane === 'diary') {
    return only({ ...state, diary: { ...state.diary, side: 'lines', at, top: 0 } });
  }
  const row = state.gridRows[at];
  const entry = state.entries[state.pane];
  if (!row || !entry || !env.registry.form(entry.form).grid) return only(state);
  return only({ ...state, grid: { row: at, line: caretAtEnd(''), changed: false } });
}

function open(env: Env, state: DeskState, rec: Parameters<typeof showRec>[2] | null): Stepped {
  if (state.pane === 'start') {
    const row = state.workList[state.start.at];
    return row ? openRow(env, state, row) : only(refusing(state, { code: 'work_list.empty' }));
  }
  const row = state.grid && state.gridRows[state.grid.row];
  if (row) {
    const bare = { ...state, grid: null };
    const unsaved = state.entries[state.pane]?.dirty;
    return unsaved
      ? only(refusing(bare, { code: 'entry.unsaved' }))
      : awaiting(bare, { kind: 'take_row', row });
  }
  return rec ? only(showRec(env, state, rec)) : only(refusing(state, { code: 'diary.empty' }));
}

/** The hands are among the rows of the day only as long as something is done with one. */
function giveQuantity(env: Env, state: DeskState, text: string): Stepped {
  const { grid } = state;
  if (!grid) return only(refusing(state, { code: 'grid.empty' }));
  const typed = { ...grid, line: caretAtEnd(text), changed: true };
  const stepped = saveCell(env, { ...state, grid: typed });
  return { ...stepped, state: { ...stepped.state, grid: null } };
}

/** The key whose work the whole case is for: it puts the hands on the oldest line. */
const TO_OLDEST: Key = { kind: 'named', name: 'Home' };

function older(state: DeskState): Stepped {
  const { client } = state;
  if (!client?.older) return only(state);
  return awaiting(state, { kind: 'older', person: client.person.id, key: TO_OLDEST });
}

function runCommand(env: Env, state: DeskState, command: Command): Stepped {
  return run(env, state.overlay?.kind === 'prompt' ? state : clear(state), command);
}

/** One deed; on a locked screen there is none. The caller waits while an answer is awaited. */
export function deedStep(env: Env, before: DeskState, deed: Deed): Stepped {
  if (before.lock) return only(before);
  const quiet = { ...before, notice: null };
  if (deed.kind === 'command') return runCommand(env, quiet, deed.command);
  const state = { ...quiet, cancelling: false };
  switch (deed.kind) {
    case 'answer':
      return answerField(env, state, deed);
    case 'value':
      return giveValue(env, state, deed);
    case 'type':
      return typeOn(env, state, deed);
    case 'read':
      return readField(env, state);
    case 'next':
      return finishField(env, state, 'next');
    case 'submit':
      return submit(env, state);
    case 'field':
      return goTo(env, { ...state, grid: null, button: null }, deed.field);
    case 'list':
      return listForField(env, state, deed.filter, 'stay');
    case 'pick':
      return pickRow(env, state, deed);
    case 'find':
      return find(state, deed.typed);
    case 'select':
      return select(env, state, deed);
    case 'open':
      return open(env, state, selectedRecord(env, state));
    case 'quantity':
      return giveQuantity(env, state, deed.text);
    case 'filter':
      return only({ ...state, diary: { ...state.diary, filter: deed.letter, at: -1 } });
    case 'older':
      return older(state);
    case 'close':
      return only(over(state, null));
  }
}
