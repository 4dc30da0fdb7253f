import type Database from 'better-sqlite3';
import { type Connection, type ConnectOptions, connect } from './connection';

/** demo: made-up people, not encrypted, marked on each screen. real: encrypted. */
export type BaseKind = 'demo' | 'real';

/**
 * Journal of the file: `wal` for work, `delete` for a base whose bytes are to be the same, `none`
 * for one that is being filled and thrown away when the program ends before it is whole.
 */
export type Journal = 'wal' | 'delete' | 'none';

/** Longest wait of a draft for another program's save, where it has to be done now. */
const DRAFT_WAIT_MS = 50;

/** An open base. Everything in `store/` is synchronous and takes one. */
export interface Base {
  readonly db: Database.Database;
  readonly kind: BaseKind;
  readonly path: string;
  readonly deviceId: string;
  /** The statement of a text, prepared once. */
  sql<Row = unknown>(text: string): Database.Statement<unknown[], Row>;
  /**
   * One unit of work: all of it is on the disk when this returns, or none of it when `fn` throws.
   * Takes the write lock at once, so what `fn` reads is what it writes over. May be nested.
   */
  write<T>(fn: () => T): T;
  /** Several readings of one and the same state of the base. May stand inside `write`. */
  read<T>(fn: () => T): T;
  /**
   * Where drafts are written: a connection that does not wait for the disk, or the main one inside
   * `write`, so that dropping a draft belongs to the save.
   * @param waitMs longest wait for another program's save
   */
  drafts(waitMs?: number): Pick<Connection, 'sql'>;
  close(): void;
}

/** A base on an opened and checked connection; `options` open the second one for drafts. */
export class OpenBase implements Base {
  readonly db: Database.Database;
  private draftConnection: Connection | undefined;
  private draftWait: number | undefined;
  private readonly unit: Database.Transaction<(fn: () => unknown) => unknown>;

  constructor(
    private readonly main: Connection,
    private readonly options: ConnectOptions,
    readonly path: string,
    readonly kind: BaseKind,
    readonly deviceId: string,
  ) {
    this.db = main.db;
    this.unit = main.db.transaction((fn) => fn());
  }

  sql<Row = unknown>(text: string): Database.Statement<unknown[], Row> {
    return this.main.sql<Row>(text);
  }

  write<T>(fn: () => T): T {
    return this.unit.immediate(fn) as T;
  }

  read<T>(fn: () => T): T {
    return this.db.inTransaction ? fn() : (this.unit.deferred(fn) as T);
  }

  drafts(waitMs = DRAFT_WAIT_MS): Pick<Connection, 'sql'> {
    if (this.db.inTransaction) return this.main;
    if (!this.draftConnection) {
      const opened = connect(this.path, { ...this.options, waitMs });
      opened.db.pragma('synchronous = NORMAL');
      const erasing = this.db.pragma('secure_delete', { simple: true });
      opened.db.pragma(`secure_delete = ${erasing}`);
      // Moving pages from the log into the file waits for the disk: left to the main connection.
      opened.db.pragma('wal_autocheckpoint = 0');
      this.draftConnection = opened;
    }
    if (waitMs !== this.draftWait) {
      this.draftConnection.db.pragma(`busy_timeout = ${waitMs}`);
      this.draftWait = waitMs;
    }
    return this.draftConnection;
  }

  close(): void {
    this.draftConnection?.close();
    this.draftConnection = undefined;
    this.main.close();
  }
}

/** All of it or none: inside a unit of work, whose failure undoes it too, or as one of its own. */
export function atomically(base: Base, fn: () => void): void {
  if (base.db.inTransaction) fn();
  else base.write(fn);
}
