import type Database from 'better-sqlite3';
import type { Base } from '../../src/store/base';

const asked = new WeakMap<Base, Map<string, Database.Statement<unknown[], unknown>>>();

/**
 * A statement of the oracle's own on a base, prepared once. The program's own statement of the same
 * text is another one: how the oracle wants its rows does not change it.
 */
export function ask<Row>(base: Base, text: string): Database.Statement<unknown[], Row> {
  const statements = asked.get(base) ?? new Map();
  asked.set(base, statements);
  const statement = statements.get(text) ?? base.db.prepare(text);
  statements.set(text, statement);
  return statement;
}
