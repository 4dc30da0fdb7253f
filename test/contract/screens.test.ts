import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Language } from '../../src/base/language';
import { seededRandom } from '../../src/base/random';
import { textWidth } from '../../src/base/text-width';
import { openEntry, showRecord, stopsOf } from '../../src/desk/entry';
import { worldOf as entryWorld, factsHere } from '../../src/desk/env';
import { PANE_TOP } from '../../src/desk/layout';
import type { DeskState } from '../../src/desk/state';
import type { Form } from '../../src/form/define';
import type { Rec, Values } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { isCaseForm } from '../../src/records/answers';
import type { Base } from '../../src/store/base';
import { spotOf } from '../../src/ui/cursor';
import { type Mounted, mount } from '../../src/ui/mount';
import { paintPicture, SMALLEST } from '../../src/ui/picture';
import { CONTEXTS } from './contexts';
import { Desk, viewOf } from './desk';
import { PlainInk } from './ink';
import { sampleAnswers } from './samples';
import { Bases, IDENTIFIERS, undone } from './world';

let bases: Bases;
let base: Base;
let mounted: Mounted;
let ink: PlainInk;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
  mounted = mount(80, 24);
  ink = new PlainInk();
});

afterAll(() => {
  mounted.unmount();
  ink.close();
  bases.remove();
});

/** The usual window, the least one asked for, and in long tests the least that is still used. */
const SIZES: readonly (readonly [number, number])[] = [
  [80, 24],
  [60, 20],
  ...(process.env.AKTI_FULL ? [[SMALLEST.cols, SMALLEST.rows] as const] : []),
];
const WIDTHS = [60, 80, 132] as const;

/** A desk with a form open for the client it belongs to, with the answers given. */
function deskWith(form: Form, given: Values, size: readonly [number, number]): Desk {
  const desk = new Desk(base, { cols: size[0], rows: size[1] });
  if (isCaseForm(form)) desk.type(IDENTIFIERS.client).keys('Enter');
  const { client } = desk.state;
  const world = { registry, form, facts: factsHere(desk.state) };
  const entry = openEntry(world, { client, node: null, keep: given });
  desk.state = { ...desk.state, pane: form.id, entries: { [form.id]: entry } };
  return desk;
}

/** New; with every field answered; with its freezing tick on: so that every field is seen. */
function fillings(form: Form): readonly (readonly [string, Values])[] {
  const desk = new Desk(base);
  if (isCaseForm(form)) desk.type(IDENTIFIERS.client).keys('Enter');
  const facts = factsHere(desk.state);
  const all = sampleAnswers(form, facts, { how: 'all' });
  const ticked = { [form.frozenBy ?? '']: true };
  return [
    ['new', {}],
    ['full', all],
    ...(form.frozenBy
      ? [['ticked', sampleAnswers(form, facts, { how: 'all', given: ticked })] as const]
      : []),
  ];
}

function paint(state: DeskState, desk: Desk): string[] {
  return mounted.paint(viewOf(desk.env, state)).text();
}

const entryOf = (desk: Desk) => desk.state.entries[desk.state.pane];

/** What is wrong with where the cursor of the focused field stands. */
function cursorFaults(desk: Desk): string[] {
  const { cols, rows } = desk.state.size;
  const at = `${entryOf(desk)?.focus} at ${cols}x${rows}`;
  const spot = spotOf(viewOf(desk.env, desk.state));
  if (!spot) return [`${at}: no cursor`];
  const { x, y } = spot.cursor;
  const faults: string[] = [];
  if (x < 2 || x > cols - 2) faults.push(`${at}: cursor in column ${x}`);
  if (y < PANE_TOP || y > rows - 4) faults.push(`${at}: cursor in row ${y}`);
  return faults;
}

/** The same for all of it: its caption beside it, and no row wider than the window. */
function faultsHere(form: Form, desk: Desk): string[] {
  const { state } = desk;
  const { cols, rows } = state.size;
  const view = viewOf(desk.env, state);
  const focus = entryOf(desk)?.focus ?? '';
  const at = `${focus} at ${cols}x${rows}`;
  const faults = cursorFaults(desk);
  const spot = spotOf(view);
  const text = paint(state, desk);
  const caption = view.words.t(`form.${form.id}.${focus}`);
  const row = [...(text[spot?.y ?? -1] ?? '')].slice(0, spot?.x).join('');
  if (spot && !row.includes(caption)) faults.push(`${at}: "${caption}" is not in "${row}"`);
  for (const line of text) {
    if (textWidth(line) > cols) faults.push(`${at}: a row is ${textWidth(line)} wide`);
    if (line.includes('‹')) faults.push(`${at}: a word is missing in "${line.trim()}"`);
  }
  return faults;
}

/** Goes by a command until the foot says that there is no field further on. */
function walk(desk: Desk, command: 'field.next' | 'field.back', each: () => void): void {
  const end = command === 'field.next' ? 'notice.last_stop' : 'notice.first_stop';
  for (let n = 0; n < 300; n++) {
    each();
    desk.command(command);
    if (desk.state.notice?.key === end) return;
  }
  throw new Error(`${command} does not end`);
}

describe.each(SIZES)('at %i columns and %i rows', (cols, rows) => {
  it.each(registry.all.map((form) => [form.id, form] as const))(
    'every stop of %s comes into sight with its caption and the cursor',
    (_id, form) => {
      const faults: string[] = [];
      for (const [name, given] of fillings(form)) {
        const desk = deskWith(form, given, [cols, rows]);
        const world = entryWorld(desk.env, desk.state, entryOf(desk) as never);
        const seen = new Set<string>();
        const look = (found: readonly string[]) => {
          seen.add(entryOf(desk)?.focus ?? '');
          faults.push(...found.map((fault) => `${name}: ${fault}`));
        };
        walk(desk, 'field.next', () => look(cursorFaults(desk)));
        // Going back stops everywhere, also where going forward passes.
        walk(desk, 'field.back', () => look(faultsHere(form, desk)));
        const stops = stopsOf(world, entryOf(desk)?.values ?? {});
        const missed = stops.filter((id) => !seen.has(id));
        if (missed.length) faults.push(`${name}: never stopped at ${missed.join(', ')}`);
      }
      expect([...new Set(faults)]).toEqual([]);
    },
  );

  it.each(registry.all.map((form) => [form.id, form] as const))(
    'a saved %s shows each of its answers',
    (_id, form) => {
      const faults: string[] = [];
      const [, [, all]] = fillings(form) as [unknown, readonly [string, Values]];
      const desk = deskWith(form, {}, [cols, rows]);
      const { client } = desk.state;
      const world = entryWorld(desk.env, desk.state, entryOf(desk) as never);
      const saved: Rec = {
        ...(client?.records[0] as Rec),
        ...{ id: 'x', form: form.id, version: 1, voided: false, values: all },
      };
      const shown = showRecord(world, saved, client);
      desk.state = { ...desk.state, entries: { [form.id]: shown } };
      const seen = new Set<string>();
      const look = () => {
        const text = paint(desk.state, desk);
        const { words } = viewOf(desk.env, desk.state);
        const focus = entryOf(desk)?.focus ?? '';
        seen.add(focus);
        const caption = words.t(`form.${form.id}.${focus}`);
        if (!text.some((row) => row.includes(caption))) faults.push(`${focus} is out of sight`);
      };
      walk(desk, 'field.next', look);
      walk(desk, 'field.back', look);
      const stops = stopsOf(world, shown.values);
      expect(stops.filter((id) => !seen.has(id))).toEqual([]);
      expect([...new Set(faults)]).toEqual([]);
    },
  );
});

/** Compares the own pass with Ink's for one view. */
function compare(desk: Desk, state: DeskState, lang: Language): void {
  const view = viewOf(desk.env, state, lang);
  const { cols, rows } = state.size;
  const frame = ink.frame(view);
  const own = mounted.paint(view);
  const place = `${cols}x${rows} ${lang}`;
  expect(
    own
      .text()
      .map((row) => row.trimEnd().normalize())
      .slice(0, frame.text.length),
    place,
  ).toEqual(frame.text.map((row) => row.trimEnd().normalize()));
  expect(frame.text.length, place).toBeLessThanOrEqual(rows);
  for (const row of frame.text) expect(textWidth(row), place).toBeLessThanOrEqual(cols);
  expect(own.equals(frame.grid), `${place}: styles`).toBe(true);
  expect(paintPicture(view).equals(own), `${place}: before Ink is loaded`).toBe(true);
  expect(own.text().join('\n'), place).not.toMatch(/[‹›]|undefined|\[object/);
}

/** Keys that lead everywhere; none that ends the program. */
const KEYS = [
  ...['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9', 'F10', 'F12', 'Ctrl+P', 'Ctrl+F'],
  ...['Tab', 'Tab', 'Tab', 'Shift+Tab', 'Enter', 'Esc', 'Up', 'Down', 'Left', 'Right', 'PageDown'],
  ...['Home', 'End', 'Backspace', 'Delete', 'Ctrl+D', 'Ctrl+U', 'Ctrl+O', 'Ctrl+G'],
];
/** What hands type, and what they seldom do: wide letters, marks that join, signs of frames. */
const TEXTS = [
  'as',
  'lää',
  '081206',
  't',
  '12',
  'ö',
  '漢字',
  'e\u0301\u0323',
  '①',
  '─│',
  'мир',
  ' ',
];
const WALKS = process.env.AKTI_FULL ? 200 : 12;
const STATES = 10;
const SEED = Number(process.env.AKTI_TEST_SEED) || 20061208;

describe('the own output pass', () => {
  it(`gives what Ink gives in ${WALKS * STATES} states from random keys (seed ${SEED})`, () => {
    for (let walk = 0; walk < WALKS; walk += 1) {
      undone(base, () => {
        const random = seededRandom(SEED + walk);
        const cols = WIDTHS[walk % WIDTHS.length] ?? 80;
        const desk = new Desk(base, { cols, rows: cols === 60 ? 20 : 24 });
        if (random.int(4)) desk.type(IDENTIFIERS.client).keys('Enter');
        for (let state = 0; state < STATES; state += 1) {
          for (let key = 0; key < 4; key += 1) {
            if (random.int(3)) desk.keys(random.pick(KEYS));
            else desk.type(random.pick(TEXTS));
          }
          compare(desk, desk.state, 'fi');
        }
      });
    }
  }, 240_000);

  it.each(CONTEXTS.map((context) => [context.name, context] as const))(
    'gives what Ink gives, and every word is there: %s',
    (_name, context) =>
      undone(base, () => {
        const desk = new Desk(base, { ...context.options });
        context.reach(desk);
        const tiny = desk.state.size.cols < 60;
        for (const cols of tiny ? [20] : WIDTHS) {
          const rows = tiny ? 5 : cols === 60 ? 20 : 24;
          const state = { ...desk.state, size: { cols, rows } };
          compare(desk, state, 'fi');
          if (cols !== 80) continue;
          compare(desk, state, 'sv');
          compare(desk, state, 'en');
        }
      }),
  );

  it.each(registry.all.map((form) => [form.id, form] as const))(
    'gives what Ink gives for a form full of answers: %s',
    (_id, form) => {
      const [, [, all]] = fillings(form) as [unknown, readonly [string, Values]];
      for (const cols of WIDTHS) {
        const desk = deskWith(form, all, [cols, cols === 60 ? 20 : 24]);
        compare(desk, desk.state, 'fi');
      }
    },
  );
});
