import type { Values } from '../../form/value';
import type { Tx } from '../database';
import type { Tables } from '../tables';
import { isGoodId } from '../values';
import { inPortions } from './portions';

/** A row of a record, without the tenant. */
export type RecordRow = Omit<Tables['record'], 'tenant'>;

/** Records as a transaction has read and changed them, and which of them it has yet to write. */
export class RecordRows {
  private readonly rows = new Map<string, RecordRow | null>();
  private readonly pending = new Map<string, 'new' | 'changed'>();
  private readonly near = new Map<string, Values | null>();

  constructor(
    private readonly tx: Tx,
    private readonly tenant: string,
    private readonly isLocking: boolean,
  ) {}

  get isWritten(): boolean {
    return this.pending.size === 0;
  }

  /** The records of these that are here, by id, locked until the end of the transaction. */
  async of(ids: readonly string[]): Promise<Map<string, RecordRow>> {
    const sorted = [...new Set(ids)].sort();
    await this.load(sorted.filter((id) => !this.rows.has(id)));
    return new Map(
      sorted.flatMap((id) => {
        const row = this.rows.get(id);
        return row ? [[id, row] as const] : [];
      }),
    );
  }

  private async load(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    let query = this.tx
      .selectFrom('record')
      .selectAll()
      .where('tenant', '=', this.tenant)
      .where('record_id', 'in', [...ids])
      .orderBy('record_id');
    if (this.isLocking) query = query.forUpdate();
    for (const id of ids) this.rows.set(id, null);
    for (const { tenant: _tenant, ...row } of await query.execute()) {
      this.rows.set(row.record_id, row);
    }
  }

  /** The records of these that are here, without keeping them from others. */
  async here(ids: readonly string[]): Promise<ReadonlySet<string>> {
    await this.readNear(ids);
    const isHere = (id: string) => (this.rows.has(id) ? this.rows.get(id) : this.near.get(id));
    return new Set(ids.filter(isHere));
  }

  /** The answers of a record that is here, without keeping it from others. */
  async answersOf(id: string): Promise<Values | null> {
    await this.readNear([id]);
    const row = this.rows.get(id);
    if (row === undefined) return this.near.get(id) ?? null;
    return row && (JSON.parse(row.doc) as Values);
  }

  /** Reads at once what will be asked of these records without keeping them from others. */
  async readNear(asked: readonly string[]): Promise<void> {
    const unread = asked.filter((id) => !this.rows.has(id) && !this.near.has(id));
    // What is no id is nobody's, and not every database could be asked of it.
    for (const id of unread) this.near.set(id, null);
    const ids = [...new Set(unread)].filter(isGoodId);
    if (ids.length === 0) return;
    const rows = await this.tx
      .selectFrom('record')
      .select(['record_id', 'doc'])
      .where('tenant', '=', this.tenant)
      .where('record_id', 'in', ids)
      .execute();
    for (const { record_id, doc } of rows) this.near.set(record_id, JSON.parse(doc) as Values);
  }

  /** A record as it stands from now on; `isNew` for one that was not here. */
  put(row: RecordRow, isNew: boolean): void {
    const id = row.record_id;
    this.rows.set(id, row);
    const isUnwritten = this.pending.get(id) === 'new';
    this.pending.set(id, isNew || isUnwritten ? 'new' : 'changed');
  }

  forget(): void {
    this.rows.clear();
    this.near.clear();
  }

  async flush(tx: Tx): Promise<void> {
    const rowsOf = (wanted: 'new' | 'changed') =>
      [...this.pending].flatMap(([id, state]) => {
        const row = state === wanted ? this.rows.get(id) : undefined;
        return row ? [{ tenant: this.tenant, ...row }] : [];
      });
    const [fresh, changed] = [rowsOf('new'), rowsOf('changed')];
    this.pending.clear();
    // One that somebody else has made meanwhile must not be written over: this fails then.
    for (const some of inPortions(fresh)) await tx.insertInto('record').values(some).execute();
    for (const some of inPortions(changed)) {
      await tx
        .insertInto('record')
        .values(some)
        .onConflict((c) =>
          c.columns(['tenant', 'record_id']).doUpdateSet((is) => ({
            form_version: is.ref('excluded.form_version'),
            bucket: is.ref('excluded.bucket'),
            container: is.ref('excluded.container'),
            version: is.ref('excluded.version'),
            voided: is.ref('excluded.voided'),
            tags: is.ref('excluded.tags'),
            entered_as: is.ref('excluded.entered_as'),
            doc: is.ref('excluded.doc'),
          })),
        )
        .execute();
    }
  }
}
