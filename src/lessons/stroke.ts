import { menuRows } from '../desk/choosing';
import { activeEntry, type Env, worldOf } from '../desk/env';
import { paletteRows } from '../desk/palette';
import type { DeskState } from '../desk/state';
import type { CommandId } from '../keys/commands';
import { type Key, keyCost, keyId } from '../keys/key';

/** What lay under the hands when a key was pressed. */
export type Where = 'field' | 'list' | 'menu' | 'palette' | 'other';

/** The field that was typed into. */
export interface StrokeField {
  readonly form: string;
  readonly id: string;
  readonly kind: string;
  /** A date: on which side of the work date it may lie. */
  readonly side: 'past' | 'future' | 'any';
}

/** One key as the desk took it. */
export interface Stroke {
  readonly key: string;
  /** What it counts (DESIGN 12); a leader counts with the key after it. */
  readonly cost: number;
  /** A letter typed, not a command or a key with a name. */
  readonly letter: boolean;
  /** The letter went into a memo, whose text is not counted. */
  readonly memo: boolean;
  /** The command the keymap gave it. */
  readonly command: CommandId | null;
  /** The command that was chosen with it in a menu or in the palette. */
  readonly chosen: CommandId | null;
  readonly where: Where;
  readonly field: StrokeField | null;
}

/** What a key is to the desk in a state; the state is that before the key. */
export function strokeOf(env: Env, state: DeskState, key: Key): Stroke {
  const id = keyId(key);
  const field = fieldHere(env, state);
  const found = env.keymap.lookup([...state.leader, id]);
  const letter = key.kind !== 'named' && !state.leader.length && (!tick(field) || id !== 'Space');
  const begins = found !== undefined && 'pending' in found;
  return {
    key: id,
    cost: begins ? 0 : state.leader.length ? 2 : keyCost(key),
    letter,
    memo: letter && field?.kind === 'memo',
    command: !letter && found && 'command' in found ? found.command : null,
    chosen: chosenWith(env, state, key),
    where: whereIs(state, field),
    field,
  };
}

function tick(field: StrokeField | null): boolean {
  return field?.kind === 'flag' || field?.kind === 'links' || field?.kind === 'codes';
}

function whereIs({ overlay }: DeskState, field: StrokeField | null): Where {
  switch (overlay?.kind) {
    case 'list':
    case 'menu':
    case 'palette':
      return overlay.kind;
    default:
      return field ? 'field' : 'other';
  }
}

/** The field under the hands, where something can be typed into it. */
function fieldHere(env: Env, state: DeskState): StrokeField | null {
  const { overlay } = state;
  if ((overlay && overlay.kind !== 'prompt') || state.grid || state.button !== null) return null;
  const entry = activeEntry(state);
  if (!entry || entry.mode === 'shown') return null;
  const field = worldOf(env, state, entry).form.fields[entry.focus];
  if (!field) return null;
  const { kind, side = 'any' } = field;
  return { form: entry.form, id: entry.focus, kind, side };
}

/** The command a key chooses in an open menu or palette. */
function chosenWith(env: Env, state: DeskState, key: Key): CommandId | null {
  const { overlay } = state;
  if (overlay?.kind === 'palette') {
    const row = keyId(key) === 'Enter' ? paletteRows(env, state, overlay)[overlay.at] : undefined;
    return row?.kind === 'command' ? row.id : null;
  }
  if (overlay?.kind !== 'menu') return null;
  const rows = menuRows(state, overlay.menu);
  if (keyId(key) === 'Enter') return rows[overlay.at]?.command ?? null;
  if (key.kind !== 'char') return null;
  const letter = key.text.toLowerCase();
  const { lang } = state.setting;
  const starting = rows.filter(
    ({ command }) => command && env.caption(command, lang).toLowerCase().startsWith(letter),
  );
  return starting.length === 1 ? (starting[0]?.command ?? null) : null;
}
