import type { PersonFacts } from '../form/facts';
import type { Value, Values } from '../form/value';
import { HOUSEHOLD_FORM, PERSON_FORM } from '../forms/panes';
import { factsOf } from '../records/facts';
import { readPersonId } from '../rules/person-id';
import { readIdentifier } from '../rules/temporary-id';
import { caretAtEnd, selectAll } from '../screen/line-edit';
import { enter, openEntry, setValue, showRecord } from './entry';
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
  worldOf,
} from './env';
import { finishField, saveConfirmed, type Then } from './moving';
import { columnAt, enterCell, setCell } from './rows-edit';
import type { DeskEvent, DeskState, Entry, ListRow, Overlay, Stepped } from './state';

type Answer<K extends DeskEvent['kind']> = Extract<DeskEvent, { kind: K }>;
type ListOverlay = Extract<Overlay, { kind: 'list' }>;

/** Text that is meant as an identifier: six digits, a sign and four more characters. */
const WHOLE_ID = /^\d{6}\S\S{4}$/u;

/** A list row of a person: identifier, name and home, so that namesakes are told apart. */
function personRow(state: DeskState, person: PersonFacts): ListRow {
  const home = factsHere(state).code('municipalities', person.municipality)?.text;
  const text = `${person.identifier} ${person.name}${home ? `  ${home}` : ''}`;
  return { option: { id: person.id, code: '', text } };
}

/** Rows of a list of persons; `anew` adds the choice of none of them. */
export function rowsOfPeople(
  state: DeskState,
  persons: readonly PersonFacts[],
  anew = false,
): ListRow[] {
  const rows = persons.map((person) => personRow(state, person));
  const none = { option: { id: '', code: '', text: '' }, word: 'list.make_anyway' };
  return anew ? [...rows, none] : rows;
}

/** Nobody was found: what is wrong with the identifier that was typed, or how one is made. */
export function nobodyFound(state: DeskState, typed: string): DeskState {
  const text = typed.trim();
  const read = WHOLE_ID.test(text) ? readPersonId(text) : null;
  return refusing(state, read && !read.ok ? read.problem : { code: 'finder.nobody' });
}

/** True when a whole identifier was typed that is not the one the person goes by now. */
export function isFormer(typed: string, person: PersonFacts): boolean {
  const text = typed.trim().toUpperCase();
  return WHOLE_ID.test(text) && text !== person.identifier.toUpperCase();
}

/** The column or field under the hands when a person is looked for in it, else undefined. */
function finderHere(env: Env, state: DeskState, entry: Entry) {
  const field = worldOf(env, state, entry).form.fields[entry.focus];
  const column = field?.kind === 'rows' ? columnAt(field, entry.edit).column : field;
  return column?.finder ? column : undefined;
}

/** True when the person looked for is only named, and no case is opened. */
export function isNamedOnly(env: Env, state: DeskState): boolean {
  const entry = activeEntry(state);
  return !!entry && finderHere(env, state, entry)?.finder === 'person';
}

/** Enter in a question goes on to what is asked next, once the person was found. */
export function onward(state: DeskState, after: Then): Then {
  return after === 'stay' && state.overlay?.kind === 'prompt' ? 'next' : after;
}

/** Puts a person who was found into the field or cell under the hands, and goes on. */
export function namePerson(env: Env, state: DeskState, person: PersonFacts, after: Then): Stepped {
  const active = activeEntry(state);
  if (!active) return only(state);
  const known = [...active.known.filter((one) => one.id !== person.id), person];
  const entry = { ...active, known };
  const next = putEntry(state, entry);
  const world = worldOf(env, next, entry);
  const cell = world.form.fields[entry.focus]?.kind === 'rows';
  const set = cell
    ? setCell(world, entry, person.id)
    : enter(world, setValue(world, entry, entry.focus, person.id), entry.focus);
  return finishField(env, putEntry(next, set), onward(next, after));
}

/** What was typed into a finder, as the beginning of a new person. */
function beginningOf(state: DeskState, typed: string): Values {
  const words = typed
    .trim()
    .split(/[\s,]+/u)
    .filter(Boolean);
  const id = words.find((word) => /^\d/u.test(word));
  const names = words.filter((word) => !/^\d/u.test(word)).map(capitalised);
  const read = id === undefined ? null : readIdentifier(id, state.setting.workDate);
  const value = read?.ok ? read.value : null;
  const keep: Record<string, Value> = {};
  if (value) keep.identifiers = [{ value, class: null, from: null, until: null }];
  if (names[0]) keep.last_name = names[0];
  if (names.length > 1) keep.first_names = names.slice(1).join(' ');
  return keep;
}

function capitalised(word: string): string {
  return word.charAt(0).toLocaleUpperCase('fi') + word.slice(1);
}

/** A new person: goes on with an unsaved one; else begins with what was typed into a finder. */
export function newPerson(env: Env, state: DeskState): Stepped {
  const open = state.entries[PERSON_FORM];
  const bare = { ...over(state, null), grid: null, button: null };
  const isHere = state.pane === PERSON_FORM && !state.overlay && open?.mode === 'new';
  if (isHere) return only(telling(state, 'notice.already_here', {}, 'warning'));
  if (open?.dirty) {
    if (open.mode !== 'new') return only(refusing(state, { code: 'entry.unsaved' }));
    return only({ ...bare, pane: PERSON_FORM });
  }
  const active = activeEntry(state);
  const here = active && active.mode !== 'shown' ? finderHere(env, state, active) : undefined;
  const typed = here ? active?.edit.line.text : state.pane === 'start' && state.start.finder.text;
  const facts = factsOf(state.setting, null, null);
  const world = { registry: env.registry, form: env.registry.form(PERSON_FORM), facts };
  const keep = active?.edit.changed || !here ? beginningOf(state, typed || '') : {};
  const held = withClasses(world, keep);
  const entry = openEntry(world, { client: null, node: null, keep: held });
  const put = {
    ...entry,
    dirty: Object.keys(keep).length > 0,
    ...(here ? { backTo: state.pane } : {}),
  };
  return only({ ...bare, pane: PERSON_FORM, entries: { ...state.entries, [PERSON_FORM]: put } });
}

/** The class of an identifier follows from it, as when it is typed. */
function withClasses(world: Parameters<typeof openEntry>[0], keep: Values): Values {
  const { identifiers } = keep;
  const follows = world.form.fields.identifiers?.rowsFollow;
  if (!Array.isArray(identifiers) || !follows) return keep;
  const rows = follows(identifiers as never, { row: 0, column: 'value' }, world.facts);
  return { ...keep, identifiers: rows };
}

/** The open client's own record on its form; the guarded fields are hidden until revealed. */
export function personShown(env: Env, state: DeskState, event: Answer<'person'>): Stepped {
  const open = state.entries[PERSON_FORM];
  if (open?.dirty && !event.revealed) return only({ ...state, pane: PERSON_FORM });
  const { client, setting } = state;
  const form = env.registry.form(PERSON_FORM);
  const world = { registry: env.registry, form, facts: factsOf(setting, client, null) };
  if (open?.dirty && open.saved?.id === event.rec.id) return only(withRevealed(state, open, event));
  if (open?.dirty) return only(refusing(state, { code: 'entry.unsaved' }));
  const seen = { ...event.rec, values: { ...event.rec.values, ...event.revealed } };
  const shown = showRecord(world, seen, client);
  const entry = event.revealed ? { ...shown, hidden: false, revealed: true } : shown;
  const entries = { ...state.entries, [PERSON_FORM]: entry };
  return only({ ...state, pane: PERSON_FORM, grid: null, button: null, entries });
}

/** The guarded section comes into a person being changed; what was typed stays. */
function withRevealed(state: DeskState, open: Entry, event: Answer<'person'>): DeskState {
  const values = { ...open.values, ...event.revealed };
  const saved = open.saved && {
    ...open.saved,
    values: { ...open.saved.values, ...event.revealed },
  };
  const entry = { ...open, values, saved, hidden: false, revealed: true };
  return { ...state, pane: PERSON_FORM, entries: { ...state.entries, [PERSON_FORM]: entry } };
}

/** Persons who may be the one being made: a choice between them and a new one. */
export function alikeFound(env: Env, state: DeskState, event: Answer<'alike'>): Stepped {
  if (!event.persons.length) return saveConfirmed(env, state, 'stay');
  const rows = rowsOfPeople(state, event.persons, true);
  const list: ListOverlay = {
    ...{ kind: 'list', purpose: 'alike', title: 'list.persons', rows, filter: '' },
    ...{ at: 0, after: 'save', people: event.persons },
  };
  return only(telling(over(state, list), 'notice.alike', {}, 'warning'));
}

/** Somebody of the list is meant, and that case opens; or it is a new person after all. */
export function chooseAlike(env: Env, state: DeskState, id: string): Stepped {
  if (id === '') return saveConfirmed(env, state, 'stay');
  return awaiting(state, { kind: 'open', person: id, told: 'notice.draft_kept' });
}

/** Asks for the households of the client; again, for the next one. */
export function openHousehold(state: DeskState): Stepped {
  const open = state.entries[HOUSEHOLD_FORM];
  if (open?.dirty) {
    const here = state.pane === HOUSEHOLD_FORM && !state.overlay;
    if (here) return only(telling(state, 'notice.already_here', {}, 'warning'));
    return only({ ...over(state, null), grid: null, button: null, pane: HOUSEHOLD_FORM });
  }
  const after = state.pane === HOUSEHOLD_FORM ? (open?.saved?.id ?? null) : null;
  const person = state.client?.person.id ?? '';
  return awaiting(over(state, null), { kind: 'households', person, after });
}

/** A household of the client read-only; behind the last one a new one. */
export function householdsShown(env: Env, state: DeskState, event: Answer<'households'>): Stepped {
  const { client, setting } = state;
  const { records, persons, after } = event;
  const at = after === null ? 0 : records.findIndex((rec) => rec.id === after) + 1;
  const rec = records[at];
  const world = {
    registry: env.registry,
    form: env.registry.form(HOUSEHOLD_FORM),
    facts: factsOf(setting, client, null, persons),
  };
  if (!rec && !world.facts.allows(HOUSEHOLD_FORM, 'create')) {
    return only(refusing(state, { code: 'role.create' }));
  }
  const entry = rec
    ? showRecord(world, rec, client)
    : { ...openEntry(world, { client, node: null }), known: persons };
  const field = Object.keys(world.form.fields)[0] as string;
  // The first row is the client, who is known: the hands begin on the next one.
  const put = rec ? entry : enterCell(world, entry, field, 1);
  const next = {
    ...state,
    pane: HOUSEHOLD_FORM,
    grid: null,
    button: null,
    entries: { ...state.entries, [HOUSEHOLD_FORM]: put },
  };
  if (!rec) return only(next);
  const values = { at: at + 1, count: records.length };
  return only(records.length > 1 ? telling(next, 'notice.household_of', values) : next);
}

/** After a new person was saved: their case opens, or they are put where they were missed. */
export function personMade(state: DeskState, entry: Entry, saved: Answer<'saved'>): Stepped {
  const { [PERSON_FORM]: _saved, ...entries } = state.entries;
  const next = { ...state, entries };
  const back = entry.backTo;
  if (back && entries[back]) {
    const rows = saved.rec.values.identifiers;
    const [first] = Array.isArray(rows) ? rows : [];
    const typed = String((first as { value?: unknown } | undefined)?.value ?? '');
    const find = {
      kind: 'find' as const,
      typed,
      purpose: 'field' as const,
      after: 'next' as const,
    };
    return awaiting({ ...next, pane: back }, find);
  }
  const start = { ...next.start, finder: caretAtEnd('') };
  return awaiting(
    { ...next, start },
    {
      kind: 'open',
      person: saved.rec.id,
      told: 'notice.person_made',
    },
  );
}

/** The finder's list of persons who fit what was typed. */
export function listOfPersons(state: DeskState, event: Answer<'found'>): DeskState {
  const finder = selectAll(state.start.finder.text);
  const list: ListOverlay = {
    kind: 'list',
    purpose: 'person',
    title: 'list.persons',
    rows: rowsOfPeople(state, event.persons),
    people: event.persons,
    filter: '',
    at: 0,
    after: event.after,
  };
  const listed = over({ ...state, start: { ...state.start, finder } }, list);
  if (event.namesakes) return telling(listed, 'notice.namesakes', {}, 'warning');
  return event.more ? telling(listed, 'notice.more_persons', {}, 'warning') : listed;
}
