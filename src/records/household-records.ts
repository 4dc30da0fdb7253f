import type { Form, Registry } from '../form/define';
import type { CaseFacts, MemberRec, PersonFacts } from '../form/facts';
import { fieldsIn } from '../form/field';
import type { Rec } from '../form/value';
import { queryRecords } from '../store/query';
import { maskedRecord } from './mask';
import type { World } from './world';

/** Records of the other members, of the forms a household looks at together, masked. */
export function recordsOfOthers(world: World, others: readonly PersonFacts[]): MemberRec[] {
  const forms = sharedForms(world.registry);
  return others.flatMap((person) =>
    forms.flatMap((form) =>
      queryRecords(world.base, form, { where: { bucket: person.id, voided: false } }).map(
        (rec): MemberRec => ({ ...maskedRecord(form, rec, person.protected), person }),
      ),
    ),
  );
}

/**
 * What the other members' cases hold that this one looks at too, in household order: what is open,
 * and what hangs together with the records here by links, over as many steps as it takes.
 * @param theirs records of the other members, not voided
 * @param own the records of the case itself
 */
export function sharedIn(
  registry: Registry,
  theirs: readonly MemberRec[],
  own: readonly Rec[],
): Pick<CaseFacts, 'householdInitiations' | 'householdLinked'> {
  const isOpen = (rec: Rec) => registry.form(rec.form).shared?.(rec.values) === true;
  const householdInitiations = theirs.filter(isOpen);
  if (householdInitiations.length === theirs.length) {
    return { householdInitiations, householdLinked: [] };
  }
  const forms = sharedForms(registry);
  const linksOf = (rec: Rec) => linksTo(forms, registry.form(rec.form), rec);
  const near = new Set(own.flatMap((rec) => [rec.id, ...linksOf(rec)]));
  let before = -1;
  while (near.size !== before) {
    before = near.size;
    for (const rec of theirs) {
      const links = linksOf(rec);
      const isNear = near.has(rec.id) || links.some((id) => near.has(id));
      if (isNear) for (const id of [rec.id, ...links]) near.add(id);
    }
  }
  const householdLinked = theirs.filter(
    (rec) => forms.some(({ id }) => id === rec.form) && !isOpen(rec) && near.has(rec.id),
  );
  return { householdInitiations, householdLinked };
}

const shared = new WeakMap<Registry, readonly Form[]>();

/** The forms whose records a household looks at together. */
export function sharedForms(registry: Registry): readonly Form[] {
  let forms = shared.get(registry);
  if (!forms) {
    forms = registry.all.filter((form) => form.shared);
    shared.set(registry, forms);
  }
  return forms;
}

const pointing = new WeakMap<readonly Form[], Map<Form, readonly string[]>>();

/** Ids of the fields of a form that point to records of some forms. */
function fieldsTo(forms: readonly Form[], form: Form): readonly string[] {
  let known = pointing.get(forms);
  if (!known) {
    known = new Map();
    pointing.set(forms, known);
  }
  let ids = known.get(form);
  if (!ids) {
    ids = fieldsIn(form.fields)
      .filter(([, field]) => forms.some(({ id }) => id === field.to))
      .map(([id]) => id);
    known.set(form, ids);
  }
  return ids;
}

/** Ids of the records of some forms that a record points to. */
function linksTo(forms: readonly Form[], form: Form, rec: Rec): string[] {
  const ids: string[] = [];
  for (const field of fieldsTo(forms, form)) {
    const value = rec.values[field];
    for (const id of Array.isArray(value) ? value : [value])
      if (typeof id === 'string') ids.push(id);
  }
  return ids;
}
