import type { Problem } from '../base/problems';
import type { Form, Registry } from '../form/define';
import type { Facts } from '../form/facts';
import type { Field } from '../form/field';
import { isStored } from '../form/field';
import { isEmpty, type Rec } from '../form/value';

/** True for links between records of a case: not to persons, workers or units. */
export function isRecordLink(field: Field): boolean {
  const isLink = field.kind === 'link' || field.kind === 'links';
  return isLink && isStored(field) && !['person', 'worker', 'unit'].includes(field.to ?? '');
}

function linksOf(form: Form): string[] {
  return Object.keys(form.fields).filter((id) => isRecordLink(form.fields[id] as Field));
}

function targetsIn(rec: Rec, id: string): readonly string[] {
  const value = rec.values[id];
  if (Array.isArray(value)) return value.filter((one): one is string => typeof one === 'string');
  return typeof value === 'string' && value !== '' ? [value] : [];
}

/**
 * A record and everything of the case that hangs on it: what links to it, what links to that, and
 * so on. In order of entry, so that each comes after what it links to.
 */
export function hangingOn(rec: Rec, records: readonly Rec[], registry: Registry): Rec[] {
  const found = new Map([[rec.id, rec]]);
  const links = new Map(registry.all.map((form) => [form.id, linksOf(form)]));
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const one of records) {
      if (found.has(one.id)) continue;
      const ids = links.get(one.form) ?? [];
      if (ids.some((id) => targetsIn(one, id).some((target) => found.has(target)))) {
        found.set(one.id, one);
      }
    }
  }
  return [...found.values()].sort((a, b) => a.entry_no - b.entry_no);
}

/**
 * Links of a record that do not go along when it is moved, as its form declares them: they are
 * asked for in the case it is moved to.
 */
export function looseLinks(rec: Rec, moved: readonly Rec[], form: Form): [string, Field][] {
  const along = new Set(moved.map((one) => one.id));
  return Object.entries(form.fields).filter(([id, field]) => {
    if (!isRecordLink(field) || field.kind !== 'link' || field.given) return false;
    return !isEmpty(rec.values[id]) && !targetsIn(rec, id).some((target) => along.has(target));
  });
}

/**
 * What stands in the way of moving a record with what hangs on it, wherever to: it belongs to
 * nobody (`move.no_client`), is part of another record (`move.part`), something is locked
 * (`move.locked` {name}), or it shares what handles it with others (`move.shared` {names}).
 */
export function moveBlockers(
  rec: Rec,
  moved: readonly Rec[],
  registry: Registry,
  facts: Facts,
): Problem[] {
  const form = registry.form(rec.form);
  if (rec.bucket === null || !form.fields.person) return [{ code: 'move.no_client' }];
  if (looseLinks(rec, moved, form).some(([, field]) => !field.choices))
    return [{ code: 'move.part' }];
  const name = (one: Rec) => registry.form(one.form).name(one, facts);
  const problems: Problem[] = moved
    .filter((one) => registry.form(one.form).locked(one))
    .map((one) => ({ code: 'move.locked', values: { name: name(one) } }));
  const handled = Object.entries(form.fields).filter(([, field]) => field.given === 'by_command');
  for (const [id, field] of handled) {
    if (!isRecordLink(field) || isEmpty(rec.values[id])) continue;
    const same = (one: Rec) => one.form === rec.form && one.values[id] === rec.values[id];
    const others = moved.filter((one) => one.id !== rec.id && same(one));
    if (others.length) {
      problems.push({ code: 'move.shared', values: { names: others.map(name).join(', ') } });
    }
  }
  return problems;
}
