import type { CentreLink } from '../base/centre-link';
import type { Base } from './base';
import { refuse } from './errors';

/** What a base keeps of the centre it belongs to: one row, or none. */
export interface StoredLink extends CentreLink {
  /** The last number given to an operation that is to be sent. */
  readonly last_seq: number;
  /** `seq` up to which every operation of this base has its number. */
  readonly handed: number;
  /** Rises when records change or go without a line of history. */
  readonly turn: number;
  /** How many containers are held, and the sum over their ids. */
  readonly held_count: number;
  readonly held_sum: string;
}

const COLUMNS =
  'url, user, device_id, tenant, epoch, cursor, last_ok_at, last_seq, handed, turn,' +
  ' held_count, held_sum';

/** The link of a base; undefined where it has no centre. */
export function readLink(base: Base): StoredLink | undefined {
  return base.sql<StoredLink>(`SELECT ${COLUMNS} FROM link WHERE one = 1`).get();
}

/** True in a base that belongs to a centre. */
export function hasCentre(base: Base): boolean {
  return base.sql('SELECT 1 FROM link WHERE one = 1').get() !== undefined;
}

/**
 * Gives a base a centre, or the centre it has a new address. One that has never met its centre may
 * be given to another user still: nothing has gone.
 * Problems (thrown, for `catching`): `sync.linked` {user} it is somebody else's already;
 * `sync.others` {user, count, others} it holds what others have entered, which no centre takes from
 * this user.
 */
export function makeLink(base: Base, url: string, user: string): void {
  const link = readLink(base);
  const hasMet = typeof link?.tenant === 'string';
  if (hasMet && link.user !== user) refuse('sync.linked', { user: link.user });
  if (!hasMet) refuseOthers(base, user);
  base
    .sql(
      'INSERT INTO link (one, url, user, device_id) VALUES (1, ?, ?, ?)' +
        ' ON CONFLICT DO UPDATE SET url = excluded.url, user = excluded.user',
    )
    .run(url, user, base.deviceId);
  // From here on what goes from the base goes from the file too.
  base.db.pragma('secure_delete = ON');
}

/** So many of the others are named. */
const NAMED = 5;

function refuseOthers(base: Base, user: string): void {
  const text =
    'SELECT actor, count(*) AS n FROM change WHERE actor <> ? GROUP BY actor ORDER BY 2 DESC, 1';
  const rows = base.sql<{ actor: string; n: number }>(text).all(user);
  if (rows.length === 0) return;
  const named = rows.slice(0, NAMED).map(({ actor }) => actor);
  const others = [...named, ...(rows.length > NAMED ? ['…'] : [])].join(', ');
  const count = rows.reduce((sum, { n }) => sum + n, 0);
  refuse('sync.others', { user, count, others });
}

/** What of a link may be written. */
type LinkChange = Partial<Omit<StoredLink, 'url' | 'user'>>;

/** Writes some columns of the link. */
export function changeLink(base: Base, change: LinkChange): void {
  const names = Object.keys(change).sort();
  const set = names.map((name) => `${name} = ?`).join(', ');
  const values = names.map((name) => change[name as keyof LinkChange]);
  base.sql(`UPDATE link SET ${set}`).run(...values);
}

/** The refresh token of the link, null without one. */
export function readRefresh(base: Base): string | null {
  return (
    base.sql<{ refresh: string | null }>('SELECT refresh FROM link WHERE one = 1').get()?.refresh ??
    null
  );
}

/**
 * Keeps the refresh token; null forgets it. Only an encrypted base keeps one: a practice base lies
 * open on the disk, so there it is silently not written.
 */
export function keepRefresh(base: Base, refresh: string | null): void {
  base.sql('UPDATE link SET refresh = ?').run(base.kind === 'real' ? refresh : null);
}

/**
 * Tells two states of the records of a base apart: history grows with what is done here and what
 * comes from the centre, and the link counts what changes without it.
 */
export function stampOf(base: Base): string {
  const newest = base.sql<{ seq: number | null }>('SELECT max(seq) AS seq FROM change').get();
  const link = base.sql<{ turn: number }>('SELECT turn FROM link WHERE one = 1').get();
  return `${newest?.seq ?? 0}.${link?.turn ?? 0}`;
}

/**
 * Says that records have changed or gone without a line of history. Lines that went give their
 * `seq` free, so what comes next must not seem to have been numbered already.
 */
export function turnLink(base: Base): void {
  base
    .sql(
      'UPDATE link SET turn = turn + 1,' +
        ' handed = min(handed, coalesce((SELECT max(seq) FROM change), 0))',
    )
    .run();
}

/**
 * Runs what writes the word of the centre: the guards of the records let it through. All of it is
 * on the disk when this returns, or none.
 */
export function applying<T>(base: Base, run: () => T): T {
  return base.write(() => {
    base.sql('INSERT INTO applying (one) VALUES (1)').run();
    const done = run();
    base.sql('DELETE FROM applying').run();
    return done;
  });
}
