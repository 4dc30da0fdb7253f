import type { Key } from '../keys/key';
import { LIST_KINDS } from '../records/lists';
import type { ListKind, WorkList, WorkRow } from '../records/work-list';
import { insertText } from '../screen/line-edit';
import { slotOf } from './diary';
import { awaiting, type Env, only, refusing } from './env';
import type { Command, DeskState, Stepped } from './state';
import { readDraftKey } from './windows';

/** The lists that can stand below the finder now, in the order of their tabs. */
export function listsNow({ start }: DeskState): readonly ListKind[] {
  return LIST_KINDS.filter((kind) => kind !== 'standing' || start.standsIn);
}

/** The next list below the finder, or the one before; the hands begin at its top. */
export function nextList(state: DeskState, step: 1 | -1 = 1): Stepped {
  const kinds = listsNow(state);
  const at = kinds.indexOf(state.start.list) + step + kinds.length;
  const list = kinds[at % kinds.length] as ListKind;
  const start = { ...state.start, list, at: 0 };
  return { state: { ...state, start, workList: [] }, effects: [{ kind: 'lists' }] };
}

/** Puts a fresh list below the finder; hands in it stay at their place, or leave an empty one. */
export function showList(
  state: DeskState,
  { kind, rows, more }: WorkList,
  standsIn: boolean,
): DeskState {
  const { start } = state;
  const at = Math.max(0, Math.min(start.at, rows.length - 1));
  const side = rows.length ? start.side : 'finder';
  return { ...state, workList: rows, start: { ...start, list: kind, at, side, more, standsIn } };
}

/** The row under the hands, null while they are in the finder. */
export function rowUnderHands(state: DeskState): WorkRow | null {
  if (state.pane !== 'start' || state.start.side !== 'list') return null;
  return state.workList[state.start.at] ?? null;
}

/** Does a command on the row under the hands without opening its client. */
export function actOnRow(state: DeskState, command: Command): Stepped {
  const row = rowUnderHands(state);
  if (!row || row.record === null || row.version === null) {
    return only(refusing(state, { code: 'queue.row' }));
  }
  const { person, record, version } = row;
  return awaiting(state, {
    kind: 'act_listed',
    command,
    person: person?.id ?? null,
    record,
    version,
  });
}

/** Opens what a row of a list is about: the record, or the entry a draft was left in. */
export function openRow(env: Env, state: DeskState, row: WorkRow): Stepped {
  const draft = row.kind === 'draft' ? slotOf(env, row.form) : undefined;
  const loose = draft !== undefined && (!row.person || readDraftKey(row.record ?? '').loose);
  if (loose && state.entries[draft]) return only({ ...state, pane: draft });
  if (!row.person) {
    const { form, record } = row;
    if (!draft && record !== null) return awaiting(state, { kind: 'open_loose', form, record });
    return only(refusing(state, { code: 'work_list.no_person' }));
  }
  const target = draft ? { draft } : { record: row.record ?? undefined };
  const standingIn = state.start.list === 'standing';
  return awaiting(state, { kind: 'open', person: row.person.id, ...target, standingIn });
}

/** Keys of the list below the finder, or null for one that means nothing there. */
export function startListKey(env: Env, state: DeskState, key: Key, page: number): Stepped | null {
  const { start, workList } = state;
  if (key.kind === 'char') {
    // Typing goes to the finder wherever the hands are.
    const finder = insertText(start.finder, key.text);
    return only({ ...state, start: { ...start, finder, side: 'finder' } });
  }
  if (key.kind !== 'named') return null;
  const to = (wanted: number) => {
    const at = Math.max(0, Math.min(workList.length - 1, wanted));
    return only(at === start.at ? state : { ...state, start: { ...start, at } });
  };
  switch (key.name) {
    case 'Up':
      return start.at === 0
        ? only({ ...state, start: { ...start, side: 'finder' } })
        : to(start.at - 1);
    case 'Down':
      return to(start.at + 1);
    case 'Left':
      return nextList(state, -1);
    case 'Right':
      return nextList(state);
    case 'PageUp':
      return to(start.at - page);
    case 'PageDown':
      return to(start.at + page);
    case 'Home':
      return to(0);
    case 'End':
      return to(workList.length - 1);
    case 'Enter': {
      const row = workList[start.at];
      return row ? openRow(env, state, row) : null;
    }
    default:
      return null;
  }
}
