import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/keys/commands';
import { createDecoder } from '../../src/keys/decoder';
import { keyId, keyNamePattern, keysCost, readKeyName } from '../../src/keys/key';
import { bindingProblem } from '../../src/keys/key-rules';
import { type Keymap, loadKeymaps } from '../../src/keys/keymap';
import { keymapFileShape, keymapSchema } from '../../src/keys/keymap-schema';

const folder = new URL('../../keymaps/', import.meta.url);
const SCHEMA = 'keymap.schema.json';
const NAMES = ['effica', 'gold', 'laptop', 'no-function-keys'];
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
  test('are named as their files, without faults, of the shape of the schema they name', () => {
    const files = readdirSync(folder).filter((file) => /\.json$/.test(file) && file !== SCHEMA);
    expect(files.sort()).toEqual(NAMES.map((name) => `${name}.json`));
    for (const file of files) {
      expect(`${shipped(file.replace('.json', '')).name}.json`).toBe(file);
      const read = JSON.parse(textOf(file));
      expect(keymapFileShape.safeParse(read).error).toBeUndefined();
      expect(read.$schema).toBe(`./${SCHEMA}`);
    }
  });

  test.each(NAMES)('%s binds the commands the others bind', (name) => {
    expect(boundIn(shipped(name))).toEqual(boundIn(shipped('effica')));
  });

  test.each(NAMES)('%s binds no key of a command that is not built', (name) => {
    expect(shipped(name).lookup(['F11'])).toBeUndefined();
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

  test.each(['no-function-keys', 'laptop'])('%s shows no function key, and needs none', (name) => {
    const keymap = shipped(name);
    for (const id of boundIn(keymap)) expect(keymap.keysOf(id)[0]).not.toMatch(/F\d/);
  });

  test('laptop needs no key that laptops lack, and nothing Alt sends only', () => {
    const keymap = shipped('laptop');
    for (const id of boundIn(keymap)) {
      const keys = keymap.keysOf(id);
      expect(keys[0], id).not.toMatch(/Insert|Home|End|Page|Up|Down/);
      expect(
        keys.some((key) => !key.startsWith('Alt+')),
        id,
      ).toBe(true);
    }
  });

  test('gold has the keys of ScreenMan behind F1', () => {
    const keymap = shipped('gold');
    const of = (...keys: string[]) => keymap.lookup(keys);
    const behind = { s: 'save', e: 'save', q: 'cancel', c: 'back', r: 'redraw', h: 'help.show' };
    for (const [letter, command] of Object.entries(behind)) {
      expect(of('F1', letter)).toEqual({ command });
    }
    expect(of('F1', 'Down')).toEqual({ command: 'section.next' });
    expect(of('F1', 'F1')).toEqual({ command: 'help.show' });
    expect([of('F2'), of('F3'), of('F4')]).toEqual([
      { command: 'help.show' },
      { command: 'back' },
      { command: 'field.back' },
    ]);
  });

  test.each(NAMES)('ESC and a digit works in %s, and counts two', (name) => {
    expect(play(shipped(name), '\x1b5\x1b=')).toEqual({
      commands: ['initiation.open', 'save'],
      cost: 4,
    });
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

const join = (parts: readonly string[]) => parts.join('');

describe('the README of the keymaps', () => {
  test('shows a keymap that loads as it says', () => {
    const text = readFileSync(new URL('README.md', folder), 'utf8');
    const [, example = ''] = /```json\n(\{[\s\S]*?"bindings"[\s\S]*?)```/.exec(text) ?? [];
    expect(keymapFileShape.safeParse(JSON.parse(example)).error).toBeUndefined();
    const { keymap, faults } = loadKeymaps([
      { name: 'shipped', file: 'effica.json', text: textOf('effica.json') },
      { name: 'user', file: 'mine.json', text: example },
    ]);
    expect([faults, keymap.name]).toEqual([[], 'mine']);
    expect(keymap.lookup(['F11'])).toEqual({ command: 'save' });
    expect([keymap.lookup(['F12']), keymap.lookup(['Ctrl+T'])]).toEqual([undefined, undefined]);
    expect(keymap.lookup(['F5'])).toEqual({ command: 'initiation.open' });
  });

  test('says of no key that may be bound that it may not', () => {
    const text = readFileSync(new URL('README.md', folder), 'utf8');
    const [, banned = ''] = /## What no keymap may bind\n([\s\S]*?)\n\n[^|]*##/.exec(text) ?? [];
    const keys = banned.split('\n').flatMap((row) => row.split('|')[1]?.match(/`[^`]+`/g) ?? []);
    expect(keys.length).toBeGreaterThan(15);
    for (const name of keys.map((one) => one.slice(1, -1))) {
      const read = readKeyName(name);
      expect(read.ok && bindingProblem(read.value), name).toBeTruthy();
    }
  });
});

describe('the schema', () => {
  test('lists every command and nothing beside the properties of the file', () => {
    const schema = JSON.parse(JSON.stringify(keymapSchema((id) => `does ${id}`)));
    expect(schema.additionalProperties).toBe(false);
    expect(schema.required).toEqual(['name', 'bindings']);
    const { bindings } = schema.properties;
    expect(bindings.additionalProperties).toBe(false);
    expect(bindings.propertyNames.enum).toEqual(COMMANDS.map((one) => one.id));
    expect(Object.keys(bindings.properties)).toEqual(COMMANDS.map((one) => one.id));
    expect(bindings.properties.save).toEqual({ description: 'does save', $ref: '#/$defs/keys' });
  });

  test('ships as a file beside the keymaps, with a caption for every command', () => {
    const { bindings } = JSON.parse(textOf(SCHEMA)).properties;
    const told = Object.values<{ description: string }>(bindings.properties);
    expect(told).toHaveLength(COMMANDS.length);
    for (const { description } of told) expect(description).toMatch(/^[A-Z]/);
  });

  test('lets every key through that the program reads', () => {
    const pattern = new RegExp(keyNamePattern(), 'u');
    const word = fc.constantFrom('Ctrl+', 'alt+', 'SHIFT+', 'F1', 'f12', 'pgdn', 'Esc', 'å', '+');
    const text = fc.array(fc.oneof(word, fc.constantFrom(' ', 'a', '7', '?', 'ins'))).map(join);
    fc.assert(
      fc.property(text, (key) => {
        if (readKeyName(key).ok) expect(key).toMatch(pattern);
      }),
      { numRuns: 2000 },
    );
    for (const wrong of ['Strg+S', 'F13', 'PgDwn', 'F1 F2 F3', '', 'Ctrl+']) {
      expect(wrong).not.toMatch(pattern);
    }
  });

  test('refuses an unknown command and a key that is no text', () => {
    const refused = (bindings: object) =>
      keymapFileShape.safeParse({ name: 'x', bindings }).success === false;
    expect(refused({ 'initiation.opne': ['F5'] })).toBe(true);
    expect(refused({ save: [12] })).toBe(true);
    expect(refused({ save: ['F12'], quit: [] })).toBe(false);
  });
});
