import type { CaseFacts } from '../form/facts';
import type { Rec } from '../form/value';
import { LOOK_BY_LETTER, NEW_BY_LETTER } from '../forms/panes';
import type { Key } from '../keys/key';
import { type DiaryEntry, type DiaryNode, diaryOf, treeOf } from '../records/diary';
import { showRecord } from './entry';
import { awaiting, type Env, factsHere, only, refusing } from './env';
import type { DiaryState } from './pane-state';
import type { Command, DeskState, Stepped } from './state';

export const NEW_DIARY: DiaryState = {
  at: -1,
  side: 'lines',
  tree: 0,
  folded: [],
  filter: null,
  making: false,
  whole: false,
  top: 0,
};

/** A node with the ids of its records, so that narrowing the lines is one look-up a line. */
type Node = DiaryNode & { readonly ids: ReadonlySet<string> };

interface Composed {
  readonly lang: string;
  readonly lines: readonly DiaryEntry[];
  readonly nodes: readonly Node[];
}

/** Composing is done once per loaded case and language; a case is a new object when it changes. */
const composed = new WeakMap<CaseFacts, Composed>();

function compose(env: Env, state: DeskState): Composed {
  const { client } = state;
  if (!client) return { lang: '', lines: [], nodes: [] };
  const known = composed.get(client);
  if (known?.lang === state.setting.lang) return known;
  const facts = factsHere(state);
  const made = {
    lang: state.setting.lang,
    lines: diaryOf(facts, env.registry),
    nodes: treeOf(facts, env.registry).map((node) => ({
      ...node,
      ids: new Set(node.records.map((rec) => rec.id)),
    })),
  };
  composed.set(client, made);
  return made;
}

/** Nodes of the process tree; the first row of the tree on the screen is the client. */
export function nodesOf(env: Env, state: DeskState): readonly Node[] {
  return compose(env, state).nodes;
}

/** The node the hands chose in the tree, null for the client. */
export function selectedNode(env: Env, state: DeskState): Node | null {
  return nodesOf(env, state)[state.diary.tree - 1] ?? null;
}

/** Every line of the client, oldest first; the same array as long as the case is the same. */
export function everyLine(env: Env, state: DeskState): readonly DiaryEntry[] {
  return compose(env, state).lines;
}

/** Lines shown: of the chosen node and the chosen kind, oldest first. */
export function linesOf(env: Env, state: DeskState): readonly DiaryEntry[] {
  const { lines } = compose(env, state);
  const node = selectedNode(env, state);
  const { filter } = state.diary;
  if (!node && !filter) return lines;
  return lines.filter(
    (line) => (!filter || line.letter === filter) && (!node || node.ids.has(line.rec.id)),
  );
}

/** Index of the selected line, the last one until the hands moved; −1 without lines. */
export function lineAt(env: Env, state: DeskState): number {
  const count = linesOf(env, state).length;
  return state.diary.at < 0 ? count - 1 : Math.min(state.diary.at, count - 1);
}

/** Record of the selected line, if any. */
export function selectedRecord(env: Env, state: DeskState): Rec | null {
  return linesOf(env, state)[lineAt(env, state)]?.rec ?? null;
}

function withDiary(state: DeskState, change: Partial<DiaryState>): DeskState {
  return { ...state, diary: { ...state.diary, ...change } };
}

/**
 * Opens the record of the selected line on its form, read-only; a form without a tab is shown
 * whole.
 */
function openSelected(env: Env, state: DeskState): Stepped {
  const rec = selectedRecord(env, state);
  if (!rec) return only(refusing(state, { code: 'diary.empty' }));
  return only(showRec(env, state, rec));
}

/** The same for a given record; an unsaved entry in the tab is not covered over. */
export function showRec(env: Env, state: DeskState, rec: Rec): DeskState {
  const form = env.registry.form(rec.form);
  const slot = slotOf(env, rec.form);
  if (!form.pane) return withDiary(state, { whole: true, top: 0 });
  if (state.entries[slot]?.dirty) return refusing(state, { code: 'entry.unsaved' });
  const entry = showRecord(
    { registry: env.registry, form, facts: factsHere(state) },
    rec,
    state.client,
  );
  return { ...state, pane: slot, entries: { ...state.entries, [slot]: entry } };
}

/** The tab a form's records open in: its own, or that of the form it stands in for. */
export function slotOf(env: Env, form: string): string {
  const { within } = env.registry.form(form);
  return within ? within.form : form;
}

/** True for keys that look beyond the lines that are there when a long case has more before. */
function wantsOlder(env: Env, state: DeskState, key: Key, page: number): boolean {
  const { diary } = state;
  if (!state.client?.older || diary.whole) return false;
  if (key.kind === 'char') return !diary.making && key.text.toUpperCase() in NEW_BY_LETTER;
  if (key.kind !== 'named') return false;
  if (diary.side === 'tree') return ['Up', 'Down', 'End'].includes(key.name);
  const steps: Readonly<Record<string, number>> = { Up: 1, PageUp: page };
  return key.name === 'Home' || lineAt(env, state) < (steps[key.name] ?? 0);
}

function lineKeys(env: Env, state: DeskState, key: Key, page: number): Stepped | null {
  if (key.kind !== 'named') return null;
  const last = linesOf(env, state).length - 1;
  const at = lineAt(env, state);
  const to = (wanted: number) => {
    const next = Math.max(0, Math.min(last, wanted));
    return only(next === at ? state : withDiary(state, { at: next, top: 0 }));
  };
  switch (key.name) {
    case 'Up':
      return to(at - 1);
    case 'Down':
      return to(at + 1);
    case 'Home':
      return to(0);
    case 'End':
      return to(last);
    case 'PageUp':
      return to(at - page);
    case 'PageDown':
      return to(at + page);
    case 'Enter':
      return openSelected(env, state);
    default:
      return null;
  }
}

function treeKeys(env: Env, state: DeskState, key: Key): Stepped | null {
  const nodes = nodesOf(env, state);
  const to = (wanted: number) =>
    only(withDiary(state, { tree: Math.max(0, Math.min(nodes.length, wanted)), at: -1 }));
  if (key.kind === 'char' && (key.text === '+' || key.text === '-')) {
    const node = selectedNode(env, state);
    if (!node) return only(refusing(state, { code: 'tree.node' }));
    const isFolded = state.diary.folded.includes(node.rec.id);
    if (isFolded === (key.text === '-')) return only(state);
    const folded = state.diary.folded.filter((id) => id !== node.rec.id);
    return only(withDiary(state, { folded: key.text === '-' ? [...folded, node.rec.id] : folded }));
  }
  if (key.kind !== 'named') return null;
  switch (key.name) {
    case 'Up':
      return to(state.diary.tree - 1);
    case 'Down':
      return to(state.diary.tree + 1);
    case 'Home':
      return to(0);
    case 'End':
      return to(nodes.length);
    case 'Enter':
      return only(withDiary(state, { side: 'lines', at: -1 }));
    default:
      return null;
  }
}

/** A letter filters by kind; after `n` it makes a new record. */
function letterKey(
  state: DeskState,
  letter: string,
  run: (state: DeskState, command: Command) => Stepped,
): Stepped {
  const upper = letter.toUpperCase();
  if (state.diary.making) {
    const command = NEW_BY_LETTER[upper];
    const plain = withDiary(state, { making: false });
    return command
      ? run(plain, command as Command)
      : only(refusing(plain, { code: 'diary.letter' }));
  }
  if (letter === 'n' || letter === 'N') return only(withDiary(state, { making: true }));
  const wanted = letter === '*' ? null : upper;
  if (wanted === state.diary.filter) return only(state);
  if (wanted === null) return only(withDiary(state, { filter: null, at: -1 }));
  const look = LOOK_BY_LETTER[upper];
  if (look) return run(state, look as Command);
  if (upper in NEW_BY_LETTER) return only(withDiary(state, { filter: upper, at: -1 }));
  return only(refusing(state, { code: 'diary.letter' }));
}

function wholeKeys(state: DeskState, key: Key, page: number): Stepped | null {
  if (key.kind !== 'named') return null;
  const steps: Record<string, number> = { Up: -1, Down: 1, PageUp: -page, PageDown: page };
  const step = steps[key.name];
  if (step !== undefined) {
    const top = Math.max(0, state.diary.top + step);
    return only(top === state.diary.top ? state : withDiary(state, { top }));
  }
  if (key.name === 'Enter') return only(withDiary(state, { whole: false }));
  return null;
}

/**
 * Keys of the diary, or null for a key that means nothing there. `page` is the height of its list.
 */
export function diaryKey(
  env: Env,
  state: DeskState,
  key: Key,
  page: number,
  run: (state: DeskState, command: Command) => Stepped,
): Stepped | null {
  if (key.kind === 'named' && (key.name === 'Left' || key.name === 'Right')) {
    return only(withDiary(state, { side: key.name === 'Left' ? 'tree' : 'lines' }));
  }
  if (state.client && wantsOlder(env, state, key, page)) {
    return awaiting(state, { kind: 'older', person: state.client.person.id, key });
  }
  if (state.diary.whole) {
    const scrolled = wholeKeys(state, key, page);
    if (scrolled) return scrolled;
  }
  const tree = state.diary.side === 'tree' ? treeKeys(env, state, key) : null;
  if (tree) return tree;
  if (key.kind === 'char') return letterKey(state, key.text, run);
  return lineKeys(env, state, key, page);
}
