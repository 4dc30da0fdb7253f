import type { Form } from './define';
import { isStored } from './field';

/**
 * Name of what merges as one with a field: its group (`group` of the field), or the field alone. A
 * field the form does not know stands alone.
 */
export function mergeGroup(form: Form | undefined, id: string): string {
  const group = form?.fields[id]?.group;
  return group === undefined ? id : `group ${group}`;
}

/** Stored fields that merge as one under that name. */
export function fieldsOfGroup(form: Form | undefined, group: string): string[] {
  if (!form) return [group];
  const ids = Object.entries(form.fields).filter(
    ([id, field]) => isStored(field) && mergeGroup(form, id) === group,
  );
  return ids.length > 0 ? ids.map(([id]) => id) : [group];
}
