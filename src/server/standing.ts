import type { Catalog } from '../catalog/catalog';
import { textIn } from '../form/value';
import type { Tx } from './database';
import { type EnteredAs, type Sight, tagsOfUser, workerTag } from './grants';
import type { Account } from './judge';
import type { Absent } from './memory/memory';
import type { Working } from './working';
import type { Writing } from './writing';

/** In which transaction and of which day a user's tags are asked. */
export interface Asking {
  readonly tx: Tx;
  readonly tenant: string;
  readonly catalog: Catalog;
  /** By the centre's clock. */
  readonly today: string;
}

/**
 * By which a user sees today: the own tags, and those of the workers the user stands in for (ROWS
 * 232). Whom these stand in for is not among them, nor what is seen by their unit only.
 */
export async function tagsNow(asking: Asking, account: Account): Promise<string[]> {
  return tagsWith(asking.catalog, account, await absentToday(asking, account));
}

/** The own tags of a user, and those of the workers the user stands in for. */
export function tagsWith(catalog: Catalog, account: Account, absents: readonly Absent[]): string[] {
  const own = tagsOfUser(catalog, account);
  return [...new Set([...own, ...absents.map(({ absent }) => workerTag(absent))])];
}

/**
 * Whom a user stands in for in a container that is seen for no other reason; null where the own
 * tags show it too, or it is not here yet.
 * @param absents whom the user stands in for today
 * @param sight what is seen by some tags
 */
export async function standsForIn(
  { catalog, account }: { readonly catalog: Catalog; readonly account: Account },
  container: string,
  absents: readonly Absent[],
  sight: (tags: readonly string[], containers: readonly string[]) => Promise<Sight>,
): Promise<EnteredAs | null> {
  if (absents.length === 0) return null;
  const isSeenBy = async (tags: readonly string[]) =>
    (await sight(tags, [container])).seen.has(container);
  if (await isSeenBy(tagsOfUser(catalog, account))) return null;
  for (const { absent, unit } of absents) {
    if (!(await isSeenBy([workerTag(absent)]))) continue;
    const { id: worker, unit: own } = account;
    return { worker, unit: own, forWorker: absent, forUnit: unit ?? own };
  }
  return null;
}

/** Workers a user stands in for today, each once, with the unit. */
export function absentToday(
  { tx, tenant, today }: Omit<Asking, 'catalog'>,
  { id }: Account,
): Promise<Absent[]> {
  return tx
    .selectFrom('standing as s')
    .leftJoin('user_account as u', (join) =>
      join.onRef('u.tenant', '=', 's.tenant').onRef('u.id', '=', 's.absent'),
    )
    .select(['s.absent', 'u.unit'])
    .distinct()
    .where('s.tenant', '=', tenant)
    .where('s.substitute', '=', id)
    .where('s.from_on', '<=', today)
    .where('s.until_on', '>=', today)
    .orderBy('s.absent')
    .execute();
}

/** Keeps what a record says of who stands in for whom; a change of it may change who sees what. */
export async function putStanding(writing: Writing, record: Working): Promise<void> {
  const { memory, tenant } = writing;
  const { aside } = memory;
  const { stands } = record.declared ?? {};
  if (!stands) return;
  const told = [stands.absent, stands.substitute, stands.from, stands.until];
  const [absent, substitute, from_on, until_on] = told.map((id) => textIn(record.values, id));
  const isWhole = absent && substitute && from_on && until_on && !record.voided;
  const now = isWhole ? { absent, substitute, from_on, until_on } : null;
  const key = { tenant, record_id: record.id };
  const was = await aside
    .selectFrom('standing')
    .select(['absent', 'substitute', 'from_on', 'until_on'])
    .where((is) => is.and(key))
    .executeTakeFirst();
  if (JSON.stringify(was ?? null) === JSON.stringify(now)) return;
  memory.granted.add(record.id);
  memory.absents.clear();
  await aside
    .deleteFrom('standing')
    .where((is) => is.and(key))
    .execute();
  if (now)
    await aside
      .insertInto('standing')
      .values({ ...key, ...now })
      .execute();
}
