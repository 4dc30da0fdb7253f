import type { Form, Registry } from '../form/define';
import type { Facts } from '../form/facts';
import type { Field } from '../form/field';
import { showValue } from '../form/fill';
import type { Rec, Value } from '../form/value';
import * as names from '../records/names';

/** Name of a chosen id in a field, also of one that can no longer be chosen. */
export function nameOf(registry: Registry, facts: Facts, field: Field, id: string): string {
  return names.nameOf({ registry, facts }, field, id);
}

/** How a form names a record; one of another member of the household with whose it is. */
export function nameOfRecord(registry: Registry, facts: Facts, rec: Rec): string {
  return names.nameOf({ registry, facts }, { kind: 'link', to: rec.form }, rec.id);
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
  // A tick is painted as a tick; its words stand only where nothing is painted.
  const answer = { yes: '[x]', no: '[ ]' };
  return declared
    ? showValue(declared, value, names.showContextOf({ registry, facts }, answer))
    : '';
}
