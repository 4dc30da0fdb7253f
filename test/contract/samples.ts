import type { Form } from '../../src/form/define';
import type { Facts } from '../../src/form/facts';
import { type Field, isRequired, isShown, isStored } from '../../src/form/field';
import { fill, optionsOf } from '../../src/form/fill';
import { KINDS } from '../../src/form/kinds/kinds';
import { isEmpty, type Row, type Value, type Values } from '../../src/form/value';

/**
 * What a field of a kind without choices of its own may point to: the client, or one of the case.
 */
function pointed(field: Field, facts: Facts): string | null {
  if (field.to === 'person') return facts.client?.person.id ?? null;
  return facts.client?.records.find((rec) => rec.form === field.to)?.id ?? null;
}

/** A sample answer of a field over the facts; rows have one row made of samples of the columns. */
export function sampleOf(field: Field, values: Values, facts: Facts, seed: number): Value {
  if (field.kind === 'rows') {
    const row = Object.entries(field.columns ?? {}).map(([id, column], at) => {
      return [id, sampleOf(column, {}, facts, seed + at)] as const;
    });
    return [Object.fromEntries(row) as Row];
  }
  const options = optionsOf(field, values, facts);
  const made = KINDS[field.kind].sample(field, seed, { workDate: facts.workDate, options });
  if (!isEmpty(made) || options.length) return made;
  const target = field.to === undefined ? null : pointed(field, facts);
  return field.kind === 'links' && target !== null ? [target] : target;
}

/** True for a field that somebody types: kept, and neither given at save nor set by a command. */
export function isTyped(field: Field): boolean {
  return isStored(field) && !field.given;
}

/**
 * Answers of a form over real facts: the defaults, what is given, and samples where something is
 * missing: `needed` only what must be there, `all` every field that is shown.
 */
export function sampleAnswers(
  form: Form,
  facts: Facts,
  options: { given?: Values; how?: 'needed' | 'all'; seed?: number } = {},
): Values {
  const { given = {}, how = 'needed', seed = 1 } = options;
  const touched = new Set(Object.keys(given));
  let values = fill(form, given, touched, facts);
  Object.entries(form.fields).forEach(([id, field], at) => {
    if (!isTyped(field) || touched.has(id) || !isShown(field, values, facts)) return;
    const wanted = how === 'all' || isRequired(field, values, facts);
    if (!wanted || !isEmpty(values[id])) return;
    const made = sampleOf(field, values, facts, seed + at);
    if (isEmpty(made)) return;
    touched.add(id);
    values = fill(form, { ...values, [id]: made }, touched, facts);
  });
  return values;
}

/** The stored part of answers: what a record holds. */
export function storedPart(form: Form, values: Values): Values {
  return Object.fromEntries(
    Object.entries(form.fields)
      .filter(([, field]) => isStored(field))
      .map(([id]) => [id, values[id] ?? null]),
  );
}
