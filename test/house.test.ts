import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { registry } from '../src/forms/index';
import { ALLOWED } from './house/allowed';
import * as code from './house/code-rules';
import * as files from './house/file-rules';
import { deadExports, importFindings, LINES } from './house/imports';
import { type Finding, type Parsed, parse, readFiles, type SourceFile } from './house/source';
import { projectRoot } from './lib/root';

const root = projectRoot();
const FORM_IDS = new Set(registry.all.map((form) => form.id));

const src = readFiles(root, ['src']).map(parse);
const around = readFiles(root, ['test', 'bench', '.ci']).map(parse);
const everything = [...src, ...around];
const prose = [
  ...readFiles(root, ['docs', 'data', 'keymaps'], /\.(md|json|yaml|csv|sql)$/),
  ...['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'package.json'].map(
    (path): SourceFile => ({ path, text: readFileSync(join(root, path), 'utf8') }),
  ),
];

const each = <T extends SourceFile>(list: readonly T[], rule: (file: T) => Finding[]) =>
  list.flatMap(rule);

/** Every rule of the house, by the name that `allowed.ts` knows it under. */
const RULES: Readonly<Record<string, () => Finding[]>> = {
  'import table': () => importFindings(src),
  'dead exports': () => deadExports(src, everything),
  'process, clock and chance': () => each(src, code.worldFindings),
  'forms by name': () => each(src, (file) => code.namedForms(file, FORM_IDS)),
  'text for people': () => each(src, code.userText),
  'SQL outside the store': () => each(src, code.looseSql),
  'keys outside keymaps': () => each(src, code.looseKeys),
  'default exports': () => each(everything, code.defaultExports),
  'long functions': () => each(everything, code.longFunctions),
  'long files': () => each(everything, files.longFile),
  'long lines': () => each(everything, files.longLines),
  'names and places': () => each(everything, files.badName),
  'unfinished work': () => each([...everything, ...prose], files.unfinished),
  'machine paths': () => each([...everything, ...prose], files.machinePaths),
};

const findings = new Map<string, readonly Finding[]>();

/** What breaks a rule, worked out once. */
function foundBy(rule: string): readonly Finding[] {
  const found = findings.get(rule) ?? RULES[rule]?.() ?? [];
  findings.set(rule, found);
  return found;
}

function isAllowed(rule: string, file: string): boolean {
  return ALLOWED.some(
    (one) => one.rule === rule && (file === one.place || file.startsWith(`${one.place}/`)),
  );
}

describe('the house', () => {
  test.each(Object.keys(RULES))('%s', (rule) => {
    const breaches = foundBy(rule).filter((one) => !isAllowed(rule, one.file));
    expect(breaches.map(({ file, line, says }) => `${file}:${line}: ${says}`)).toEqual([]);
  });

  test.each(ALLOWED)('the exception for $place from "$rule" is still needed', (one) => {
    expect(
      foundBy(one.rule).filter(
        ({ file }) => isAllowed(one.rule, file) && file.startsWith(one.place),
      ),
    ).not.toHaveLength(0);
  });

  test('every folder of src stands in the import table, and every one that exists is drawn', () => {
    const drawn = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    for (const folder of LINES.flat()) {
      if (existsSync(join(root, 'src', folder))) expect(drawn).toContain(folder);
    }
  });
});

/** A file of a few lines that is not on the disk. */
const planted = (path: string, ...lines: string[]): Parsed =>
  parse({ path, text: `${lines.join('\n')}\n` });

const saysOf = (found: readonly Finding[]) => found.map(({ line, says }) => `${line} ${says}`);

describe('the house catches a planted', () => {
  test('import of a higher line, of a folder on the same line, and of types only', () => {
    const wrong = [
      planted('src/rules/age.ts', "import { save } from '../records/save';"),
      planted('src/store/open.ts', "import type { Form } from '../forms/index';"),
      planted('src/base/ids.ts', "export * from '../form/define';"),
      planted('src/desk/step.ts', "const later = () => import('../ui/app');"),
    ];
    expect(saysOf(importFindings(wrong))).toEqual([
      expect.stringMatching(/^1 rules may not import records: move/),
      expect.stringMatching(/^1 store may not import forms/),
      expect.stringMatching(/^1 base may not import form/),
      expect.stringMatching(/^1 desk may not import ui/),
    ]);
  });

  test('package outside its folder, a file ending, a folder nobody knows, a way out of src', () => {
    const wrong = [
      planted('src/desk/look.ts', "import { Box } from 'ink';"),
      planted('src/cli/show.ts', "import Database from 'better-sqlite3';"),
      planted('src/desk/step.ts', "import { run } from './run.ts';"),
      planted('src/misc/thing.ts', 'export {};'),
      planted('src/demo/make.ts', "import { b1 } from '../../test/flows/b1';"),
    ];
    expect(saysOf(importFindings(wrong))).toEqual([
      expect.stringContaining('ink is imported in ui/ only'),
      expect.stringContaining('better-sqlite3 is imported in store/ and server/ only'),
      expect.stringContaining('without its ending'),
      expect.stringContaining('misc is in no line of the import table'),
      expect.stringContaining('lies outside src'),
    ]);
  });

  test('and lets right imports be', () => {
    const right = [
      planted('src/records/save.ts', "import { good } from '../base/problems';"),
      planted(
        'src/form/kinds/date.ts',
        "import { f } from '../field';",
        "import { z } from 'zod';",
      ),
      planted('src/main.ts', "import { runProgram } from './cli/program';"),
    ];
    expect(importFindings(right)).toEqual([]);
  });

  test('long file, long line, long function', () => {
    const file = planted('src/base/long.ts', ...Array.from({ length: 401 }, () => '// one more'));
    expect(saysOf(files.longFile(file))).toEqual([expect.stringMatching(/^401 401 lines/)]);
    const wide = planted('src/base/wide.ts', `// ${'x'.repeat(98)}`, `// ${'ä'.repeat(97)}`);
    expect(saysOf(files.longLines(wide))).toEqual([expect.stringMatching(/^1 101 columns/)]);
    const body = Array.from({ length: 70 }, (_, at) => `  f(${at});`);
    const long = planted('src/base/f.ts', 'const f = (n: number) => {', ...body, '};');
    expect(saysOf(code.longFunctions(long))).toEqual([
      expect.stringMatching(/^1 a function of 72/),
    ]);
    const halves = [...body.slice(0, 40), '  const g = () => {', ...body.slice(40), '  };'];
    expect(code.longFunctions(planted('src/base/g.ts', 'function f() {', ...halves, '}'))).toEqual(
      [],
    );
  });

  test('clock, chance, process and timer, and knows them from names that only look so', () => {
    const wrong = planted(
      'src/desk/late.ts',
      'const now = Date.now();',
      'const then = new Date();',
      'const roll = Math.random();',
      'const home = process.env.HOME;',
      'setTimeout(() => {}, 5);',
      "import { randomUUID } from 'node:crypto';",
    );
    expect(saysOf(code.worldFindings(wrong)).map((one) => one.split(' ')[0])).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
    ]);
    const right = planted(
      'src/desk/calm.ts',
      'const day = new Date(clock.now());',
      'const chain = { process: rows.process };',
      'interface Row { console: string }',
      "import { createHash } from 'node:crypto';",
    );
    expect(code.worldFindings(right)).toEqual([]);
    expect(code.worldFindings(planted('src/cli/x.ts', 'console.log(process.pid);'))).toEqual([]);
  });

  test('form in a generic place, a sentence, SQL and a key by name', () => {
    const ids = new Set(['service', 'person']);
    const wrong = planted(
      'src/desk/a.ts',
      "registry.form('service');",
      "facts.allows('person', 'reveal');",
      "textIn(values, 'person');",
    );
    expect(saysOf(code.namedForms(wrong, ids)).map((one) => one.split(' ')[0])).toEqual(['1', '2']);
    expect(code.namedForms(planted('src/forms/a.ts', "const id = 'service';"), ids)).toEqual([]);
    const said = planted('src/desk/b.ts', "const a = 'Päätös puuttuu';", 'const b = /[a-zåäö]/u;');
    expect(saysOf(code.userText(said))).toEqual([expect.stringMatching(/^1 text for people/)]);
    const sql = planted('src/records/c.ts', 'db.prepare(`SELECT id FROM t`);');
    expect(code.looseSql(sql)).toHaveLength(1);
    expect(code.looseKeys(planted('src/desk/d.ts', "if (key === 'F5') open();"))).toHaveLength(1);
  });

  test('dead export, a default export, a bad name, unfinished work, a path of one machine', () => {
    const one = planted('src/base/a.ts', 'export const used = 1;', 'export const dead = used;');
    const other = planted(
      'src/base/b.ts',
      "import { used } from './a';",
      'export type T = string;',
    );
    expect(saysOf(deadExports([one, other], [one, other]))).toEqual([
      expect.stringMatching(/^2 nobody uses dead/),
      expect.stringMatching(/^2 nobody uses T/),
    ]);
    expect(code.defaultExports(planted('src/ui/x.ts', 'export default 1;'))).toHaveLength(1);
    const names = ['src/ui/myWidget.tsx', 'src/base/utils.ts', 'src/ui/a/b/c.ts'];
    expect(names.flatMap((path) => files.badName({ path, text: '' }))).toHaveLength(3);
    const note = planted('src/ui/x.ts', `// ${'TO'}${'DO'}: later`, `const p = '/${'root'}/x';`);
    expect(files.unfinished(note)).toHaveLength(1);
    expect(files.machinePaths(note)).toHaveLength(1);
  });
});
