import type { CaseFacts } from '../form/facts';
import { fill } from '../form/fill';
import { sameValue } from '../form/value';
import { factsOf, type Setting } from '../records/facts';
import { showDdmmyy } from '../rules/calendar';
import { enter, leave, openEntry, refill } from './entry';
import { type Env, only, over, telling } from './env';
import { promptFor } from './prompts';
import type { DeskState, Entry, Stepped } from './state';

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
  const moved = Object.entries(state.entries).map(([slot, entry]): [string, Entry] => {
    const next = onDay(env, entry, state.setting, setting, client);
    if (next.dirty && next.touched.length > entry.touched.length) kept++;
    return [slot, next];
  });
  const next = { ...state, setting, client, entries: Object.fromEntries(moved), grid: null };
  const values = { day: showDdmmyy(day), count: kept };
  const told = telling(next, kept ? 'notice.day_kept' : 'notice.day', values);
  return { state: told, effects: [{ kind: 'lists' }] };
}

/** An entry that goes from one work date to another. */
function onDay(
  env: Env,
  entry: Entry,
  before: Setting,
  after: Setting,
  fresh: CaseFacts | null,
): Entry {
  const client = fresh && fresh.person.id === entry.client?.person.id ? fresh : entry.client;
  const node = client?.records.find((rec) => rec.id === entry.node?.id) ?? entry.node;
  const form = env.registry.form(entry.form);
  const worldOn = (setting: Setting, on: CaseFacts | null) => ({
    registry: env.registry,
    form,
    facts: factsOf(setting, on, node),
  });
  const world = worldOn(after, client);
  if (entry.mode === 'shown') return { ...entry, client, node };
  if (entry.mode === 'new' && !entry.dirty) return openEntry(world, { client, node });
  const read = readDate(worldOn(before, entry.client), entry);
  const values = fill(form, read.values, new Set(read.touched), worldOn(after, entry.client).facts);
  const seen = Object.keys(form.fields).filter(
    (id) => !read.touched.includes(id) && !sameValue(values[id], read.values[id]),
  );
  return refill(world, { ...read, client, node, touched: [...read.touched, ...seen] });
}

/** A date typed and not yet read counts from the work date it was typed on. */
function readDate(world: Parameters<typeof leave>[0], entry: Entry): Entry {
  if (world.form.fields[entry.focus]?.kind !== 'date' || !entry.edit.changed) return entry;
  const left = leave(world, entry);
  return left.problem ? entry : enter(world, left.entry, entry.focus);
}
