import { importsOf } from './imports';
import {
  type Finding,
  findingAt,
  isFreeName,
  lineOf,
  type Node,
  type Parsed,
  stringsOf,
  walk,
} from './source';

export const FUNCTION_LINES = 70;

/** True for a path at or below one of the given ones. */
function isIn(path: string, places: readonly string[]): boolean {
  return places.some((place) => path === place || path.startsWith(`${place}/`));
}

/** Names of the outside world, the places that may use them, and what others do instead. */
const WORLD: readonly { names: string[]; places: string[]; instead: string }[] = [
  {
    names: ['process', 'console'],
    places: ['src/cli', 'src/main.ts', 'src/screen/tty.ts', 'src/screen/fd-writer.ts'],
    instead: 'belongs to cli/, main and the tty owner: take what is needed as an argument',
  },
  {
    names: ['setTimeout', 'setInterval', 'setImmediate'],
    places: ['src/cli', 'src/screen/tty.ts', 'src/screen/fd-writer.ts'],
    instead: 'belongs to cli/ and the tty owner: return what is to happen, and let the client wait',
  },
  {
    names: ['performance', 'crypto'],
    places: ['src/base'],
    instead: 'is time or randomness: take a Clock or a Random from base/',
  },
];

/** Uses of the process, the console, timers, the clock and randomness outside their places. */
export function worldFindings(file: Parsed): Finding[] {
  const found: Finding[] = [];
  for (const [node, above] of walk(file.tree)) {
    if (isFreeName(node, above)) {
      const rule = WORLD.find(({ names }) => names.includes(String(node.name)));
      if (rule && !isIn(file.path, rule.places)) {
        found.push(findingAt(file, node, `"${node.name}" ${rule.instead}`));
      }
    }
    if (!isIn(file.path, ['src/base']) && readsClock(node)) {
      found.push(
        findingAt(file, node, 'time and chance come from base/: take a Clock or a Random'),
      );
    }
  }
  return isIn(file.path, ['src/base']) ? found : [...found, ...randomImports(file)];
}

/** `new Date()`, `Date()`, `Date.now`, `Math.random`; a Date made from something is fine. */
function readsClock(node: Node): boolean {
  const callee = node.callee as Node | undefined;
  const called = node.type === 'NewExpression' || node.type === 'CallExpression';
  if (called && callee?.name === 'Date') {
    return node.type === 'CallExpression' || (node.arguments as Node[]).length === 0;
  }
  if (node.type !== 'MemberExpression') return false;
  const whole = `${(node.object as Node).name}.${(node.property as Node).name}`;
  return whole === 'Date.now' || whole === 'Math.random';
}

function randomImports(file: Parsed): Finding[] {
  return importsOf(file)
    .filter(({ from }) => /^(node:)?crypto$/.test(from))
    .filter(({ names }) => names.some((name) => /^random|^\*$|^default$|webcrypto/.test(name)))
    .map(({ node }) => findingAt(file, node, 'randomness comes from base/: take a Random'));
}

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

/**
 * Functions longer than the house allows. Lines of functions inside it are theirs, not its own:
 * otherwise what makes an object of methods, or describes a list of tests, would be one long
 * function.
 */
export function longFunctions(file: Parsed): Finding[] {
  const own = new Map<Node, number>();
  for (const [node, above] of walk(file.tree)) {
    if (!FUNCTIONS.includes(node.type)) continue;
    const lines = lineOf(file.text, node.end) - lineOf(file.text, node.start);
    own.set(node, lines + 1);
    const outer = above.findLast(({ type }) => FUNCTIONS.includes(type));
    if (outer) own.set(outer, (own.get(outer) ?? 0) - lines);
  }
  return [...own]
    .filter(([, lines]) => lines > FUNCTION_LINES)
    .map(([node, lines]) => {
      const says = `a function of ${lines} lines, at most ${FUNCTION_LINES}: move a part out`;
      return findingAt(file, node, says);
    });
}

/** Default exports: they have no name of their own to search for. */
export function defaultExports(file: Parsed): Finding[] {
  return [...walk(file.tree)]
    .filter(([node]) => node.type === 'ExportDefaultDeclaration')
    .map(([node]) => findingAt(file, node, 'a default export: export it by its name'));
}

/** A word with Finnish letters; the end of an alphabet, as patterns have it, is not one. */
const FINNISH_WORD = /[a-z][äöå]|[äöå][a-z]/iu;
const END_OF_ALPHABET = /åäö/giu;

/** Finnish words in a string: text for people, which belongs in `data/words/`. */
export function userText(file: Parsed): Finding[] {
  return [...walk(file.tree)].flatMap(([node]) =>
    stringsOf(node).some((text) => FINNISH_WORD.test(text.replace(END_OF_ALPHABET, '')))
      ? [findingAt(file, node, 'text for people: put it in data/words/ and give its key')]
      : [],
  );
}

/** Places that know of forms in general and never of one (STYLE 2.4, fence 1). */
export const GENERIC = [
  ...['src/form', 'src/store', 'src/sync', 'src/records', 'src/desk', 'src/server'],
  ...['src/reports', 'src/ui/widgets'],
];

/**
 * The one form id that is also another word: the field that names the client on every form, and a
 * link's target. It counts only where a form is asked for by it, or compared with it.
 */
const TWO_MEANINGS = 'person';

function asksForForm(node: Node, above: readonly Node[]): boolean {
  const parent = above.at(-1);
  if (parent?.type === 'CallExpression') {
    const callee = parent.callee as Node;
    const name = String((callee.property as Node | undefined)?.name ?? callee.name);
    return parent.callee !== node && ['form', 'allows', 'rightProblem'].includes(name);
  }
  if (parent?.type !== 'BinaryExpression') return false;
  const other = (parent.left === node ? parent.right : parent.left) as Node;
  const property = String((other.property as Node | undefined)?.name ?? other.name);
  return property === 'form' || (property === 'id' && /form/i.test(ownerOf(other)));
}

function ownerOf(member: Node): string {
  const owner = member.object as Node | undefined;
  return String((owner?.property as Node | undefined)?.name ?? owner?.name ?? '');
}

/** Form ids as strings in generic places. */
export function namedForms(file: Parsed, ids: ReadonlySet<string>): Finding[] {
  if (!isIn(file.path, GENERIC)) return [];
  return [...walk(file.tree)].flatMap(([node, above]) =>
    stringsOf(node)
      .filter((text) => ids.has(text) && (text !== TWO_MEANINGS || asksForForm(node, above)))
      .map((id) => {
        const says = `"${id}" names a form in a generic place: let the form say it of itself`;
        return findingAt(file, node, says);
      }),
  );
}

/** SQL outside the store. */
export function looseSql(file: Parsed): Finding[] {
  if (isIn(file.path, ['src/store', 'src/server', 'src/form/table.ts'])) return [];
  return [...walk(file.tree)].flatMap(([node]) =>
    stringsOf(node).some((text) =>
      /^\s*(SELECT\s|INSERT INTO|UPDATE \w+ SET|DELETE FROM)/.test(text),
    )
      ? [findingAt(file, node, 'SQL outside store/: give the store a function for it')]
      : [],
  );
}

/** Keys of the keyboard by name outside `keys/`: which key does what is a matter of the keymap. */
export function looseKeys(file: Parsed): Finding[] {
  if (isIn(file.path, ['src/keys'])) return [];
  return [...walk(file.tree)].flatMap(([node]) =>
    stringsOf(node).some((text) => /^(F([1-9]|1[0-2])|(Ctrl|Alt)\+\S+)$/.test(text))
      ? [findingAt(file, node, 'a key by name: name the command and let the keymap give the key')]
      : [],
  );
}
