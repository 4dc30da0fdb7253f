import type { MenuId } from '../keys/commands';
import type { Key } from '../keys/key';
import { menuCommands, menusShown } from '../keys/menus';
import { type Env, only, over, refusing } from './env';
import type { Command, DeskState, Overlay, Stepped, Window } from './state';
import { goToWindow, windowsOf } from './windows';

type Run = (state: DeskState, command: Command) => Stepped;

/** A row of a menu: a command, or in Ikkuna a window that lies open. */
export type MenuRow =
  | { readonly command: Command; readonly window?: undefined }
  | { readonly window: Window; readonly command?: undefined };

/** Rows of an open menu from the top. */
export function menuRows(state: DeskState, menu: MenuId): readonly MenuRow[] {
  const windows = menu === 'ikkuna' ? windowsOf(state).map((window) => ({ window })) : [];
  return [...windows, ...menuCommands(menu).map(({ id }) => ({ command: id }))];
}

/** Menus of the bar now; Tapahtumat stands in the diary, as in the classic. */
export function menusNow(state: DeskState): readonly MenuId[] {
  return menusShown(state.pane === 'diary');
}

function begins(env: Env, state: DeskState, row: MenuRow, letter: string): boolean {
  if (row.window?.no === Number(letter)) return true;
  const name = row.command
    ? env.caption(row.command, state.setting.lang)
    : row.window.client?.person.name;
  return name?.toLowerCase().startsWith(letter) ?? false;
}

function choose(state: DeskState, row: MenuRow, run: Run): Stepped {
  return row.command ? run(over(state, null), row.command) : goToWindow(state, row.window);
}

/** Keys of an open menu: arrows walk, a first letter, a window's number or Enter runs. */
export function menuKey(
  env: Env,
  state: DeskState,
  menu: Extract<Overlay, { kind: 'menu' }>,
  key: Key,
  run: Run,
): Stepped {
  const rows = menuRows(state, menu.menu);
  const menus = menusNow(state);
  const beside = (step: number): Stepped => {
    const at = (menus.indexOf(menu.menu) + step + menus.length) % menus.length;
    return only(over(state, { kind: 'menu', menu: menus[at] as MenuId, at: 0 }));
  };
  const to = (at: number) =>
    only(over(state, { ...menu, at: (at + rows.length) % Math.max(1, rows.length) }));
  if (key.kind === 'char') {
    const starting = rows.filter((row) => begins(env, state, row, key.text.toLowerCase()));
    if (starting.length === 1) return choose(state, starting[0] as MenuRow, run);
    // Several begin with the letter: walk among them.
    const after = rows.findIndex((row, at) => at > menu.at && starting.includes(row));
    const found = after >= 0 ? after : rows.findIndex((row) => starting.includes(row));
    return found >= 0 ? to(found) : only(refusing(state, { code: 'menu.letter' }));
  }
  if (key.kind !== 'named') return only(refusing(state, { code: 'list.key' }));
  switch (key.name) {
    case 'Left':
      return beside(-1);
    case 'Right':
      return beside(1);
    case 'Up':
      return to(menu.at - 1);
    case 'Down':
      return to(menu.at + 1);
    case 'Enter': {
      const row = rows[menu.at];
      return row ? choose(state, row, run) : only(state);
    }
    default:
      return only(refusing(state, { code: 'list.key' }));
  }
}
