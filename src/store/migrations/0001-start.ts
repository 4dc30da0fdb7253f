import type { Migration } from '../migrate';
import { CASE_TABLES } from './0001-case-tables';
import { FIXED_TABLES } from './0001-fixed-tables';
import { LIST_INDEXES } from './0001-list-indexes';
import { PERSON_TABLES } from './0001-person-tables';
import { WORK_TABLES } from './0001-work-tables';

/** The first schema: the tables of every form as declared then, and those that serve them all. */
export const start: Migration = {
  id: 1,
  name: '0001-start',
  sql: [FIXED_TABLES, PERSON_TABLES, CASE_TABLES, WORK_TABLES, LIST_INDEXES].join('\n'),
};
