import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyId, readKeyName } from '../../src/keys/key';
import { deedsOf, keysWanted, type Place } from '../../src/keys/what-keys-do';
import type { Base } from '../../src/store/base';
import { Desk, keymapNamed } from '../contract/desk';
import { Bases, IDENTIFIERS } from '../contract/world';
import { SHIPPED } from '../words/data-words';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

const client = () => new Desk(base).type(IDENTIFIERS.client).keys('Enter');

/** A desk at each place, in the middle of it where a key moves both ways. */
const AT: Readonly<Record<Place, () => Desk>> = {
  form: () => client().keys('F5', 'Tab').type('a').keys('Left'),
  memo: () => {
    const desk = client().command('note.new');
    for (let n = 0; n < 9 && desk.state.entries.diary_note?.focus !== 'text'; n++) desk.keys('Tab');
    return desk.type('ab').keys('Enter').type('cd').keys('Enter').type('ef').keys('Up', 'Left');
  },
  list: () => client().keys('F5', 'F2', 'Down'),
  diary: () => client().keys('Up', 'Up'),
  start: () => new Desk(base).type('kat').keys('Left'),
};

const KEYS = [
  ...['Up', 'Down', 'Left', 'Right', 'Home', 'End', 'Backspace', 'Delete', 'PageUp', 'PageDown'],
  ...['Enter', 'Tab', 'Space', '?', '*', 'a', 'n', '3', 'F5', 'Ctrl+D', 'Esc', 'F12'],
];

/** What is said where a key is of no use. */
const USELESS = new Set(['key.none', 'list.key', 'diary.letter', 'entry.none', 'help.open']);

describe('what keys are said to do', () => {
  const keymap = keymapNamed('effica');

  it.each(Object.keys(AT) as Place[])(
    'they do in the %s, and nothing else does anything',
    (place) => {
      for (const name of KEYS) {
        const read = readKeyName(name);
        const [key] = read.ok ? read.value : [];
        if (!key) throw new Error(name);
        const found = key.kind === 'char' ? undefined : keymap.lookup([keyId(key)]);
        const command = found && 'command' in found ? found.command : undefined;
        const said = deedsOf(key, command).some(({ places }) => places.includes(place));
        const desk = AT[place]();
        const before = desk.state;
        desk.press(key);
        const code = desk.state.notice?.problem?.code ?? '';
        const useless = USELESS.has(code) || desk.state === before;
        expect(useless, `${name} in ${place}: ${code}`).toBe(!said);
      }
    },
  );

  it('are words in every language', () => {
    for (const lang of ['fi', 'sv', 'en'] as const) {
      const { words } = SHIPPED[lang];
      const keys = keymapNamed('gold');
      const does = [...keysWanted(keys).map(({ key }) => key), 'a', 'n', '3', '+', '-', '*', '?'];
      for (const name of does) {
        const read = readKeyName(name);
        const [key] = read.ok ? read.value : [];
        for (const { deed } of key ? deedsOf(key, undefined) : []) {
          if ('does' in deed) expect(words.has(`keys.does.${deed.does}`), deed.does).toBe(true);
        }
      }
    }
  });
});
