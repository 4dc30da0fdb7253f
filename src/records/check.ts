import type { Problem } from '../base/problems';
import type { Form } from '../form/define';
import type { Facts } from '../form/facts';
import { type Field, fieldsIn } from '../form/field';
import { problemsOf } from '../form/fill';
import { outsideLimits } from '../form/schema';
import { type Rec, sameValue, type Value, type Values } from '../form/value';
import { readRecord } from '../store/records';
import type { Door } from './door';
import { PERSON, readPersons } from './people';

/**
 * Every reason the answers cannot be saved: those of the form, then links that lead nowhere, then
 * the limits of the table. A link no list of choices belongs to may lead to any record of its form.
 * @param made true for a record made as a consequence: what it inherits is not chosen anew
 * @param isPerson true for a person known to be there without asking the base
 */
export function answersProblems(
  door: Door,
  form: Form,
  values: Values,
  facts: Facts,
  self: Rec | null,
  made: boolean,
  isPerson: (id: string) => boolean,
): Problem[] {
  const limits = limitProblems(form, values);
  const found = problemsOf(form, values, facts, self, limits.length === 0);
  const excused = (problem: Problem) =>
    problem.code === 'choice.stale' && (made || isOpenLink(form.fields[problem.field ?? '']));
  const real = found.filter((problem) => !excused(problem));
  const links = linkProblems(door, form, values, facts, self, isPerson);
  if (real.length || links.length) return [...real, ...links];
  // The form's own checks wait until no field is refused, so an excused one has held them back.
  const late = found.length ? form.checks(values, facts, self) : [];
  return late.length ? [...late] : limits;
}

function isOpenLink(field: Field | undefined): boolean {
  if (field?.kind !== 'link' && field?.kind !== 'links') return false;
  return !field.choices && field.to !== 'worker' && field.to !== 'unit';
}

const links = new WeakMap<Form, readonly (readonly [id: string, field: Field])[]>();

/** The fields of a form that lead to something, by themselves or by a column. */
function linksIn(form: Form): readonly (readonly [id: string, field: Field])[] {
  let list = links.get(form);
  if (!list) {
    list = fieldsIn(form.fields).filter(
      ([, { kind, columns = {} }]) =>
        kind === 'link' ||
        kind === 'links' ||
        fieldsIn(columns).some(([, one]) => one.to === PERSON),
    );
    links.set(form, list);
  }
  return list;
}

function linkProblems(
  door: Door,
  form: Form,
  values: Values,
  facts: Facts,
  self: Rec | null,
  isPerson: (id: string) => boolean,
): Problem[] {
  const problems: Problem[] = [];
  for (const [id, field] of linksIn(form)) {
    if (sameValue(values[id], self?.values[id])) continue;
    for (const target of targetsOf(field, values[id])) {
      if (leadsSomewhere(door, field, target, facts, isPerson)) continue;
      problems.push({ code: 'link.unknown', field: id });
      break;
    }
  }
  return problems;
}

function targetsOf(field: Field, value: Value | undefined): string[] {
  if (field.kind === 'link' && typeof value === 'string') return [value];
  if (!Array.isArray(value)) return [];
  if (field.kind === 'links') return value.filter((item) => typeof item === 'string');
  const column = fieldsIn(field.columns ?? {}).find(([, one]) => one.to === PERSON)?.[0];
  if (!column) return [];
  return value.map((row) => String((row as Readonly<Record<string, unknown>>)[column] ?? ''));
}

function leadsSomewhere(
  door: Door,
  field: Field,
  target: string,
  facts: Facts,
  isPerson: (id: string) => boolean,
): boolean {
  if (field.kind === 'rows' || field.to === PERSON) {
    const near = facts.client?.household.some((member) => member.person.id === target);
    if (near || facts.client?.person.id === target || isPerson(target)) return true;
    return readPersons(door, [target]).has(target);
  }
  if (!isOpenLink(field)) return true;
  // The case is as it stands in this transaction, and holds no voided record.
  if (facts.client?.records.some((rec) => rec.id === target && rec.form === field.to)) return true;
  const { base, registry } = door.world;
  const to = registry.all.find((form) => form.id === field.to);
  const rec = to && readRecord(base, to, target);
  return rec !== undefined && !rec.voided;
}

function limitProblems(form: Form, values: Values): Problem[] {
  // The number is given after this, so it is not there yet.
  const waits = form.number?.field;
  const checked = waits && values[waits] === null ? { ...values, [waits]: 1 } : values;
  return outsideLimits(form, checked).map((field) => ({ code: 'field.invalid', field }));
}
