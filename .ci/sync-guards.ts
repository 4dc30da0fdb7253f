// Writes the triggers of migration 0002 from the forms as they are declared:
// node .ci/ts.mjs .ci/sync-guards.ts
// Only until the first release; from then on a change of a form is a new migration.
import { writeFileSync } from 'node:fs';
import { guardsOf } from '../src/form/table';
import { registry } from '../src/forms/index';

/** A line broken where SQL may be broken. */
function wrap(line: string): string {
  const out: string[] = [];
  let rest = line;
  while (rest.length > 100) {
    const window = rest.slice(0, 101);
    const cut = Math.max(window.lastIndexOf(' OR '), window.lastIndexOf(' AND '));
    out.push(rest.slice(0, cut > 4 ? cut : window.lastIndexOf(' ')));
    rest = `    ${rest.slice((out.at(-1) as string).length + 1)}`;
  }
  return [...out, rest].join('\n');
}

const NAME = /^CREATE TRIGGER ("[a-z_]+")/;
const statements = registry.all.flatMap(guardsOf).map((sql) => {
  const name = NAME.exec(sql)?.[1] ?? '';
  return `DROP TRIGGER ${name};\n${sql.split('\n').map(wrap).join('\n')};`;
});
writeFileSync(
  'src/store/migrations/0002-guards.ts',
  '/** What guards the records, made anew to let the exchange with the centre through. */\n' +
    `export const GUARDS = \`\n${statements.join('\n\n')}\n\`;\n`,
);
