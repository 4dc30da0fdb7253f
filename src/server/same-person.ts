import { createHash } from 'node:crypto';
import type { Op } from '../sync/protocol';
import { CENTRE } from '../sync/terms';
import type { Tx } from './database';
import { identityTags } from './grants';
import type { Court } from './judge';
import type { Numbering } from './numbers';
import { after } from './values';
import type { Working } from './working';

/**
 * Reminders of the centre's own where a client has an identifier that another one has too, as when
 * two stations entered the same person: both are kept, and whoever entered either is told, once for
 * each pair. They are seen by who sees the client anyway.
 * @returns the new records, as they go in
 */
export async function noticeSame(
  writing: Numbering,
  court: Court,
  changed: readonly Working[],
): Promise<Working[]> {
  const text = court.notices?.same;
  if (text === undefined) return [];
  const made: Working[] = [];
  for (const client of changed) {
    const tags = identityTags(client);
    if (tags.length === 0) continue;
    for (const other of await othersWith(writing, tags, client.id)) {
      for (const about of [client.id, other]) {
        const told = await reminderOf(writing, court, client, { about, other, text });
        if (told) made.push(told);
      }
    }
  }
  return made;
}

async function othersWith({ memory }: Numbering, tags: string[], own: string) {
  return (await memory.tags.carrying(tags)).filter((container) => container !== own);
}

/** The reminder about one of a pair; null where it was made before. */
async function reminderOf(
  { memory, tenant, at, nextId }: Numbering,
  court: Court,
  client: Working,
  { about, other, text }: { about: string; other: string; text: string },
): Promise<Working | null> {
  const pair = [client.id, other].sort().join(' ');
  const id = `same-${createHash('sha256').update(`${pair} ${about}`).digest('hex').slice(0, 40)}`;
  const declared = court.registry.all.find(({ notice }) => notice !== undefined);
  const tx = await memory.written();
  const known = await recordOf(tx, tenant, id);
  const last = client.made.at(-1)?.op;
  const enteredUnit =
    about === client.id ? client.enteredUnit : (await recordOf(tx, tenant, about))?.entered_unit;
  if (!declared?.notice || known || !last || enteredUnit === undefined) return null;
  const owner =
    about === client.id ? (client.made[0]?.op.actor ?? '') : await authorOf(tx, tenant, about);
  const fields = declared.notice;
  const patch: Op['patch'] = {
    ...{ [fields.about]: [null, about], [fields.on]: [null, last.work_on] },
    ...{ [fields.text]: [null, text], [fields.to]: [null, owner], [fields.done]: [null, false] },
  };
  const op: Op = {
    ...{ op_id: nextId(), uow_id: last.uow_id, seq: 1, actor: CENTRE, claimed_at: at },
    ...{ work_on: last.work_on, form: declared.id, form_version: declared.version },
    ...{ record_id: id, bucket: about, base_version: 0, kind: 'create', patch, reason: null },
  };
  return {
    ...{ id, form: declared.id, declared, wasContainer: null, wasTags: '', enteredUnit },
    // It names its owner, who sees no more by it.
    enteredAs: { worker: owner, unit: '', forWorker: CENTRE, forUnit: '' },
    ...{ formVersion: declared.version, bucket: about, version: 1, voided: false },
    values: after({}, patch),
    made: [{ op, device: CENTRE, version: 1, merged: false, left: null, partial: false }],
  };
}

function recordOf(tx: Tx, tenant: string, id: string) {
  return tx
    .selectFrom('record')
    .select('entered_unit')
    .where('tenant', '=', tenant)
    .where('record_id', '=', id)
    .executeTakeFirst();
}

async function authorOf(tx: Tx, tenant: string, id: string): Promise<string> {
  const row = await tx
    .selectFrom('record_version as v')
    .innerJoin('op_log as o', (join) =>
      join.onRef('o.tenant', '=', 'v.tenant').onRef('o.op_id', '=', 'v.op_id'),
    )
    .select('o.actor')
    .where('v.tenant', '=', tenant)
    .where('v.record_id', '=', id)
    .where('v.version', '=', 1)
    .executeTakeFirst();
  return row?.actor ?? '';
}
