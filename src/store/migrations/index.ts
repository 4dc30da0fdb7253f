import type { Migration } from '../migrate';
import { start } from './0001-start';

/** Every step of the schema, in order. */
export const MIGRATIONS: readonly Migration[] = [start];
