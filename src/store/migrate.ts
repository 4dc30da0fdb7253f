import { createHash } from 'node:crypto';
import type { Connection } from './connection';
import { refuse } from './errors';
import { MIGRATIONS } from './migrations';
import { FINGERPRINTS } from './migrations/fingerprints';

/** One step of the schema. Never changed once released; a correction is a new step. */
export interface Migration {
  readonly id: number;
  readonly name: string;
  readonly sql: string;
}

/** `Akti` as four letters: the application id of the file. */
export const APPLICATION_ID = 0x416b7469;

/**
 * The steps in order.
 * @throws Error when they do not run 1, 2, 3 … without a gap
 */
export function contiguous(steps: readonly Migration[]): readonly Migration[] {
  steps.forEach((step, at) => {
    if (step.id !== at + 1) {
      throw new Error(`migration ${step.name} has number ${step.id}, expected ${at + 1}`);
    }
  });
  return steps;
}

const STEPS = contiguous(MIGRATIONS);

/** Version of the schema this program writes. */
export const SCHEMA_VERSION = STEPS.length;

/** Version of the schema a base has; 0 before the first step. */
export function schemaVersion(connection: Connection): number {
  return connection.db.pragma('user_version', { simple: true }) as number;
}

/** Where a base keeps what its schema was made from. */
const FINGERPRINT = 'schema';
const KEEP_META =
  'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value';

/** What so many steps read like, told in a few letters: 16 hexadecimal digits. */
export function fingerprint(steps: readonly Migration[]): string {
  const all = steps.map((step) => step.sql).join('\n');
  return createHash('sha256').update(all).digest('hex').slice(0, 16);
}

/**
 * Stops with `base.other_schema` when a base was made from steps that read otherwise: until the
 * first release a development version may have written them anew.
 * @param made what the base says its schema was made from
 */
export function refuseOtherSchema(version: number, made: string | undefined): void {
  const ours = FINGERPRINTS[version - 1];
  if (ours === undefined || made !== ours) refuse('base.other_schema');
}

/**
 * Brings a base to the newest schema: all pending steps in one transaction, or none of them.
 * A base that has them all is not touched. Another program may be doing the same at this moment.
 * @param before called when there are steps to do, while nobody else can write
 */
export function migrate(
  connection: Connection,
  steps: readonly Migration[] = STEPS,
  before: (version: number) => void = () => undefined,
): void {
  if (schemaVersion(connection) >= steps.length) return;
  connection.db
    .transaction(() => {
      const pending = steps.slice(schemaVersion(connection));
      if (pending.length === 0) return;
      before(schemaVersion(connection));
      for (const step of pending) connection.db.exec(step.sql);
      connection.db.pragma(`user_version = ${steps.length}`);
      connection.sql(KEEP_META).run(FINGERPRINT, fingerprint(steps));
    })
    .immediate();
}
