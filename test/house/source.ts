import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vitest/node';

/** A node of the syntax tree (ESTree with TypeScript), as far as the house rules look at it. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** A source file: its path from the project folder with `/`, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A file that has been parsed. */
export interface Parsed extends SourceFile {
  readonly tree: Node;
}

/** One breach of a house rule, and what to do instead. */
export interface Finding {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly says: string;
}

const CODE = /\.(ts|tsx|mjs|cjs)$/;

/** Every file at or below the folders, sorted; `pattern` is tried on the whole path. */
export function readFiles(root: string, folders: readonly string[], pattern = CODE): SourceFile[] {
  return folders
    .flatMap((folder) => pathsBelow(root, folder))
    .filter((path) => pattern.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function pathsBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? pathsBelow(root, `${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  );
}

/** Parses a TypeScript or JavaScript file; throws with the file's name when it cannot be read. */
export function parse(file: SourceFile): Parsed {
  const lang = file.path.endsWith('x') ? 'tsx' : 'ts';
  try {
    const tree = parseAst(file.text, { lang } as never) as unknown as Node;
    return { ...file, tree };
  } catch (error) {
    throw new Error(`${file.path}: ${(error as Error).message}`);
  }
}

/** The line, from 1, of an offset. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** A finding at a node of a file. */
export function findingAt(file: Parsed, node: Node, says: string): Finding {
  return { file: file.path, line: lineOf(file.text, node.start), says };
}

type Walked = readonly (readonly [Node, readonly Node[]])[];

const walked = new WeakMap<Node, Walked>();

/** Every node below a node, itself included, each with the nodes above it, nearest last. */
export function walk(node: Node): Walked {
  const known = walked.get(node);
  if (known) return known;
  const found: [Node, readonly Node[]][] = [];
  gather(node, [], found);
  walked.set(node, found);
  return found;
}

function gather(node: Node, above: readonly Node[], found: [Node, readonly Node[]][]): void {
  found.push([node, above]);
  let inside: readonly Node[] | undefined;
  for (const key in node) {
    const value = node[key];
    if (typeof value !== 'object' || value === null || key === 'parent') continue;
    for (const child of Array.isArray(value) ? value : [value]) {
      if (!isNode(child)) continue;
      inside ??= [...above, node];
      gather(child, inside, found);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** The texts of a node that is a string or a template, its `${…}` left out; else nothing. */
export function stringsOf(node: Node): string[] {
  if (node.type === 'Literal' && typeof node.value === 'string') return [node.value];
  if (node.type === 'JSXText') return [String(node.value)];
  if (node.type !== 'TemplateElement') return [];
  return [(node.value as { cooked?: string }).cooked ?? ''];
}

/** True for a name that stands for itself: no property of something, no key, no type's member. */
export function isFreeName(node: Node, above: readonly Node[]): boolean {
  if (node.type !== 'Identifier') return false;
  const parent = above.at(-1);
  if (!parent) return true;
  if (parent.type === 'MemberExpression') return parent.object === node || parent.computed === true;
  if (parent.type === 'TSQualifiedName') return parent.left === node;
  const keyed = ['Property', 'PropertyDefinition', 'MethodDefinition', 'TSPropertySignature'];
  if (keyed.includes(parent.type)) return parent.value === node || parent.computed === true;
  return parent.type !== 'TSMethodSignature' || parent.key !== node;
}
