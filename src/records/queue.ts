import type { Form } from '../form/define';
import type { PersonFacts } from '../form/facts';
import { textIn } from '../form/value';
import type { Door } from './door';
import { asked, type Found, joined, listOf, mayRead, NOTHING, type WorkList } from './work-list';

/**
 * So many of the oldest are looked through for the most urgent ones: what came in today with a
 * limit of seven working days goes before what came in last week with one of three months.
 */
const WINDOW = 500;

/**
 * What waits in the queues of the units this worker may see (`data/roles/unit_scope.csv`) and
 * nobody has taken: the most urgent first, each with its unit.
 */
export function queueList(door: Door): WorkList {
  const { base, registry } = door.world;
  return base.read(() => {
    const found = registry.all.map((form) => queuedOf(door, form));
    return listOf(door, 'queue', joined(found));
  });
}

function queuedOf(door: Door, form: Form): Found {
  const { waiting } = form;
  if (!waiting?.queue || !mayRead(door, form)) return NOTHING;
  const { catalog, me } = door.setting;
  const { owner, unit } = waiting.queue;
  const units = catalog.unitsSeen(me.role, me.unit);
  const free = { [unit]: { in: units }, [owner]: null };
  const { records, count } = asked(door, form, waiting, free, WINDOW);
  const at = (id: string | null) => (person: PersonFacts | null) => shortUnit(door, id, person);
  return {
    waited: records.map((rec) => ({ form, rec, at: at(textIn(rec.values, unit)) })),
    beyond: count - records.length,
  };
}

/** A unit's code, or its name where it has none; neither for a client under turvakielto. */
export function shortUnit(door: Door, id: string | null, person: PersonFacts | null): string {
  const unit = id === null ? undefined : door.setting.catalog.unit(id);
  if (!unit) return '';
  if (person?.protected !== false) return unit.name_masked;
  return unit.code || unit.name;
}
