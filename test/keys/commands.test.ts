import { describe, expect, test } from 'vitest';
import { COMMANDS, commandOf, footerCommands, isCommandId } from '../../src/keys/commands';
import { MENU_ORDER, menuCommands, menusShown } from '../../src/keys/menus';

describe('the command table', () => {
  test('has each id once, and finds it', () => {
    const ids = COMMANDS.map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const one of COMMANDS) {
      expect(one.id).toMatch(/^[a-z_]+(\.[a-z]+)?$/);
      expect(isCommandId(one.id) && commandOf(one.id)).toBe(one);
    }
    expect(isCommandId('undo')).toBe(false);
  });

  test('has footer places without a gap', () => {
    expect(footerCommands().map((one) => one.footer)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(footerCommands()[0]?.id).toBe('list.open');
  });

  test('reaches every command that does something to a record by menu and by palette', () => {
    const moving = COMMANDS.filter((one) => one.menu === null).map((one) => one.id);
    expect(moving).toEqual([
      ...['menu.open', 'field.next', 'field.back', 'section.next', 'section.back', 'back'],
    ]);
    const hidden = COMMANDS.filter((one) => !one.palette).map((one) => one.id);
    expect(hidden).toEqual(['palette.open', ...moving]);
  });
});

describe('the menus', () => {
  test('are never empty and hold each command once, beside Ikkuna', () => {
    const held = MENU_ORDER.flatMap((menu) => {
      expect(menuCommands(menu).length).toBeGreaterThan(0);
      const own = menuCommands(menu).filter((one) => one.menu === menu);
      if (menu !== 'ikkuna') expect(own).toEqual(menuCommands(menu));
      return own.map((one) => one.id);
    });
    const expected = COMMANDS.filter((one) => one.menu !== null).map((one) => one.id);
    expect([...held].sort()).toEqual([...expected].sort());
    expect(menuCommands('ikkuna').map((one) => one.id)).toEqual([
      ...['window.next', 'window.close'],
      ...['diary.open', 'initiation.open', 'investigation.open'],
      ...['decision.open', 'service.open', 'work.open'],
    ]);
  });

  test('show Tapahtumat in the diary only', () => {
    const bar = ['arkisto', 'muotoile', 'nayta', 'tyokalu', 'ikkuna', 'ohje'];
    expect(menusShown(false)).toEqual(bar);
    expect(menusShown(true)).toEqual([...bar.slice(0, 4), 'tapahtumat', ...bar.slice(4)]);
  });
});
