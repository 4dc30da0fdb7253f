// Runs a TypeScript file of this project: node .ci/ts.mjs FILE [arguments]
// Packages stay outside the bundle; it lies under node_modules so that they are found from it.
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [file, ...rest] = process.argv.slice(2);
if (!file) {
  console.error('usage: node .ci/ts.mjs FILE [arguments]');
  process.exit(2);
}
const folder = resolve('node_modules', '.cache', 'akti-ts');
mkdirSync(folder, { recursive: true });
const bundle = join(folder, `${process.pid}.mjs`);
process.on('exit', () => rmSync(bundle, { force: true }));

await build({
  entryPoints: [resolve(file)],
  outfile: bundle,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  jsx: 'automatic',
  packages: 'external',
  logLevel: 'warning',
});
process.argv = [process.argv[0], resolve(file), ...rest];
await import(pathToFileURL(bundle).href);
