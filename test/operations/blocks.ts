import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../lib/root';

/** A fenced block of docs/OPERATIONS.md. */
export interface Block {
  /** Line of its fence, from 1. */
  readonly line: number;
  readonly lang: string;
  /** What the comment above it says: `played: GROUP`, `checked`, or `not played: WHY`; else ''. */
  readonly mark: string;
  readonly text: string;
}

/** Every fenced block of the page, in order. */
export function blocksOfPage(): readonly Block[] {
  const page = readFileSync(join(projectRoot(), 'docs/OPERATIONS.md'), 'utf8');
  const fence = /(?:^<!-- (.*) -->\n)?^```(\w*)\n([\s\S]*?)^```$/gm;
  return [...page.matchAll(fence)].map(
    ({ 0: whole, 1: mark = '', 2: lang = '', 3: text = '', index }) => {
      const at = index + whole.indexOf('```');
      return { line: page.slice(0, at).split('\n').length, lang, mark, text };
    },
  );
}

/** The blocks of a group, in order; at least one. */
export function groupOf(name: string): readonly Block[] {
  const found = blocksOfPage().filter(({ mark }) => mark === `played: ${name}`);
  if (found.length === 0) throw new Error(`docs/OPERATIONS.md has no block "played: ${name}"`);
  return found;
}
