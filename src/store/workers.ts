import type { Worker } from '../form/facts';
import type { Base } from './base';

/** A worker with the user of the operating system that is signed in as them, if any. */
export interface StoredWorker extends Worker {
  readonly os_user: string | null;
}

interface Stored extends Omit<StoredWorker, 'active'> {
  readonly active: number;
}

const SELECT = 'SELECT id, name, unit, role, active, os_user FROM worker';

/**
 * Adds a worker or changes one. Workers are never deleted: one who has left is not active.
 * Problem (thrown, for `catching`): `record.refused` an os_user another worker has, an empty name.
 */
export function saveWorker(base: Base, worker: StoredWorker): void {
  const text =
    'INSERT INTO worker (id, name, unit, role, active, os_user) VALUES (?, ?, ?, ?, ?, ?)' +
    ' ON CONFLICT (id) DO UPDATE SET name = excluded.name, unit = excluded.unit,' +
    ' role = excluded.role, active = excluded.active, os_user = excluded.os_user';
  const { id, name, unit, role, active, os_user } = worker;
  base.sql(text).run(id, name, unit, role, active ? 1 : 0, os_user);
}

/** Every worker, also those not active, by name and id. */
export function readWorkers(base: Base): StoredWorker[] {
  return base.sql<Stored>(`${SELECT} ORDER BY name, id`).all().map(fromStored);
}

/** A worker by id. */
export function readWorker(base: Base, id: string): StoredWorker | undefined {
  const found = base.sql<Stored>(`${SELECT} WHERE id = ?`).get(id);
  return found && fromStored(found);
}

/** The active worker a user of the operating system works as. */
export function workerOfOsUser(base: Base, osUser: string): StoredWorker | undefined {
  const found = base.sql<Stored>(`${SELECT} WHERE os_user = ? AND active = 1`).get(osUser);
  return found && fromStored(found);
}

function fromStored(stored: Stored): StoredWorker {
  return { ...stored, active: stored.active === 1 };
}
