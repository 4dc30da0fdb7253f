import type { Base } from './base';

/** What was typed and not saved: per user, form and record. Local; never synced or reported. */
export interface Draft {
  readonly actor: string;
  readonly form: string;
  /** Id of the record being amended; for a new one what the caller names it by. */
  readonly record: string;
  /** The client it is about, if any. */
  readonly client: string | null;
  /** State of the entry; anything JSON can hold. */
  readonly value: unknown;
  /** ISO instant. */
  readonly saved_at: string;
}

/** Names one draft. */
export type DraftKey = Pick<Draft, 'actor' | 'form' | 'record'>;

type Stored = Omit<Draft, 'value'> & { readonly value: string };

/** Longest wait of a draft for another program's save, in ms: keys wait as long. */
const KEYS_WAIT_MS = 8;

const SELECT = 'SELECT actor, form, record, client, value, saved_at FROM draft';

/**
 * Keeps a draft over the one before. Survives the end of the program by any means at once; does
 * not wait for the disk, so a power cut may take the last ones. Inside `base.write` it belongs to
 * that unit of work.
 *
 * Problem (thrown, for `catching`): `base.locked` another program is saving; to be tried again.
 */
export function saveDraft(base: Base, draft: Draft): void {
  const text =
    'INSERT INTO draft (actor, form, record, client, value, saved_at) VALUES (?, ?, ?, ?, ?, ?)' +
    ' ON CONFLICT (actor, form, record) DO UPDATE SET client = excluded.client,' +
    ' value = excluded.value, saved_at = excluded.saved_at';
  const { actor, form, record, client, value, saved_at } = draft;
  const kept = JSON.stringify(value);
  base.drafts(KEYS_WAIT_MS).sql(text).run(actor, form, record, client, kept, saved_at);
}

/** One draft, if there is one. */
export function readDraft(base: Base, { actor, form, record }: DraftKey): Draft | undefined {
  const text = `${SELECT} WHERE actor = ? AND form = ? AND record = ?`;
  const found = base.sql<Stored>(text).get(actor, form, record);
  return found && fromStored(found);
}

/** All drafts of a user, the latest first. */
export function listDrafts(base: Base, actor: string): Draft[] {
  const text = `${SELECT} WHERE actor = ? ORDER BY saved_at DESC, form, record`;
  return base.sql<Stored>(text).all(actor).map(fromStored);
}

/** Drafts of everybody about a client or a record, without what is in them. */
export function draftsAbout(
  base: Base,
  clients: readonly string[],
  records: readonly string[] = [],
): Omit<Draft, 'value'>[] {
  const text =
    'SELECT actor, form, record, client, saved_at FROM draft' +
    ' WHERE client IN (SELECT value FROM json_each(?))' +
    ' OR record IN (SELECT value FROM json_each(?)) ORDER BY actor, form, record';
  return base.sql<Omit<Draft, 'value'>>(text).all(JSON.stringify(clients), JSON.stringify(records));
}

/** Drafts of changes of a record, whatever the key says of it beside its id. */
export function draftsOfRecord(base: Base, recordId: string): Draft[] {
  const text = `${SELECT} WHERE substr(record, 1, length(?)) = ? ORDER BY actor, form, record`;
  return base
    .sql<Stored>(text)
    .all(recordId, recordId)
    .map((row) => ({ ...row, value: JSON.parse(row.value) as unknown }));
}

/**
 * Drops a draft, when it was saved as a record or given up; nothing happens if there is none.
 * Call it inside the `base.write` that saves the record, so that both happen or neither.
 */
export function dropDraft(base: Base, { actor, form, record }: DraftKey): void {
  base
    .drafts()
    .sql('DELETE FROM draft WHERE actor = ? AND form = ? AND record = ?')
    .run(actor, form, record);
}

function fromStored(stored: Stored): Draft {
  return { ...stored, value: JSON.parse(stored.value) as unknown };
}
