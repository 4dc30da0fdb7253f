import type { Migration } from '../migrate';
import { GUARDS } from './0002-guards';
import { SIDE_TABLES } from './0002-side-tables';

/** What a base needs to have a centre: tables beside the history, and guards that let it in. */
export const sync: Migration = {
  id: 2,
  name: '0002-sync',
  sql: [SIDE_TABLES, GUARDS].join('\n'),
};
