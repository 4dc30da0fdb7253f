import type { Connection } from './connection';
import { MIGRATIONS } from './migrations';

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

/**
 * Brings a base to the newest schema: all pending steps in one transaction, or none of them.
 * A base that has them all is not touched. Another program may be doing the same at this moment.
 */
export function migrate(connection: Connection, steps: readonly Migration[] = STEPS): void {
  if (schemaVersion(connection) >= steps.length) return;
  connection.db
    .transaction(() => {
      for (const step of steps.slice(schemaVersion(connection))) connection.db.exec(step.sql);
      connection.db.pragma(`user_version = ${steps.length}`);
    })
    .immediate();
}
