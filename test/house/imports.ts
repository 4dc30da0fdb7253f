import { dirname, join } from 'node:path/posix';
import { type Finding, findingAt, type Node, type Parsed, walk } from './source';

/**
 * The import table of DESIGN 6, lowest line first. A file imports from its own folder and from
 * lower lines; folders on one line do not import each other.
 */
export const LINES: readonly (readonly string[])[] = [
  ['base'],
  ['rules', 'words'],
  ['catalog', 'keys', 'screen'],
  ['form'],
  ['forms', 'store', 'sync'],
  ['records'],
  ['desk', 'reports', 'demo'],
  ['ui', 'server', 'lessons', 'line'],
  ['cli'],
  ['main.ts'],
];

/** Packages that only some folders may import. */
const KEPT: readonly { readonly packages: RegExp; readonly folders: readonly string[] }[] = [
  { packages: /^(ink|ink-table|react|react\/.*)$/, folders: ['ui'] },
  { packages: /^(better-sqlite3|pg|kysely)$/, folders: ['store', 'server'] },
  { packages: /^uuidv7$/, folders: ['base'] },
  { packages: /^commander$|^conf$/, folders: ['cli'] },
];

/** One import or re-export, also one of types only, and one made by `import()`. */
export interface Import {
  readonly node: Node;
  readonly from: string;
  /** Names taken; `*` is everything. */
  readonly names: readonly string[];
}

/** The imports of a file. */
export function importsOf(file: Parsed): Import[] {
  return [...walk(file.tree)].flatMap(([node]) => {
    const from = (node.source as Node | null)?.value;
    if (typeof from !== 'string') return [];
    if (node.type === 'ImportExpression') return [{ node, from, names: ['*'] }];
    if (node.type === 'ExportAllDeclaration') return [{ node, from, names: ['*'] }];
    const specifiers = (node.specifiers ?? []) as Node[];
    return [{ node, from, names: specifiers.map(takenName) }];
  });
}

function takenName(specifier: Node): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  const named = (specifier.imported ?? (specifier.exported && specifier.local)) as Node | undefined;
  return named ? String(named.name ?? named.value) : '*';
}

/** The path a relative import leads to, without its ending; undefined for a package. */
export function targetOf(path: string, from: string): string | undefined {
  return from.startsWith('.') ? join(dirname(path), from) : undefined;
}

const folderOf = (path: string) => path.split('/')[1] ?? '';
const lineOfFolder = (folder: string) => LINES.findIndex((line) => line.includes(folder));

/** Imports in `src/` that the table does not allow. */
export function importFindings(files: readonly Parsed[]): Finding[] {
  return files.flatMap((file) => [
    ...unknownFolder(file),
    ...importsOf(file).flatMap((one) => {
      const says = problemOf(file.path, one.from);
      return says ? [findingAt(file, one.node, says)] : [];
    }),
  ]);
}

function unknownFolder(file: Parsed): Finding[] {
  const folder = folderOf(file.path);
  if (lineOfFolder(folder) >= 0) return [];
  const says = `${folder} is in no line of the import table: give it one, in ARCHITECTURE.md too`;
  return [findingAt(file, file.tree, says)];
}

function problemOf(path: string, from: string): string | undefined {
  const folder = folderOf(path);
  const target = targetOf(path, from);
  if (target === undefined) return packageProblem(folder, from);
  if (/\.(ts|tsx|js)$/.test(from)) return `import "${from}" without its ending`;
  if (!target.startsWith('src/')) return `"${from}" lies outside src: what src needs belongs in it`;
  const other = folderOf(target);
  if (other === folder || lineOfFolder(other) < lineOfFolder(folder)) return undefined;
  return (
    `${folder} may not import ${other}: move what both need to a lower line, ` +
    'or have the caller hand it in as an argument'
  );
}

function packageProblem(folder: string, from: string): string | undefined {
  const kept = KEPT.find(({ packages }) => packages.test(from));
  if (!kept || kept.folders.includes(folder)) return undefined;
  const where = kept.folders.join('/ and ');
  return `${from} is imported in ${where}/ only: put the use there behind a function of its own`;
}

/** What is exported by a file, each with its node; `default` for a default export. */
export function exportsOf(file: Parsed): { readonly name: string; readonly node: Node }[] {
  return (file.tree.body as Node[]).flatMap((node) => {
    if (node.type === 'ExportDefaultDeclaration') return [{ name: 'default', node }];
    if (node.type !== 'ExportNamedDeclaration') return [];
    const declared = node.declaration as Node | null;
    if (!declared) {
      return ((node.specifiers ?? []) as Node[]).map((one) => ({
        name: String((one.exported as Node).name),
        node,
      }));
    }
    const names = declared.declarations
      ? (declared.declarations as Node[]).flatMap((one) => boundNames(one.id as Node))
      : [String((declared.id as Node).name)];
    return names.map((name) => ({ name, node }));
  });
}

function boundNames(pattern: Node): string[] {
  return pattern.type === 'Identifier'
    ? [String(pattern.name)]
    : [...walk(pattern)].flatMap(([node]) =>
        node.type === 'Identifier' ? [String(node.name)] : [],
      );
}

/** True for an interface or a type: it may stand for what another export takes or gives. */
function isTypeOnly(node: Node): boolean {
  const kind = (node.declaration as Node | null)?.type;
  return kind === 'TSInterfaceDeclaration' || kind === 'TSTypeAliasDeclaration';
}

/** How often a name stands in a text. */
function uses(text: string, name: string): number {
  return text.split(new RegExp(`\\b${name}\\b`, 'u')).length - 1;
}

/** Names taken from each file by others, by its path without ending; `*` for all of them. */
function takenNames(readers: readonly Parsed[]): Map<string, Set<string>> {
  const taken = new Map<string, Set<string>>();
  for (const reader of readers) {
    for (const { from, names } of importsOf(reader)) {
      const target = targetOf(reader.path, from)?.replace(/\.tsx?$/, '');
      if (target === undefined) continue;
      taken.set(target, new Set([...(taken.get(target) ?? []), ...names]));
    }
  }
  return taken;
}

/**
 * Exports that no file imports. A type that the rest of its own file speaks of may stay exported:
 * it names what an export takes or gives.
 * @param files those whose exports are asked about
 * @param readers every file that may import them
 */
export function deadExports(files: readonly Parsed[], readers: readonly Parsed[]): Finding[] {
  const taken = takenNames(readers);
  return files.flatMap((file) => {
    const bare = file.path.replace(/\.tsx?$/, '');
    const names = [bare, bare.replace(/\/index$/, '')].flatMap((path) => [
      ...(taken.get(path) ?? []),
    ]);
    const used = new Set(names);
    if (used.has('*')) return [];
    return exportsOf(file).flatMap(({ name, node }) => {
      const own = uses(file.text, name) > 1;
      if (used.has(name) || (own && isTypeOnly(node))) return [];
      const says = own
        ? `nobody imports ${name}: drop its "export"`
        : `nobody uses ${name}: drop it, or use it`;
      return [findingAt(file, node, says)];
    });
  });
}
