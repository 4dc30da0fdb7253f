// Builds the program: dist/akti.js loads one bundle in parts: the program and the packages of the
// client, with the code cache of each, and the centre, which no client loads.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { asScript, CENTRE_PACKAGES, centreApart, later, packagesText } from './bundle-parts.mjs';

const OUT = 'dist';
/** How long what an earlier build left stays: somebody may be starting it at this moment. */
const KEPT_MS = 120_000;
/** Length of a line of the bundle, so that a place in a stack can still be looked up. */
const LINE_LIMIT = 200;
/** Longest time the making of the caches may take. */
const WARM_MS = 60_000;

/**
 * A text whose letters are all ASCII, as the loader reads it byte by byte. esbuild leaves those of
 * patterns and comments as they are; an escape means the same in a pattern.
 */
function inAscii(text) {
  return text.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * One function of `require`, the path of its file, and `given`; it gives what the entry exports.
 */
async function bundled(entry, given, plugins, more = {}) {
  const { outputFiles } = await build({
    ...entry,
    write: false,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    jsx: 'automatic',
    define: {
      'process.env.NODE_ENV': '"production"',
      'process.env.DEV': '"false"',
      'import.meta.url': 'moduleUrl',
    },
    // What is loaded later is in the same text; nothing is imported from outside.
    supported: { 'dynamic-import': false },
    banner: {
      js: `(function (${['require', 'moduleFile', ...given].join(', ')}) {
const module = { exports: {} };
const moduleUrl = require('node:url').pathToFileURL(moduleFile).href;`,
    },
    footer: { js: 'return module.exports; })' },
    // V8 keeps the text of what it runs: a session takes as much memory as the bundle is long.
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: LINE_LIMIT,
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
    external: ['better-sqlite3/package.json'],
    plugins,
    ...more,
  });
  return inAscii(outputFiles[0].text);
}

const packages = { contents: packagesText(), resolveDir: process.cwd(), sourcefile: 'packages.js' };
const texts = {
  program: await bundled(
    { entryPoints: ['src/main.ts'] },
    ['packages', 'centre'],
    [later, centreApart, asScript],
  ),
  // Nobody reads a stack of these by the names inside a function.
  packages: await bundled({ stdin: packages }, [], [asScript], { minifyIdentifiers: true }),
  // Its packages stay where they were installed: some of them read files of their own.
  centre: await bundled({ entryPoints: ['src/cli/centre-part.ts'] }, [], [], {
    external: CENTRE_PACKAGES,
  }),
};
const hash = createHash('sha256').update(Object.values(texts).join('')).digest('hex').slice(0, 12);

mkdirSync(OUT, { recursive: true });
writeFileSync(join(OUT, 'package.json'), '{ "type": "commonjs" }\n');
let loader = readFileSync('.ci/loader.cjs', 'utf8');
const kept = ['akti.js', 'package.json'];
for (const [part, text] of Object.entries(texts)) {
  const name = `${part}-${hash}`;
  kept.push(`${name}.cjs`, `${name}.cache`);
  loader = loader.replace(`%${part.toUpperCase()}%`, name);
  if (!existsSync(join(OUT, `${name}.cjs`))) writeFileSync(join(OUT, `${name}.cjs`), text);
}
const fresh = join(OUT, `akti.js.${process.pid}`);
// In one step, so that whoever starts the program meanwhile gets the old one or the new one.
writeFileSync(fresh, loader);
chmodSync(fresh, 0o755);
renameSync(fresh, join(OUT, 'akti.js'));

// Without its caches the program is only slower to start.
const warmed = spawnSync(process.execPath, ['.ci/warm.cjs'], {
  encoding: 'utf8',
  timeout: WARM_MS,
});
if (warmed.status !== 0) console.warn(`no code cache: ${warmed.stderr.trim()}`);

for (const name of readdirSync(OUT)) {
  const path = join(OUT, name);
  const isOld = !kept.includes(name) && Date.now() - statSync(path).mtimeMs > KEPT_MS;
  if (isOld) rmSync(path, { force: true });
}
