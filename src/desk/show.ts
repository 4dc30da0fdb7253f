import type { Form, Registry } from '../form/define';
import type { Facts } from '../form/facts';
import type { Field } from '../form/field';
import { showValue } from '../form/fill';
import { showOption } from '../form/kinds/choice';
import type { ShowContext } from '../form/kinds/kind';
import type { Value } from '../form/value';

function nameOfPerson(facts: Facts, id: string): string | undefined {
  const { client } = facts;
  if (!client) return undefined;
  const all = [client.person, ...client.household.map((member) => member.person)];
  const person = all.find((one) => one.id === id);
  return person && `${person.identifier} ${person.name}`;
}

function nameOfRecord(registry: Registry, facts: Facts, id: string): string | undefined {
  const records = [...(facts.client?.records ?? []), ...(facts.client?.householdInitiations ?? [])];
  const rec = records.find((one) => one.id === id);
  return rec && registry.form(rec.form).name(rec, facts);
}

/** Name of a chosen id in a field, also of one that can no longer be chosen. */
export function nameOf(registry: Registry, facts: Facts, field: Field, id: string): string {
  if (field.set) {
    const row = facts.code(field.set, id);
    return row ? showOption(row) : id;
  }
  if (field.to === 'worker') return facts.workers.find((one) => one.id === id)?.name ?? id;
  if (field.to === 'unit') return facts.unitName(id) || id;
  if (field.to === 'person') return nameOfPerson(facts, id) ?? '';
  return nameOfRecord(registry, facts, id) ?? '';
}

/** How values are shown to this user now. */
export function showContext(registry: Registry, facts: Facts): ShowContext {
  return {
    lang: facts.lang,
    nameOf: (field, id) => nameOf(registry, facts, field, id),
    yes: facts.lang === 'fi' ? 'Kyllä' : 'Yes',
    no: facts.lang === 'fi' ? 'Ei' : 'No',
  };
}

/** Text of one answer as it stands in its field or in a read-only view. */
export function shownText(
  registry: Registry,
  facts: Facts,
  form: Form,
  field: string,
  value: Value | undefined,
): string {
  const declared = form.fields[field];
  return declared ? showValue(declared, value, showContext(registry, facts)) : '';
}
