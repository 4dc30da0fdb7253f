import type { Op } from '../../sync/protocol';
import type { Tx } from '../database';
import type { Tables } from '../tables';
import { inPortions } from './portions';

/** A row of the log of operations, without the tenant. */
export type LogRow = Omit<Tables['op_log'], 'tenant'>;

/** Rows of the log that a transaction has yet to write. */
export class LogRows {
  private pending: LogRow[] = [];
  private readonly sent = new Map<string, Op>();

  constructor(private readonly tenant: string) {}

  get isWritten(): boolean {
    return this.pending.length === 0;
  }

  add(row: LogRow): void {
    this.pending.push(row);
  }

  /** Keeps what was sent, for the versions this transaction makes of it. */
  keep(op: Op): void {
    this.sent.set(op.op_id, op);
  }

  /** An operation as it was sent; only those that this transaction has put into the log. */
  sentAs(op_id: string): Op | undefined {
    return this.sent.get(op_id);
  }

  async flush(tx: Tx): Promise<void> {
    const rows = this.pending.map((row) => ({ tenant: this.tenant, ...row }));
    this.pending = [];
    for (const some of inPortions(rows)) await tx.insertInto('op_log').values(some).execute();
  }
}
