import { Client } from 'pg';
import { Book, type Version } from './book';
import type { Made } from './lines';

/** What a centre has taken, read from its database by nobody's code but a test's. */
export interface Ledger {
  readonly kept: readonly { readonly op_id: string; readonly status: string }[];
  readonly places: readonly { readonly pos: number; readonly op_id: string | null }[];
  readonly versions: readonly Pick<Version, 'record_id' | 'version' | 'op_id' | 'patch'>[];
}

/** Reads a centre that is a file. */
export function ledgerOfFile(file: string): Ledger {
  const book = new Book(file);
  try {
    return { kept: book.kept(), places: book.places(), versions: book.versions() };
  } finally {
    book.close();
  }
}

/** Reads a centre on PostgreSQL. */
export async function ledgerOfPostgres(url: string): Promise<Ledger> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const all = async <Row>(text: string) => (await client.query(text)).rows as Row[];
  try {
    const kept = await all<Ledger['kept'][number]>('SELECT op_id, status FROM op_log');
    const places = await all<{ pos: string; op_id: string | null }>(
      'SELECT pos, op_id FROM change_log ORDER BY pos',
    );
    const versions = await all<{
      record_id: string;
      version: string;
      op_id: string;
      patch: string;
    }>(
      'SELECT v.record_id, v.version, v.op_id,' +
        " coalesce(v.patch, (l.payload::json ->> 'patch')) AS patch FROM record_version AS v" +
        ' LEFT JOIN op_log AS l ON l.op_id = v.op_id ORDER BY v.record_id, v.version',
    );
    return {
      kept,
      places: places.map(({ pos, op_id }) => ({ pos: Number(pos), op_id })),
      versions: versions.map((row) => ({
        ...row,
        version: Number(row.version),
        patch: JSON.parse(row.patch) as Version['patch'],
      })),
    };
  } finally {
    await client.end();
  }
}

/**
 * Versions that put another value over one of another station their author had not seen: what may
 * never happen without a conflict.
 */
export function overwritten({ versions }: Ledger, made: readonly Made[]): string[] {
  const by = new Map(made.map((one) => [one.op_id, one]));
  return versions.flatMap(({ record_id, version, op_id, patch }) => {
    const author = by.get(op_id);
    if (!author) return [];
    const unseen = versions.filter((other) => {
      const theirs = by.get(other.op_id);
      const before = other.record_id === record_id && other.version < version;
      if (!before || !theirs || theirs.station === author.station) return false;
      return !author.seen.has(other.op_id) && differsIn(patch, other.patch);
    });
    return unseen.map(({ version: over }) => `${record_id}: ${version} over ${over}`);
  });
}

function differsIn(one: Version['patch'], other: Version['patch']): boolean {
  return Object.entries(one).some(([field, [, now]]) => {
    const [, theirs] = other[field] ?? [null, now];
    return JSON.stringify(theirs) !== JSON.stringify(now);
  });
}
