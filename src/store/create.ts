import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { bad, type Result } from '../base/problems';
import type { Base, BaseKind } from './base';
import { connect, KEY_BYTES } from './connection';
import { catching } from './errors';
import { APPLICATION_ID, migrate } from './migrate';
import { type OpenOptions, openBase, WAIT_MS } from './open';
import { nameWhole, refuseExisting, removeAll } from './whole-file';

/** What a new base is. */
export interface CreateOptions extends OpenOptions {
  /** Never changes afterwards; a trigger holds it. */
  readonly kind: BaseKind;
  /** Id of this copy of the base, as changes name it; names the file while it is made. */
  readonly deviceId: string;
  /** ISO instant. */
  readonly createdAt: string;
  /** Salt the key was derived with (`key.ts`), kept as the first bytes of the file. */
  readonly salt?: Buffer;
}

/**
 * Makes an empty base (0600; folders it has to make 0700) and opens it. It appears under its name
 * only when it is whole. A real base is encrypted; a demo base is not, whatever the key.
 *
 * Problems: `base.key_needed` a real base without a key of 32 bytes; `base.exists`;
 * `base.permission`, `base.readonly`, `base.full`, `base.io`.
 */
export function createBase(path: string, options: CreateOptions): Result<Base> {
  const key = options.kind === 'real' ? options.key : undefined;
  if (options.kind === 'real' && key?.length !== KEY_BYTES) return bad('base.key_needed');
  const made = catching(() => {
    refuseExisting(path);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const temporary = `${path}.${options.deviceId}.new`;
    removeAll(temporary);
    try {
      closeSync(openSync(temporary, 'wx', 0o600));
      fill(temporary, { ...options, key });
      nameWhole(path, temporary);
    } finally {
      removeAll(temporary);
    }
  });
  return made.ok ? openBase(path, { ...options, key }) : made;
}

function fill(path: string, options: CreateOptions): void {
  const { key, salt } = options;
  const connection = connect(path, { key, ...(key ? { salt } : {}), waitMs: WAIT_MS });
  try {
    connection.db.pragma('journal_mode = DELETE');
    connection.db.pragma('synchronous = FULL');
    connection.db.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(connection);
    const insert = connection.sql('INSERT INTO meta (key, value) VALUES (?, ?)');
    connection.db.transaction(() => {
      insert.run('kind', options.kind);
      insert.run('device_id', options.deviceId);
      insert.run('created_at', options.createdAt);
    })();
  } finally {
    connection.close();
  }
}
