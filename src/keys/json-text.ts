/**
 * JSON with the line of every part, so that a fault in a keymap can say where it stands. Strict as
 * JSON.parse, but a name given twice is kept twice: the reader must be able to complain of it.
 */
import { bad, good, type Result } from '../base/problems';

export type JsonPart =
  | { readonly kind: 'object'; readonly line: number; readonly entries: readonly JsonEntry[] }
  | { readonly kind: 'list'; readonly line: number; readonly items: readonly JsonPart[] }
  | { readonly kind: 'text'; readonly line: number; readonly text: string }
  | { readonly kind: 'other'; readonly line: number };

export interface JsonEntry {
  readonly name: string;
  readonly line: number;
  readonly part: JsonPart;
}

interface Token {
  readonly text: string;
  readonly line: number;
}

/** Deeper nesting than any keymap has; stops a hostile file from filling the stack. */
const DEEPEST = 32;

/** A string with its end, a sign, or anything else up to the next of these or a space. */
const TOKEN = /"(?:[^"\\\n]|\\.)*"|[{}[\],:]|[^ \t\r{}[\],:"]+|"/g;

const LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  source.split('\n').forEach((row, at) => {
    for (const [text] of row.matchAll(TOKEN)) tokens.push({ text, line: at + 1 });
  });
  tokens.push({ text: '', line: source.trimEnd().split('\n').length });
  return tokens;
}

/** Thrown inside this file only: the token that cannot stand where it stands. */
class Unreadable extends Error {
  constructor(
    readonly line: number,
    readonly expected: string,
  ) {
    super('unreadable JSON');
  }
}

class Reader {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** The next token, which is not taken; after the last one the end, which is empty. */
  peek(): Token {
    return this.tokens[Math.min(this.at, this.tokens.length - 1)] as Token;
  }

  take(expected?: string): Token {
    const token = this.peek();
    if (expected !== undefined && token.text !== expected) {
      throw new Unreadable(token.line, expected);
    }
    this.at += 1;
    return token;
  }

  string(): string {
    const token = this.peek();
    if (!token.text.startsWith('"')) throw new Unreadable(token.line, '"');
    try {
      return JSON.parse(this.take().text) as string;
    } catch {
      throw new Unreadable(token.line, '"');
    }
  }

  part(depth: number): JsonPart {
    const { text, line } = this.peek();
    if (depth > DEEPEST) throw new Unreadable(line, '"');
    if (text === '{') return { kind: 'object', line, entries: this.object(depth) };
    if (text === '[') return { kind: 'list', line, items: this.list(depth) };
    if (text.startsWith('"')) return { kind: 'text', line, text: this.string() };
    if (!LITERAL.test(text)) throw new Unreadable(line, '{ [ "');
    this.take();
    return { kind: 'other', line };
  }

  private object(depth: number): JsonEntry[] {
    return this.between('{', '}', () => {
      const { line } = this.peek();
      const name = this.string();
      this.take(':');
      return { name, line, part: this.part(depth + 1) };
    });
  }

  private list(depth: number): JsonPart[] {
    return this.between('[', ']', () => this.part(depth + 1));
  }

  private between<T>(open: string, close: string, one: () => T): T[] {
    const found: T[] = [];
    this.take(open);
    if (this.peek().text !== close) {
      found.push(one());
      while (this.peek().text === ',') {
        this.take();
        found.push(one());
      }
    }
    if (this.peek().text !== close) throw new Unreadable(this.peek().line, `, ${close}`);
    this.take();
    return found;
  }
}

/**
 * Reads a JSON text. Problem keymap.not_json with `line` and `expected`, the signs that could have
 * stood there, or EOF.
 */
export function readJsonText(source: string): Result<JsonPart> {
  const reader = new Reader(tokensOf(source.replace(/^\uFEFF/, '')));
  try {
    const part = reader.part(0);
    reader.take('');
    return good(part);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return bad('keymap.not_json', { line: error.line, expected: error.expected || 'EOF' });
  }
}
