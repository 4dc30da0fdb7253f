import { foldedForms, noteFoldedForms, recordsBeside } from '../store/sync-forms';
import { applying } from '../store/sync-link';
import type { Door } from './door';
import { foldAll } from './sync-incoming';

/**
 * Puts what a newer program had written into its place, once this program is as new: answers that
 * were kept beside their record, and records of forms it did not know. Does something only when the
 * forms are not those of the last time.
 */
export function takeUpKnown(door: Door): void {
  const { base, registry } = door.world;
  const forms = JSON.stringify(registry.all.map(({ id, version }) => [id, version]));
  if (foldedForms(base) === forms) return;
  applying(base, () => {
    for (const form of registry.all) foldAll(door, recordsBeside(base, form));
    noteFoldedForms(base, forms);
  });
}
