import type { Form } from '../form/define';
import { numberText, type Rec, sameValue, type Values } from '../form/value';
import { ACTIONS } from '../forms/actions';
import { factsOf } from '../records/facts';
import { conflictShown, unsettled } from './conflict';
import { deliveryShown } from './delivery';
import { showRec } from './diary';
import { amendEntry, enter, openEntry, refill, setValue, showRecord, stopsOf } from './entry';
import {
  activeEntry,
  awaiting,
  type Env,
  factsHere,
  only,
  over,
  putEntry,
  refusing,
  telling,
} from './env';
import { tried } from './lock';
import { finishField, refuseAt, settleForm } from './moving';
import { keepingLine, olderCame } from './older';
import { pastShown } from './past';
import {
  alikeFound,
  householdsShown,
  isFormer,
  isNamedOnly,
  listOfPersons,
  namePerson,
  nobodyFound,
  onward,
  personMade,
  personShown,
} from './persons';
import { recalled } from './recall';
import { showList } from './start-list';
import type { Command, DeskEvent, DeskState, Notice, Stepped, Window } from './state';
import { settled } from './sync';
import { edited } from './text-editor';
import { undone } from './undo';
import { openWindow, switched, unsavedIn, WINDOWS_MAX } from './windows';
import { dayChanged } from './work-day';

type Answer<K extends DeskEvent['kind']> = Extract<DeskEvent, { kind: K }>;

function found(env: Env, state: DeskState, event: Answer<'found'>): Stepped {
  const [one, ...others] = event.persons;
  if (!one) {
    const typed =
      event.purpose === 'finder' ? state.start.finder.text : activeEntry(state)?.edit.line.text;
    return only(nobodyFound(state, typed ?? ''));
  }
  if (others.length || event.more) return only(listOfPersons(state, event));
  if (event.purpose === 'finder') {
    const told = isFormer(state.start.finder.text, one) ? { told: 'notice.former_id' } : {};
    return awaiting(state, { kind: 'open', person: one.id, ...told });
  }
  if (isNamedOnly(env, state)) return namePerson(env, state, one, event.after);
  return awaiting(state, { kind: 'take', person: one.id, after: event.after });
}

function opened(env: Env, state: DeskState, event: Answer<'opened'>): Stepped {
  const { closed, state: fresh, effects } = openWindow(env, state, event.client, event.drafts);
  const rec = event.record && event.client.records.find((one) => one.id === event.record);
  if (rec) return only(showRec(env, fresh, rec), ...effects);
  if (event.draft && fresh.entries[event.draft]) {
    return only({ ...fresh, pane: event.draft }, ...effects);
  }
  if (closed) return only(tellingClosed(fresh, closed), ...effects);
  if (event.told) {
    const values = { id: event.client.person.identifier };
    return only(telling(fresh, event.told, values), ...effects);
  }
  const count = unsavedIn(fresh).length;
  return only(count ? telling(fresh, 'notice.drafts', { count }) : fresh, ...effects);
}

/** Says which client gave way to the one that was opened. */
function tellingClosed(state: DeskState, window: Window): DeskState {
  const count = unsavedIn(window).length;
  const named = { name: window.client?.person.name ?? '', max: WINDOWS_MAX };
  const values = count ? { ...named, count } : named;
  return telling(state, 'notice.window_gave_way', values, 'warning');
}

/** A person was found for the row being entered: the row is now about that person's case. */
function taken(env: Env, state: DeskState, event: Answer<'taken'>): Stepped {
  const active = activeEntry(state);
  if (!active) return only(state);
  const focus = active.focus;
  if (state.overlay?.kind === 'prompt') return takenInPrompt(env, state, event);
  const settled = settleForm(env, state, { ...active, client: event.client });
  const facts = factsOf(state.setting, event.client, active.node);
  const world = { registry: env.registry, form: env.registry.form(settled.form), facts };
  const set = setValue(world, { ...settled, client: event.client }, focus, event.client.person.id);
  const refusal = world.form.mayOpen(facts);
  const entry = enter(world, refill(world, set), focus);
  if (refusal) {
    const marked = { ...entry, problems: { ...entry.problems, [focus]: refusal } };
    return only(refusing(putEntry(state, marked), refusal));
  }
  return finishField(env, putEntry(state, entry), event.after);
}

/** A person was found for a question: what else it asks is asked in that person's case. */
function takenInPrompt(env: Env, state: DeskState, event: Answer<'taken'>): Stepped {
  const { overlay } = state;
  if (overlay?.kind !== 'prompt') return only(state);
  const { entry, form } = overlay;
  const facts = factsOf(state.setting, event.client, entry.node);
  const world = { registry: env.registry, form, facts };
  const there = { ...entry, client: event.client };
  const set = enter(
    world,
    setValue(world, there, entry.focus, event.client.person.id),
    entry.focus,
  );
  return finishField(env, putEntry(state, set), onward(state, event.after));
}

function rowTaken(env: Env, state: DeskState, event: Answer<'row_taken'>): Stepped {
  const form = env.registry.form(event.rec.form);
  const facts = factsOf(state.setting, event.client, null);
  const world = { registry: env.registry, form, facts };
  const shown = showRecord(world, event.rec, event.client);
  const locked = form.locked(event.rec);
  const entry = locked ? shown : amendEntry(world, shown);
  const put = { ...state, entries: { ...state.entries, [state.pane]: entry } };
  return only(locked ? refusing(put, locked) : put);
}

/** Words of a save: with the number when the record got one. */
function savedWords(
  form: Form,
  rec: Rec,
): { key: string; values: Record<string, string | number> } {
  const no = form.number ? numberText(rec, form.number.field) : '';
  return no === ''
    ? { key: 'notice.saved', values: {} }
    : { key: `notice.saved.${form.id}`, values: { no, year: rec.diary_on.slice(0, 4) } };
}

/** Says it, with the command that suits the record, if there is one for this user. */
function offering(state: DeskState, notice: Notice, rec: Rec): DeskState {
  const facts = factsHere(state);
  const action = ACTIONS.find(
    (one) => one.form === rec.form && one.offered?.(rec, facts) && facts.allows(one.form, 'create'),
  );
  const offer = action ? { offer: action.command as Command } : {};
  return { ...state, notice: { ...notice, ...offer } };
}

function saved(env: Env, state: DeskState, event: Answer<'saved'>): Stepped {
  const form = env.registry.form(event.rec.form);
  const words = savedWords(form, event.rec);
  const client =
    state.client && event.client?.person.id === state.client.person.id
      ? event.client
      : state.client;
  const base = offering(
    {
      ...state,
      client,
      savedAt: event.at,
      lastSaved: { ...state.lastSaved, [form.id]: event.rec.values },
    },
    { kind: 'done', ...words },
    event.rec,
  );
  const lists = { kind: 'lists' as const };
  if (event.after === 'cell') {
    return {
      state: { ...base, grid: state.grid && { ...state.grid, changed: false } },
      effects: [lists],
    };
  }
  const entry = state.entries[event.slot];
  const amended = entry?.mode === 'amending';
  if (form.isClient && entry && !amended) return personMade(base, entry, event);
  const next = event.after === 'next' || (form.grid !== undefined && !amended);
  const put = next ? nextEntry(env, base, event.slot, event.rec) : shownEntry(env, base, event);
  return { state: put, effects: [lists] };
}

/** The next entry of the same tab, with what the grid keeps. */
function nextEntry(env: Env, state: DeskState, slot: string, rec: Rec): DeskState {
  const form = env.registry.form(slot);
  const before = state.entries[slot];
  const client = before?.client?.person.id === state.client?.person.id ? state.client : null;
  const facts = factsOf(state.setting, client, before?.node ?? null);
  const keep: Values = Object.fromEntries(
    (form.grid?.keeps ?? []).map((id) => [id, rec.values[id] ?? null]),
  );
  const refusal = client ? form.mayOpen(facts) : null;
  if (refusal) return refusing(state, refusal);
  const entry = openEntry(
    { registry: env.registry, form, facts },
    { client, node: before?.node ?? null, keep },
  );
  return { ...state, entries: { ...state.entries, [slot]: entry } };
}

function shownEntry(env: Env, state: DeskState, event: Answer<'saved'>): DeskState {
  const form = env.registry.form(event.rec.form);
  const { known } = state.entries[event.slot] ?? {};
  const facts = factsOf(state.setting, event.client, null, known);
  const entry = showRecord({ registry: env.registry, form, facts }, event.rec, event.client);
  return { ...state, entries: { ...state.entries, [event.slot]: entry } };
}

function changed(state: DeskState, event: Answer<'changed'>): Stepped {
  if (event.stays) return stayed(state, event);
  const entries = Object.fromEntries(
    Object.entries(state.entries).filter(([, entry]) => entry.dirty),
  );
  const elsewhere = state.client ? 'diary' : 'start';
  const pane = entries[state.pane] || state.pane === 'start' ? state.pane : elsewhere;
  const next = { ...state, client: event.client ?? state.client, entries, pane, savedAt: event.at };
  return { state: telling(next, event.key, event.values), effects: [{ kind: 'lists' }] };
}

/** Something was made beside what lies open: it stays, over the case as it now stands. */
function stayed(state: DeskState, event: Answer<'changed'>): Stepped {
  const client = event.client ?? state.client;
  const entries = Object.fromEntries(
    Object.entries(state.entries).map(([slot, entry]) => [
      slot,
      entry.client?.person.id === client?.person.id ? { ...entry, client } : entry,
    ]),
  );
  const next = { ...state, client, entries, savedAt: event.at };
  return { state: telling(next, event.key, event.values), effects: [{ kind: 'lists' }] };
}

/**
 * Somebody saved the record meanwhile. Both versions are shown; the entry then stands on theirs,
 * with what this user changed still in it, so that the next save is a choice and not an accident.
 */
function stale(env: Env, state: DeskState, event: Answer<'stale'>): Stepped {
  const overlay = {
    kind: 'stale' as const,
    slot: event.slot,
    theirs: event.theirs,
    fields: event.fields,
  };
  const entry = state.entries[event.slot];
  if (!entry?.saved) return { state: over(state, overlay), effects: [{ kind: 'lists' }] };
  const before = entry.saved.values;
  const mine = Object.keys(entry.values).filter((id) => !sameValue(entry.values[id], before[id]));
  const values = {
    ...event.theirs.values,
    ...Object.fromEntries(mine.map((id) => [id, entry.values[id] ?? null])),
  };
  const form = env.registry.form(entry.form);
  const facts = factsOf(state.setting, entry.client, entry.node);
  const world = { registry: env.registry, form, facts };
  // The hands come to the first field that is to be looked at.
  const stops = stopsOf(world, values);
  const first = event.fields.find(({ field }) => stops.includes(field))?.field;
  const onTheirs = enter(world, { ...entry, saved: event.theirs, values }, first ?? entry.focus);
  const entries = { ...state.entries, [event.slot]: onTheirs };
  return { state: over({ ...state, entries }, overlay), effects: [{ kind: 'lists' }] };
}

function refused(env: Env, state: DeskState, event: Answer<'refused'>): Stepped {
  const entry = event.slot === null ? null : state.entries[event.slot];
  const [first] = event.problems;
  if (entry && event.slot === state.pane) return only(refuseAt(env, state, entry, event.problems));
  if (event.problems.length > 1) {
    return only(over(state, { kind: 'blockers', command: '', problems: event.problems }));
  }
  const said = first ? refusing(state, first) : state;
  // A row somebody else was quicker with goes out of the list.
  return state.pane === 'start' ? { state: said, effects: [{ kind: 'lists' }] } : only(said);
}

/** Puts the answer of an effect into the state; keys that waited come after it. */
export function answer(env: Env, waiting: DeskState, event: DeskEvent): Stepped {
  const state = { ...waiting, waiting: false };
  const answered = answerTo(env, state, event);
  return { ...answered, state: keepingLine(env, state, answered.state) };
}

function answerTo(env: Env, state: DeskState, event: DeskEvent): Stepped {
  switch (event.kind) {
    case 'found':
      return found(env, state, event);
    case 'opened':
      return opened(env, state, event);
    case 'older':
      return olderCame(state, event);
    case 'taken':
      return taken(env, state, event);
    case 'loose':
      return only(showRec(env, { ...over(state, null), client: null }, event.rec));
    case 'row_taken':
      return rowTaken(env, state, event);
    case 'saved':
      return saved(env, state, event);
    case 'changed':
      return changed(state, event);
    case 'refused':
      return refused(env, state, event);
    case 'stale':
      return stale(env, state, event);
    case 'lists':
      return only({
        ...showList(state, event.list, event.standsIn),
        today: event.today,
        gridRows: event.gridRows,
      });
    case 'day':
      return dayChanged(env, state, event.day, event.client);
    case 'person':
      return personShown(env, state, event);
    case 'undone':
      return undone(env, state, event);
    case 'past':
      return pastShown(env, state, event);
    case 'history':
      return only(over(state, { kind: 'history', history: event.history, top: 0 }));
    case 'alike':
      return alikeFound(env, state, event);
    case 'households':
      return householdsShown(env, state, event);
    case 'tried':
      return tried(state, event.right);
    case 'delivery':
      return only(deliveryShown(state, event));
    case 'conflict':
      return only(conflictShown(env, state, event.conflict));
    case 'settled':
      return only(settled(env, state, event));
    case 'unsettled':
      return only(unsettled(env, state, event));
    case 'switched':
      return switched(env, state, event.client);
    case 'recalled':
      return recalled(env, state, event);
    case 'edited':
      return edited(env, state, event);
    case 'failed':
      return only(refusing(state, event.problem));
    default:
      return only(state);
  }
}
