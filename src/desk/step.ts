import type { Key } from '../keys/key';
import { keyId, named } from '../keys/key';
import {
  backspace,
  deleteForward,
  insertText,
  moveEnd,
  moveHome,
  moveLeft,
  moveRight,
} from '../screen/line-edit';
import { answer } from './answer';
import { buttonKey, enterButtons } from './buttons';
import { menuKey } from './choosing';
import { askWhy, conflictKey } from './conflict';
import { deedStep } from './deeds';
import { deliveryKey } from './delivery';
import { diaryKey } from './diary';
import { followingStop, isFirstStop, nextStop } from './entry';
import {
  activeEntry,
  clear,
  type Env,
  only,
  over,
  putEntry,
  refusing,
  telling,
  worldOf,
} from './env';
import { enterGrid, gridKey } from './grid';
import { historyKey } from './history';
import { diaryHeight, listHeight, memoWidth, startListHeight } from './layout';
import { listKey } from './list';
import { lockKey, lockNow } from './lock';
import { finishField, goBack, goDown, goToRow, startAmending } from './moving';
import { paletteKey } from './palette';
import { readOnly } from './past';
import { scrollKey } from './reading';
import { run } from './run';
import { passwordKey } from './sign-in';
import { startListKey } from './start-list';
import type { Command, DeskEvent, DeskState, Effect, Entry, Overlay, Stepped } from './state';
import { newsCame, syncTold } from './sync';
import { typeKey } from './typing';
import { whyNot } from './why-not';

/** Longest text the finder takes, in characters: longer than any name with its identifier. */
const FINDER_MAX = 200;

/** Keys of the finder and the work list. */
function startKey(env: Env, state: DeskState, key: Key): Stepped | null {
  const { start } = state;
  if (start.side === 'list') return startListKey(env, state, key, startListHeight(state.size));
  const put = (finder: typeof start.finder) => only({ ...state, start: { ...start, finder } });
  if (key.kind === 'char') {
    if (start.finder.text.length >= FINDER_MAX && !start.finder.selected) {
      return only(refusing(state, { code: 'text.full', values: { max: FINDER_MAX } }));
    }
    return put(insertText(start.finder, key.text));
  }
  if (key.kind === 'paste')
    return put(insertText(start.finder, key.text.replace(/\s+/gu, ' ').slice(0, FINDER_MAX)));
  switch (key.name) {
    case 'Left':
      return put(moveLeft(start.finder));
    case 'Right':
      return put(moveRight(start.finder));
    case 'Home':
      return put(moveHome(start.finder));
    case 'End':
      return put(moveEnd(start.finder));
    case 'Backspace':
      return put(backspace(start.finder));
    case 'Delete':
      return put(deleteForward(start.finder));
    case 'Down':
      return state.workList.length
        ? only({ ...state, start: { ...start, side: 'list' } })
        : only(refusing(state, { code: 'work_list.empty' }));
    case 'Enter': {
      const typed = start.finder.text.trim();
      if (!typed) return only(refusing(state, { code: 'finder.empty' }));
      const find = {
        kind: 'find' as const,
        typed,
        purpose: 'finder' as const,
        after: 'stay' as const,
      };
      return { state: { ...state, waiting: true }, effects: [find] };
    }
    default:
      return null;
  }
}

/** Enter where it is not "next": a memo takes a line, a read-only form opens for change. */
function entryEnter(env: Env, state: DeskState, entry: Entry): Stepped | null {
  if (state.overlay?.kind === 'prompt') {
    // What was just answered may ask for more: it is read before the question counts as answered.
    const read = finishField(env, state, 'stay');
    const next = activeEntry(read.state);
    if (read.effects.length || read.state.overlay?.kind !== 'prompt' || !next) return read;
    const last = nextStop(worldOf(env, read.state, next), next, next.focus) === null;
    return finishField(env, read.state, last ? 'save' : 'next');
  }
  if (entry.mode !== 'shown') return null;
  const problem = whyNot(env, state, 'record.amend');
  return problem ? only(refusing(state, problem)) : startAmending(env, state);
}

/** Down: the next field, also a passed one; behind the last one the button row. */
function downFrom(env: Env, state: DeskState, entry: Entry): Stepped {
  if (state.overlay || followingStop(worldOf(env, state, entry), entry)) return goDown(env, state);
  const buttons = enterButtons(state);
  if (!buttons) return goDown(env, state);
  const read = finishField(env, state, 'stay');
  return read.effects.length || read.state.notice
    ? read
    : only({ ...read.state, button: buttons.button });
}

function entryKey(env: Env, state: DeskState, entry: Entry, key: Key): Stepped {
  const world = worldOf(env, state, entry);
  if (entry.mode === 'shown') {
    if (key.kind === 'named' && key.name === 'Up') return goBack(env, state);
    if (key.kind === 'named' && key.name === 'Down') return downFrom(env, state, entry);
    const locked = world.form.locked(entry.saved as never);
    return only(refusing(state, readOnly(state) ?? locked ?? { code: 'entry.shown' }));
  }
  const use = { phrases: env.phrases, today: state.today };
  const typed = typeKey(world, entry, key, memoWidth(state.size), use);
  switch (typed.kind) {
    case 'done': {
      const put = typed.entry === entry ? state : putEntry(state, typed.entry);
      return only(typed.problem ? refusing(put, typed.problem) : put);
    }
    case 'help':
      return run(env, state, 'help.show');
    case 'refused':
      return only(refusing(state, { code: typed.code, values: typed.values }));
    case 'leave': {
      const row = world.form.fields[entry.focus]?.kind === 'rows' && goToRow(env, state, typed.to);
      if (row) return row;
      const grid = world.form.grid && entry.mode === 'new' && !state.overlay;
      if (typed.to === 'up')
        return grid && isFirstStop(world, entry) ? enterGrid(env, state) : goBack(env, state);
      if (grid && nextStop(world, entry, entry.focus) === null) return enterGrid(env, state);
      return downFrom(env, state, entry);
    }
    default:
      return only(refusing(state, { code: 'key.none' }));
  }
}

function overlayKey(env: Env, state: DeskState, overlay: Overlay, key: Key): Stepped | null {
  const runHere = (next: DeskState, command: Command) => run(env, next, command);
  switch (overlay.kind) {
    case 'list':
      return listKey(env, state, overlay, key, listHeight(state.size));
    case 'palette':
      return paletteKey(env, state, overlay, key, listHeight(state.size), runHere);
    case 'menu':
      return menuKey(env, state, overlay, key, runHere);
    case 'history':
      return historyKey(env, state, overlay, key);
    case 'delivery':
      return deliveryKey(env, state, overlay, key);
    case 'conflict':
      return conflictKey(env, state, overlay, key);
    case 'password':
      return passwordKey(state, overlay, key);
    case 'help':
    case 'keys':
      return scrollKey(env, state, overlay, key);
    case 'blockers':
    case 'stale':
      return only(over(state, null));
    case 'prompt':
      return null;
  }
}

/** Keys a list, menu or palette takes itself although the keymap binds them. */
const TAKEN_BY_OVERLAY = new Set(['Tab', 'Enter', 'PageDown', 'PageUp']);

function takesBound(state: DeskState, key: Key): boolean {
  if (key.kind !== 'named' || key.ctrl || key.shift || key.alt) return false;
  const { overlay } = state;
  if (overlay && overlay.kind !== 'prompt') return TAKEN_BY_OVERLAY.has(key.name);
  if (overlay) return false;
  const inList = state.pane === 'start' && state.start.side === 'list';
  if (state.pane === 'diary' || inList) return ['Enter', 'PageDown', 'PageUp'].includes(key.name);
  if (state.grid || state.button !== null || state.pane === 'start') return key.name === 'Enter';
  return false;
}

function unboundKey(env: Env, state: DeskState, key: Key): Stepped {
  const { overlay } = state;
  const laid = overlay ? overlayKey(env, state, overlay, key) : null;
  if (laid) return laid;
  const entry = activeEntry(state);
  if (!overlay && state.grid) {
    return gridKey(env, state, key) ?? only(refusing(state, { code: 'key.none' }));
  }
  const runHere = (next: DeskState, command: Command) => run(env, next, command);
  if (!overlay && state.button !== null) {
    return buttonKey(state, key, runHere) ?? only(refusing(state, { code: 'key.none' }));
  }
  if (entry) return entryKey(env, state, entry, key);
  const done =
    state.pane === 'start'
      ? startKey(env, state, key)
      : state.pane === 'diary'
        ? diaryKey(env, state, key, diaryHeight(state.size), runHere)
        : null;
  if (!done) return only(refusing(state, { code: 'key.none' }));
  const nothing = done.state === state && !done.effects.length && key.kind === 'char';
  return nothing ? only(telling(state, 'notice.already_here', {}, 'warning')) : done;
}

function enterKey(env: Env, state: DeskState): Stepped | null {
  const entry = activeEntry(state);
  const { overlay } = state;
  if (
    !entry ||
    (overlay && overlay.kind !== 'prompt') ||
    ((state.grid || state.button !== null) && !overlay)
  ) {
    return null;
  }
  const field = worldOf(env, state, entry).form.fields[entry.focus];
  if (entry.mode !== 'shown' && field?.kind === 'memo') {
    return entryKey(env, state, entry, { kind: 'named', name: 'Enter' });
  }
  return entryEnter(env, state, entry);
}

/** The key that opened a list or a menu closes it too; that of help goes through its pages. */
const OPENER: Readonly<Partial<Record<Overlay['kind'], Command>>> = {
  list: 'list.open',
  menu: 'menu.open',
  keys: 'keys.show',
  delivery: 'sync.list',
};

function openerOf(overlay: Overlay): Command | undefined {
  if (overlay.kind !== 'palette') return OPENER[overlay.kind];
  return overlay.scope === 'all' ? 'palette.open' : 'field.find';
}

/** Where pages are turned, the keys of the sections turn them, whichever keys those are. */
const PAGING: Readonly<Partial<Record<Command, Key>>> = {
  'section.next': named('PageDown'),
  'section.back': named('PageUp'),
};

/** A key that what lies on top takes itself. */
function takenKey(env: Env, state: DeskState, key: Key): Stepped {
  const done = unboundKey(env, state, key);
  const nothing = done.state === state && !done.effects.length;
  return nothing ? only(telling(state, 'notice.no_further', {}, 'warning')) : done;
}

function boundKey(env: Env, state: DeskState, key: Key): Stepped | null {
  if (key.kind === 'paste') return null;
  if (key.kind === 'char' && !state.leader.length) return null;
  const sequence = [...state.leader, keyId(key)];
  const found = env.keymap.lookup(sequence);
  const calm = { ...state, leader: [] };
  if (found && 'command' in found) {
    const page = PAGING[found.command];
    if (page && takesBound(calm, page)) return takenKey(env, calm, page);
    const { overlay } = calm;
    if (overlay && openerOf(overlay) === found.command) return only(over(calm, null));
    if (overlay?.kind === 'conflict' && found.command === 'save') return askWhy(env, calm, overlay);
    const passes = overlay && overlay.kind !== 'prompt' && found.command !== 'back';
    const keeps =
      found.command === 'help.show' || found.command === 'cancel' || found.command === 'menu.open';
    return run(env, passes && !keeps ? clear(calm) : calm, found.command);
  }
  if (found) return only({ ...state, leader: sequence });
  return state.leader.length ? only(refusing(calm, { code: 'key.leader' })) : null;
}

/** Whether a key paints the screen anew, which must change nothing of what is on it. */
function paintsAnew(env: Env, state: DeskState, key: Key): boolean {
  if (key.kind !== 'named' || state.leader.length) return false;
  const found = env.keymap.lookup([keyId(key)]);
  return found !== undefined && 'command' in found && found.command === 'redraw';
}

function keyStep(env: Env, before: DeskState, key: Key): Stepped {
  if (before.lock) return lockKey(before, key);
  if (paintsAnew(env, before, key)) return { state: before, effects: [{ kind: 'redraw' }] };
  const stays = before.notice?.lasting && key.kind === 'char';
  const state =
    (before.notice && !stays) || before.cancelling ? { ...before, notice: null } : before;
  if (!state.leader.length && takesBound(state, key)) {
    return takenKey(env, state, key);
  }
  if (
    !state.leader.length &&
    key.kind === 'named' &&
    key.name === 'Enter' &&
    !key.ctrl &&
    !key.alt
  ) {
    const done = enterKey(env, state);
    if (done) return done;
  }
  return boundKey(env, state, key) ?? unboundKey(env, state, key);
}

/**
 * Keys behind fresh lists or the end wait: they are about what is not there yet, or not any more.
 */
function holding(stepped: Stepped): Stepped {
  const waits = stepped.effects.some((effect) => effect.kind === 'lists' || effect.kind === 'quit');
  return waits ? { ...stepped, state: { ...stepped.state, waiting: true } } : stepped;
}

/**
 * The desk: a state and an event give the next state and what is to be done. Keys may come as a
 * list of any length; those behind an effect that must answer first wait in the state's queue, so
 * typing ahead gives the same as typing slowly.
 */
export function step(env: Env, before: DeskState, event: DeskEvent): Stepped {
  let state = before;
  const effects: Effect[] = [];
  let queue = state.queue;
  if (event.kind === 'size') {
    state = { ...state, size: { cols: event.cols, rows: event.rows } };
  } else if (event.kind === 'keys') {
    queue = queue.length ? [...queue, ...event.keys] : event.keys;
  } else if (event.kind === 'paused') {
    state = { ...state, pausedAt: state.leader };
  } else if (event.kind === 'deed') {
    const done = holding(deedStep(env, state, event.deed));
    state = done.state;
    effects.push(...done.effects);
  } else if (event.kind === 'idle') {
    // What is under way goes on below the lock, and its answer is still awaited.
    const locked = lockNow(state);
    state = locked.state;
    effects.push(...locked.effects);
  } else if (event.kind === 'letters_lost') {
    const notice = { kind: 'warning', key: 'notice.letters_lost', lasting: true } as const;
    if (!state.lock) state = { ...state, notice };
  } else if (event.kind === 'sync') {
    state = syncTold(state, event);
  } else if (event.kind === 'news') {
    // Nobody waited for it: an answer that is awaited is still awaited.
    const came = newsCame(env, state, event);
    state = came.state;
    effects.push(...came.effects);
  } else {
    const answered = holding(answer(env, state, event));
    state = answered.state;
    queue = state.queue;
    effects.push(...answered.effects);
  }
  let at = 0;
  while (!state.waiting && at < queue.length) {
    const key = queue[at++] as Key;
    const stepped = holding(keyStep(env, state, key));
    state = stepped.state;
    effects.push(...stepped.effects);
  }
  // Most keys come alone and leave nothing behind: the state keeps the empty queue it has.
  if (queue.length > at || state.queue.length) state = { ...state, queue: queue.slice(at) };
  return { state, effects };
}
