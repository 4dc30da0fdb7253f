import { good, type Result } from '../../base/problems';
import type { Base } from '../base';
import { saveDraft } from '../drafts';
import { createFilled } from '../fill-new';
import { NOT_SENT } from '../sync-delivery';
import { changeLink, makeLink } from '../sync-link';
import { keepOp } from '../sync-outgoing';
import { saveWorker } from '../workers';
import type { Salvage } from './read';

/** What a new base needs that no damaged one can give. */
export interface NewBase {
  /** Id of the new base: it is another workstation to the centre. */
  readonly deviceId: string;
  /** ISO instant. */
  readonly createdAt: string;
  /** Raw key, where the damaged base was encrypted. */
  readonly key?: Buffer;
}

/**
 * Makes a new linked base of what was saved from a damaged one: the entries that have not gone are
 * on their way, drafts and the log of uses are there, and the rest comes by the first pull.
 * Problems: those of `createFilled`.
 */
export function writeSalvage(path: string, salvage: Salvage, made: NewBase): Result<void> {
  const { deviceId, createdAt, key } = made;
  const how = salvage.encrypted
    ? { kind: 'real' as const, key, ...(salvage.salt ? { salt: salvage.salt } : {}) }
    : { kind: 'demo' as const };
  return createFilled(path, { ...how, deviceId, createdAt }, (base) => {
    base.write(() => fill(base, salvage));
    return good(undefined);
  });
}

function fill(base: Base, salvage: Salvage): void {
  const { link, workers, drafts, uses, kept, open } = salvage;
  for (const worker of workers) saveWorker(base, worker);
  if (!workers.some(({ id }) => id === link.user)) {
    // The centre says the rest at the first greeting.
    const unknown = { name: link.user, unit: '', role: 'worker', active: true, os_user: null };
    saveWorker(base, { id: link.user, ...unknown });
  }
  makeLink(base, link.url, link.user);
  let wire_seq = 0;
  const put = 'INSERT INTO kept VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING';
  for (const { cells } of kept) {
    wire_seq += 1;
    base.sql(put).run(...cells.map((cell, at) => (at === 2 ? wire_seq : cell)));
  }
  for (const op of open) {
    wire_seq += 1;
    const { bucket, record_id } = op.change;
    const delivery = { ...NOT_SENT, seq: 0, own: true, device_id: '' };
    keepOp(base, bucket ?? record_id, { ...op, wire_seq }, delivery);
  }
  changeLink(base, { last_seq: wire_seq });
  for (const draft of drafts) saveDraft(base, draft);
  const marks = uses[0]?.map(() => '?').join(', ');
  for (const use of uses) base.sql(`INSERT INTO use_log VALUES (${marks})`).run(...use);
}
