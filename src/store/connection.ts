import Database from 'better-sqlite3';

/** Bytes of a raw key, and of the salt SQLCipher keeps as the first bytes of the file. */
export const KEY_BYTES = 32;
export const SALT_BYTES = 16;

/** How one connection to a base is opened. */
export interface ConnectOptions {
  /** Raw 32-byte key of an encrypted base. */
  readonly key?: Buffer;
  /** Salt of a base that is being made; an existing base holds its own. */
  readonly salt?: Buffer;
  readonly readonly?: boolean;
  /** Milliseconds to wait for another program's lock. */
  readonly waitMs: number;
}

/** One connection with its prepared statements. */
export class Connection {
  private readonly statements = new Map<string, Database.Statement<unknown[], unknown>>();

  constructor(readonly db: Database.Database) {}

  /** The statement of a text, prepared once. The text comes from the program, never from data. */
  sql<Row = unknown>(text: string): Database.Statement<unknown[], Row> {
    let statement = this.statements.get(text);
    if (!statement) {
      statement = this.db.prepare<unknown[], unknown>(text);
      this.statements.set(text, statement);
    }
    return statement as Database.Statement<unknown[], Row>;
  }

  close(): void {
    this.statements.clear();
    this.db.close();
  }
}

/**
 * Opens an existing file. Reads nothing from it yet, so a wrong key, a lock or damage shows only
 * at the first statement. Throws errors of SQLite.
 */
export function connect(path: string, options: ConnectOptions): Connection {
  const db = new Database(path, {
    fileMustExist: true,
    readonly: options.readonly ?? false,
    timeout: options.waitMs,
  });
  try {
    if (options.key) giveKey(db, options.key, options.salt);
    // Sorting spills to memory: a temporary file would hold rows of an encrypted base in the open.
    db.pragma('temp_store = MEMORY');
    db.pragma('trusted_schema = OFF');
    db.pragma('foreign_keys = ON');
    // Without it INSERT OR REPLACE would delete rows behind the back of the triggers.
    db.pragma('recursive_triggers = ON');
    return new Connection(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** SQLCipher 4 with a raw key: no derivation at open, and other SQLCipher tools can read it. */
export function giveKey(db: Database.Database, key: Buffer, salt?: Buffer): void {
  if (key.length !== KEY_BYTES || (salt && salt.length !== SALT_BYTES)) {
    throw new RangeError('a raw key has 32 bytes and a salt 16');
  }
  db.pragma("cipher = 'sqlcipher'");
  db.pragma('legacy = 4');
  db.pragma(`key = "x'${key.toString('hex')}${salt?.toString('hex') ?? ''}'"`);
}
