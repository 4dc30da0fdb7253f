import type { Catalog } from '../catalog/catalog';
import type { Form } from '../form/define';
import { rowsIn, type Values } from '../form/value';
import { readPersonId } from '../rules/person-id';
import type { Tx } from './database';
import type { Account } from './judge';
import type { Memory } from './memory/memory';

/** Of some containers, those that are here and those of them a user may see. */
export interface Sight {
  readonly here: ReadonlySet<string>;
  readonly seen: ReadonlySet<string>;
}

const unitTag = (id: string) => `u:${id}`;
/** Tag of what names a worker. */
export const workerTag = (id: string) => `w:${id}`;

/** What of a record says by whom it is seen. */
interface Tagged {
  readonly declared: Form | undefined;
  readonly values: Values;
  readonly voided: boolean;
  readonly enteredUnit: string;
  readonly enteredAs: EnteredAs | null;
}

/** A stand-in and the worker stood in for, each with the unit. */
export interface EnteredAs {
  readonly worker: string;
  readonly unit: string;
  readonly forWorker: string;
  readonly forUnit: string;
}

/**
 * By which a client is known to be the same as another one: the valid identifiers that are nobody
 * else's. Nobody sees a container by these.
 */
export function identityTags({
  declared,
  values,
  voided,
}: Omit<Tagged, 'enteredUnit' | 'enteredAs'>): string[] {
  if (!declared?.isClient || voided || values.merged_into) return [];
  const ids = rowsIn(values, 'identifiers').map((row) => readPersonId(String(row.value ?? '')));
  return ids.flatMap((id) =>
    id.ok && id.value.class !== 'effica_temporary' ? [`i:${id.value.value}`] : [],
  );
}

/**
 * By which a record is seen: the units and workers its fields name, and the unit of who entered it.
 * Each once, in order. What a stand-in made counts as made by whom the stand-in stood in for: it
 * would else keep the client in sight, for all of the stand-in's unit, after the last day.
 */
export function tagsOf(record: Tagged): string[] {
  const { declared: form, values, enteredUnit, enteredAs: as } = record;
  const ofUnit = (id: string) => unitTag(as?.unit === id ? as.forUnit : id);
  const ofWorker = (id: string) => workerTag(as?.worker === id ? as.forWorker : id);
  const tags = new Set([ofUnit(enteredUnit), ...identityTags(record)]);
  const add = (to: string | undefined, value: unknown) => {
    if (typeof value !== 'string' || value === '') return;
    if (to === 'unit') tags.add(ofUnit(value));
    if (to === 'worker') tags.add(ofWorker(value));
  };
  for (const [id, field] of Object.entries(form?.fields ?? {})) {
    const value = values[id];
    if (!field.columns) for (const one of [value ?? []].flat()) add(field.to, one);
    for (const [column, { to }] of Object.entries(field.columns ?? {})) {
      for (const row of rowsIn(values, id)) add(to, row[column]);
    }
  }
  return [...tags].sort();
}

/** By which a user sees: the own id, and the units the role sees from the own unit. */
export function tagsOfUser(catalog: Catalog, { id, role, unit }: Account): string[] {
  return [workerTag(id), ...catalog.unitsSeen(role, unit).map(unitTag)];
}

/** A person in a record that says who belongs together. `until`: last day, far off when open. */
export interface Joined {
  readonly person: string;
  readonly until: string;
}

const OPEN = '9999-12-31';

/** Who belongs together by a record; several rows of one person count to the latest day. */
export function joinedIn(form: Form | undefined, values: Values): Joined[] {
  const { joins } = form ?? {};
  if (!joins) return [];
  const days = new Map<string, string>();
  for (const row of rowsIn(values, joins.rows)) {
    const person = row[joins.person];
    if (typeof person !== 'string') continue;
    const until = typeof row[joins.until] === 'string' ? String(row[joins.until]) : OPEN;
    const known = days.get(person);
    if (known === undefined || known < until) days.set(person, until);
  }
  return [...days].sort().map(([person, until]) => ({ person, until }));
}

/** Who looks: the tenant, the tags of the user, and the day by the centre's clock. */
export interface Looking {
  readonly tx: Tx;
  readonly tenant: string;
  readonly tags: readonly string[];
  readonly today: string;
}

/**
 * Everything a user may see now, sorted: containers by their tags, the households of the clients
 * among them, and who belongs to those households today together with such a client.
 */
export async function allSeen(looking: Looking): Promise<string[]> {
  const { tx, tenant, today } = looking;
  const rows = await tx
    .with('seen', () => byTags(looking))
    .selectFrom('seen')
    .select('seen.container as container')
    .union((q) =>
      q
        .selectFrom('joined as j')
        .innerJoin('seen', 'seen.container', 'j.person')
        .where('j.tenant', '=', tenant)
        .select('j.record_id as container'),
    )
    .union((q) =>
      q
        .selectFrom('joined as j')
        .innerJoin('seen', 'seen.container', 'j.person')
        .innerJoin('joined as o', (join) =>
          join.onRef('o.tenant', '=', 'j.tenant').onRef('o.record_id', '=', 'j.record_id'),
        )
        .where('j.tenant', '=', tenant)
        .where('j.until', '>=', today)
        .where('o.until', '>=', today)
        .where('j.voided', '=', 0)
        .where((is) =>
          is.exists(
            is
              .selectFrom('container_tag as t')
              .select('t.tag')
              .where('t.tenant', '=', tenant)
              .whereRef('t.container', '=', 'o.person')
              .where('t.n', '>', 0),
          ),
        )
        .select('o.person as container'),
    )
    .execute();
  return rows.map(({ container }) => container).sort();
}

function byTags({ tx, tenant, tags }: Looking) {
  return tx
    .selectFrom('container_tag as t')
    .where('t.tenant', '=', tenant)
    .where('t.tag', 'in', [...tags])
    .where('t.n', '>', 0)
    .select('t.container as container')
    .distinct();
}

/** The same for some containers only, as a unit of work or a request for one of them needs it. */
export async function sightOf(looking: Looking, containers: readonly string[]): Promise<Sight> {
  if (containers.length === 0) return { here: new Set(), seen: new Set() };
  const { tx, tenant, tags } = looking;
  const rows = await tx
    .selectFrom('container_tag')
    .select(['container', 'tag'])
    .where('tenant', '=', tenant)
    .where('container', 'in', [...containers])
    .where('n', '>', 0)
    .execute();
  return sightBy(rows, tags, (one) => seenByHome(looking, one));
}

/** The same in a transaction that has not written all it has to. */
export async function sightIn(
  memory: Memory,
  { tags, today }: Pick<Looking, 'tags' | 'today'>,
  containers: readonly string[],
): Promise<Sight> {
  const { tenant } = memory;
  const { homes } = memory.tags;
  return sightBy(await memory.tags.of(containers), tags, async (one) => {
    const key = JSON.stringify([tags, one]);
    const known = homes.get(key);
    if (known !== undefined) return known;
    const isSeen = await seenByHome({ tx: await memory.written(), tenant, tags, today }, one);
    homes.set(key, isSeen);
    return isSeen;
  });
}

async function sightBy(
  rows: readonly { readonly container: string; readonly tag: string }[],
  tags: readonly string[],
  byHome: (container: string) => Promise<boolean>,
): Promise<Sight> {
  const own = new Set(tags);
  const here = new Set(rows.map(({ container }) => container));
  const seen = new Set(rows.filter(({ tag }) => own.has(tag)).map(({ container }) => container));
  const rest = [...here].filter((one) => !seen.has(one));
  for (const one of rest) if (await byHome(one)) seen.add(one);
  return { here, seen };
}

async function taggedAmong(looking: Looking, containers: readonly string[]): Promise<Set<string>> {
  if (containers.length === 0) return new Set();
  const rows = await byTags(looking)
    .where('t.container', 'in', [...containers])
    .execute();
  return new Set(rows.map(({ container }) => container));
}

/** A household of a client who is seen, or a client who belongs to one with somebody seen. */
async function seenByHome(looking: Looking, container: string): Promise<boolean> {
  const { tx, tenant, today } = looking;
  const homes = await tx
    .selectFrom('joined as j')
    .innerJoin('joined as o', (join) =>
      join.onRef('o.tenant', '=', 'j.tenant').onRef('o.record_id', '=', 'j.record_id'),
    )
    .where('j.tenant', '=', tenant)
    .where((is) =>
      is.or([
        is('j.record_id', '=', container),
        is.and([
          is('j.person', '=', container),
          is('j.until', '>=', today),
          is('o.until', '>=', today),
          is('j.voided', '=', 0),
        ]),
      ]),
    )
    .select('o.person as person')
    .distinct()
    .execute();
  const persons = homes.map(({ person }) => person);
  return (await taggedAmong(looking, persons)).size > 0;
}

/** Containers of changed grants, with the households they touch and everybody in those. */
export async function nearTo(
  { tx, tenant }: Pick<Looking, 'tx' | 'tenant'>,
  containers: readonly string[],
): Promise<string[]> {
  if (containers.length === 0) return [];
  const rows = await tx
    .selectFrom('joined as j')
    .innerJoin('joined as o', (join) =>
      join.onRef('o.tenant', '=', 'j.tenant').onRef('o.record_id', '=', 'j.record_id'),
    )
    .where('j.tenant', '=', tenant)
    .where((is) =>
      is.or([is('j.record_id', 'in', [...containers]), is('j.person', 'in', [...containers])]),
    )
    .select(['o.record_id', 'o.person'])
    .distinct()
    .execute();
  const homes = rows.flatMap(({ record_id, person }) => [record_id, person]);
  return [...new Set([...containers, ...homes])];
}
