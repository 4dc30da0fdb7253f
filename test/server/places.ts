import { afterAll, beforeAll, describe } from 'vitest';
import type { Place } from '../../src/server/database';
import { type Postgres, startPostgres } from '../lib/postgres';

/**
 * Runs a group of tests on each database the centre can stand on. `place` gives a new, empty one
 * at each call.
 */
export function onEachDatabase(name: string, tests: (place: () => Promise<Place>) => void): void {
  describe(`${name} on SQLite`, () => tests(async () => ({ memory: true })));
  describe(`${name} on PostgreSQL`, () => {
    let server: Postgres;
    beforeAll(async () => {
      server = await startPostgres();
    });
    afterAll(() => server?.stop());
    tests(async () => ({ url: await server.database() }));
  });
}
