import { createHash } from 'node:crypto';
import type { Base } from '../../src/store/base';
import { ask } from './asked';

/** An operation as it stood in the base right after somebody saved it. */
export interface Made {
  readonly op_id: string;
  readonly uow_id: string;
  readonly station: string;
  readonly record_id: string;
  readonly form: string;
  readonly kind: string;
  readonly patch: Readonly<Record<string, readonly [unknown, unknown]>>;
  /** Operations of the record that stood in the base when it was made: what its author saw. */
  readonly seen: ReadonlySet<string>;
  readonly reason: string | null;
  /** The conflict it settles. */
  readonly resolves: string | null;
  /** Of the whole line. */
  readonly hash: string;
}

/** Line of history as it must stay for ever. */
export interface Line {
  readonly seq: number;
  readonly op_id: string;
  readonly uow_id: string;
  readonly device_id: string;
  readonly record_id: string;
  readonly bucket: string | null;
  readonly form: string;
  readonly kind: string;
  readonly patch: string;
  readonly actor: string;
  readonly claimed_at: string;
  readonly reason: string | null;
}

const LINES =
  'SELECT seq, op_id, uow_id, device_id, record_id, bucket, form, kind, patch, actor, claimed_at,' +
  ' reason FROM change';

/** Lines of history of a base behind a place. */
export function linesAfter(base: Base, seq: number): Line[] {
  return ask<Line>(base, `${LINES} WHERE seq > ? ORDER BY seq`).all(seq);
}

/** The operations somebody just made: the lines behind `seq`. */
export function madeAfter(base: Base, station: string, seq: number): Made[] {
  const older = ask<string>(base, 'SELECT op_id FROM change WHERE record_id = ? AND seq < ?');
  const settles = ask<string>(base, 'SELECT conflict FROM settlement WHERE seq = ?');
  return linesAfter(base, seq).map((line) => ({
    ...line,
    station,
    patch: JSON.parse(line.patch) as Made['patch'],
    seen: new Set(older.pluck().all(line.record_id, line.seq)),
    resolves: settles.pluck().get(line.seq) ?? null,
    hash: hashOf(line),
  }));
}

/** What must not change of a line: all of it that goes with it to other bases. */
export function hashOf({ seq: _, device_id: __, bucket: ___, ...line }: Line): string {
  return createHash('sha256').update(JSON.stringify(line)).digest('hex');
}

/** A patch without what stood there before, as a base that gave the client up knows it. */
export function bare(patch: Made['patch']): Made['patch'] {
  return Object.fromEntries(
    Object.entries(patch).map(([field, [, now]]) => [field, [null, now]] as const),
  );
}

/** Whether a line says what was made; it may have come back without what stood there before. */
export function isAsMade(line: Line, made: Made): boolean {
  if (hashOf(line) === made.hash) return true;
  const isBare = line.patch === JSON.stringify(bare(made.patch));
  return isBare && hashOf({ ...line, patch: JSON.stringify(made.patch) }) === made.hash;
}

/** Somebody's base, by the name of the station or of the copy of it. */
interface Holding {
  readonly name: string;
  /** Those it sends, or has sent. */
  operations(): readonly string[];
}

/**
 * What had been in, was then taken from its author with the client, and was in no copy of the
 * centre, nobody can send again: others' bases show it, and only its author's may send it, which
 * does not know it for its own where the client has come back since (docs/RELIABILITY.md, limits).
 */
export function lostForGood(
  made: ReadonlyMap<string, Made>,
  known: ReadonlySet<string>,
  stations: readonly Holding[],
): string[] {
  const held = new Set(
    stations.flatMap((one) => one.operations().map((op) => `${one.name.charAt(0)} ${op}`)),
  );
  return [...made].flatMap(([op, { station }]) =>
    known.has(op) || held.has(`${station.charAt(0)} ${op}`) ? [] : [op],
  );
}
