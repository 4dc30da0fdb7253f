import type { Op } from '../../sync/protocol';
import type { Tx } from '../database';
import type { Tables } from '../tables';
import { inPortions } from './portions';

/** A row of a version, without the tenant. */
export type VersionRow = Omit<Tables['record_version'], 'tenant'>;

/** A version and the operation as it was sent. */
export interface SentVersion extends VersionRow {
  readonly op: Op;
}

/** The versions of a record above one of them, oldest first. */
interface Above {
  readonly from: number;
  readonly versions: SentVersion[];
}

/** Versions as a transaction has read and made them, and which of them it has yet to write. */
export class Versions {
  private readonly above = new Map<string, Above>();
  private pending: VersionRow[] = [];

  constructor(
    private readonly tx: Tx,
    private readonly tenant: string,
    private readonly written: () => Promise<unknown>,
  ) {}

  get isWritten(): boolean {
    return this.pending.length === 0;
  }

  /** Versions of a record above one of them, oldest first. */
  async of(record_id: string, from: number): Promise<readonly SentVersion[]> {
    if ((this.above.get(record_id)?.from ?? Number.POSITIVE_INFINITY) > from) {
      await this.written();
      await this.load(new Map([[record_id, from]]));
    }
    const { versions = [] } = this.above.get(record_id) ?? {};
    return versions.filter(({ version }) => version > from);
  }

  /**
   * Reads the versions of some records at once, each above one of its own. What has been made of
   * them must be written.
   */
  async load(records: ReadonlyMap<string, number>): Promise<void> {
    if (records.size === 0) return;
    const rows = await this.tx
      .selectFrom('record_version as v')
      .innerJoin('op_log as o', (join) =>
        join.onRef('o.tenant', '=', 'v.tenant').onRef('o.op_id', '=', 'v.op_id'),
      )
      .select(['v.record_id', 'v.version', 'v.op_id', 'v.device_id', 'v.kind', 'v.bucket'])
      .select(['v.patch', 'o.payload'])
      .where('v.tenant', '=', this.tenant)
      .where('v.record_id', 'in', [...records.keys()])
      .where('v.version', '>', Math.min(...records.values()))
      .orderBy('v.version')
      .execute();
    for (const [id, from] of records) this.above.set(id, { from, versions: [] });
    for (const { payload, ...row } of rows) {
      const kept = this.above.get(row.record_id);
      if (!kept || row.version <= kept.from) continue;
      kept.versions.push({ ...row, op: JSON.parse(payload) as Op });
    }
  }

  add({ op, ...row }: SentVersion): void {
    this.pending.push(row);
    const { record_id, version } = row;
    if (version === 1) this.above.set(record_id, { from: 0, versions: [] });
    this.above.get(record_id)?.versions.push({ ...row, op });
  }

  forget(): void {
    this.above.clear();
  }

  async flush(tx: Tx): Promise<void> {
    const rows = this.pending.map((row) => ({ tenant: this.tenant, ...row }));
    this.pending = [];
    for (const some of inPortions(rows)) {
      await tx.insertInto('record_version').values(some).execute();
    }
  }
}
