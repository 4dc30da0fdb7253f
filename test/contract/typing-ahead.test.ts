import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../../src/base/random';
import { step } from '../../src/desk/step';
import { char, type Key, keyId } from '../../src/keys/key';
import type { Base } from '../../src/store/base';
import { Desk, keymapNamed, keysNamed, typed } from './desk';
import { Bases, IDENTIFIERS, undone } from './world';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

const RUNS = process.env.AKTI_FULL ? 1000 : 300;
/** Every so many runs use bases of their own, which are really written. */
const WRITTEN_EVERY = 20;

/** Keys that are pressed one by one, anywhere. The key that quits is tried by itself below. */
const SINGLE: readonly Key[] = [
  ...keysNamed('Tab', 'Tab', 'Tab', 'Enter', 'Enter', 'Shift+Tab', 'Up', 'Up', 'Down', 'Down'),
  ...keysNamed('Left', 'Right', 'Home', 'End', 'PageUp', 'PageDown', 'Backspace', 'Delete', 'Esc'),
  ...keysNamed('F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9', 'F10', 'F11', 'F12', 'F12'),
  ...keysNamed('Ctrl+S', 'Ctrl+N', 'Ctrl+P', 'Ctrl+X', 'Ctrl+D', 'Ctrl+G', 'Ctrl+K', 'Ctrl+T'),
  ...keysNamed('Ctrl+O', 'Ctrl+E', 'Ctrl+L', 'Ctrl+V', 'Ctrl+W'),
  ...[...'aknvspl0123456789 ,.?*+-tö'].map(char),
  { kind: 'paste', text: 'liitetty' },
  { kind: 'paste', text: 'kaksi\nriviä' },
];

/** What a worker types without waiting: each ends in a search, a save, or a question. */
const PHRASES: readonly (readonly Key[])[] = [
  [...keysNamed('F4'), ...typed(IDENTIFIERS.client), ...keysNamed('Enter')],
  [...keysNamed('F4'), ...typed(IDENTIFIERS.newcomer), ...keysNamed('Enter')],
  [...keysNamed('F4'), ...typed('kataja'), ...keysNamed('Enter'), ...typed('2')],
  [...keysNamed('F4', 'Down', 'Enter')],
  [
    ...keysNamed('F5'),
    ...typed('aik'),
    ...keysNamed('Tab', 'Tab', 'Tab', 'Tab'),
    ...typed('k'),
    ...keysNamed('F12'),
  ],
  keysNamed('F6', 'F12'),
  keysNamed('Ctrl+PageDown'),
  keysNamed('Ctrl+PageDown', 'F12', 'Ctrl+PageDown'),
  keysNamed('F10', 'Left', 'Left', 'Down', 'Enter'),
  [...keysNamed('F10', 'Left', 'Left'), ...typed('1')],
  [...keysNamed('Ctrl+P'), ...typed('sulje ikk'), ...keysNamed('Enter')],
  [
    ...keysNamed('Ctrl+P'),
    ...typed('vaihda työ'),
    ...keysNamed('Enter'),
    ...typed('-1'),
    ...keysNamed('Enter'),
  ],
  [...keysNamed('F7', 'F12')],
  keysNamed('F8', 'F12'),
  [
    ...keysNamed('F9'),
    ...typed('t'),
    ...keysNamed('Tab'),
    ...typed('puh'),
    ...keysNamed('Tab', 'Tab', 'Tab', 'Tab'),
    ...typed('35'),
    ...keysNamed('F12'),
  ],
  [
    ...keysNamed('F3', 'F9', 'Tab'),
    ...typed('asiakas'),
    ...keysNamed('Tab', 'Tab', 'Tab', 'Tab'),
    ...typed('50'),
    ...keysNamed('F12', 'Up'),
  ],
  [
    ...keysNamed('F4', 'F9'),
    ...typed(IDENTIFIERS.client),
    ...keysNamed('Tab', 'Tab'),
    ...typed('puh'),
    ...keysNamed('Tab', 'Tab', 'Tab', 'Tab'),
    ...typed('20'),
    ...keysNamed('F12'),
  ],
  [
    ...keysNamed('F4', 'F9', 'Tab', 'Tab', 'Down', 'Tab', 'Tab'),
    ...typed('25'),
    ...keysNamed('F12'),
  ],
  [
    ...keysNamed('F9', 'Up', 'Up'),
    ...typed('15'),
    ...keysNamed('F12'),
    ...typed('kir'),
    ...keysNamed('Enter'),
  ],
  [
    ...keysNamed('F3', 'Up', 'Up', 'Enter', 'Enter', 'Tab'),
    ...typed('9'),
    ...keysNamed('F12'),
    ...typed('kir'),
    ...keysNamed('Enter'),
  ],
  [
    ...keysNamed('F3'),
    ...typed('nk'),
    ...keysNamed('Tab', 'Tab'),
    ...typed('muistiin'),
    ...keysNamed('F12'),
  ],
  [
    ...keysNamed('Ctrl+T'),
    ...typed('+6'),
    ...keysNamed('Tab'),
    ...typed('soita'),
    ...keysNamed('F12'),
  ],
];

function randomKeys(random: Random): Key[] {
  const keys: Key[] = [...(random.pick(PHRASES) as readonly Key[])];
  const parts = 2 + random.int(7);
  for (let n = 0; n < parts; n++) {
    if (random.int(3) === 0) {
      for (let more = random.int(9); more >= 0; more--) keys.push(random.pick(SINGLE));
    } else keys.push(...random.pick(PHRASES));
  }
  return keys;
}

/** The same keys cut into lists at random places. */
function cut(keys: readonly Key[], random: Random): Key[][] {
  const lists: Key[][] = [];
  for (let at = 0; at < keys.length; ) {
    const many = 1 + random.int(12);
    lists.push(keys.slice(at, at + many));
    at += many;
  }
  return lists;
}

const TABLES =
  "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('use_log', 'meta')";

/** Everything a base holds but the use log; ids and times come from seeds, so they are the same. */
function contents(of: Base): string {
  const tables = of.db.prepare<[], { name: string }>(TABLES).all();
  return JSON.stringify(
    tables.map(({ name }) => [name, of.db.prepare(`SELECT * FROM "${name}"`).raw().all()]),
  );
}

interface End {
  readonly state: string;
  readonly records: string;
  readonly saves: number;
}

/** Feeds lists of keys to a desk and tells how it ended. */
function fed(on: Base, lists: readonly (readonly Key[])[], keymap: string): End {
  const desk = new Desk(on, { keymap: keymapNamed(keymap), seed: 11 });
  for (const keys of lists) desk.press(...keys);
  const { setting, ...rest } = desk.state;
  const state = JSON.stringify({ ...rest, lang: setting.lang });
  desk.keepDrafts();
  const saves = desk.effects.filter((effect) => effect.kind === 'save').length;
  return { state, records: contents(on), saves };
}

function onOwnBase(lists: readonly (readonly Key[])[], keymap: string): End {
  const own = bases.copy();
  try {
    return fed(own, lists, keymap);
  } finally {
    bases.drop(own);
  }
}

const shown = (keys: readonly Key[]) =>
  keys.map((key) => (key.kind === 'paste' ? `Paste(${key.text})` : keyId(key))).join(' ');

/** The first difference between two ends, short enough to read. */
function difference(one: End, other: End): string | null {
  for (const part of ['state', 'records'] as const) {
    const [a, b] = [one[part], other[part]];
    if (a === b) continue;
    let at = 0;
    while (a[at] === b[at]) at++;
    const near = (text: string) => text.slice(Math.max(0, at - 90), at + 60);
    return `${part}:\n  …${near(a)}\n  …${near(b)}`;
  }
  return null;
}

/** Leaves out what can be left out while the two ways still differ. */
function shrunk(keys: readonly Key[], differ: (keys: readonly Key[]) => boolean): readonly Key[] {
  let least = keys;
  for (let size = Math.floor(keys.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at + size <= least.length; ) {
      const fewer = [...least.slice(0, at), ...least.slice(at + size)];
      if (differ(fewer)) least = fewer;
      else at += size;
    }
  }
  return least;
}

const oneByOne = (keys: readonly Key[]) => keys.map((key) => [key]);

// Hundreds of runs, each of them several times: minutes where the machine is busy.
describe('typing ahead', { timeout: 300_000 }, () => {
  it(`gives the same as typing slowly, in ${RUNS} runs`, () => {
    const run = (keys: readonly (readonly Key[])[], keymap: string) =>
      undone(base, () => fed(base, keys, keymap));
    let saves = 0;
    const failures: string[] = [];
    for (let seed = 1; seed <= RUNS && failures.length < 5; seed++) {
      const random = seededRandom(seed);
      const keymap = seed % 5 === 0 ? 'no-function-keys' : 'effica';
      const keys = randomKeys(random);
      const slow = run(oneByOne(keys), keymap);
      saves += slow.saves;
      for (const lists of [[keys], cut(keys, random)]) {
        const found = difference(slow, run(lists, keymap));
        if (!found) continue;
        const differ = (some: readonly Key[]) =>
          difference(run(oneByOne(some), keymap), run([some], keymap)) !== null;
        const least = lists.length === 1 ? shrunk(keys, differ) : keys;
        const again = difference(run(oneByOne(least), keymap), run([least], keymap)) ?? found;
        failures.push(`seed ${seed}, ${keymap}: ${shown(least)}\n${again}`);
        break;
      }
      if (seed % WRITTEN_EVERY === 0) {
        const [one, other] = [oneByOne(keys), [keys]].map((lists) => onOwnBase(lists, keymap));
        const found = difference(one as End, other as End);
        if (found) failures.push(`seed ${seed}, written: ${shown(keys)}\n${found}`);
      }
    }
    expect(failures.join('\n\n')).toBe('');
    // A run that saves nothing would prove little.
    expect(saves).toBeGreaterThan(RUNS / 2);
  });

  it('does nothing with the keys behind the one that quits', () => {
    const desk = new Desk(base);
    desk.type(IDENTIFIERS.client).keys('Enter', 'F5').type('aik');
    // F4 asks for the lists: they would be read from a base that is closed already.
    const keys = keysNamed('Ctrl+Q', 'F4', 'F9', 'Tab', 'F12');
    const { effects } = step(desk.env, desk.state, { kind: 'keys', keys });
    expect(effects.map((effect) => effect.kind)).toEqual(['flush_drafts', 'quit']);
  });

  it('a difference would be found', () => {
    const keys = [...typed('kat')];
    const whole = undone(base, () => fed(base, [keys], 'effica'));
    const lost = undone(base, () => fed(base, [keys.slice(0, 2)], 'effica'));
    expect(difference(whole, whole)).toBeNull();
    expect(difference(whole, lost)).toContain('state');
  });
});
