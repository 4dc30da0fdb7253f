import type { Problem } from '../base/problems';
import type { Worker } from '../form/facts';
import type { ConflictNews } from '../records/conflict-news';
import { type Env, factsHere, only, over, refusing, telling } from './env';
import { showList } from './start-list';
import type { Command, DeskState, Notice, Stepped } from './state';
import type { SyncEvent } from './sync-state';
import { type FinalNumber, finalNumbers, recordsCome } from './what-came';
import { closeWindow, newerInFront, renewedFront } from './windows';

/** Why a command of the way to the centre cannot act. */
export function syncProblem({ sync }: DeskState, command: Command): Problem | null {
  if (!sync) return { code: 'sync.no_centre' };
  const isIn = sync.contact === 'ok' || sync.contact === 'new';
  if (command === 'sync.password' && isIn) return { code: 'sync.signed_in' };
  return null;
}

/** Notices of somebody who waits for the centre, and has done nothing else since. */
const WAITS: readonly (string | undefined)[] = ['notice.sync_now', 'notice.signing_in'];

/**
 * How an exchange went or what was saved: the status line follows. Where only a password helps
 * whoever waits, it is asked for, and why is said.
 */
export function syncTold(
  state: DeskState,
  { sync, refused, asked }: Extract<SyncEvent, { kind: 'sync' }>,
): DeskState {
  const told = { ...state, sync };
  const { notice, overlay, lock } = state;
  if (asked && notice?.key === 'notice.sync_now') return telling(told, 'notice.sync_done');
  const isIn = sync.contact === 'ok' && notice?.key === 'notice.signing_in';
  if (isIn) return telling(told, 'notice.signed_in');
  if (!refused) return told;
  const isFree = !overlay && !lock && WAITS.includes(notice?.key);
  const asks = isFree && sync.contact === 'password';
  return refusing(asks ? over(told, { kind: 'password', typed: '' }) : told, refused);
}

/**
 * Entries of others have come in. What is open is laid on the cases as they stand now: the hands,
 * the lines, the focus and what is typed stay where they are. An entry being changed that somebody
 * else changed too is told of; it is shown field by field when it is saved.
 */
export function newsCame(
  env: Env,
  before: DeskState,
  event: Extract<SyncEvent, { kind: 'news' }>,
): Stepped {
  const { setting } = event;
  const { me } = before.setting;
  const laid = newsLaid(env, setting ? { ...before, setting } : before, event);
  const told = conflictsTold(env, laid, event.conflicts ?? []);
  if (!setting || event.gone || isSameRight(me, setting.me)) return told;
  return { ...told, state: rightsTold(told.state) };
}

/** What a worker may do follows from these. */
function isSameRight(one: Worker, other: Worker): boolean {
  return one.role === other.role && one.unit === other.unit && one.active === other.active;
}

/** Own rights have changed at the centre. What is typed stays, as a draft if it cannot be saved. */
function rightsTold(state: DeskState): DeskState {
  const { me } = state.setting;
  const key = me.active ? 'notice.rights_changed' : 'notice.rights_gone';
  const values = { unit: factsHere(state).unitName(me.unit) };
  const notice: Notice = { kind: 'warning', key, values, lasting: true };
  return state.lock ? state : { ...state, notice };
}

const CAME = 'notice.conflict_came';

/**
 * A conflict has come, or somebody else has settled one: whose, in what and with whom is said, also
 * where the record lies open and shows by now what the centre has. It stays under typing hands; a
 * locked screen says nothing. That one has come is no longer said of one that is settled.
 */
function conflictsTold(env: Env, stepped: Stepped, all: readonly ConflictNews[]): Stepped {
  const came = all.filter(({ settled }) => !settled);
  const ended = all.filter(({ settled }) => settled);
  const isOld = ended.length > 0 && stepped.state.notice?.key === CAME;
  const state = isOld ? { ...stepped.state, notice: null } : stepped.state;
  const said = came.length ? came : ended.filter(({ settled }) => settled === 'others');
  const here = state.client?.person.id;
  const first = said.find(({ person }) => person?.id === here) ?? said[0];
  if (!first || state.lock) return { ...stepped, state };
  const words = env.words(state.setting.lang);
  const [field = ''] = first.fields;
  const values = {
    who: first.who,
    form: words.t(`form.${first.form}`),
    field: words.t(field.startsWith('$') ? 'conflict.whole' : `form.${first.form}.${field}`),
    whose: first.person && first.person.id !== here ? first.person.name : '',
    more: said.length > 1 ? said.length - 1 : '',
  };
  const notice: Notice = {
    ...{ kind: 'warning', key: came.length ? CAME : 'notice.conflict_settled', values },
    ...{ offer: 'sync.list', lasting: true },
  };
  return { ...stepped, state: { ...state, notice } };
}

function newsLaid(
  env: Env,
  before: DeskState,
  event: Extract<SyncEvent, { kind: 'news' }>,
): Stepped {
  const { client } = event;
  const state = withLists(before, event);
  if (event.gone) return clientGone(state);
  if (!client || state.past || state.client?.person.id !== client.person.id) return only(state);
  const next = renewedFront(env, state, client);
  const newer = newerInFront(next);
  if (newer && newer.version !== newerInFront(state)?.version) {
    const form = env.words(state.setting.lang).t(`form.${newer.form}`);
    return only(telling(next, 'notice.changed_elsewhere', { form }, 'warning'));
  }
  if (state.notice || state.overlay || state.lock) return only(next);
  const finals = finalNumbers(env.registry, state.client, client);
  const changed = finals.find(({ number, was }) => number !== was);
  if (changed) return only(numberTold(env, next, changed));
  const count = recordsCome(state.client, client, finals).length;
  return only(count ? telling(next, 'notice.news', { count }) : next);
}

/** The centre gave another number than the base had for the time being. */
function numberTold(env: Env, state: DeskState, { form, field, number, was }: FinalNumber) {
  const words = env.words(state.setting.lang);
  const caption = words.t(`form.${form}.${field}`);
  const values = { form: words.t(`form.${form}`), field: caption, number, was };
  return telling(state, 'notice.number_final', values);
}

/** The window of a client who is no longer in this base closes; what is typed stays as drafts. */
function clientGone(state: DeskState): Stepped {
  const closed = closeWindow(over(state, null));
  return { ...closed, state: telling(closed.state, 'notice.client_gone', {}, 'warning') };
}

/** A conflict is settled: the case as it stands after it, and what was done is said. */
export function settled(
  env: Env,
  state: DeskState,
  { client, lists, at }: Extract<SyncEvent, { kind: 'settled' }>,
): DeskState {
  const laid = newsCame(env, state, { kind: 'news', client, lists }).state;
  return telling({ ...laid, savedAt: at }, 'notice.settled');
}

/** The lists of the start screen anew, with the hands on the same row. */
function withLists(state: DeskState, { lists }: Extract<SyncEvent, { kind: 'news' }>): DeskState {
  if (!lists) return state;
  const row = state.workList[state.start.at];
  const next = {
    ...showList(state, lists.list, lists.standsIn),
    today: lists.today,
    gridRows: state.grid ? state.gridRows : lists.gridRows,
  };
  const at = next.workList.findIndex(
    (one) => one.record !== null && one.record === row?.record && one.kind === row.kind,
  );
  return at < 0 ? next : { ...next, start: { ...next.start, at } };
}
