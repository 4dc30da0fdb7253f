/** The menu bar: which menus, in which order, and what stands in them (DESIGN 7). */
import { COMMANDS, type Command, type CommandId, commandOf, type MenuId } from './commands';

/** The bar from the left; the word of a menu is `menu.<id>`. */
export const MENU_ORDER: readonly MenuId[] = [
  'arkisto',
  'muotoile',
  'nayta',
  'tyokalu',
  'tapahtumat',
  'ikkuna',
  'ohje',
];

/** The classic bar has Tapahtumat in the diary only. */
const DIARY_ONLY: ReadonlySet<MenuId> = new Set<MenuId>(['tapahtumat']);

/** What opens a tab, in the order of the tabs; their own menus are elsewhere. */
const TAB_COMMANDS: readonly CommandId[] = [
  'diary.open',
  'initiation.open',
  'investigation.open',
  'decision.open',
  'service.open',
  'work.open',
];

/** The menus to show, with or without those of the diary. */
export function menusShown(inDiary: boolean): readonly MenuId[] {
  return MENU_ORDER.filter((menu) => inDiary || !DIARY_ONLY.has(menu));
}

/** The commands of a menu from the top; never empty. */
export function menuCommands(menu: MenuId): readonly Command[] {
  const own = COMMANDS.filter((one) => one.menu === menu);
  return menu === 'ikkuna' ? [...own, ...TAB_COMMANDS.map(commandOf)] : own;
}
