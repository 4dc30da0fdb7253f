import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/keys/commands';
import { createDecoder } from '../../src/keys/decoder';
import { keyId, keysCost } from '../../src/keys/key';
import { type Keymap, loadKeymaps } from '../../src/keys/keymap';
import { keymapFileShape, keymapSchema } from '../../src/keys/keymap-schema';

const folder = new URL('../../keymaps/', import.meta.url);
const textOf = (file: string) => readFileSync(new URL(file, folder), 'utf8');

function shipped(name: string): Keymap {
  const file = `${name}.json`;
  const { keymap, faults } = loadKeymaps([{ name: 'shipped', file, text: textOf(file) }]);
  expect(faults).toEqual([]);
  return keymap;
}

const boundIn = (keymap: Keymap) =>
  COMMANDS.filter((one) => keymap.keysOf(one.id).length > 0).map((one) => one.id);

/** The commands a stream of bytes gives under a keymap, and what the keys count. */
function play(keymap: Keymap, text: string) {
  const keys = createDecoder().feed(new TextEncoder().encode(text));
  const commands: string[] = [];
  let begun: string[] = [];
  for (const id of keys.map(keyId)) {
    begun = [...begun, id];
    const found = keymap.lookup(begun);
    if (found && 'pending' in found) continue;
    commands.push(found ? found.command : begun.join(' '));
    begun = [];
  }
  const isSequence = (leader: string, next: string) => {
    const found = keymap.lookup([leader, next]);
    return found !== undefined && 'command' in found;
  };
  return { commands, cost: keysCost(keys, isSequence) };
}

describe('the shipped keymaps', () => {
  test('are the two, named as their files, without faults, of the shape of the schema', () => {
    const files = readdirSync(folder).sort();
    expect(files).toEqual(['effica.json', 'no-function-keys.json']);
    for (const file of files) {
      expect(`${shipped(file.replace('.json', '')).name}.json`).toBe(file);
      expect(keymapFileShape.safeParse(JSON.parse(textOf(file))).error).toBeUndefined();
    }
  });

  test('bind the same commands', () => {
    expect(boundIn(shipped('no-function-keys'))).toEqual(boundIn(shipped('effica')));
  });

  test('bind no key of a command that is not built', () => {
    for (const name of ['effica', 'no-function-keys']) {
      for (const key of ['F11']) {
        expect(shipped(name).lookup([key])).toBeUndefined();
      }
    }
  });

  test('effica has the keys of the classic forms', () => {
    const keymap = shipped('effica');
    const classic = ['help.show', 'list.open', 'diary.open', 'finder.open', 'initiation.open'];
    const more = ['investigation.open', 'decision.open', 'service.open', 'work.open', 'menu.open'];
    [...classic, ...more].forEach((command, at) => {
      expect(keymap.lookup([`F${at + 1}`])).toEqual({ command });
    });
    expect(keymap.keysOf('save')).toEqual(['F12', 'Ctrl+S']);
    expect(keymap.keysOf('back')).toEqual(['Ctrl+G', 'Esc']);
  });

  test('no-function-keys shows no function key, and none is needed', () => {
    const keymap = shipped('no-function-keys');
    for (const id of boundIn(keymap)) expect(keymap.keysOf(id)[0]).not.toMatch(/F\d/);
  });

  test('ESC and a digit works in both, and counts two', () => {
    for (const name of ['effica', 'no-function-keys']) {
      expect(play(shipped(name), '\x1b5\x1b=')).toEqual({
        commands: ['initiation.open', 'save'],
        cost: 4,
      });
    }
  });

  test('without function keys each one pressed costs one more', () => {
    const commands = ['initiation.open', 'list.open', 'work.open', 'save', 'field.back'];
    const keys = '\x1b[15~\x1bOQ\x1b[20~\x1b[24~\x1b[Z';
    expect(play(shipped('effica'), keys)).toEqual({ commands, cost: 6 });
    expect(play(shipped('no-function-keys'), '\x16v\x17\x16a\x13\x1b[Z')).toEqual({
      commands,
      cost: 10,
    });
  });
});

describe('the schema', () => {
  test('lists every command and nothing beside the properties of the file', () => {
    const schema = JSON.parse(JSON.stringify(keymapSchema()));
    expect(schema.additionalProperties).toBe(false);
    expect(schema.required).toEqual(['name', 'bindings']);
    expect(schema.properties.bindings.propertyNames.enum).toEqual(COMMANDS.map((one) => one.id));
  });

  test('refuses an unknown command and a key that is no text', () => {
    const refused = (bindings: object) =>
      keymapFileShape.safeParse({ name: 'x', bindings }).success === false;
    expect(refused({ 'initiation.opne': ['F5'] })).toBe(true);
    expect(refused({ save: [12] })).toBe(true);
    expect(refused({ save: ['F12'], quit: [] })).toBe(false);
  });
});
