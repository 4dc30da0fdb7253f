import type { Form, Waiting } from '../form/define';
import { type PersonFacts, workerIn } from '../form/facts';
import { type Rec, textIn } from '../form/value';
import type { Door } from './door';
import { shortUnit } from './queue';
import {
  asked,
  type Found,
  joined,
  listOf,
  MOST_ROWS,
  mayRead,
  NOTHING,
  type WorkList,
} from './work-list';

/**
 * What I gave others and what still waits for them: reminders, hand-overs nobody has answered, and
 * who stands in for me. Each with the one it waits for.
 */
export function givenList(door: Door): WorkList {
  const { base, registry } = door.world;
  return base.read(() => {
    const found = registry.all.map((form) => givenOf(door, form));
    return listOf(door, 'given', joined(found));
  });
}

function givenOf(door: Door, form: Form): Found {
  const { waiting } = form;
  if (!waiting?.given || !mayRead(door, form)) return NOTHING;
  const me = door.setting.me.id;
  const others = Object.fromEntries(
    waiting.given.filter((id) => form.fields[id]?.to === 'worker').map((id) => [id, { not: me }]),
  );
  // What is given is seen however far ahead its day is.
  const { due, ...rest } = waiting;
  const always = due ? { ...rest, due: { field: due.field } } : rest;
  const found = new Map<string, Rec>();
  let beyond = 0;
  for (const giver of ['entered_by', ...(waiting.givers ?? [])]) {
    const { records, count } = asked(door, form, always, { [giver]: me, ...others }, MOST_ROWS);
    for (const rec of records) found.set(rec.id, rec);
    beyond += count - records.length;
  }
  const at = (rec: Rec) => (person: PersonFacts | null) => receiver(door, waiting, rec, person);
  return {
    waited: [...found.values()].map((rec) => ({ form, rec, at: at(rec) })),
    beyond,
  };
}

/** Surname of the worker it waits for, or the unit. */
function receiver(door: Door, { given }: Waiting, rec: Rec, person: PersonFacts | null): string {
  const ids = (given ?? []).map((id) => textIn(rec.values, id));
  const [worker] = ids.flatMap((id) => workerIn(door.setting.workers, id) ?? []);
  const unit = ids.find((id) => id !== null) ?? null;
  return worker ? surname(worker.name) : shortUnit(door, unit, person);
}

/** The first word of `Sukunimi Etunimi`: a list has room for no more. */
export function surname(name: string): string {
  return name.split(' ')[0] ?? name;
}
