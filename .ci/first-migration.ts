// Writes the form tables of migration 0001 from their declarations: node .ci/ts.mjs .ci/first-
// migration.ts
// Only until the first release; from then on a change of a form is a new migration.
import { writeFileSync } from 'node:fs';
import { tableOf } from '../src/form/table';
import { registry } from '../src/forms/index';

const groups: [string, string, string, string[]][] = [
  ['0001-person-tables', 'PERSON_TABLES', 'Persons and their households', ['person', 'household']],
  [
    '0001-case-tables',
    'CASE_TABLES',
    'The case from initiation to service',
    ['initiation', 'investigation', 'decision', 'service'],
  ],
  [
    '0001-work-tables',
    'WORK_TABLES',
    'Enforcement, work done, notes, reminders and traces',
    [
      ...['enforcement', 'work_entry', 'staff_entry', 'diary_note', 'reminder'],
      ...['handover', 'stand_in', 'trace'],
    ],
  ],
];
function wrap(line: string): string {
  if (line.length <= 100) return line;
  const indent = (/^ */.exec(line) as RegExpExecArray)[0];
  const cont = `${indent}  `;
  const check = line.indexOf(' CHECK ');
  const out: string[] = [];
  let rest = line;
  if (check > 0) {
    out.push(line.slice(0, check));
    rest = cont + line.slice(check + 1);
  }
  while (rest.length > 100) {
    const window = rest.slice(0, 101);
    let cut = Math.max(
      window.lastIndexOf(' OR '),
      window.lastIndexOf(' AND ("'),
      window.lastIndexOf(' AND length'),
      window.lastIndexOf(' AND instr'),
      window.lastIndexOf('" NOT GLOB') > 0 ? window.lastIndexOf(' AND "') : -1,
    );
    if (cut <= cont.length) cut = window.lastIndexOf(' ');
    out.push(rest.slice(0, cut));
    rest = `${cont}  ${rest.slice(cut + 1)}`;
  }
  out.push(rest);
  return out.join('\n');
}
for (const [file, name, doc, forms] of groups) {
  const sql = forms
    .flatMap((id) => tableOf(registry.form(id)))
    .map((s) => `${s.split('\n').map(wrap).join('\n')};`)
    .join('\n\n');
  writeFileSync(
    `src/store/migrations/${file}.ts`,
    `/** ${doc}, as their forms declared them. */\nexport const ${name} = \`\n${sql}\n\`;\n`,
  );
}
