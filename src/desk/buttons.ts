import { BUTTONS } from '../forms/buttons';
import type { Key } from '../keys/key';
import { type Env, only, refusing } from './env';
import { gridHeight } from './layout';
import { LIMIT_ROWS, limitsHere } from './limits';
import type { Command, DeskState, Stepped } from './state';

/** Buttons under the form in front of the worker; none in a pane without them. */
export function buttonsOf(state: DeskState): readonly Command[] {
  return (BUTTONS[state.pane] ?? []) as readonly Command[];
}

/** Rows under the entry in a tab: those of the day, or its time limit and the button row. */
export function rowsBelow(env: Env, state: DeskState): number {
  const entry = state.entries[state.pane];
  if (!entry) return 0;
  if (env.registry.form(entry.form).grid) return gridHeight(state.size);
  const limit = limitsHere(env, state).length ? LIMIT_ROWS : 0;
  return limit + (buttonsOf(state).length ? 1 : 0);
}

/** Puts the hands on the first button, if the form has any. */
export function enterButtons(state: DeskState): DeskState | null {
  return buttonsOf(state).length ? { ...state, button: 0 } : null;
}

/** Keys on the button row: arrows walk, Enter runs, up goes back to the fields. */
export function buttonKey(
  state: DeskState,
  key: Key,
  run: (state: DeskState, command: Command) => Stepped,
): Stepped | null {
  const { button } = state;
  if (button === null || key.kind !== 'named' || key.ctrl || key.alt) {
    return button !== null && key.kind === 'char'
      ? only(refusing(state, { code: 'list.key' }))
      : null;
  }
  const commands = buttonsOf(state);
  const to = (at: number) =>
    only({ ...state, button: Math.max(0, Math.min(commands.length - 1, at)) });
  switch (key.name) {
    case 'Left':
      return to(button - 1);
    case 'Right':
    case 'Down':
      return to(button + 1);
    case 'Home':
      return to(0);
    case 'End':
      return to(commands.length - 1);
    case 'Up':
      return only({ ...state, button: null });
    case 'Enter': {
      const command = commands[button];
      return command ? run({ ...state, button: null }, command) : null;
    }
    default:
      return null;
  }
}
