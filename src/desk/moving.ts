import type { Problem } from '../base/problems';
import type { Form } from '../form/define';
import { problemsOf } from '../form/fill';
import { isEmpty, type Values } from '../form/value';
import { factsOf } from '../records/facts';
import {
  amendEntry,
  answersOf,
  enter,
  followingStop,
  isAmended,
  keepTyped,
  type Left,
  leave,
  nextStop,
  openEntry,
  previousStop,
  refill,
} from './entry';
import { activeEntry, awaiting, type Env, only, over, putEntry, refusing, worldOf } from './env';
import { listForField } from './list';
import { expand, takesPhrases, withPhrase } from './phrases';
import { promptFor, submitPrompt } from './prompts';
import { enterCell, keepInCell, leaveCell, moveCell } from './rows-edit';
import type { DeskState, Entry, Stepped } from './state';
import { unreadProblems } from './unread';

/** What is to happen once the focused field has been read. */
export type Then = 'next' | 'save' | 'stay';

/** A short name that stands last when its field is left is a phrase too. */
function withLastPhrase(env: Env, state: DeskState, entry: Entry) {
  const { form, facts } = worldOf(env, state, entry);
  const field = form.fields[entry.focus];
  if (!field || !entry.edit.changed || !takesPhrases(field)) return null;
  const use = { phrases: env.phrases, today: state.today };
  return expand(entry.edit.line, '', field, facts, use);
}

function leaveField(env: Env, state: DeskState, left: Entry): Left {
  const put = withLastPhrase(env, state, left);
  const entry = put?.kind === 'done' ? withPhrase(left, put) : left;
  const world = worldOf(env, state, entry);
  return world.form.fields[entry.focus]?.kind === 'rows'
    ? leaveCell(world, entry)
    : leave(world, entry);
}

/** Moves the answers of an entry to another form; what the user chose is carried over. */
function switchForm(env: Env, state: DeskState, entry: Entry, to: Form, without: string): Entry {
  const keep = Object.fromEntries(
    entry.touched
      .filter((id) => id in to.fields && id !== without)
      .map((id) => [id, entry.values[id] ?? null]),
  ) as Values;
  const facts = factsOf(state.setting, entry.client, entry.node);
  const world = { registry: env.registry, form: to, facts };
  const opened = openEntry(world, { client: entry.client, node: entry.node, keep });
  // The hands may stand in a field that only the form they come from has.
  const focus = entry.focus in to.fields ? entry.focus : opened.focus;
  return { ...enter(world, opened, focus), dirty: entry.dirty };
}

/** A work entry left without its person becomes work without a client, and back. */
export function settleForm(env: Env, state: DeskState, entry: Entry): Entry {
  const { form } = worldOf(env, state, entry);
  if (entry.mode !== 'new') return entry;
  const { without, within } = form;
  if (without && entry.client === null && isEmpty(entry.values[without.field])) {
    return switchForm(env, state, entry, env.registry.form(without.form), without.field);
  }
  if (within && entry.client !== null) {
    return switchForm(env, state, entry, env.registry.form(within.form), within.field);
  }
  return entry;
}

/**
 * Reads the focused field, then goes on: to the next stop, to saving, or nowhere. A person must be
 * found in the base first; a text that fits several opens the list.
 */
export function finishField(env: Env, state: DeskState, after: Then): Stepped {
  const active = activeEntry(state);
  if (!active) return only(state);
  if (active.mode === 'shown') return after === 'next' ? stepOn(env, state, active) : only(state);
  const put = withLastPhrase(env, state, active);
  if (put?.kind === 'refused') return only(refusing(state, put.problem));
  if (put?.placed && after === 'next') return only(putEntry(state, withPhrase(active, put)));
  const left = leaveField(env, state, active);
  if (left.find !== undefined) {
    return awaiting(putEntry(state, left.entry), {
      kind: 'find',
      typed: left.find,
      purpose: 'field',
      after,
    });
  }
  if (left.many)
    return listForField(env, putEntry(state, left.entry), active.edit.line.text, after);
  const changed = left.entry !== active;
  const entry =
    active.focus === worldOf(env, state, active).form.without?.field
      ? settleForm(env, state, left.entry)
      : left.entry;
  const kept = putEntry(state, entry);
  const said = left.problem ? refusing(kept, left.problem) : kept;
  if (after === 'save') return saveEntry(env, said, 'stay');
  if (after === 'next') return stepOn(env, said, entry);
  return only(changed ? said : state);
}

function stepOn(env: Env, state: DeskState, entry: Entry): Stepped {
  const world = worldOf(env, state, entry);
  if (world.form.fields[entry.focus]?.kind === 'rows') {
    const moved = moveCell(world, entry, 'next');
    if (moved) return only(putEntry(state, moved));
  }
  const next = nextStop(world, entry, entry.focus);
  if (next) return only(putEntry(state, enter(world, entry, next)));
  // The last stop: the hands stay, and the foot says which key saves.
  const again = enter(world, entry, entry.focus);
  if (state.notice) return only(putEntry(state, again));
  return only({ ...putEntry(state, again), notice: { kind: 'warning', key: 'notice.last_stop' } });
}

/**
 * Leaves the field without a list or a search coming up: text that is not one answer yet stays in
 * the field as typed, with the reason beside it.
 */
function leaveUnread(env: Env, state: DeskState, active: Entry): Left {
  if (active.mode === 'shown') return { entry: active };
  const left = leaveField(env, state, active);
  if (left.find === undefined && !left.many) return left;
  const problem: Problem = { code: left.many ? 'choice.unread' : 'person.unread' };
  const world = worldOf(env, state, left.entry);
  const entry =
    world.form.fields[active.focus]?.kind === 'rows'
      ? keepInCell(world, left.entry, problem)
      : keepTyped(left.entry, active.focus, active.edit.line.text, problem);
  return { entry, problem };
}

/** Goes to the field before, also a passed one, reading the one that is left. */
export function goBack(env: Env, state: DeskState): Stepped {
  const active = activeEntry(state);
  if (!active) return only(state);
  const { entry, problem } = leaveUnread(env, state, active);
  const kept = problem ? refusing(state, problem) : state;
  const world = worldOf(env, state, active);
  if (world.form.fields[entry.focus]?.kind === 'rows') {
    const moved = moveCell(world, entry, 'back');
    if (moved) return only(putEntry(kept, moved));
  }
  const previous = previousStop(world, entry);
  if (!previous)
    return only({
      ...putEntry(kept, entry),
      notice: { kind: 'warning', key: 'notice.first_stop' },
    });
  return only(putEntry(kept, enter(world, entry, previous, 'end')));
}

/** Goes to the field behind, also a passed one, reading the one that is left. */
export function goDown(env: Env, state: DeskState): Stepped {
  const active = activeEntry(state);
  const next = active && followingStop(worldOf(env, state, active), active);
  return next ? goTo(env, state, next) : finishField(env, state, 'next');
}

/** Goes to a given field, reading the one that is left. */
export function goTo(env: Env, state: DeskState, id: string): Stepped {
  const active = activeEntry(state);
  if (!active) return only(state);
  const { entry, problem } = leaveUnread(env, state, active);
  const kept = problem ? refusing(state, problem) : state;
  return only(putEntry(kept, enter(worldOf(env, state, active), entry, id)));
}

/** Shows the refusals and goes to the first refused field. */
export function refuseAt(
  env: Env,
  state: DeskState,
  entry: Entry,
  problems: readonly Problem[],
): DeskState {
  const world = worldOf(env, state, entry);
  const byField = Object.fromEntries(
    problems.filter((one) => one.field).map((one) => [one.field as string, one]),
  );
  const first = problems[0];
  const marked: Entry = { ...entry, problems: { ...entry.problems, ...byField } };
  const field = problems.find((one) => one.field && one.field in world.form.fields)?.field;
  const cell = problems.find((one) => one.field === field)?.values;
  const stood = !field
    ? marked
    : typeof cell?.row === 'number' && world.form.fields[field]?.kind === 'rows'
      ? enterCell(world, marked, field, cell.row - 1, String(cell.column ?? ''))
      : enter(world, marked, field);
  const kept = putEntry(state, stood);
  return first ? refusing(kept, first) : kept;
}

/** Saves the active entry, or says why not. A changed record asks its reason first. */
function saveEntry(env: Env, state: DeskState, after: 'stay' | 'next'): Stepped {
  const active = activeEntry(state);
  if (!active) return only(state);
  if (active.mode === 'shown') return only(refusing(state, { code: 'entry.shown' }));
  const entry = refill(worldOf(env, state, active), settleForm(env, state, active));
  const world = worldOf(env, putEntry(state, entry), entry);
  const unread = unreadProblems(entry);
  const problems = unread.length
    ? unread
    : problemsOf(world.form, entry.values, world.facts, entry.saved);
  const kept = putEntry(state, entry);
  if (problems.length) return only(refuseAt(env, kept, entry, problems));
  if (state.overlay?.kind === 'prompt') return submitPrompt(env, kept);
  if (entry.mode === 'amending') {
    if (!isAmended(world, entry)) return only(refusing(kept, { code: 'amend.nothing' }));
    return only(over(kept, promptFor(env, kept, { kind: 'amend', slot: state.pane })));
  }
  if (world.form.isClient) {
    return awaiting(kept, { kind: 'alike', values: answersOf(world, entry) });
  }
  return saveConfirmed(env, kept, after);
}

/** Saves the new entry under the hands, which has been checked. */
export function saveConfirmed(env: Env, state: DeskState, after: 'stay' | 'next'): Stepped {
  const entry = activeEntry(state);
  if (!entry) return only(state);
  const world = worldOf(env, state, entry);
  return awaiting(state, {
    kind: 'save',
    slot: state.pane,
    form: entry.form,
    values: answersOf(world, entry),
    client: entry.client,
    after: world.form.grid ? 'next' : after,
  });
}

/** Starts changing the record that is shown. */
export function startAmending(env: Env, state: DeskState): Stepped {
  const entry = activeEntry(state);
  if (!entry?.saved) return only(state);
  return only(putEntry(state, amendEntry(worldOf(env, state, entry), entry)));
}

/** Goes to the row above or below in a group of rows, reading the cell that is left. */
export function goToRow(env: Env, state: DeskState, to: 'up' | 'down'): Stepped | null {
  const active = activeEntry(state);
  if (!active) return null;
  const { entry, problem } = leaveUnread(env, state, active);
  const moved = moveCell(worldOf(env, state, entry), entry, to);
  if (!moved) return null;
  return only(putEntry(problem ? refusing(state, problem) : state, moved));
}
