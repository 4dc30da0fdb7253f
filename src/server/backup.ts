import type SQLite from 'better-sqlite3';
import { type ConnectOptions, connect } from '../store/connection';
import { copyWhole } from '../store/copy';
import { refuse } from '../store/errors';

/** What a copy of an embedded centre holds. */
export interface BackedUp {
  readonly epoch: string;
  /** Position it reaches to. */
  readonly head: number;
}

/** How long the copying waits for a program that is writing, in ms. */
const WAIT_MS = 5000;

/**
 * Copies the file of an embedded centre while it is served: as of one moment, encrypted as it is,
 * read through from end to end. Any version of the schema is copied, and nothing is changed.
 *
 * Problems (thrown, for `catching`): `centre.none` there is no centre in the file; `centre.gap` its
 * feed is not whole; those of `copyWhole`.
 */
export function backUp(file: string, key: Buffer | undefined, to: string): BackedUp {
  const how: ConnectOptions = { waitMs: WAIT_MS, ...(key ? { key } : {}) };
  const connection = connect(file, { ...how, readonly: true });
  try {
    const { db } = connection;
    if (!db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'change_log'").get()) {
      refuse('centre.none');
    }
    return copyWhole(db, to, how, inCopy);
  } finally {
    connection.close();
  }
}

function inCopy(copy: SQLite.Database): BackedUp {
  const feed = copy
    .prepare<[], { head: number; places: number; last: number | null }>(
      'SELECT h.head, count(c.pos) AS places, max(c.pos) AS last FROM stream_head AS h' +
        ' LEFT JOIN change_log AS c ON c.tenant = h.tenant AND c.stream = h.stream',
    )
    .get();
  const epoch = copy.prepare<[], string>('SELECT epoch FROM centre').pluck().get();
  if (!feed || epoch === undefined) return refuse('centre.gap');
  if (feed.places !== feed.head || (feed.last ?? 0) !== feed.head) refuse('centre.gap');
  return { epoch, head: feed.head };
}
