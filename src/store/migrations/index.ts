import type { Migration } from '../migrate';
import { start } from './0001-start';
import { sync } from './0002-sync';
import { acknowledged } from './0003-acknowledged';
import { links } from './0004-links';

/** Every step of the schema, in order. */
export const MIGRATIONS: readonly Migration[] = [start, sync, acknowledged, links];
