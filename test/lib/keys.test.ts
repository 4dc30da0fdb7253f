import { describe, expect, it } from 'vitest';
import { bytesOf, command, functionKeyCount, keyCount, memo, press, stepBytes, type } from './keys';

describe('bytes of keys', () => {
  it.each([
    ['F1', '\x1bOP'],
    ['F4', '\x1bOS'],
    ['F5', '\x1b[15~'],
    ['F6', '\x1b[17~'],
    ['F10', '\x1b[21~'],
    ['F11', '\x1b[23~'],
    ['F12', '\x1b[24~'],
    ['Shift+F1', '\x1b[1;2P'],
    ['Ctrl+F5', '\x1b[15;5~'],
    ['Up', '\x1b[A'],
    ['Ctrl+Right', '\x1b[1;5C'],
    ['Home', '\x1b[H'],
    ['PageDown', '\x1b[6~'],
    ['Delete', '\x1b[3~'],
    ['Tab', '\t'],
    ['Shift+Tab', '\x1b[Z'],
    ['Enter', '\r'],
    ['Space', ' '],
    ['Backspace', '\x7f'],
    ['Esc', '\x1b'],
    ['Ctrl+S', '\x13'],
    ['Ctrl+Q', '\x11'],
    ['Ctrl+Space', '\x00'],
    ['Alt+x', '\x1bx'],
    ['Shift+a', 'A'],
    ['Ctrl+V s', '\x16s'],
    ['Esc 5', '\x1b5'],
    ['+', '+'],
    ['ä', 'ä'],
  ])('%s', (name, bytes) => {
    expect(bytesOf(name)).toBe(bytes);
  });

  it('sends function keys as Esc and a digit where there are none', () => {
    const bytes = ['F1', 'F9', 'F10', 'F11', 'F12'].map((name) =>
      bytesOf(name, { escapeDigits: true }),
    );
    expect(bytes).toEqual(['\x1b1', '\x1b9', '\x1b0', '\x1b-', '\x1b=']);
    expect(bytesOf('Tab', { escapeDigits: true })).toBe('\t');
    expect(() => bytesOf('Shift+F1', { escapeDigits: true })).toThrow(/modifier/);
  });

  it.each(['F13', 'Hyper+a', 'Ctrl+1', 'Ctrl+Enter', 'PgDn', '', 'Ctrl+V  s'])(
    'refuses %j',
    (name) => {
      expect(() => bytesOf(name)).toThrow();
    },
  );

  it('refuses a command that no keymap has given a key', () => {
    expect(() => stepBytes(command('save'))).toThrow(/save/);
    expect(() => keyCount([command('save')])).toThrow(/save/);
  });
});

describe('counting keys', () => {
  it.each([
    ['F5', 1],
    ['Tab', 1],
    ['PageDown', 1],
    ['Space', 1],
    ['Shift+Tab', 2],
    ['Ctrl+S', 2],
    ['Shift+F1', 2],
    ['Alt+x', 2],
    ['Ctrl+V s', 2],
    ['Esc 5', 2],
    ['Esc', 1],
    ['A', 2],
  ])('%s is %i', (name, keys) => {
    expect(keyCount([press(name)])).toBe(keys);
  });

  it('counts letters, not bytes, and leaves memo text out', () => {
    expect(keyCount([type('äö€'), press('Tab'), memo('Pitkä teksti'), press('F12')])).toBe(5);
    expect(keyCount([type('Ab')])).toBe(3);
  });

  it('counts a function key as two when it is sent as Esc and a digit', () => {
    const steps = [press('F5'), type('as'), press('F12'), press('Ctrl+S')];
    expect(keyCount(steps, { escapeDigits: true })).toBe(8);
    expect(functionKeyCount(steps)).toBe(2);
  });

  it('wants to know what a meaningful value reads as', () => {
    expect(() => type('081206', 'date:initiation')).toThrow(/081206/);
  });
});
