import { describe, expect, test } from 'vitest';
import { createDecoder, PASTE_PIECE, STRING_LIMIT } from '../../src/keys/decoder';
import { type Key, keyId, named } from '../../src/keys/key';

const ESC = '\x1b';
const bytes = (text: string) => new TextEncoder().encode(text);

/** Keys of a text in one read; an ESC left open at the end is given its time. */
function keysOf(text: string): Key[] {
  const decoder = createDecoder();
  const keys = decoder.feed(bytes(text));
  return decoder.pending() ? [...keys, ...decoder.timeout()] : keys;
}

const ids = (text: string) => keysOf(text).map(keyId);

/** What each terminal sends, without the leading ESC: xterm, VT220 and PuTTY, console, rxvt. */
const SEQUENCES: Record<string, readonly string[]> = {
  F1: ['OP', '[P', '[11~', '[[A'],
  F2: ['OQ', '[Q', '[12~', '[[B'],
  F3: ['OR', '[13~', '[[C'],
  F4: ['OS', '[S', '[14~', '[[D'],
  F5: ['[15~', '[[E', 'OT'],
  F6: ['[17~', 'OU'],
  F7: ['[18~', 'OV'],
  F8: ['[19~', 'OW'],
  F9: ['[20~', 'OX'],
  F10: ['[21~', 'OY'],
  F11: ['[23~', 'OZ'],
  F12: ['[24~', 'O['],
  Up: ['[A', 'OA', '[57419u'],
  Down: ['[B', 'OB', '[57420u'],
  Right: ['[C', 'OC', '[57418u'],
  Left: ['[D', 'OD', '[57417u'],
  Home: ['[H', 'OH', '[1~', '[7~', '[57423u'],
  End: ['[F', 'OF', '[4~', '[8~', '[57424u'],
  Insert: ['[2~', '[57425u'],
  Delete: ['[3~', '[57426u'],
  PageUp: ['[5~', '[57421u'],
  PageDown: ['[6~', '[57422u'],
  Enter: ['OM', '[13u', '[57414u', '[27;1;13~'],
  Tab: ['OI', '[9u', '[27;1;9~'],
  Esc: ['[27u', '[91;5u'],
  Backspace: ['[127u', '[8u', '[104;5u', '[27;5;104~'],
  'Shift+Tab': ['[Z', '[1;2Z', '[9;2u', '[27;2;9~'],
  'Shift+Up': ['[1;2A', '[a', '[2A'],
  'Ctrl+Up': ['[1;5A', 'Oa', '[5A', 'O5A', 'O1;5A'],
  'Ctrl+Down': ['[1;5B', 'Ob'],
  'Shift+Right': ['[1;2C', '[c'],
  'Ctrl+Left': ['[1;5D', 'Od'],
  'Alt+Left': ['[1;3D'],
  'Ctrl+Home': ['[1;5H', '[7^'],
  'Shift+End': ['[1;2F', '[8$'],
  'Ctrl+Shift+Delete': ['[3;6~', '[3@'],
  'Ctrl+PageDown': ['[6;5~', '[6^'],
  'Shift+F1': ['[1;2P', 'O2P', '[11;2~', '[11$'],
  'Ctrl+F1': ['[1;5P', 'O5P', '[11;5~', '[11^'],
  'Ctrl+F3': ['[1;5R', '[13^'],
  'Shift+F5': ['[15;2~', '[15$'],
  'Shift+F11': ['[23;2~', '[23$'],
  'Ctrl+F12': ['[24;5~', '[24^'],
  'Ctrl+A': ['[97;5u', '[27;5;97~', '[97;5:1u', '[97;133u'],
  'Ctrl+Shift+S': ['[115;6u', '[115:83;6u'],
  'Alt+S': ['s', '[115;3u', '[27;3;115~', '[115;33u'],
  'Alt+Ö': ['ö', '[246;3u'],
  'Alt+Shift+S': ['S'],
  'Alt+Space': [' '],
  'Ctrl+1': ['[49;5u'],
  'Ctrl+Space': ['[32;5u', '[27;5;32~'],
  a: ['[97u', '[97;1u', '[97;1:2u'],
  A: ['[97;2u', '[97:65;2u', '[65;2u', '[27;2;65~'],
  '!': ['[49:33;2u', '[27;2;33~'],
  ä: ['[228u'],
  Ä: ['[228;2u', '[27;2;196~'],
  ß: ['[223;2u'],
  Space: ['O ', '[32u'],
};

describe('every key in every dialect', () => {
  for (const [id, sequences] of Object.entries(SEQUENCES)) {
    test.each(sequences)(`${id} from ESC %s`, (sequence) => {
      expect(ids(ESC + sequence)).toEqual([id]);
      expect(ids(`x${ESC}${sequence}y`)).toEqual(['x', id, 'y']);
    });
  }

  test('the application keypad types its characters', () => {
    const sent = [...'pqrstuvwxyjklmno'].map((letter) => `${ESC}O${letter}`).join('');
    expect(ids(sent).join('')).toBe('0123456789*+,-./');
    const kitty = [...'0123456789./*-+'].map((_, at) => `${ESC}[${57399 + at}u`).join('');
    expect(ids(kitty).join('')).toBe('0123456789./*-+');
  });

  test('control characters are Ctrl and a letter, but for the keys that share their byte', () => {
    const shared = new Map([
      [8, 'Backspace'],
      [9, 'Tab'],
      [10, 'Enter'],
      [13, 'Enter'],
    ]);
    for (let code = 1; code <= 26; code += 1) {
      const letter = `Ctrl+${String.fromCharCode(code + 64)}`;
      expect(ids(String.fromCharCode(code))).toEqual([shared.get(code) ?? letter]);
    }
    expect(ids('\x00\x1c\x1d\x1e\x1f\x7f')).toEqual([
      ...['Ctrl+Space', 'Ctrl+\\', 'Ctrl+]', 'Ctrl+^', 'Ctrl+_', 'Backspace'],
    ]);
  });
});

describe('ESC', () => {
  test('and a digit, minus or equals sign is F1 to F12, and tells how it came', () => {
    const keys = keysOf([...'1234567890-='].map((sign) => ESC + sign).join(''));
    expect(keys.map(keyId)).toEqual([
      ...['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9', 'F10', 'F11', 'F12'],
    ]);
    for (const key of keys) expect(key).toMatchObject({ via: 'escape_digit' });
    expect(keysOf(`${ESC}[15~`)).toEqual([named('F5')]);
  });

  test('alone is Esc when its time has passed, and only then', () => {
    const decoder = createDecoder();
    expect(decoder.feed(bytes(ESC))).toEqual([]);
    expect(decoder.pending()).toBe(true);
    expect(decoder.timeout()).toEqual([named('Esc')]);
    expect(decoder.pending()).toBe(false);
    expect(decoder.feed(bytes('1')).map(keyId)).toEqual(['1']);
    expect(decoder.timeout()).toEqual([]);
  });

  test('twice is Esc, and the second may begin a sequence', () => {
    expect(ids(ESC + ESC)).toEqual(['Esc', 'Esc']);
    expect(ids(`${ESC}${ESC}[24~`)).toEqual(['Esc', 'F12']);
    expect(ids(`${ESC}${ESC}5`)).toEqual(['Esc', 'F5']);
  });

  test('typed ahead of a control key is two keys', () => {
    expect(ids(`${ESC}\r`)).toEqual(['Esc', 'Enter']);
    expect(ids(`${ESC}\t`)).toEqual(['Esc', 'Tab']);
    expect(ids(`${ESC}\x13`)).toEqual(['Esc', 'Ctrl+S']);
    expect(ids(`${ESC}\x7f`)).toEqual(['Esc', 'Backspace']);
  });

  test('typed ahead keeps everything that follows', () => {
    expect(ids('ab\tde\r12\x7f3')).toEqual([
      ...'ab',
      'Tab',
      ...'de',
      'Enter',
      ...'12',
      'Backspace',
      '3',
    ]);
  });
});

describe('what is swallowed', () => {
  test.each([
    ['X10 mouse', '[M !!'],
    ['X10 mouse, high bytes', '[M \u00e4'],
    ['SGR mouse', '[<0;12;34M'],
    ['SGR mouse release', '[<0;12;34m'],
    ['urxvt mouse', '[96;13;15M'],
    ['focus in', '[I'],
    ['focus out', '[O'],
    ['cursor report', '[12;40R'],
    ['cursor report, first row', '[1;40R'],
    ['device attributes', '[?1;2c'],
    ['secondary attributes', '[>41;354;0c'],
    ['mode report', '[?2026;1$y'],
    ['ANSI mode report', '[4;1$y'],
    ['window size', '[8;24;80t'],
    ['kitty flags', '[?1u'],
    ['colour reply, BEL', ']11;rgb:1e1e/1e1e/1e1e\x07'],
    ['colour reply, ST', `]11;rgb:1e1e/1e1e/1e1e${ESC}\\`],
    ['version reply', `P>|XTerm(379)${ESC}\\`],
    ['APC', `_Gi=31;OK${ESC}\\`],
    ['PM', `^note${ESC}\\`],
    ['SOS', `Xtext${ESC}\\`],
    ['key release', '[97;1:3u'],
    ['arrow release', '[1;1:3A'],
    ['a key with Super', '[97;9u'],
    ['F13', '[25~'],
    ['closing mark of no paste', '[201~'],
    ['unknown letter', '[5;5;5q'],
    ['unknown SS3', 'Oz'],
    ['unknown console key', '[[Z'],
    ['code that is no character', '[1114112u'],
    ['code that is a surrogate', '[55296u'],
    ['code that is a control', '[1u'],
    ['Alt and a letter without a name', '\u00e9'],
  ])('%s', (_name, sequence) => {
    expect(ids(`a${ESC}${sequence}b`)).toEqual(['a', 'b']);
  });

  test('characters that are not text', () => {
    expect(ids('a\u0085\u00ad\u200b\u202e\u2028\ue000\ufeffb')).toEqual(['a', 'b']);
  });

  test('bytes that are not UTF-8, without what stands beside them', () => {
    const decoder = createDecoder();
    const broken = [0x61, 0xff, 0xc3, 0x62, 0xed, 0xa0, 0x80, 0xc0, 0xaf, 0xe2, 0x82, 0x63, 0xa4];
    expect(decoder.feed(Uint8Array.from(broken)).map(keyId)).toEqual(['a', 'b', 'c']);
    expect(decoder.pending()).toBe(false);
  });

  test.each(['[', '[1;5', 'O', '[M!', '[[', ']0;title', 'Pq', `]0;title${ESC}`])(
    'an unfinished ESC %j, when its time has passed',
    (sequence) => {
      const decoder = createDecoder();
      expect(decoder.feed(bytes(ESC + sequence))).toEqual([]);
      expect(decoder.pending()).toBe(true);
      expect(decoder.timeout()).toEqual([]);
      expect(decoder.feed(bytes('a')).map(keyId)).toEqual(['a']);
    },
  );

  test('an unfinished sequence, up to a control key, which is kept', () => {
    expect(ids(`${ESC}[1;\ta`)).toEqual(['Tab', 'a']);
    expect(ids(`${ESC}]0;title\ra`)).toEqual(['Enter', 'a']);
    expect(ids(`${ESC}[1;${ESC}[A`)).toEqual(['Up']);
    expect(ids(`${ESC}]0;x${ESC}[A`)).toEqual(['Up']);
    expect(ids(`${ESC}Oä`)).toEqual(['ä']);
  });

  test('a sequence of any length', () => {
    expect(ids(`${ESC}[${'1;'.repeat(5000)}Ab`)).toEqual(['b']);
    expect(ids(`${ESC}]${'x'.repeat(STRING_LIMIT - 1)}\x07b`)).toEqual(['b']);
    expect(ids(`${ESC}]${'x'.repeat(STRING_LIMIT)}b`)).toEqual(['b']);
  });
});

describe('paste', () => {
  const pasted = (text: string) => `${ESC}[200~${text}${ESC}[201~`;

  test('is one key, and text may follow at once', () => {
    expect(keysOf(`a${pasted('Testi, Isä')}b`)).toEqual([
      { kind: 'char', text: 'a' },
      { kind: 'paste', text: 'Testi, Isä' },
      { kind: 'char', text: 'b' },
    ]);
  });

  test('keeps line ends and tabs, and no other control character', () => {
    expect(keysOf(pasted('a\r\nb\rc\nd\te\x00\x07\x7f\u0085f\r\n\r\ng'))).toEqual([
      { kind: 'paste', text: 'a\nb\nc\nd\tef\n\ng' },
    ]);
  });

  test('is not ended by what only looks like its end', () => {
    const text = `x${ESC}[20y${ESC}${ESC}[201z${ESC}[A`;
    expect(keysOf(pasted(text))).toEqual([{ kind: 'paste', text: 'x[20y[201z[A' }]);
  });

  test('empty is no key', () => {
    expect(keysOf(pasted(''))).toEqual([]);
  });

  test('waits for its end however long that takes, and can be ended', () => {
    const decoder = createDecoder();
    expect(decoder.feed(bytes(`${ESC}[200~half${ESC}[20`))).toEqual([]);
    expect([decoder.pending(), decoder.pasting()]).toEqual([false, true]);
    expect(decoder.timeout()).toEqual([]);
    expect(decoder.endPaste()).toEqual([{ kind: 'paste', text: 'half' }]);
    expect([decoder.pasting(), decoder.endPaste()]).toEqual([false, []]);
    expect(decoder.feed(bytes(pasted('new')))).toEqual([{ kind: 'paste', text: 'new' }]);
  });

  test('of a megabyte is whole, byte for byte or in one read', () => {
    const text = 'Käynti sovittu. '.repeat(65536);
    expect(keysOf(pasted(text))).toEqual([{ kind: 'paste', text }]);
    const decoder = createDecoder();
    const keys: Key[] = [];
    for (const byte of bytes(pasted(text))) keys.push(...decoder.feed(Uint8Array.of(byte)));
    expect(keys).toEqual([{ kind: 'paste', text }]);
  });

  test('too long for one key comes as several, nothing lost', () => {
    const keys = keysOf(pasted('x'.repeat(PASTE_PIECE + 3)));
    expect(keys.map((key) => (key.kind === 'paste' ? key.text.length : 0))).toEqual([
      PASTE_PIECE,
      3,
    ]);
  });
});
