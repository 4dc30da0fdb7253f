import type { Problem } from '../base/problems';
import type { Form } from '../form/define';
import type { Facts } from '../form/facts';
import { type Field, isShown, isStored, storedIn } from '../form/field';
import { storedOf } from '../form/table';
import { isEmpty, sameValue, type Value, type Values } from '../form/value';
import type { Patch } from '../store/changes';

const SEVERAL = new Set(['codes', 'links', 'rows']);

/** What an unanswered field holds: an empty list where it takes several, else null. */
export function nothingIn(field: Field): Value {
  return SEVERAL.has(field.kind) ? [] : null;
}

const unanswered = new WeakMap<Form, Values>();

/** Every stored field of a form with nothing in it, in the order of the form. */
function nothingAnswered(form: Form): Values {
  let made = unanswered.get(form);
  if (!made) {
    made = Object.fromEntries(storedIn(form.fields).map(([id, one]) => [id, nothingIn(one)]));
    unanswered.set(form, made);
  }
  return made;
}

/**
 * The answers as a record keeps them: every stored field and no other, in the order of the form,
 * nothing as null or an empty list. Calculated fields are left out, fields not shown are empty.
 */
export function storedAnswers(form: Form, values: Values, facts: Facts): Values {
  const kept: Record<string, Value> = { ...nothingAnswered(form) };
  for (const [id, field] of storedIn(form.fields)) {
    const value = values[id];
    if (value === undefined || isEmpty(value) || !isShown(field, values, facts)) continue;
    kept[id] = value;
  }
  return kept;
}

/** Fields a caller gave that the form does not have. */
export function unknownFields(form: Form, values: Values): Problem[] {
  const unknown: Problem[] = [];
  for (const field of Object.keys(values)) {
    if (form.fields[field] === undefined && !isEmpty(values[field])) {
      unknown.push({ code: 'field.unknown', field });
    }
  }
  return unknown;
}

/** What differs between two states of a record, field → [was, now]; `was` null for a new one. */
export function patchBetween(
  form: Form,
  was: Values | null,
  now: Values,
  named: readonly string[] = [],
): Patch {
  const patch: Record<string, readonly [Value, Value]> = {};
  for (const id of storedOf(form)) {
    const before = was?.[id] ?? null;
    const after = now[id] ?? null;
    if (!sameValue(before, after) || (named.length > 0 && named.includes(id))) {
      patch[id] = [before, after];
    }
  }
  return patch;
}

/** Fields whose values differ between what I hold and what is stored, in the form's order. */
export function differences(
  form: Form,
  mine: Values,
  theirs: Values,
): { field: string; mine: Value; theirs: Value }[] {
  return storedOf(form)
    .filter((id) => !sameValue(mine[id], theirs[id]))
    .map((field) => ({ field, mine: mine[field] ?? null, theirs: theirs[field] ?? null }));
}

const byCommand = new WeakMap<Form, readonly string[]>();

/** Ids of the fields only a command may set. */
export function commandFields(form: Form): readonly string[] {
  let ids = byCommand.get(form);
  if (!ids) {
    ids = storedOf(form).filter((id) => form.fields[id]?.given === 'by_command');
    byCommand.set(form, ids);
  }
  return ids;
}

/** The client a record of this form belongs to: the person it names, or nobody. */
export function clientOf(form: Form, values: Values): string | null {
  const field = form.fields.person;
  if (!field || !isStored(field) || field.to !== 'person') return null;
  const person = values.person;
  return typeof person === 'string' ? person : null;
}

/** True for the forms whose records make up a client's case. */
export function isCaseForm(form: Form): boolean {
  const field = form.fields.person;
  return field !== undefined && isStored(field) && field.to === 'person';
}
