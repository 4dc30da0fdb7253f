import type { Problem } from '../base/problems';
import type { CaseFacts } from '../form/facts';
import type { Rec } from '../form/value';
import { PANES, SMALL_PANES } from '../forms/panes';
import { showInstant } from '../rules/typed-instant';
import { NEW_DIARY, selectedNode, showRec, slotOf } from './diary';
import { type Env, only, over, telling } from './env';
import { promptFor } from './prompts';
import type { Aside, Command, DeskState, Entry, Stepped } from './state';

/** What only looks, moves or leaves; every other command would write, and waits for now. */
const LOOKING: ReadonlySet<Command> = new Set<Command>([
  ...PANES.map((pane) => pane.command as Command),
  ...SMALL_PANES.map((pane) => pane.command as Command),
  'case.past',
  'case.now',
  'history.show',
  'person.show',
  'tab.other',
  'redraw',
  'language.next',
  'language.fi',
  'language.sv',
  'language.en',
  'finder.open',
  'start.open',
  'session.lock',
  'window.next',
  'window.close',
  'palette.open',
  'field.find',
  'menu.open',
  'help.show',
  'help.short',
  'keys.show',
  'field.next',
  'field.back',
  'section.next',
  'section.back',
  'back',
  'quit',
]);

/** Why nothing can be entered while the case is shown as it was: `past.read_only` {at}. */
export function readOnly(state: DeskState): Problem | null {
  return state.past && { code: 'past.read_only', values: { at: showInstant(state.past.at) } };
}

/** Why a command cannot act on a case as it was, or null when it only looks at it. */
export function pastProblem(env: Env, state: DeskState, command: Command): Problem | null {
  if (!LOOKING.has(command)) return readOnly(state);
  const pane = [...PANES, ...SMALL_PANES].find((one) => one.command === command);
  if (!pane?.form || newestOf(env, state, pane.form)) return null;
  return { code: 'past.no_record', values: { at: showInstant(state.past?.at ?? '') } };
}

/** Asks as of when the open case is to be shown. */
export function askPast(env: Env, state: DeskState): Stepped {
  return only(over(state, promptFor(env, state, { kind: 'past' })));
}

/**
 * Lays the case as it was over what lay there. That is kept as it is, with everything typed, and
 * comes back with the first step back to now.
 */
export function pastShown(
  env: Env,
  state: DeskState,
  event: { at: string; client: CaseFacts; person: Rec },
): Stepped {
  const open = state.entries[state.pane]?.saved?.id;
  const laid: DeskState = {
    ...over(state, null),
    past: { at: event.at, person: event.person, aside: state.past?.aside ?? asideOf(state) },
    client: event.client,
    entries: {},
    pane: 'diary',
    diary: NEW_DIARY,
    gridRows: [],
    grid: null,
    button: null,
  };
  const rec = event.client.records.find((one) => one.id === open);
  return only(told(rec ? showRec(env, laid, rec) : laid, 'notice.past'));
}

/** The desk as it lay before looking back; the same state when nobody does. */
export function presentOf(state: DeskState): DeskState {
  return state.past ? { ...state, ...state.past.aside, past: null } : state;
}

/** Back to the case as it stands. */
export function toPresent(state: DeskState): Stepped {
  return only(told(presentOf(over(state, null)), 'notice.present'));
}

/** The work in hand: what lies aside while the case is shown as it was. */
export function entriesInHand(state: DeskState): Readonly<Record<string, Entry>> {
  return state.past?.aside.entries ?? state.entries;
}

/** A tab of the past: the record of its form that stood last, under the chosen node. */
export function showNewest(env: Env, state: DeskState, form: string): Stepped {
  const rec = newestOf(env, state, form);
  if (!rec) return only(state);
  const bare = { ...over(state, null), grid: null, button: null };
  const slot = slotOf(env, rec.form);
  if (state.pane === slot && state.entries[slot]?.saved?.id === rec.id && !state.overlay) {
    return only(telling(state, 'notice.already_here', {}, 'warning'));
  }
  return only(showRec(env, bare, rec));
}

/** The client's own record as it was. */
export function showPastPerson(env: Env, state: DeskState): DeskState {
  const person = state.past?.person;
  if (!person) return state;
  if (state.pane === person.form && !state.overlay) {
    return telling(state, 'notice.already_here', {}, 'warning');
  }
  return showRec(env, { ...over(state, null), grid: null, button: null }, person);
}

function newestOf(env: Env, state: DeskState, form: string): Rec | undefined {
  const node = state.pane === 'diary' ? selectedNode(env, state) : null;
  const all = (records: readonly Rec[]) => records.filter((rec) => rec.form === form);
  const near = node ? all(node.records) : [];
  const found = near.length ? near : all(state.client?.records ?? []);
  return found.reduce<Rec | undefined>(
    (newest, rec) => (newest && newest.entry_no > rec.entry_no ? newest : rec),
    undefined,
  );
}

/** What was revealed for a reason does not come back without one, unless it is being changed. */
function asideOf(state: DeskState): Aside {
  const { client, diary, gridRows, grid, button } = state;
  const kept = Object.entries(state.entries).filter(([, one]) => one.dirty || !one.revealed);
  const entries = Object.fromEntries(kept);
  const gone = state.entries[state.pane] && !entries[state.pane];
  return { client, pane: gone ? 'diary' : state.pane, entries, diary, gridRows, grid, button };
}

function told(state: DeskState, key: string): DeskState {
  return telling(state, key, state.past ? { at: showInstant(state.past.at) } : {});
}
