import type { CaseFacts } from '../form/facts';
import { fill } from '../form/fill';
import { sameValue } from '../form/value';
import type { Setting } from '../records/facts';
import { showDdmmyy } from '../rules/calendar';
import { type EntryWorld, enter, leave, openEntry, refill } from './entry';
import { type Env, only, over, telling, worldOf } from './env';
import { promptFor } from './prompts';
import type { DeskState, Entries, Entry, Stepped } from './state';

/** Asks for the work date: the day everything from now on is recorded as. */
export function askDay(env: Env, state: DeskState): Stepped {
  const purpose = { kind: 'day' as const, today: state.today, asked: null };
  return only(over(state, promptFor(env, state, purpose)));
}

/**
 * The desk on another work date. What nobody has begun follows it. An entry in which something is
 * typed keeps every value it shows, also the dates it got by default: the worker has seen them, and
 * a date that changed in another tab would be saved unseen. The notice counts such entries.
 */
export function dayChanged(
  env: Env,
  state: DeskState,
  day: string,
  client: CaseFacts | null,
): Stepped {
  const setting = { ...state.setting, workDate: day };
  let kept = 0;
  const moved = (entries: Entries): Entries =>
    Object.fromEntries(
      Object.entries(entries).map(([slot, entry]): [string, Entry] => {
        const next = onDay(env, state, entry, setting, client);
        if (next.dirty && next.touched.length > entry.touched.length) kept++;
        return [slot, next];
      }),
    );
  const entries = moved(state.entries);
  const behind = state.behind.map((one) => ({ ...one, entries: moved(one.entries) }));
  const next = { ...state, setting, client, entries, behind, grid: null };
  const values = { day: showDdmmyy(day), count: kept };
  const told = telling(next, kept ? 'notice.day_kept' : 'notice.day', values);
  return { state: told, effects: [{ kind: 'lists' }] };
}

/** An entry that goes from one work date to another; `fresh` is the open client on the new one. */
function onDay(
  env: Env,
  state: DeskState,
  entry: Entry,
  after: Setting,
  fresh: CaseFacts | null,
): Entry {
  const worldOn = (setting: Setting, one: Entry) =>
    worldOf(env, { ...state, setting, overlay: null }, one);
  const client = fresh && fresh.person.id === entry.client?.person.id ? fresh : entry.client;
  const node = client?.records.find((rec) => rec.id === entry.node?.id) ?? entry.node;
  const laid = { ...entry, client, node };
  if (entry.mode === 'shown') return laid;
  if (entry.mode === 'new' && !entry.dirty) {
    const opened = openEntry(worldOn(after, laid), { client, node });
    return { ...laid, ...opened, known: entry.known };
  }
  const read = readDate(worldOn(state.setting, entry), entry);
  const kept = { ...keptAsSeen(worldOn(after, entry), read), client, node };
  return refill(worldOn(after, kept), kept);
}

/**
 * The entry with every value it shows held fast that would be another on the world's work date.
 * @param world the entry's own case, on the new work date
 */
export function keptAsSeen(world: EntryWorld, entry: Entry): Entry {
  const values = fill(world.form, entry.values, new Set(entry.touched), world.facts);
  const seen = Object.entries(world.form.fields)
    .filter(([id, field]) => !field.computed && !entry.touched.includes(id))
    .filter(([id]) => !sameValue(values[id], entry.values[id]))
    .map(([id]) => id);
  return seen.length ? { ...entry, touched: [...entry.touched, ...seen] } : entry;
}

/** A date typed and not yet read counts from the work date it was typed on. */
function readDate(world: EntryWorld, entry: Entry): Entry {
  if (world.form.fields[entry.focus]?.kind !== 'date' || !entry.edit.changed) return entry;
  const left = leave(world, entry);
  return left.problem ? entry : enter(world, left.entry, entry.focus);
}
