import type { Form, Registry } from '../form/define';
import type { CaseFacts, MemberRec, PersonFacts } from '../form/facts';
import type { Rec } from '../form/value';
import { queryRecords } from '../store/query';
import { maskedRecord } from './mask';
import type { World } from './world';

/** Records of the other members, of the forms a household looks at together, masked. */
export function recordsOfOthers(world: World, others: readonly PersonFacts[]): MemberRec[] {
  const forms = world.registry.all.filter((form) => form.shared);
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
  const forms = new Set(registry.all.filter((form) => form.shared).map((form) => form.id));
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
    (rec) => forms.has(rec.form) && !isOpen(rec) && near.has(rec.id),
  );
  return { householdInitiations, householdLinked };
}

/** Ids of the records of some forms that a record points to. */
function linksTo(forms: ReadonlySet<string>, form: Form, rec: Rec): string[] {
  return Object.entries(form.fields)
    .filter(([, field]) => field.to !== undefined && forms.has(field.to))
    .flatMap(([id]) => [rec.values[id] ?? []].flat())
    .filter((id): id is string => typeof id === 'string');
}
