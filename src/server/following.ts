import type { Form } from '../form/define';
import { rowsIn, sameValue, type Values } from '../form/value';
import { relinkedValues, withoutDoubles } from '../records/relinked';
import type { Op } from '../sync/protocol';
import type { Court } from './judge';
import { addOwn, type Numbering } from './numbers';
import { loadRecords, type Working } from './working';

/** The field in which a client says into whom it was merged. */
export const MERGED = 'merged_into';
/** Persons merged one into the next; more of them in a row nobody makes. */
const LONGEST = 8;

type Records = ReadonlyMap<string, Working>;

/**
 * What a merge of clients did not know of follows it, by changes of the centre's own: a record that
 * comes for one who was merged meanwhile, and what others had sent before the merge came. Else it
 * would stand with somebody whom nobody finds.
 * @param records those of the unit of work that goes in, as they are after it
 * @returns records changed besides them
 */
export async function followMerged(
  writing: Numbering,
  court: Court,
  records: Records,
): Promise<Working[]> {
  const touched = [...records.values()].filter(({ made }) => made.length > 0);
  const into = new Map<string, string>();
  const linked = new Set(touched.flatMap(({ declared, values }) => personsIn(declared, values)));
  for (const id of linked) {
    const to = await mergedInto(court, records, id);
    if (to) into.set(id, to);
  }
  for (const record of touched) follow(writing, record, into, null);
  const others: Working[] = [];
  for (const client of touched) {
    if (client.declared?.isClient !== true || !isMergedNow(client)) continue;
    const to = await mergedInto(court, records, client.id);
    const left = to ? await linkingTo(court, client.id, records) : [];
    for (const record of left) {
      const last = client.made.at(-1)?.op;
      if (to && last && follow(writing, record, new Map([[client.id, to]]), last)) {
        others.push(record);
      }
    }
  }
  return others;
}

/** True when this unit of work merges the client into another. */
function isMergedNow({ made }: Working): boolean {
  return made.some(({ op }) => typeof op.patch[MERGED]?.[1] === 'string');
}

/** Who a client goes by now: the last one of those it was merged into; null where it was not. */
async function mergedInto(court: Court, records: Records, id: string): Promise<string | null> {
  let now: string | null = null;
  for (let step = 0; step < LONGEST; step += 1) {
    const next = await nextOf(court, records, now ?? id);
    if (next === null || next === id) return now;
    now = next;
  }
  return now;
}

async function nextOf({ memory }: Court, records: Records, id: string): Promise<string | null> {
  const own = records.get(id)?.values;
  const values = own ?? (await memory.records.answersOf(id));
  const to = values?.[MERGED];
  return typeof to === 'string' && to !== '' ? to : null;
}

/** Persons the answers of a record link to; who a client was merged into is not among them. */
export function personsIn(form: Form | undefined, values: Values): string[] {
  if (!form || form.isClient) return [];
  return Object.entries(form.fields).flatMap(([id, field]) => {
    const columns = Object.entries(field.columns ?? {}).filter(([, { to }]) => to === 'person');
    const rows = columns.flatMap(([column]) => rowsIn(values, id).map((row) => row[column]));
    const own = field.to === 'person' ? [values[id] ?? null].flat() : [];
    return [...rows, ...own].filter((one): one is string => typeof one === 'string');
  });
}

/**
 * Records that still name a client who is merged. The documents are looked through, as no index
 * says it: a merge is rare, and this takes a second or so for a million records.
 */
async function linkingTo(court: Court, client: string, known: Records): Promise<Working[]> {
  const tx = await court.memory.written();
  const rows = await tx
    .selectFrom('record')
    .select('record_id')
    .where('tenant', '=', court.tenant)
    .where('doc', 'like', `%"${client}"%`)
    .execute();
  const ids = rows.map(({ record_id }) => record_id).filter((id) => !known.has(id));
  return [...(await loadRecords(court, ids)).values()];
}

/** Makes a record follow; true when it changed. */
function follow(
  writing: Numbering,
  record: Working,
  into: ReadonlyMap<string, string>,
  like: Op | null,
): boolean {
  const { declared, values } = record;
  const because = like ?? record.made.at(-1)?.op;
  if (!declared || declared.isClient || !because) return false;
  let now: Values = values;
  for (const [from, to] of into) {
    now = relinkedValues(declared, now, from, to);
    if (declared.joins) now = withoutDoubles(now, to);
  }
  const patch: Op['patch'] = {};
  for (const [id, value] of Object.entries(now)) {
    if (sameValue(value, values[id] ?? null)) continue;
    patch[id] = [values[id] ?? null, value] as unknown as Op['patch'][string];
  }
  if (Object.keys(patch).length === 0) return false;
  addOwn(writing, record, because, { patch, reason: like?.reason ?? null });
  return true;
}
