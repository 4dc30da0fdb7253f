import type { Transaction } from 'kysely';
import type { Tx } from '../database';
import type { Tables } from '../tables';
import { LogRows } from './log';
import { NumbersGiven } from './numbers';
import { RecordRows } from './records';
import { TagCounts } from './tags';
import { Versions } from './versions';

/** Tables of which a transaction may have rows that are not written yet. */
type Kept =
  | 'op_log'
  | 'record'
  | 'record_version'
  | 'container_tag'
  | 'number_given'
  | 'number_head';

/** Whom a user stands in for, and the unit of each. */
export interface Absent {
  readonly absent: string;
  readonly unit: string | null;
}

/**
 * What a transaction that takes units of work in has read and has yet to write. A question of each
 * unit is answered from here, and what all of them write goes by a few statements: to a database
 * of another machine each statement is a way there and back. The memory ends with its transaction.
 */
export class Memory {
  readonly log: LogRows;
  readonly records: RecordRows;
  readonly versions: Versions;
  readonly tags: TagCounts;
  readonly numbers: NumbersGiven;
  /** Whom users stand in for today, by user; forgotten when a record about it changes. */
  readonly absents = new Map<string, readonly Absent[]>();
  /** Containers that others may see from now on than did before. */
  readonly granted = new Set<string>();
  readonly #tx: Tx;

  /** @param isLocking whether rows that are read to be changed are kept from others */
  constructor(
    tx: Tx,
    readonly tenant: string,
    readonly isLocking: boolean,
  ) {
    this.#tx = tx;
    const written = () => this.written();
    this.log = new LogRows(tenant);
    this.records = new RecordRows(tx, tenant, isLocking);
    this.versions = new Versions(tx, tenant, written);
    this.tags = new TagCounts(tx, tenant, written);
    this.numbers = new NumbersGiven(tx, tenant, written);
  }

  /** What was read is read anew, as others have changed it meanwhile; all must be written. */
  forget(): void {
    this.records.forget();
    this.versions.forget();
    this.tags.forget();
    this.numbers.forget();
    this.absents.clear();
  }

  /** The transaction for those tables of which nothing is kept here. */
  get aside(): Transaction<Omit<Tables, Kept>> {
    return this.#tx as unknown as Transaction<Omit<Tables, Kept>>;
  }

  /** The transaction, with all in the database that it has to write so far. */
  async written(): Promise<Tx> {
    const tx = this.#tx;
    // In the order in which they refer to each other.
    if (!this.log.isWritten) await this.log.flush(tx);
    if (!this.records.isWritten) await this.records.flush(tx);
    if (!this.versions.isWritten) await this.versions.flush(tx);
    if (!this.tags.isWritten) await this.tags.flush(tx, this.granted);
    if (!this.numbers.isWritten) await this.numbers.flush(tx);
    return tx;
  }
}
