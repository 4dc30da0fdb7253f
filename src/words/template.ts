/** What a template is filled with; a name that ends `_cents` is shown as an amount of money. */
export type TemplateValues = Readonly<Record<string, string | number>>;

interface Placeholder {
  readonly name: string;
  /** `{name?}` is only asked for, never shown: a tick that decides whether its part stands. */
  readonly silent: boolean;
}

type Piece = string | Placeholder;

/** A text ready to be filled: plain pieces, placeholders, and optional parts made of both. */
export interface Template {
  readonly parts: readonly { readonly optional: boolean; readonly pieces: readonly Piece[] }[];
  /** Names of its placeholders, each once, in alphabetical order. */
  readonly names: readonly string[];
}

const SIGN = /[[\]{}]/g;
const PLACEHOLDER = /^[a-z][a-z0-9_]*\??$/;

/** True when a text holds anything besides itself. */
export function isTemplate(text: string): boolean {
  return /[[\]{}]/.test(text);
}

/**
 * Reads a template: `{name}` is a placeholder; a part in `[ ]` stands only when every placeholder
 * in it is filled; `{name?}` is asked for and not shown; `[[` and `]]` are brackets.
 * @returns undefined when a bracket or brace has no pair, or a part stands inside a part
 */
export function readTemplate(text: string): Template | undefined {
  const parts: { optional: boolean; pieces: Piece[] }[] = [];
  const names = new Set<string>();
  let optional = false;
  let pieces: Piece[] = [];
  let at = 0;
  const close = () => {
    if (pieces.length > 0) parts.push({ optional, pieces });
    pieces = [];
  };
  for (;;) {
    SIGN.lastIndex = at;
    const next = SIGN.exec(text)?.index ?? text.length;
    if (next > at) pieces.push(text.slice(at, next));
    if (next === text.length) break;
    const sign = text[next] as string;
    at = next + 1;
    if ((sign === '[' || sign === ']') && text[at] === sign) {
      pieces.push(sign);
      at += 1;
    } else if (sign === '[' || sign === ']') {
      if (optional === (sign === '[')) return undefined;
      close();
      optional = !optional;
    } else {
      const end = text.indexOf('}', at);
      const inner = text.slice(at, Math.max(at, end));
      if (sign === '}' || !PLACEHOLDER.test(inner)) return undefined;
      const silent = inner.endsWith('?');
      const name = silent ? inner.slice(0, -1) : inner;
      names.add(name);
      pieces.push({ name, silent });
      at = end + 1;
    }
  }
  if (optional) return undefined;
  close();
  return { parts, names: [...names].sort() };
}

/**
 * Fills a template. A placeholder without a value stays as it is written where it must stand, so
 * that a reader sees what is missing; in an optional part it takes the part away.
 */
export function fillTemplate(
  template: Template,
  values: TemplateValues,
  show: (name: string, value: string | number) => string,
): string {
  let filled = '';
  for (const { optional, pieces } of template.parts) {
    if (optional && !pieces.every((piece) => isFilled(piece, values))) continue;
    for (const piece of pieces) {
      if (typeof piece === 'string') filled += piece;
      else if (!piece.silent) filled += placed(piece.name, values, show);
    }
  }
  return filled;
}

function isFilled(piece: Piece, values: TemplateValues): boolean {
  return typeof piece === 'string' || (valueIn(values, piece.name) ?? '') !== '';
}

function valueIn(values: TemplateValues, name: string): string | number | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function placed(
  name: string,
  values: TemplateValues,
  show: (name: string, value: string | number) => string,
): string {
  const value = valueIn(values, name);
  return value === undefined ? `{${name}}` : show(name, value);
}
