import { type LinkColumn, linkingTo } from '../store/linking';
import type { Door } from './door';
import { isRecordLink } from './hanging';

/**
 * What rests on records, and on that, and so on: a form derives a day or a service task of its
 * record from those it links to.
 * @returns ids of others than those given
 */
export function restingOn({ world }: Door, ids: ReadonlySet<string>): string[] {
  if (ids.size === 0) return [];
  const columns = world.registry.all.flatMap((form): LinkColumn[] =>
    Object.entries(form.fields)
      .filter(([, field]) => field.kind === 'link' && isRecordLink(field))
      .map(([column]) => ({ form, column })),
  );
  const found = new Set(ids);
  for (let asked = [...ids]; asked.length > 0; ) {
    asked = linkingTo(world.base, columns, asked).filter((id) => !found.has(id));
    for (const id of asked) found.add(id);
  }
  return [...found].slice(ids.size);
}
