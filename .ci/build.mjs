// Bundles the program: dist/akti.js loads one bundle and the code cache made of it.
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
import { asScript } from './bundle-parts.mjs';

const OUT = 'dist';
const KEPT_MS = 120_000;

const built = await build({
  entryPoints: ['src/main.ts'],
  write: false,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  jsx: 'automatic',
  define: {
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
    'import.meta.url': 'bundleUrl',
  },
  // A module loaded later becomes a call; nothing lies outside the one bundle.
  supported: { 'dynamic-import': false },
  banner: {
    js: '(function (require, bundleFile) { const bundleUrl = require("node:url").pathToFileURL(bundleFile).href; const module = { exports: {} };',
  },
  footer: { js: '})' },
  minifySyntax: true,
  charset: 'ascii',
  legalComments: 'none',
  logLevel: 'warning',
  external: ['better-sqlite3/package.json'],
  plugins: [asScript],
});
const text = built.outputFiles[0].text;
const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
const names = { bundle: `akti-${hash}.cjs`, cache: `akti-${hash}.cache` };

mkdirSync(OUT, { recursive: true });
writeFileSync(join(OUT, 'package.json'), '{ "type": "commonjs" }\n');
if (!existsSync(join(OUT, names.bundle))) writeFileSync(join(OUT, names.bundle), text);
const loader = readFileSync('.ci/loader.cjs', 'utf8')
  .replace('%BUNDLE%', names.bundle)
  .replace('%CACHE%', names.cache);
// In one step, so that whoever starts the program meanwhile gets the old one or the new one.
writeFileSync(join(OUT, 'akti.js.new'), loader);
chmodSync(join(OUT, 'akti.js.new'), 0o755);
renameSync(join(OUT, 'akti.js.new'), join(OUT, 'akti.js'));

// Without its cache the program is only slower to start.
const warmed = spawnSync(process.execPath, ['.ci/warm.cjs'], { encoding: 'utf8' });
if (warmed.status !== 0) console.warn(`no code cache: ${warmed.stderr.trim()}`);

// Somebody may be starting the build before this one; older ones go.
const kept = ['akti.js', 'package.json', ...Object.values(names)];
const isOld = (name) => Date.now() - statSync(join(OUT, name)).mtimeMs > KEPT_MS;
for (const name of readdirSync(OUT)) {
  if (!kept.includes(name) && isOld(name)) rmSync(join(OUT, name), { force: true });
}
