import { newestPlace } from '../store/sync-delivery';
import { foldedForms, noteFoldedForms, recordsBeside } from '../store/sync-forms';
import { applying } from '../store/sync-link';
import type { Door } from './door';
import { foldAll } from './sync-incoming';

type FormVersion = readonly [form: string, version: number];

/**
 * Puts what a newer program had written into its place, once this program is as new: answers that
 * were kept beside their record, and records of forms it did not know. It looks through the forms
 * that are not as they were the last time, which takes minutes where there are millions of changes;
 * a base to which nothing has come yet is not looked through.
 */
export function takeUpKnown(door: Door): void {
  const { base, registry } = door.world;
  const forms = JSON.stringify(registry.all.map(({ id, version }): FormVersion => [id, version]));
  const folded = foldedForms(base);
  if (folded === forms) return;
  const known = new Map<string, number>(JSON.parse(folded ?? '[]') as FormVersion[]);
  const isOwn = newestPlace(base) === 0;
  const changed = registry.all.filter(({ id, version }) => !isOwn && known.get(id) !== version);
  applying(base, () => {
    for (const form of changed) foldAll(door, recordsBeside(base, form));
    noteFoldedForms(base, forms);
  });
}
