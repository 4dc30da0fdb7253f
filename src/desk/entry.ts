import type { Problem } from '../base/problems';
import type { Form, Registry } from '../form/define';
import type { CaseFacts, Facts } from '../form/facts';
import { type Field, isPassed, isShown } from '../form/field';
import { fill, problemOf, readTyped } from '../form/fill';
import { type Rec, sameValue, type Value, type Values } from '../form/value';
import { showDdmmyy } from '../rules/calendar';
import { caretAtEnd, selectAll } from '../screen/line-edit';
import { startCell } from './rows-edit';
import { shownText } from './show';
import type { Edit, Entry } from './state';
import { isUnread, problemOn } from './unread';

/** What entry functions need besides the entry itself. */
export interface EntryWorld {
  readonly registry: Registry;
  readonly form: Form;
  readonly facts: Facts;
}

const NO_EDIT: Edit = { line: caretAtEnd(''), changed: false, row: 0, col: 0 };

/** Kinds typed on one line and read when the field is left. */
export function isLineKind(field: Field): boolean {
  return !['memo', 'flag', 'links', 'rows'].includes(field.kind);
}

/** Fields of the form that can be reached now, in order. */
export function stopsOf(world: EntryWorld, values: Values): string[] {
  return Object.entries(world.form.fields)
    .filter(([, field]) => !field.given && !field.computed && isShown(field, values, world.facts))
    .map(([id]) => id);
}

/** True when going forward does not stop at the field. */
function isSkipped(world: EntryWorld, entry: Entry, id: string): boolean {
  const field = world.form.fields[id] as Field;
  if (problemOn(entry, id) || isUnread(entry, id)) return false;
  return (
    isPassed(field, entry.values, world.facts) &&
    problemOf(field, entry.values[id], entry.values, world.facts) === null
  );
}

/** The next stop after a field going forward, or null behind the last one. */
export function nextStop(world: EntryWorld, entry: Entry, after: string | null): string | null {
  const stops = stopsOf(world, entry.values);
  const from = after === null ? 0 : stops.indexOf(after) + 1;
  return stops.slice(from).find((id) => !isSkipped(world, entry, id)) ?? null;
}

/** The field before, passed ones included, or null in front of the first one. */
export function previousStop(world: EntryWorld, entry: Entry): string | null {
  const stops = stopsOf(world, entry.values);
  const at = stops.indexOf(entry.focus);
  return at > 0 ? (stops[at - 1] as string) : null;
}

/** The field behind, passed ones included, or null behind the last one. */
export function followingStop(world: EntryWorld, entry: Entry): string | null {
  const stops = stopsOf(world, entry.values);
  return stops[stops.indexOf(entry.focus) + 1] ?? null;
}

/** True when no stop of a section comes before the field. */
export function isFirstStop(world: EntryWorld, entry: Entry): boolean {
  return nextStop(world, entry, null) === entry.focus;
}

/** First stop of the section before or after the one in focus, or null. */
export function sectionStop(world: EntryWorld, entry: Entry, step: 1 | -1): string | null {
  const stops = stopsOf(world, entry.values);
  const sections = [...new Set(stops.map((id) => world.form.fields[id]?.section ?? ''))];
  const here = sections.indexOf(world.form.fields[entry.focus]?.section ?? '');
  const wanted = sections[here + step];
  if (wanted === undefined) return null;
  const inside = stops.filter((id) => (world.form.fields[id]?.section ?? '') === wanted);
  return inside.find((id) => !isSkipped(world, entry, id)) ?? inside[0] ?? null;
}

function editFor(world: EntryWorld, entry: Entry, id: string, end: 'start' | 'end'): Edit {
  const field = world.form.fields[id] as Field;
  const typed = entry.typed[id];
  if (field.kind === 'memo') {
    return { ...NO_EDIT, line: caretAtEnd(String(typed ?? entry.values[id] ?? '')) };
  }
  if (field.kind === 'rows') return startCell(world, entry, id, end);
  if (!isLineKind(field)) return NO_EDIT;
  const text = typed ?? shownText(world.registry, world.facts, world.form, id, entry.values[id]);
  return { ...NO_EDIT, line: selectAll(text) };
}

/** Puts the hands into a field; a line field is entered selected. */
export function enter(
  world: EntryWorld,
  entry: Entry,
  id: string,
  end: 'start' | 'end' = 'start',
): Entry {
  return { ...entry, focus: id, edit: editFor(world, entry, id, end) };
}

/** Fills in defaults anew and says what is worth a warning. */
export function refill(world: EntryWorld, entry: Entry): Entry {
  const values = fill(world.form, entry.values, new Set(entry.touched), world.facts);
  const warnings = [...ofClient(entry, world.facts), ...world.form.warnings(values, world.facts)];
  return { ...entry, values, warnings };
}

/** What is to be known of the client before anything new is recorded. */
function ofClient({ mode }: Entry, { client }: Facts): Problem[] {
  const died = client?.person.deceased_on;
  if (mode !== 'new' || !died) return [];
  return [{ code: 'client.deceased', values: { on: showDdmmyy(died) } }];
}

/** Gives a field the user's value; what follows from it follows. */
export function setValue(world: EntryWorld, entry: Entry, id: string, value: Value): Entry {
  const resets = world.form.fields[id]?.resets ?? [];
  const touched = new Set([...entry.touched.filter((one) => !resets.includes(one)), id]);
  const { [id]: _read, ...typed } = entry.typed;
  const { [id]: _solved, ...problems } = entry.problems;
  return refill(world, {
    ...entry,
    values: { ...entry.values, [id]: value },
    touched: [...touched],
    typed,
    problems,
    dirty: true,
  });
}

/** Keeps text that could not be read, with the reason beside it. */
export function keepTyped(entry: Entry, id: string, text: string, problem: Problem): Entry {
  return {
    ...entry,
    typed: { ...entry.typed, [id]: text },
    problems: { ...entry.problems, [id]: problem },
    dirty: true,
  };
}

/** What leaving a field found out. */
export interface Left {
  readonly entry: Entry;
  readonly problem?: Problem;
  /** Text of a person to be found in the base. */
  readonly find?: string;
  /** The text fits several; a list must open. */
  readonly many?: true;
}

/** Reads what was typed in the focused field. An unchanged field is left as it is. */
export function leave(world: EntryWorld, entry: Entry): Left {
  const { focus: id, edit } = entry;
  const field = world.form.fields[id];
  if (!field || !edit.changed) return { entry };
  const { text } = edit.line;
  if (field.kind === 'memo') {
    const read = readTyped(field, text, entry.values, world.facts);
    if (read.ok) return { entry: setValue(world, entry, id, read.value) };
    return { entry: keepTyped(entry, id, text, read.problem), problem: read.problem };
  }
  if (!isLineKind(field)) return { entry };
  if (field.finder && text.trim() !== '') return { entry, find: text.trim() };
  const read = readTyped(field, text, entry.values, world.facts);
  if (read.ok) return { entry: setValue(world, entry, id, read.value) };
  if (read.problem.code === 'choice.many') return { entry, many: true };
  return { entry: keepTyped(entry, id, text, read.problem), problem: read.problem };
}

/**
 * A new entry, filled with defaults and standing at its first stop. `keep` are values carried over.
 */
export function openEntry(
  world: EntryWorld,
  options: { client: CaseFacts | null; node: Rec | null; keep?: Values },
): Entry {
  const keep = options.keep ?? {};
  const blank: Entry = {
    form: world.form.id,
    client: options.client,
    node: options.node,
    mode: 'new',
    saved: null,
    values: keep,
    touched: Object.keys(keep),
    typed: {},
    problems: {},
    warnings: [],
    focus: '',
    edit: NO_EDIT,
    dirty: false,
    known: [],
  };
  const filled = refill(world, blank);
  const first = nextStop(world, filled, null) ?? stopsOf(world, filled.values)[0] ?? '';
  return first ? enter(world, filled, first) : filled;
}

/** A saved record on its form, read-only until it is amended. */
export function showRecord(world: EntryWorld, rec: Rec, client: CaseFacts | null): Entry {
  const opened = openEntry(world, { client, node: null, keep: {} });
  const computed: Record<string, Value> = {};
  for (const [id, field] of Object.entries(world.form.fields)) {
    if (field.computed) computed[id] = field.computed(rec.values, world.facts);
  }
  const shown: Entry = {
    ...opened,
    mode: 'shown',
    saved: rec,
    values: { ...rec.values, ...computed },
    touched: Object.keys(world.form.fields),
    warnings: world.form.warnings(rec.values, world.facts),
    dirty: false,
    known: world.facts.known,
    hidden: world.form.isClient === true && client?.person.protected === true,
  };
  const first = stopsOf(world, shown.values)[0];
  return first ? enter(world, shown, nextStop(world, shown, null) ?? first) : shown;
}

/** The same entry with every answer open to change; it asks a reason when saved. */
export function amendEntry(world: EntryWorld, entry: Entry): Entry {
  return enter(world, { ...entry, mode: 'amending', dirty: false }, entry.focus);
}

/** True when an amended entry differs from what is saved; what is worked out does not count. */
export function isAmended(world: EntryWorld, entry: Entry): boolean {
  if (!entry.saved) return true;
  const saved = entry.saved.values;
  const answers = answersOf(world, entry);
  return Object.keys(answers).some((id) => !sameValue(answers[id], saved[id]));
}

/** The answers that belong to the record: what is not shown or not kept is left out. */
export function answersOf(world: EntryWorld, entry: Entry): Values {
  return Object.fromEntries(
    Object.entries(world.form.fields)
      .filter(([, field]) => !field.computed && !field.unstored)
      .map(([id, field]) => [
        id,
        isShown(field, entry.values, world.facts) ? (entry.values[id] ?? null) : null,
      ]),
  );
}
