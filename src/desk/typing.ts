import type { Problem } from '../base/problems';
import type { Facts } from '../form/facts';
import type { Field } from '../form/field';
import { optionsOf } from '../form/fill';
import { listIn } from '../form/value';
import type { Key } from '../keys/key';
import {
  backspace,
  deleteForward,
  insertText,
  type LineEdit,
  moveEnd,
  moveHome,
  moveLeft,
  moveRight,
} from '../screen/line-edit';
import { memoMove } from '../screen/memo-painter';
import { type EntryWorld, setValue } from './entry';
import { endsPhrase, expand, type PhraseUse, takesPhrases, withPhrase } from './phrases';
import { columnAt, setCell } from './rows-edit';
import type { Entry } from './state';

/** What a key did in the focused field. */
export type Typed =
  | { readonly kind: 'done'; readonly entry: Entry; readonly problem?: Problem }
  /** The key leaves the field upwards or downwards. */
  | { readonly kind: 'leave'; readonly to: 'up' | 'down' }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly code: string; readonly values?: Record<string, number> }
  | { readonly kind: 'unused' };

/** Longest text a line takes; a longer paste is refused whole, never cut. */
const LINE_MAX = 2000;

const HELP_KINDS = new Set(['code', 'codes', 'date', 'integer', 'money', 'link', 'links']);

const unused: Typed = { kind: 'unused' };

function done(entry: Entry): Typed {
  return { kind: 'done', entry };
}

function typedInto(entry: Entry, line: LineEdit): Typed {
  if (line === entry.edit.line) return done(entry);
  const { row, col } = entry.edit;
  const changed = entry.edit.changed || line.text !== entry.edit.line.text;
  return done({ ...entry, edit: { line, changed, row, col }, dirty: entry.dirty || changed });
}

/** A sign that ended a short name puts its phrase in; any other is what it is. */
function typedSign(entry: Entry, sign: string, field: Field, facts: Facts, use: PhraseUse): Typed {
  const { line } = entry.edit;
  const plain = typedInto(entry, insertText(line, sign));
  if (!endsPhrase(sign) || line.selected || !takesPhrases(field)) return plain;
  const put = expand(line, sign, field, facts, use);
  if (!put) return plain;
  if (put.kind === 'refused') return { ...plain, problem: put.problem } as Typed;
  return done(withPhrase(entry, put));
}

/** Brings back what was typed before a phrase took its place; null when none just did. */
function takenBack(entry: Entry): Typed | null {
  const { plain } = entry.edit;
  return plain ? typedInto(entry, plain) : null;
}

function lineKey(world: EntryWorld, entry: Entry, key: Key, field: Field, use: PhraseUse): Typed {
  const { line } = entry.edit;
  if (key.kind === 'char') {
    if (line.text.length >= LINE_MAX && !line.selected) {
      return { kind: 'refused', code: 'text.full', values: { max: LINE_MAX } };
    }
    return typedSign(entry, key.text, field, world.facts, use);
  }
  if (key.kind === 'paste') {
    if (key.text.length > LINE_MAX) {
      return { kind: 'refused', code: 'paste.long', values: { max: LINE_MAX } };
    }
    return typedInto(entry, insertText(line, key.text.replace(/[\n\t]+/gu, ' ').trim()));
  }
  if (key.ctrl || key.alt) return unused;
  switch (key.name) {
    case 'Left':
      return typedInto(entry, moveLeft(line));
    case 'Right':
      return typedInto(entry, moveRight(line));
    case 'Home':
      return typedInto(entry, moveHome(line));
    case 'End':
      return typedInto(entry, moveEnd(line));
    case 'Backspace':
      return takenBack(entry) ?? typedInto(entry, backspace(line));
    case 'Delete':
      return typedInto(entry, deleteForward(line));
    case 'Up':
      return { kind: 'leave', to: 'up' };
    case 'Down':
      return { kind: 'leave', to: 'down' };
    default:
      return unused;
  }
}

function memoKey(
  world: EntryWorld,
  entry: Entry,
  key: Key,
  field: Field,
  width: number,
  use: PhraseUse,
): Typed {
  const { line } = entry.edit;
  if (key.kind === 'paste') {
    const room = (field.max ?? 0) - line.text.length;
    if (key.text.length > room) {
      return { kind: 'refused', code: 'paste.long', values: { max: Math.max(0, room) } };
    }
    return typedInto(entry, insertText(line, key.text));
  }
  const types = key.kind === 'char' || (key.kind === 'named' && key.name === 'Enter');
  if (types && line.text.length >= 2 * (field.max ?? 0)) {
    return { kind: 'refused', code: 'text.full', values: { max: field.max ?? 0 } };
  }
  if (key.kind === 'char') return typedSign(entry, key.text, field, world.facts, use);
  if (key.kind === 'named' && !key.ctrl && !key.alt) {
    if (key.name === 'Enter') return typedSign(entry, '\n', field, world.facts, use);
    const moves = { Up: 'up', Down: 'down', Home: 'home', End: 'end' } as const;
    const move = moves[key.name as keyof typeof moves];
    if (move) {
      const caret = memoMove(line.text, line.caret, width, move);
      if (caret === line.caret && (move === 'up' || move === 'down')) {
        return { kind: 'leave', to: move };
      }
      return typedInto(entry, { text: line.text, caret, selected: false });
    }
  }
  return lineKey(world, entry, key, field, use);
}

function ticksKey(world: EntryWorld, entry: Entry, key: Key, field: Field): Typed {
  const options = optionsOf(field, entry.values, world.facts);
  const { row } = entry.edit;
  if (key.kind === 'char' && key.text === ' ') {
    const option = options[row];
    if (!option) return { kind: 'refused', code: 'choice.empty' };
    const ids = listIn(entry.values, entry.focus);
    const on = ids.includes(option.id);
    const wanted = options
      .map((one) => one.id)
      .filter((id) => (id === option.id ? !on : ids.includes(id)));
    return done(setValue(world, entry, entry.focus, wanted));
  }
  if (key.kind === 'char') return { kind: 'refused', code: 'ticks.space' };
  if (key.kind !== 'named' || key.ctrl || key.alt) return unused;
  const to = (at: number): Typed => done({ ...entry, edit: { ...entry.edit, row: at } });
  if (key.name === 'Up') return row > 0 ? to(row - 1) : { kind: 'leave', to: 'up' };
  if (key.name === 'Down') {
    return row < options.length - 1 ? to(row + 1) : { kind: 'leave', to: 'down' };
  }
  if (key.name === 'Home') return to(0);
  if (key.name === 'End') return to(Math.max(0, options.length - 1));
  return unused;
}

function flagKey(world: EntryWorld, entry: Entry, key: Key, field: Field): Typed {
  if (key.kind === 'char') {
    if (key.text !== ' ') return { kind: 'refused', code: 'ticks.space' };
    const was = entry.values[entry.focus];
    const next = field.refusable && was === false ? null : was !== true;
    return done(setValue(world, entry, entry.focus, next));
  }
  if (key.kind === 'named' && key.name === 'Up') return { kind: 'leave', to: 'up' };
  if (key.kind === 'named' && key.name === 'Down') return { kind: 'leave', to: 'down' };
  return unused;
}

function rowsKey(world: EntryWorld, entry: Entry, key: Key, field: Field, use: PhraseUse): Typed {
  const { column, id } = columnAt(field, entry.edit);
  if (key.kind === 'named' && (key.name === 'Up' || key.name === 'Down')) {
    return { kind: 'leave', to: key.name === 'Up' ? 'up' : 'down' };
  }
  if (column.kind === 'flag') {
    if (key.kind !== 'char') return unused;
    if (key.text !== ' ') return { kind: 'refused', code: 'ticks.space' };
    const rows = entry.values[entry.focus];
    const row = Array.isArray(rows) ? rows[entry.edit.row] : undefined;
    const on = typeof row === 'object' && row[id] === true;
    return done(setCell(world, entry, !on));
  }
  return lineKey(world, entry, key, column, use);
}

/**
 * One key in the focused field of an entry. `width` is the laid-out width of a memo, in cells.
 * Enter is decided by the caller, except that it is a new line in a memo.
 */
export function typeKey(
  world: EntryWorld,
  entry: Entry,
  key: Key,
  width: number,
  use: PhraseUse,
): Typed {
  const field = world.form.fields[entry.focus];
  if (!field) return unused;
  if (key.kind === 'char' && key.text === '?' && HELP_KINDS.has(field.kind))
    return { kind: 'help' };
  if (field.kind === 'memo') return memoKey(world, entry, key, field, width, use);
  if (field.kind === 'links') return ticksKey(world, entry, key, field);
  if (field.kind === 'flag') return flagKey(world, entry, key, field);
  if (field.kind === 'rows') return rowsKey(world, entry, key, field, use);
  return lineKey(world, entry, key, field, use);
}
