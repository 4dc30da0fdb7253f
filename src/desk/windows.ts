import type { CaseFacts } from '../form/facts';
import { type Rec, sameValue } from '../form/value';
import { caretAtEnd, selectAll } from '../screen/line-edit';
import { lineAt, linesOf, NEW_DIARY, nodesOf, selectedNode, selectedRecord } from './diary';
import { amendEntry, enter, isLineKind, refill, showRecord } from './entry';
import { awaiting, type Env, only, over, telling, worldOf } from './env';
import { presentOf } from './past';
import type { DeskState, Effect, Entries, Entry, Stepped, Window } from './state';

/** So many clients lie open at most: a digit picks each of them in the menu. */
export const WINDOWS_MAX = 9;

/** Marks the drafts of the start screen: a row there may be about a client who is open as well. */
const LOOSE = '~';

/** Drafts of what is not saved yet are kept under this and their client. */
export const NEW_DRAFT = 'new:';

/**
 * What a draft is kept under: the record amended, or the client a new one is about.
 * @param loose the entry lies on the start screen
 */
export function draftKey(entry: Entry, loose: boolean): string {
  const record = entry.saved?.id ?? `${NEW_DRAFT}${entry.client?.person.id ?? ''}`;
  return loose ? LOOSE + record : record;
}

/** The record a draft of this key amends, if any, and whether it lay on the start screen. */
export function readDraftKey(key: string): { record: string; loose: boolean } {
  const loose = key.startsWith(LOOSE);
  return { record: loose ? key.slice(LOOSE.length) : key, loose };
}

/** Entries of a window in which something is typed that is not saved. */
export function unsavedIn(window: Pick<Window, 'entries'>): readonly Entry[] {
  return Object.values(window.entries).filter((entry) => entry.dirty);
}

/** What lies in front as a window; 0 is the start screen with its entries over all clients. */
function inFront(state: DeskState): Window {
  const { windowNo, client, pane, entries, diary } = presentOf(state);
  return { no: windowNo, client, pane, entries, diary };
}

/**
 * The windows of the menu Ikkuna by their numbers: every open client, and the start screen while
 * something unsaved lies on it.
 */
export function windowsOf(state: DeskState): readonly Window[] {
  return [...state.behind, inFront(state)]
    .filter((window) => window.client !== null || unsavedIn(window).length > 0)
    .sort((one, other) => one.no - other.no);
}

/** True when something unsaved lies in a window that is not in front. */
export function unsavedBehind(state: DeskState): boolean {
  return state.behind.some((window) => unsavedIn(window).length > 0);
}

/** What was shown for a reason is not left lying open: it is shown once. */
export function withoutRevealed(entries: Entries): Entries {
  const left = Object.entries(entries).filter(([, entry]) => entry.dirty || !entry.revealed);
  return Object.fromEntries(left);
}

/**
 * Puts what lies in front behind, the latest last. Of the start screen only what is unsaved is
 * kept. The hands leave rows, buttons and lists; in the fields everything stays as typed.
 */
function putBehind(from: DeskState): DeskState {
  const state = presentOf(from);
  const window = inFront(state);
  const kept: Window = window.client
    ? withPane({ ...window, entries: withoutRevealed(window.entries) })
    : { ...window, entries: onlyUnsaved(window.entries), diary: NEW_DIARY };
  const keeps = kept.client !== null || Object.keys(kept.entries).length > 0;
  return {
    ...over(state, null),
    behind: keeps ? [...state.behind, kept] : state.behind,
    windowNo: 0,
    client: null,
    pane: 'start',
    entries: {},
    diary: NEW_DIARY,
    grid: null,
    button: null,
  };
}

/** A window whose pane holds an entry, or the diary in front of nothing. */
function withPane(window: Window): Window {
  const { pane, entries } = window;
  return pane === 'diary' || entries[pane] ? window : { ...window, pane: 'diary' };
}

function onlyUnsaved(entries: Entries): Entries {
  return Object.fromEntries(Object.entries(entries).filter(([, entry]) => entry.dirty));
}

/** Takes a window out from behind and lays it in front; nothing may lie there. */
function bringFront(state: DeskState, window: Window): DeskState {
  const { no: windowNo, client, pane, entries, diary } = window;
  const behind = state.behind.filter((one) => one.no !== windowNo);
  return { ...state, behind, windowNo, client, pane, entries, diary };
}

/**
 * The start screen: finder selected, lists fresh, no client in front, so that no key means one who
 * is out of sight. The client stays open behind, with everything unsaved.
 */
export function toStart(state: DeskState): Stepped {
  const away = state.client ? withLoose(putBehind(state)) : state;
  const { start } = state;
  return {
    state: {
      ...over(away, null),
      pane: 'start',
      grid: null,
      button: null,
      diary: NEW_DIARY,
      start: { ...start, side: 'finder', finder: selectAll(start.finder.text) },
    },
    // The list shows drafts too: they are written before it is read.
    effects: [{ kind: 'flush_drafts' }, { kind: 'lists' }],
  };
}

/** The start screen with what lay unsaved on it. */
function withLoose(state: DeskState): DeskState {
  const loose = state.behind.find((window) => window.client === null);
  return loose ? bringFront(state, loose) : state;
}

/** A case has been read: its window comes to the front, a new one or the one that lay behind. */
export function openWindow(
  env: Env,
  state: DeskState,
  client: CaseFacts,
  drafts: Entries,
): Stepped & { readonly closed: Window | null } {
  const start = { ...state.start, finder: caretAtEnd('') };
  const away = { ...putBehind(state), start };
  const open = away.behind.find((window) => window.client?.person.id === client.person.id);
  if (open) {
    const fresh = renewed(env, away, open, client);
    const window = { ...fresh, pane: 'diary', entries: onlyUnsaved(fresh.entries) };
    const front = bringFront(away, { ...window, diary: NEW_DIARY });
    return { ...only(front), closed: null };
  }
  const clients = away.behind.filter((window) => window.client !== null);
  const closed = clients.length < WINDOWS_MAX ? null : leastMissed(clients);
  const left = closed ? away.behind.filter((window) => window !== closed) : away.behind;
  const no = freeNumber(left);
  const window: Window = { no, client, pane: 'diary', entries: drafts, diary: NEW_DIARY };
  return { ...only(bringFront({ ...away, behind: left }, window), ...putAway(closed)), closed };
}

/** The window not used for longest, one without unsaved entries before one with. */
function leastMissed(windows: readonly Window[]): Window | null {
  return windows.find((window) => unsavedIn(window).length === 0) ?? windows[0] ?? null;
}

function freeNumber(windows: readonly Window[]): number {
  const taken = new Set(windows.map((window) => window.no));
  let no = 1;
  while (taken.has(no)) no++;
  return no;
}

/** Unsaved entries of a window that closes become drafts. */
function putAway(window: Window | null): Effect[] {
  const entries = window ? unsavedIn(window) : [];
  return entries.length ? [{ kind: 'put_away', entries }] : [];
}

/** Closes the client in front without asking; what is unsaved stays as drafts, and that is said. */
export function closeWindow(state: DeskState): Stepped {
  const front = inFront(state);
  const count = unsavedIn(front).length;
  const start = toStart({ ...presentOf(state), entries: {} });
  const behind = start.state.behind.filter((window) => window.no !== front.no);
  const values = { name: front.client?.person.name ?? '', count };
  const key = count ? 'notice.window_drafts' : 'notice.window_closed';
  return {
    state: telling({ ...start.state, behind }, key, values),
    effects: [...putAway(front), ...start.effects],
  };
}

/** The window that comes after the one in front; from the start screen the one used last. */
export function nextWindow(state: DeskState): Window | null {
  const { behind, windowNo } = state;
  if (windowNo === 0) return behind.at(-1) ?? null;
  const byNumber = [...behind].sort((one, other) => one.no - other.no);
  return byNumber.find((window) => window.no > windowNo) ?? byNumber[0] ?? null;
}

/** Goes to a window as it was left; its case is read anew first. */
export function goToWindow(state: DeskState, window: Window): Stepped {
  if (window.no === state.windowNo) {
    return only(telling(over(state, null), 'notice.already_here', {}, 'warning'));
  }
  if (window.client) {
    const person = window.client.person.id;
    return awaiting(over(state, null), { kind: 'switch', person });
  }
  const front = withLoose(putBehind(state));
  return { state: front, effects: [{ kind: 'lists' }] };
}

/** The case of a window that lies behind has been read anew: it comes to the front as it was. */
export function switched(env: Env, state: DeskState, client: CaseFacts): Stepped {
  const away = putBehind(state);
  const window = away.behind.find((one) => one.client?.person.id === client.person.id);
  return only(window ? bringFront(away, renewed(env, away, window, client)) : state);
}

/** A window on the case as it stands now: somebody may have changed it while it lay behind. */
function renewed(env: Env, state: DeskState, window: Window, client: CaseFacts): Window {
  const entries = Object.fromEntries(
    Object.entries(window.entries).flatMap(([slot, entry]): [string, Entry][] => {
      const next = entryOn(env, state, entry, client);
      return next ? [[slot, next]] : [];
    }),
  );
  const diary = diaryOn(env, state, window, client);
  return withPane({ ...window, client, entries, diary });
}

/**
 * What lies in front on the case as it stands now, which others have changed: everything stays
 * where the hands have it. A diary nobody has moved in goes on showing its end.
 */
export function renewedFront(env: Env, state: DeskState, client: CaseFacts): DeskState {
  const { pane, entries, diary } = renewed(env, state, inFront(state), client);
  return { ...state, client, pane, entries, diary };
}

/** The record of the entry in front as somebody else has changed it while it is being changed. */
export function newerInFront({ client, entries, pane, overlay }: DeskState): Rec | null {
  const amending = overlay?.kind === 'prompt' && overlay.purpose.kind === 'amend';
  const entry = entries[amending ? overlay.purpose.slot : pane];
  const { saved } = entry ?? {};
  if (!saved || !entry?.dirty) return null;
  const now = client?.records.find((rec) => rec.id === saved.id);
  return now && now.version > saved.version ? now : null;
}

/** The diary with the hands on the same node and line, wherever these stand now. */
function diaryOn(env: Env, state: DeskState, window: Window, client: CaseFacts): Window['diary'] {
  const before = { ...state, client: window.client, diary: window.diary };
  const node = selectedNode(env, before)?.rec?.id;
  const tree = nodesOf(env, { ...before, client }).findIndex((one) => one.rec?.id === node) + 1;
  const diary = { ...window.diary, tree: node === undefined ? 0 : tree };
  if (diary.at < 0) return diary;
  const record = selectedRecord(env, before)?.id;
  // A record may have two lines; the one nearest to where the hands were is meant.
  const was = lineAt(env, before);
  const at = linesOf(env, { ...before, client, diary })
    .map((line, index) => ({ id: line.rec.id, index }))
    .filter((line) => line.id === record)
    .sort((one, other) => Math.abs(one.index - was) - Math.abs(other.index - was))[0]?.index;
  return { ...diary, at: at ?? -1 };
}

/**
 * An entry on its client's case as it stands now. What is typed stays; what follows from the case
 * follows. A change that is being typed keeps the version it was begun on: the save then shows what
 * somebody else did meanwhile. Null for a record that is no longer there.
 */
function entryOn(env: Env, state: DeskState, entry: Entry, client: CaseFacts): Entry | null {
  if (entry.client?.person.id !== client.person.id) return entry;
  const node = client.records.find((rec) => rec.id === entry.node?.id) ?? null;
  const isSaved = (rec: Rec) => rec.id === entry.saved?.id;
  const rec = client.records.find(isSaved);
  // A number that the centre leaves as it stood becomes its own without a new version.
  const saved = rec?.version === entry.saved?.version ? (rec ?? null) : entry.saved;
  const laid = { ...entry, client, node, saved };
  const world = worldOf(env, { ...state, overlay: null }, laid);
  if (entry.saved && !entry.dirty) {
    // A person or a household is no record of the case, and is checked when it is saved.
    if (!rec) return entry.client.records.some(isSaved) ? null : laid;
    if (rec.version === entry.saved.version) return laid;
    const shown = showRecord(world, rec, client);
    return entry.mode === 'amending' ? amendEntry(world, shown) : shown;
  }
  const next = refill(world, laid);
  const field = world.form.fields[next.focus];
  const same = sameValue(next.values[next.focus], entry.values[next.focus]);
  return same || !field || !isLineKind(field) || next.edit.changed
    ? next
    : enter(world, next, next.focus);
}
