import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/keys/commands';
import { type KeymapLayer, loadKeymaps } from '../../src/keys/keymap';
import { keymapLayers } from '../../src/keys/keymap-layers';

/** A keymap file with one command a line: bindings begin on line 3. */
function fileText(name: string, bindings: Record<string, unknown>, more = ''): string {
  const rows = Object.entries(bindings).map(([id, keys]) => `"${id}": ${JSON.stringify(keys)}`);
  return `{"name": "${name}",${more}\n"bindings": {\n${rows.join(',\n')}\n}}`;
}

function layer(name: string, bindings: Record<string, unknown>, more = ''): KeymapLayer {
  return { name, file: `${name}.json`, text: fileText(name, bindings, more) };
}

/** The faults of one file of bindings, as `line code reason-or-key`. */
function faultsOf(bindings: Record<string, unknown>): string[] {
  return loadKeymaps([layer('own', bindings)]).faults.map(({ line, problem }) =>
    [line, problem.code, problem.values?.reason ?? problem.values?.key ?? ''].join(' ').trim(),
  );
}

describe('a faulty key is listed and the rest loads', () => {
  test.each([
    ['Ctrl+H', 'same_byte'],
    ['Ctrl+I', 'same_byte'],
    ['Ctrl+J', 'same_byte'],
    ['Ctrl+M', 'same_byte'],
    ['Ctrl+[', 'same_byte'],
    ['Ctrl+A', 'multiplexer'],
    ['Ctrl+B', 'multiplexer'],
    ['Ctrl+Z', 'suspend'],
    ['Ctrl+1', 'digit'],
    ['Alt+9', 'digit'],
    ['Alt+-', 'escape_digit'],
    ['Esc 1', 'escape_digit'],
    ['Esc =', 'escape_digit'],
    ['Esc v', 'escape'],
    ['Ctrl+V Esc', 'escape'],
    ['Ctrl+V Ctrl+B', 'multiplexer'],
    ['a', 'printable'],
    ['ö', 'printable'],
    ['7', 'printable'],
    ['Space', 'printable'],
    ['Shift+A', 'printable'],
    ['v Ctrl+V', 'printable'],
    ['Up', 'editing'],
    ['Backspace', 'editing'],
  ])('forbidden: %s (%s)', (key, reason) => {
    const { keymap, faults } = loadKeymaps([
      layer('own', { quit: ['Ctrl+Q'], save: [key, 'F12'] }),
    ]);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({
      file: 'own.json',
      line: 4,
      problem: { code: 'keymap.key_forbidden', values: { key, reason, command: 'save' } },
    });
    expect([keymap.keysOf('save'), keymap.keysOf('quit')]).toEqual([['F12'], ['Ctrl+Q']]);
  });

  test.each(['Ctrl+Shift+S', 'Ctrl+Alt+S', 'Shift+Enter', 'Ctrl+Tab', 'Ctrl+Å', 'Ctrl+/', 'Alt+['])(
    'unreachable from an ordinary terminal: %s',
    (key) => {
      expect(faultsOf({ save: [key] })).toEqual([`3 keymap.key_unreachable ${key}`]);
    },
  );

  test.each(['Alt+S', 'Ctrl+Up', 'Shift+F5', 'Ctrl+\\', 'Ctrl+Space', 'Insert', 'Ctrl+V 1'])(
    'allowed: %s',
    (key) => {
      expect(faultsOf({ save: [key] })).toEqual([]);
    },
  );

  test('a key that cannot be read', () => {
    expect(faultsOf({ save: ['Strg+S', 'F99', '', 'F1 F2 F3'] })).toEqual([
      '3 key.modifier_unknown Strg+S',
      '3 key.unknown F99',
      '3 key.empty',
      '3 key.too_long F1 F2 F3',
    ]);
  });

  test('an unknown command, with what it may have meant', () => {
    const own = layer('own', { quit: ['Ctrl+Q'], 'initiation.opne': ['F5'], avaa: ['F6'] });
    const { keymap, faults } = loadKeymaps([own]);
    expect(faults.map((one) => [one.line, one.problem.code])).toEqual([
      [4, 'keymap.command_unknown'],
      [5, 'keymap.command_unknown'],
    ]);
    expect(faults[0]?.problem.values?.expected).toBe(
      'initiation.open, initiation.dismiss, initiation.copy',
    );
    expect(String(faults[1]?.problem.values?.expected).split(', ')).toHaveLength(COMMANDS.length);
    expect(keymap.lookup(['F5'])).toBeUndefined();
    expect(keymap.lookup(['Ctrl+Q'])).toEqual({ command: 'quit' });
  });

  test('two commands on one key: the earlier-listed has it', () => {
    const own = layer('own', { quit: ['F5'], save: ['F12', 'F5'] });
    const { keymap, faults } = loadKeymaps([own]);
    expect(keymap.lookup(['F5'])).toEqual({ command: 'quit' });
    expect(keymap.keysOf('save')).toEqual(['F12']);
    const values = { key: 'F5', command: 'save', holder: 'quit', holder_key: 'F5' };
    const problem = { code: 'keymap.key_clash', values };
    expect(faults).toEqual([{ file: 'own.json', line: 4, problem }]);
  });

  test('a key written twice for one command', () => {
    expect(faultsOf({ save: ['F12', 'f12'] })).toEqual(['3 keymap.key_repeated F12']);
  });

  test('a key that begins another sequence, whichever comes first', () => {
    expect(faultsOf({ save: ['Ctrl+V'], quit: ['Ctrl+V q'] })).toEqual([
      '4 keymap.key_prefix Ctrl+V q',
    ]);
    expect(faultsOf({ quit: ['Ctrl+V q'], save: ['Ctrl+V'] })).toEqual([
      '4 keymap.key_prefix Ctrl+V',
    ]);
  });

  test.each([
    ['[]', 1, 'keymap.shape'],
    ['{"name": "x"}', 1, 'keymap.property_missing'],
    ['{\n"bindings": {}}', 1, 'keymap.property_missing'],
    ['{"name": "x",\n"bindings": []}', 2, 'keymap.shape'],
    ['{"name": 7,\n"bindings": {}}', 1, 'keymap.shape'],
    ['{"name": "x", "bindings": {},\n"keys": {}}', 2, 'keymap.property_unknown'],
    ['{"name": "x", "bindings": {\n"save": "F12"}}', 2, 'keymap.shape'],
    ['{"name": "x", "bindings": {\n"save": [\n12]}}', 3, 'keymap.shape'],
    ['{"name": "x", "bindings": {"save": ["F12"],\n"save": []}}', 2, 'keymap.command_twice'],
    ['{"name": "x", "extends": "effica",\n"bindings": {}}', 1, 'keymap.extends_unknown'],
    ['', 1, 'keymap.not_json'],
    ['{"name": "x",\n}', 2, 'keymap.not_json'],
    ['{"name": "x"\n"bindings": {}}', 2, 'keymap.not_json'],
    ['{"name": "x",\n"bindings": {}\n} x', 3, 'keymap.not_json'],
    ["{'name': 1}", 1, 'keymap.not_json'],
    ['['.repeat(100000), 1, 'keymap.not_json'],
  ])('a file like %j', (text, line, code) => {
    const { keymap, faults } = loadKeymaps([
      layer('below', { quit: ['Ctrl+Q'] }),
      { name: 'user', file: 'bad.json', text },
    ]);
    expect(faults.map((one) => [one.file, one.line, one.problem.code])).toEqual([
      ['bad.json', line, code],
    ]);
    expect(keymap.keysOf('quit')).toEqual(['Ctrl+Q']);
  });

  test('the place of each key is its own line', () => {
    const text = '{"name": "x", "bindings": {\n"save": [\n"F12",\n"Ctrl+Z"\n]}}';
    const { faults } = loadKeymaps([{ name: 'user', file: 'x.json', text }]);
    expect(faults.map((one) => one.line)).toEqual([4]);
  });
});

describe('layers', () => {
  const shipped = layer('shipped', { save: ['F12', 'Ctrl+S'], quit: ['Ctrl+Q'], back: ['Esc'] });

  test('a later layer overrides per command, and frees keys with an empty list', () => {
    const site = layer('site', { save: ['F11'], quit: [] });
    const user = layer('user', { save: ['Ctrl+T'] });
    const { keymap, faults } = loadKeymaps([shipped, site, user]);
    expect(faults).toEqual([]);
    expect([keymap.name, keymap.keysOf('save'), keymap.keysOf('quit')]).toEqual([
      'user',
      ['Ctrl+T'],
      [],
    ]);
    for (const freed of ['F11', 'F12', 'Ctrl+Q']) expect(keymap.lookup([freed])).toBeUndefined();
    expect(keymap.lookup(['Esc'])).toEqual({ command: 'back' });
  });

  test('a later layer wins a clash, which is told at its line', () => {
    const { keymap, faults } = loadKeymaps([shipped, layer('user', { cancel: ['Ctrl+S'] })]);
    expect(keymap.lookup(['Ctrl+S'])).toEqual({ command: 'cancel' });
    expect(keymap.keysOf('save')).toEqual(['F12']);
    const values = { key: 'Ctrl+S', command: 'save', holder: 'cancel', holder_key: 'Ctrl+S' };
    const problem = { code: 'keymap.key_clash', values };
    expect(faults).toEqual([{ file: 'user.json', line: 3, problem }]);
  });

  test('commands that change keys with each other do not clash', () => {
    const user = layer('user', { save: ['Ctrl+Q'], quit: ['F12'] });
    const { keymap, faults } = loadKeymaps([shipped, user]);
    expect(faults).toEqual([]);
    expect(keymap.lookup(['Ctrl+Q'])).toEqual({ command: 'save' });
  });

  test('a command keeps its lower keys when none of the new ones can be bound', () => {
    const { keymap, faults } = loadKeymaps([shipped, layer('user', { save: ['Ctrl+Z'] })]);
    expect(faults).toHaveLength(1);
    expect(keymap.keysOf('save')).toEqual(['F12', 'Ctrl+S']);
  });

  test('no layers are an empty keymap', () => {
    const { keymap, faults } = loadKeymaps([]);
    expect([keymap.name, faults, keymap.lookup(['F1'])]).toEqual(['', [], undefined]);
  });
});

describe('the files of a keymap', () => {
  const base = { ...layer('base', {}), name: 'shipped' };
  const own = { ...layer('own', {}, '"extends": "base",'), name: 'user' };
  const siteBase = { name: 'site', file: 'site/base.json', text: fileText('base', {}) };
  const files = [base, { ...layer('other', {}), name: 'shipped' }, siteBase, own];

  test('are those of its name in every layer, over those of what it extends', () => {
    expect(keymapLayers('base', files)).toEqual({ ok: true, value: [base, siteBase] });
    const picked = keymapLayers('own', files);
    expect(picked).toEqual({ ok: true, value: [base, siteBase, own] });
    if (picked.ok) expect(loadKeymaps(picked.value).faults).toEqual([]);
  });

  test('a file may extend the keymap of its own name', () => {
    const user = { name: 'user', file: 'u.json', text: fileText('base', {}, '"extends": "base",') };
    const picked = keymapLayers('base', [base, user]);
    expect(picked).toEqual({ ok: true, value: [base, user] });
    if (picked.ok) expect(loadKeymaps(picked.value).faults).toEqual([]);
  });

  test('an unknown name and a loop are refused', () => {
    expect(keymapLayers('emacs', files)).toMatchObject({
      problem: { code: 'keymap.unknown', values: { name: 'emacs', expected: 'base, other, own' } },
    });
    const a = layer('a', {}, '"extends": "b",');
    const b = layer('b', {}, '"extends": "a",');
    expect(keymapLayers('a', [a, b])).toMatchObject({ problem: { code: 'keymap.extends_loop' } });
  });
});

describe('look-up', () => {
  const own = layer('own', { 'work.open': ['Ctrl+V a'], quit: ['Ctrl+V q', 'Ctrl+Q'] });
  const { keymap } = loadKeymaps([own]);

  test('tells what may follow a leader, and nothing after a wrong key', () => {
    expect(keymap.lookup(['Ctrl+V'])).toEqual({
      pending: [
        { key: 'a', command: 'work.open' },
        { key: 'q', command: 'quit' },
      ],
    });
    expect(keymap.lookup(['Ctrl+V', 'a'])).toEqual({ command: 'work.open' });
    expect(keymap.lookup(['Ctrl+V', 'x'])).toBeUndefined();
    expect(keymap.lookup(['a'])).toBeUndefined();
    expect(keymap.lookup([])).toBeUndefined();
  });

  test('keys are given for people in the order of the file', () => {
    expect(keymap.keysOf('quit')).toEqual(['Ctrl+V q', 'Ctrl+Q']);
    expect(keymap.keysOf('save')).toEqual([]);
  });
});

test('no binding of any keymap begins another, and every bound key is found', () => {
  const key = fc.constantFrom(
    ...['F1', 'F2', 'Ctrl+S', 'Ctrl+V', 'Ctrl+V v', 'Ctrl+V s', 'F1 a', 'F1 F2', 'Ctrl+Z', 'a'],
  );
  const ids = COMMANDS.slice(0, 8).map((one) => one.id);
  const bindings = fc.dictionary(fc.constantFrom(...ids), fc.array(key, { maxLength: 3 }));
  fc.assert(
    fc.property(fc.array(bindings, { maxLength: 3 }), (layers) => {
      const { keymap } = loadKeymaps(layers.map((one, at) => layer(`layer${at}`, one)));
      const bound = ids.flatMap((id) => keymap.keysOf(id).map((keys) => ({ id, keys })));
      for (const { id, keys } of bound) {
        expect(keymap.lookup(keys.split(' '))).toEqual({ command: id });
        const others = bound.filter((one) => one.keys !== keys || one.id !== id);
        expect(others.filter((one) => `${one.keys} `.startsWith(`${keys} `))).toEqual([]);
      }
    }),
    { numRuns: 1000 },
  );
});
