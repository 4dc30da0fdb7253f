import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../src/base/problems';
import type { DeskState, Entry } from '../../src/desk/state';
import { COMMANDS, type CommandId } from '../../src/keys/commands';
import { char, type Key, keyId, named } from '../../src/keys/key';
import type { Base } from '../../src/store/base';
import { noticeText, sentence } from '../../src/ui/view';
import { keymapsTried } from '../lib/keymap';
import { LANGUAGES, SHIPPED } from '../words/data-words';
import { CONTEXTS } from './contexts';
import { Desk, keymapNamed, keysNamed, viewOf } from './desk';
import type { Context } from './reach';
import { Bases, ROLES, type Role, undone } from './world';

let bases: Bases;
let base: Base;

beforeAll(() => {
  bases = new Bases();
  base = bases.copy();
});

afterAll(() => bases.remove());

const PLAIN_KEYS: readonly Key[] = [
  ...keysNamed('Up', 'Down', 'Left', 'Right', 'Home', 'End', 'Enter', 'Backspace', 'Delete'),
  ...keysNamed('Insert', 'PageUp', 'PageDown', 'F11', 'Ctrl+Y', 'Shift+Up', 'Alt+X'),
  ...[' ', 'a', 'n', 'Ö', '7', '?', '*', '+', '-', ';', '.', '\u4e2d'].map(char),
  { kind: 'paste', text: 'liitetty teksti\nkahdella rivillä' },
  { kind: 'paste', text: '081206' },
  { kind: 'paste', text: 'x'.repeat(30_000) },
];

/** An entry as it can be seen. */
function entrySeen(entry: Entry) {
  const { client, node, saved, touched, ...seen } = entry;
  return { ...seen, client: client?.person.id, saved: saved && [saved.id, saved.version] };
}

function entriesSeen(entries: DeskState['entries']) {
  return Object.entries(entries).map(([slot, entry]) => [slot, entrySeen(entry)]);
}

/** The parts of a state that somebody can see, apart from what is said at the foot. */
function seenIn(state: DeskState): string {
  const { setting, client, notice, queue, waiting, cancelling, entries, overlay, behind, ...rest } =
    state;
  const over =
    overlay?.kind === 'prompt'
      ? { ...overlay, form: overlay.form.id, entry: entrySeen(overlay.entry) }
      : overlay;
  return JSON.stringify({
    ...rest,
    lang: setting.lang,
    workDate: setting.workDate,
    client: client && [client.person.id, client.records.map((rec) => [rec.id, rec.version])],
    entries: entriesSeen(entries),
    behind: behind.map((one) => [
      one.no,
      one.client?.person.id,
      one.pane,
      entriesSeen(one.entries),
    ]),
    overlay: over,
  });
}

const seenBefore = new WeakMap<DeskState, string>();

/** The same for a state that is come back to again and again. */
function seenInBefore(state: DeskState): string {
  const seen = seenBefore.get(state) ?? seenIn(state);
  seenBefore.set(state, seen);
  return seen;
}

/** Effects that nobody notices: what is on the disk or in the lists may be the same as before. */
const QUIET = new Set(['flush_drafts', 'drop_draft']);

/** Every problem a state shows, at the foot, beside fields, or as a list. */
function problemsShown(state: DeskState): Problem[] {
  const entries = [...Object.values(state.entries)];
  const { overlay } = state;
  if (overlay?.kind === 'prompt') entries.push(overlay.entry);
  return [
    ...entries.flatMap((entry) => [...Object.values(entry.problems), ...entry.warnings]),
    ...(overlay?.kind === 'blockers' ? overlay.problems : []),
    ...(state.notice?.problem ? [state.notice.problem] : []),
    ...(state.lock?.said ? [state.lock.said] : []),
  ];
}

/** What is wrong with what a desk says, in each language. */
function unsaid(desk: Desk): string[] {
  const faults: string[] = [];
  const { notice } = desk.state;
  for (const lang of LANGUAGES) {
    const { words, faults: missing } = SHIPPED[lang];
    const view = viewOf(desk.env, desk.state, lang);
    const codes = problemsShown(desk.state).map(({ code }) => `problem.${code}`);
    const key = notice?.key ? [notice.key] : [];
    for (const one of [...codes, ...key]) {
      const known = words.has(one) && !missing.some(({ problem }) => problem.values?.key === one);
      if (!known) faults.push(`${lang}: no words for ${one}`);
    }
    const texts = problemsShown(desk.state).map((problem) => sentence(view, problem));
    if (notice) texts.push(noticeText(view, notice));
    for (const text of texts) {
      if (/[‹›{}]|undefined|^!?\s*$/.test(text)) faults.push(`${lang}: says "${text}"`);
    }
  }
  return faults;
}

interface Done {
  readonly desk: Desk;
  /** Nothing could be seen to happen and nothing was said. */
  readonly silent: boolean;
}

/** Does something from a state, takes back what it saved, and tells what came of it. */
function tried(context: Context, role: Role, from: DeskState, act: (desk: Desk) => void): Done {
  return undone(base, () => {
    const desk = new Desk(base, { ...context.options, role }, from);
    act(desk);
    return { desk, silent: isSilent(from, desk) };
  });
}

/** Runs a command; one without a key goes through the palette, which closes what was open. */
function triedCommand(context: Context, role: Role, state: DeskState, id: CommandId): Done {
  const done = tried(context, role, state, (desk) => desk.command(id));
  const direct = done.desk.env.keymap.keysOf(id).length > 0;
  return direct ? done : { ...done, silent: isSilent({ ...state, overlay: null }, done.desk) };
}

/** Nothing could be seen to happen since a state, and nothing was said. */
function isSilent(from: DeskState, desk: Desk): boolean {
  if (desk.state.notice !== null) return false;
  if (desk.effects.some((effect) => !QUIET.has(effect.kind))) return false;
  if (!from.cancelling && desk.state.cancelling) return false;
  return seenInBefore(from) === seenIn(desk.state);
}

/** Reaches a context; null when the role may not get there, and was told so. */
function reached(context: Context, role: Role): DeskState | null {
  const desk = new Desk(base, { ...context.options, role });
  context.reach(desk);
  if (context.there(desk.state, desk)) return desk.state;
  expect(role).not.toBe('worker');
  const told = desk.said.some((code) => code.startsWith('role.') || code === 'grid.empty');
  // Nobody hands anything to a reader, nor gives them a list: there is no such row to go to.
  const lists = new Set(['offered', 'cover']);
  const none = !desk.state.workList.some((row) => lists.has(row.kind));
  expect(told || none).toBe(true);
  return null;
}

/** A plain key that only moves or erases: at the end of its way there is nothing left to do. */
const isMove = (key: Key) =>
  key.kind === 'named' && /^(Up|Down|Left|Right|Home|End|Page.*|Backspace|Delete)$/.test(key.name);

// A key that moves or erases may meet the edge of a text or a list without a word, as everywhere.
const TWO_SORTS = [['plain key', (key: Key) => !isMove(key)]] as const;

describe.each(ROLES)('as %s', (role) => {
  it.each(CONTEXTS.map((context) => [context.name, context] as const))(
    'every command changes something or says why: %s',
    (_name, context) =>
      undone(base, () => {
        const from = reached(context, role);
        if (!from) return;
        const faults: string[] = [];
        for (const { id } of COMMANDS) {
          const { desk, silent } = triedCommand(context, role, from, id);
          if (silent) faults.push(`${id}: nothing happens`);
          faults.push(...unsaid(desk).map((fault) => `${id}: ${fault}`));
          if (desk.quitted) continue;
          if (desk.state.waiting) faults.push(`${id}: waits for ever`);
          if (desk.state.queue.length) faults.push(`${id}: keys are left over`);
        }
        expect(faults, faults.join('\n')).toEqual([]);
      }),
  );
});

describe.each(ROLES)('as %s', (role) => {
  const cases = CONTEXTS.flatMap((context) =>
    TWO_SORTS.map(([sort, isOne]) => [sort, context.name, context, isOne] as const),
  );

  it.each(cases)('every %s changes something or says why: %s', (_sort, _name, context, isOne) =>
    undone(base, () => {
      const from = reached(context, role);
      if (!from) return;
      const faults: string[] = [];
      for (const key of PLAIN_KEYS.filter(isOne)) {
        const { desk, silent } = tried(context, role, from, (one) => one.press(key));
        const name = key.kind === 'paste' ? `paste of ${key.text.length}` : keyId(key);
        if (silent) faults.push(`${name}: nothing happens`);
        faults.push(...unsaid(desk).map((fault) => `${name}: ${fault}`));
        if (desk.state.waiting) faults.push(`${name}: waits for ever`);
      }
      expect(faults, faults.join('\n')).toEqual([]);
    }),
  );
});

describe.each(keymapsTried().slice(1))('the keys of %s', (name) => {
  const second = keymapNamed(name);

  it.each(CONTEXTS.filter(({ options }) => !options).map((one) => [one.name, one] as const))(
    'do the same as those of the first: %s',
    (_name, context) =>
      undone(base, () => {
        const from = reached(context, 'worker') as DeskState;
        // The same ids in both, and none that reaching the context gave out.
        const one = { ...context, options: { seed: 5000 } };
        const other = { ...context, options: { seed: 5000, keymap: second } };
        for (const { id } of COMMANDS) {
          const [by, with2] = [one, other].map(
            (each) => triedCommand(each, 'worker', from, id).desk.state,
          ) as [DeskState, DeskState];
          expect(seenIn(with2), id).toBe(seenIn(by));
          expect(with2.notice, id).toEqual(by.notice);
        }
      }),
  );
});

it('a silent key would be found', () => {
  const [start] = CONTEXTS as [Context];
  undone(base, () => {
    const from = reached(start, 'worker') as DeskState;
    expect(tried(start, 'worker', from, () => {}).silent).toBe(true);
    expect(tried(start, 'worker', from, (desk) => desk.press(named('F1'))).silent).toBe(false);
  });
});
