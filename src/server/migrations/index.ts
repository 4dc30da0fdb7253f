import { KEPT_POSTGRES, KEPT_SQLITE, START } from './0001-start';
import { FILL_POSTGRES, FILL_SQLITE, STANDING } from './0002-standing';
import { HELD } from './0003-held';

/** Steps of the centre's schema, oldest first; a released one is never changed. */
export const MIGRATIONS: Readonly<Record<'sqlite' | 'postgres', readonly (readonly string[])[]>> = {
  sqlite: [[...START, ...KEPT_SQLITE], [...STANDING, ...FILL_SQLITE], HELD],
  postgres: [[...START, ...KEPT_POSTGRES], [...STANDING, ...FILL_POSTGRES], HELD],
};
