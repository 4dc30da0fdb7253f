import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../lib/root';
import { readFiles } from './source';

const root = projectRoot();

/** Numbers of the rules of docs/SYNC.md, in the order they stand there. */
function rulesIn(text: string): number[] {
  return [...text.matchAll(/^- \*\*R(\d+)\*\* /gm)].map(([, number]) => Number(number));
}

/** Rules that titles of tests name, each with a file that names it. */
function namedInTitles(): Map<number, string> {
  const named = new Map<number, string>();
  const title = /\((R\d[^()'`]*)\)['`]/g;
  for (const { path, text } of readFiles(root, ['test'], /\.test\.ts$/)) {
    for (const [, list = ''] of text.matchAll(title)) {
      for (const [, number] of list.matchAll(/\bR(\d+)\b/g)) named.set(Number(number), path);
    }
  }
  return named;
}

const rules = rulesIn(readFileSync(join(root, 'docs/SYNC.md'), 'utf8'));

test('the rules of docs/SYNC.md are numbered from one on, none left out and none twice', () => {
  expect(rules.length).toBeGreaterThan(30);
  const inOrder = [...rules].sort((a, b) => a - b);
  expect(inOrder).toEqual(rules.map((_rule, at) => at + 1));
});

test('every rule of docs/SYNC.md is named by a test, and tests name no other', () => {
  const named = namedInTitles();
  expect(rules.filter((rule) => !named.has(rule)).map((rule) => `R${rule} has no test`)).toEqual(
    [],
  );
  const unknown = [...named].filter(([rule]) => !rules.includes(rule));
  expect(unknown.map(([rule, path]) => `${path}: R${rule} is no rule`)).toEqual([]);
});
