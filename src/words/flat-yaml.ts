import type { Problem } from '../base/problems';

/** One `key: text` line. */
export interface FlatPair {
  readonly key: string;
  readonly text: string;
  /** Line in the file, the first being 1. */
  readonly line: number;
}

/** A line that is none of the three things a word file may hold. */
export interface FlatFault {
  readonly line: number;
  readonly problem: Problem;
}

export interface FlatYaml {
  readonly pairs: readonly FlatPair[];
  readonly faults: readonly FlatFault[];
}

const KEY = /^[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)*$/;
/** What a double-quoted text holds between its quotes. */
const QUOTED = /^(?:[^"\\]|\\["\\n])*$/;
const SPACES = /^ +| +$/g;
/** Tabs and other control characters mean something to YAML, or nothing to people. */
const CONTROL = /\p{Cc}/u;
const LETTER = /^[A-Za-zÀ-ÖØ-öø-ÿ]/;
/** Words that YAML 1.2 reads as something else than text. */
const NOT_TEXT = /^(?:true|false|null)$/i;

/**
 * Reads the part of YAML that word files use: `key: text`, `key: "text"` with `\"`, `\\` and `\n`,
 * whole-line comments and empty lines. Everything it accepts means the same to a YAML reader; all
 * else is a fault `words.line` {expected: `pair` or `quotes`} and the rest is read. The general
 * reader costs a hundred milliseconds here, and words are read at every start.
 * @param keys what a key looks like; by default the key of a word
 */
export function parseFlatYaml(source: string, keys = KEY): FlatYaml {
  const pairs: FlatPair[] = [];
  const faults: FlatFault[] = [];
  const lines = source.replace(/^\uFEFF/u, '').split(/\r?\n/u);
  for (const [at, raw] of lines.entries()) {
    if (raw.startsWith('#') || raw.trim() === '') continue;
    const colon = raw.indexOf(': ');
    const key = raw.slice(0, Math.max(0, colon));
    const text =
      keys.test(key) && !CONTROL.test(raw)
        ? textOf(raw.slice(colon + 2).replace(SPACES, ''))
        : undefined;
    if (text !== undefined) {
      pairs.push({ key, text, line: at + 1 });
    } else {
      const expected = keys.test(key) ? 'quotes' : 'pair';
      faults.push({ line: at + 1, problem: { code: 'words.line', values: { expected } } });
    }
  }
  return { pairs, faults };
}

/** The text of a scalar; undefined when YAML could read it otherwise. */
function textOf(written: string): string | undefined {
  if (written.length > 1 && written.startsWith('"') && written.endsWith('"')) {
    const inner = written.slice(1, -1);
    if (!inner.includes('\\') && !inner.includes('"')) return inner;
    if (!QUOTED.test(inner)) return undefined;
    return inner.replace(/\\(.)/g, (_all, sign: string) => (sign === 'n' ? '\n' : sign));
  }
  return isPlain(written) ? written : undefined;
}

/**
 * True for what YAML takes as plain text: a letter first, no `: `, no ` #`, no colon at the end.
 */
function isPlain(written: string): boolean {
  if (!LETTER.test(written) || NOT_TEXT.test(written)) return false;
  return !written.includes(': ') && !written.includes(' #') && !written.endsWith(':');
}
