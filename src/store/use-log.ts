import type { Base } from './base';
import { problemFrom } from './errors';
import { writeLine } from './filling';

/** One use of a client's data: who, in what role, whose, what, why (703/2023; DESIGN 14). */
export interface Use {
  readonly id: string;
  /** ISO instant. */
  readonly at: string;
  readonly work_on: string;
  readonly actor: string;
  readonly role: string;
  readonly unit: string;
  /** Whose data; null for a search that showed nobody. */
  readonly person: string | null;
  /** What was done: a slug such as `search` or `open`. */
  readonly what: string;
  readonly detail: string | null;
  readonly purpose: string | null;
  readonly basis: string | null;
}

/** Which lines are wanted; all that is given holds at once. */
export interface UseQuery {
  readonly person?: string;
  readonly actor?: string;
  /** From this instant or day on. */
  readonly from?: string;
  /** Before this instant or day. */
  readonly before?: string;
}

const COLUMNS = [
  'id',
  'at',
  'work_on',
  'actor',
  'role',
  'unit',
  'person',
  'what',
  'detail',
  'purpose',
  'basis',
] as const satisfies readonly (keyof Use)[];

const APPEND_ONE =
  `INSERT INTO use_log (${COLUMNS.join(', ')})` + ` VALUES (${COLUMNS.map(() => '?').join(', ')})`;

const APPEND_MANY =
  `INSERT INTO use_log (${COLUMNS.join(', ')}) SELECT ` +
  COLUMNS.map((name) => `value ->> '${name}'`).join(', ') +
  ' FROM json_each(?) ORDER BY key';

/**
 * Adds lines, all or none: in one statement where each would be a unit of work of its own.
 * Lines are never changed or removed; triggers hold it.
 */
export function appendUse(base: Base, uses: readonly Use[]): void {
  if (uses.length > 1 && !base.db.inTransaction) base.sql(APPEND_MANY).run(JSON.stringify(uses));
  else for (const use of uses) appendOne(base, use);
}

function appendOne(base: Base, use: Use): void {
  const { id, at, work_on, actor, role, unit, person, what, detail, purpose, basis } = use;
  const cells = [id, at, work_on, actor, role, unit, person, what, detail, purpose, basis];
  writeLine(base, APPEND_ONE, cells);
}

/**
 * The same, at once in the file but without waiting for the disk: what the program has been told to
 * write a kill does not take away, only a power cut may, and the next thing that waits for the disk
 * brings these along. When another program is saving, it is waited for as for any save.
 */
export function appendUseSoon(base: Base, uses: readonly Use[]): void {
  if (uses.length === 0) return;
  const lines = JSON.stringify(uses);
  try {
    base.drafts().sql(APPEND_MANY).run(lines);
  } catch (error) {
    if (problemFrom(error)?.code !== 'base.locked') throw error;
    base.sql(APPEND_MANY).run(lines);
  }
}

/** Lines by person, user and period, oldest first; of one instant by id. */
export function readUse(base: Base, query: UseQuery): Use[] {
  const parts: string[] = [];
  const given: string[] = [];
  const wants = [
    ['person = ?', query.person],
    ['actor = ?', query.actor],
    ['at >= ?', query.from],
    ['at < ?', query.before],
  ] as const;
  for (const [part, value] of wants) {
    if (value === undefined) continue;
    parts.push(part);
    given.push(value);
  }
  const where = parts.length ? ` WHERE ${parts.join(' AND ')}` : '';
  const text = `SELECT ${COLUMNS.join(', ')} FROM use_log${where} ORDER BY at, id`;
  return base.sql<Use>(text).all(...given);
}
