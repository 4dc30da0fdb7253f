import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { MEN, SURNAMES, WOMEN } from '../../src/demo/names';
import { projectRoot } from '../lib/root';
import { makeWorld, runAkti, type World } from '../lib/world';
import { FORBIDDEN, forbiddenIn, hashOf, namesInSlides } from './forbidden-names';

const root = projectRoot();
const slides = join(root, '..', 'shared', 'screens');
/** Made by others or by the build, and never part of what is handed on. */
const NOT_OURS = new Set(['node_modules', '.git', 'dist']);
const known = new Map<string, string>();
const worlds: World[] = [];
afterAll(() => {
  for (const world of worlds) world.remove();
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

/** Files of the tree in which one of the forbidden stands, also in their names. */
function treeFaults(forbidden: ReadonlySet<string> = FORBIDDEN): string[] {
  return filesBelow(root).filter((path) => {
    const bytes = readFileSync(path);
    const text = bytes.subarray(0, 8000).includes(0) ? '' : bytes.toString('utf8');
    return forbiddenIn(`${relative(root, path)}\n${text}`, forbidden, known).length > 0;
  });
}

/** All texts of a base, a row a line; a person's names in every order of two of them. */
function textsOfBase(path: string): string {
  const base = new Database(path, { readonly: true });
  try {
    const tables = base
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .pluck()
      .all();
    const lines: string[] = [];
    for (const table of tables) {
      for (const row of base
        .prepare(`SELECT * FROM "${String(table)}"`)
        .raw()
        .iterate()) {
        lines.push((row as unknown[]).filter((cell) => typeof cell === 'string').join(' ; '));
      }
    }
    const persons = base
      .prepare('SELECT last_name AS last, first_names AS first FROM person')
      .all();
    for (const { last, first } of persons as { last: string; first: string }[]) {
      for (const one of first.split(/\s+/u)) lines.push(`${last} ${one} ${last}`);
    }
    return lines.join('\n');
  } finally {
    base.close();
  }
}

async function demoTexts(...args: readonly string[]): Promise<string> {
  const world = makeWorld();
  worlds.push(world);
  const made = await runAkti(['demo', ...args, world.base], { world });
  expect([made.code, made.stderr]).toEqual([0, '']);
  return textsOfBase(world.base);
}

describe('no name of a real person', () => {
  it('stands in the tree', () => {
    expect(treeFaults()).toEqual([]);
  });

  it.each([[['--scenario', 'B1']], [['--scenario', 'B2']], [['--persons', '300', '--seed', '7']]])(
    'comes out of the generator: %j',
    async (args) => {
      const texts = await demoTexts(...args);
      expect(texts).toMatch(/Mallila Maija/);
      expect(forbiddenIn(texts, FORBIDDEN, known)).toEqual([]);
    },
  );

  it('can come out of it: no two of its names together are one', () => {
    const first = [...WOMEN, ...MEN];
    const hits = SURNAMES.flatMap((last) =>
      first.filter((one) => FORBIDDEN.has(hashOf(`${last} ${one}`))),
    );
    expect(SURNAMES.length * first.length).toBeGreaterThan(5000);
    expect(hits).toEqual([]);
  });
});

describe.skipIf(!existsSync(slides))('the names cut from the slides', () => {
  const texts = existsSync(slides)
    ? readdirSync(slides).map((name) => readFileSync(join(slides, name), 'utf8'))
    : [];
  const hashes = new Set(namesInSlides(texts.join('\n')).map(hashOf));

  it('are the ones whose hashes are kept', () => {
    expect(hashes.size).toBeGreaterThan(6);
    expect([...hashes].filter((hash) => !FORBIDDEN.has(hash))).toEqual([]);
    expect([...FORBIDDEN].filter((hash) => !hashes.has(hash))).toEqual([]);
  });

  it('stand nowhere in the tree', () => {
    expect(treeFaults(hashes)).toEqual([]);
  });
});

describe('the search', () => {
  const planted = new Set([hashOf('mallila maija'), hashOf('pälönen östen'), hashOf('yhtmalmai')]);

  it.each([
    ['Käsittelijä: Mallila Maija; yksikkö', 1],
    ['"Pälönen",\n  "Östen"', 1],
    ['pa\u0308lo\u0308nen.o\u0308sten@esimerkki.invalid', 1],
    ['Maija Mallila', 0],
    ['tunnus yhtmalmai ja Mallila, Maija', 2],
    ['Mallila ja Maija', 0],
  ])('finds what is planted: %j', (text, count) => {
    expect(forbiddenIn(text, planted)).toHaveLength(count);
  });

  it('finds it in the tree too, where it stands on purpose', () => {
    expect(treeFaults(planted)).toContain(join(root, 'test', 'privacy', 'names.test.ts'));
  });
});
