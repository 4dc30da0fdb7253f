import type { Problem, Result } from '../base/problems';
import type { Form } from './define';
import type { Facts, Option } from './facts';
import { type Field, fieldsIn, isRequired, isShown, storedIn } from './field';
import type { ReadContext, ShowContext } from './kinds/kind';
import { KINDS } from './kinds/kinds';
import { keepsLimits } from './schema';
import { isEmpty, rowsIn, sameValue, type Value, type Values } from './value';

/** What may be chosen in a field now: its own choices, or its code set on the work date. */
export function optionsOf(field: Field, values: Values, facts: Facts): readonly Option[] {
  if (field.choices) return field.choices(values, facts);
  if (field.set) return facts.codes(field.set);
  if (field.to === 'worker') {
    return workerOptions(facts.workers);
  }
  if (field.to === 'unit') return facts.units();
  return [];
}

const workersAsOptions = new WeakMap<Facts['workers'], readonly Option[]>();

function workerOptions(workers: Facts['workers']): readonly Option[] {
  let options = workersAsOptions.get(workers);
  if (!options) {
    options = workers
      .filter((worker) => worker.active)
      .map((worker) => ({ id: worker.id, code: '', text: worker.name }));
    workersAsOptions.set(workers, options);
  }
  return options;
}

/**
 * Fills in what the user has not chosen: each untouched field takes its default, in field order,
 * so that a later default sees the earlier ones. A field that is not shown holds nothing.
 * Twice, so that a default may also look at a field below it.
 */
export function fill(
  form: Form,
  values: Values,
  touched: ReadonlySet<string>,
  facts: Facts,
): Values {
  const filled: Record<string, Value> = { ...values };
  const fields = fieldsIn(form.fields);
  for (let round = 0; round < 2; round++) {
    for (const [id, field] of fields) {
      if (field.computed) filled[id] = field.computed(filled, facts);
      else if (!isShown(field, filled, facts)) filled[id] = null;
      else if (field.default && !touched.has(id)) filled[id] = field.default(filled, facts);
    }
  }
  return filled;
}

/** Reads typed text into a field's value; empty text is an empty value. */
export function readTyped(
  field: Field,
  typed: string,
  values: Values,
  facts: Facts,
): Result<Value> {
  if (typed.trim() === '') return { ok: true, value: null };
  const context: ReadContext = {
    workDate: facts.workDate,
    options: optionsOf(field, values, facts),
  };
  return KINDS[field.kind].read(typed, field, context);
}

/** Text of a held value as it stands in the field. */
export function showValue(field: Field, value: Value | undefined, context: ShowContext): string {
  if (value === undefined || isEmpty(value)) return '';
  return KINDS[field.kind].show(value, field, context);
}

/** Options by id, made once for a list: code sets and workers come as the same list each time. */
const byId = new WeakMap<readonly Option[], ReadonlyMap<unknown, Option>>();
/** A shorter list is quicker walked through than indexed. */
const LONG_LIST = 12;

function optionIn(options: readonly Option[], id: unknown): Option | undefined {
  if (options.length < LONG_LIST) return options.find((candidate) => candidate.id === id);
  let index = byId.get(options);
  if (!index) {
    // Backwards, so that of two with one id the first stands.
    index = new Map([...options].reverse().map((option) => [option.id, option]));
    byId.set(options, index);
  }
  return index.get(id);
}

function choiceProblem(field: Field, value: Value, values: Values, facts: Facts): Problem | null {
  const options = optionsOf(field, values, facts);
  const ids = Array.isArray(value) ? value : [value];
  for (const id of ids) {
    const option = optionIn(options, id);
    if (option?.refused) return { code: option.refused, values: { choice: option.text } };
    if (!option && !field.free) return { code: 'choice.stale' };
  }
  return null;
}

const CHOICES = new Set(['code', 'codes', 'link', 'links']);

/**
 * What is wrong with one held value, or null. `kept` is a value saved before, never refused anew.
 */
export function problemOf(
  field: Field,
  value: Value | undefined,
  values: Values,
  facts: Facts,
  kept?: Value,
): Problem | null {
  if (value === undefined || isEmpty(value)) {
    const waits = field.given === 'at_save';
    return isRequired(field, values, facts) && !waits ? { code: 'field.required' } : null;
  }
  return (
    rowProblem(field, value, values, facts) ??
    (keepsLimits(field, value) ? null : { code: `${field.kind}.invalid` }) ??
    ruleProblem(field, value, values, facts, kept)
  );
}

/** What the limits of a kind do not say of a value that is there. */
function ruleProblem(
  field: Field,
  value: Value,
  values: Values,
  facts: Facts,
  kept?: Value,
): Problem | null {
  const checked = CHOICES.has(field.kind) && !field.finder && field.to !== 'person';
  if (checked && !sameValue(value, kept)) {
    const problem = choiceProblem(field, value, values, facts);
    if (problem) return problem;
  }
  if (field.kind === 'date' && typeof value === 'string' && value !== kept) {
    if (field.side === 'past' && value > facts.workDate) return { code: 'date.future' };
    if (field.side === 'future' && value < facts.workDate) return { code: 'date.past' };
  }
  return rowProblem(field, value, values, facts) ?? field.rowsCheck?.(value) ?? null;
}

/** A cell that must be answered and is not, at its `row` from 1 and its `column`. */
function rowProblem(field: Field, value: Value, values: Values, facts: Facts): Problem | null {
  // A group with a rule of its own says in its own words what its cells lack.
  if (!field.columns || field.rowsCheck) return null;
  const columns = fieldsIn(field.columns);
  for (const [at, row] of rowsIn({ rows: value }, 'rows').entries()) {
    for (const [id, column] of columns) {
      if (!isEmpty(row[id]) || !isRequired(column, values, facts)) continue;
      return { code: 'field.required', values: { row: at + 1, column: id } };
    }
  }
  return null;
}

/**
 * Every reason the record cannot be saved, in field order and each with its field; then the
 * form's own checks. Empty when it can.
 * @param within true when the schema of the whole form has been asked already
 */
export function problemsOf(
  form: Form,
  values: Values,
  facts: Facts,
  self: Parameters<Form['checks']>[2] = null,
  within = false,
): Problem[] {
  const problems: Problem[] = [];
  for (const [id, field] of storedIn(form.fields)) {
    if (!isShown(field, values, facts)) continue;
    const value = values[id];
    const kept = self?.values[id];
    const problem =
      within && value !== undefined && !isEmpty(value)
        ? ruleProblem(field, value, values, facts, kept)
        : problemOf(field, value, values, facts, kept);
    if (problem) problems.push({ ...problem, field: id });
  }
  if (problems.length) return problems;
  return [...form.checks(values, facts, self)];
}
