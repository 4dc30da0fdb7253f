import type { Form } from '../form/define';
import type { Field } from '../form/field';
import type { Rec, Row, Value, Values } from '../form/value';
import type { Change } from '../store/changes';
import type { Door } from './door';
import { stableNames, type WholeCase } from './whole-case';

type Names = ReadonlyMap<string, string>;

/**
 * A whole case as JSON: keys sorted, records in diary order, two spaces, a line end at the end.
 * No ids and no instants of the workstation, so the same work gives the same bytes.
 */
export function caseJson(door: Door, whole: WholeCase): string {
  const names = stableNames(door, whole);
  const formOf = (id: string) => door.world.registry.form(id);
  const { client } = whole;
  const json = {
    ...(whole.at === undefined ? {} : { as_of: whole.at }),
    person: personJson(formOf(whole.person.form), whole, names),
    household: client.household.map(({ person, role, guardian }) => ({
      person: person.identifier,
      name: person.name,
      role,
      guardian,
    })),
    records: whole.records.map((rec) => recordJson(formOf(rec.form), rec, names)),
    history: whole.changes.map((change) => changeJson(formOf(change.form), change, names)),
  };
  return `${JSON.stringify(sorted(json), null, 2)}\n`;
}

function personJson(form: Form, { client, person }: WholeCase, names: Names) {
  return {
    identifier: client.person.identifier,
    name: client.person.name,
    born: client.person.born,
    protected: client.person.protected,
    values: namedValues(form, person.values, names),
  };
}

function recordJson(form: Form, rec: Rec, names: Names) {
  const { version, diary_on, service_task, closed_at, entered_on, entered_by, voided } = rec;
  return {
    record: names.get(rec.id) ?? rec.form,
    form: rec.form,
    version,
    diary_on,
    service_task,
    closed_at,
    entered_on,
    entered_by,
    voided,
    ...(rec.provisional ? { provisional: true } : {}),
    values: namedValues(form, rec.values, names),
  };
}

function changeJson(form: Form, change: Change, names: Names) {
  const { actor, work_on, kind, reason, base_version } = change;
  const patch = Object.entries(change.patch).map(([id, [was, now]]) => [
    id,
    [named(form.fields[id], was, names), named(form.fields[id], now, names)],
  ]);
  return {
    record: names.get(change.record_id) ?? change.form,
    form: change.form,
    who: actor,
    work_on,
    kind,
    reason,
    base_version,
    patch: Object.fromEntries(patch),
  };
}

function namedValues(form: Form, values: Values, names: Names): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([id, value]) => [id, named(form.fields[id], value, names)]),
  );
}

/** A held value with the stable names of what it links to. */
function named(field: Field | undefined, value: Value, names: Names): unknown {
  if (!field) return value;
  if (field.kind === 'link' && typeof value === 'string') return names.get(value) ?? value;
  if (!Array.isArray(value)) return value;
  if (field.kind === 'links') return value.map((id) => names.get(String(id)) ?? id);
  if (field.kind !== 'rows') return value;
  return (value as readonly Row[]).map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([id, cell]) => [id, named(field.columns?.[id], cell, names)]),
    ),
  );
}

/** The same value with the keys of every object in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}
