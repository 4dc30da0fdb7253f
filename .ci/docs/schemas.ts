import Database from 'better-sqlite3';
import { keymapSchema } from '../../src/keys/keymap-schema';
import { createBase } from '../../src/store/create';
import { makeWorld } from '../../test/lib/world';
import { wordsOf } from './text';

/** Every statement of a fresh base, in the order the migrations made them. */
function statements(): string[] {
  const world = makeWorld();
  try {
    const made = createBase(world.base, {
      kind: 'demo',
      deviceId: '00000000-0000-7000-8000-000000000000',
      createdAt: '2026-01-01T00:00:00.000Z',
    });
    if (!made.ok) throw new Error(made.problem.code);
    made.value.close();
    const db = new Database(world.base, { readonly: true });
    const rows = db.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid');
    const found = rows.all() as { sql: string }[];
    db.close();
    return found.map(({ sql }) => `${sql};`);
  } finally {
    world.remove();
  }
}

/** `docs/generated/schema.sql`: the schema of a base made now. */
export function schemaPage(): string {
  const head = '-- Made by "npm run docs"; do not edit. The truth is src/store/migrations/.';
  return `${[head, ...statements()].join('\n\n')}\n`;
}

/** `keymaps/keymap.schema.json`: the shape of a keymap file, for editors. */
export function keymapSchemaPage(): string {
  const words = wordsOf('en');
  const schema = keymapSchema((command) => words.t(`command.${command}`));
  return `${JSON.stringify(schema, null, 2)}\n`;
}
