// Parts of packages that are bundled in another shape than they come in. Each is found by its path
// and changed where a text stands; a text that is not there any more stops the build.
import { readFileSync } from 'node:fs';

/** The text with each old piece replaced by the new one. */
function changed(path, pieces) {
  let text = readFileSync(path, 'utf8');
  for (const [old, now] of pieces) {
    if (!text.includes(old)) throw new Error(`${path} has changed: no "${old}"`);
    text = text.replace(old, () => now);
  }
  return text;
}

/** Characters of one cell each, as `src/base/text-width.ts` knows them. */
const [PLAIN] = /^ {2}(\/\^\[.*\]\*\$\/);$/m
  .exec(readFileSync('src/base/text-width.ts', 'utf8'))
  .slice(1);

const WASM = /"data:application\/octet-stream;base64,([A-Za-z0-9+/=]+)"/;

/** Yoga's WebAssembly, made at once. As it comes it waits for a fetch, which loads HTTP (35 ms). */
function yogaIndex(path) {
  const binary = path.replace(/src\/index\.js$/, 'binaries/yoga-wasm-base64-esm.js');
  const [, base64] = WASM.exec(readFileSync(binary, 'utf8')) ?? [];
  if (!base64) throw new Error(`${binary} holds no WebAssembly`);
  return changed(path, [
    ['wrapAssembly(await loadYoga())', `wrapAssembly(ready)`],
    [
      'const Yoga',
      `const ready = {
  instantiateWasm(imports, done) {
    const bytes = Buffer.from('${base64}', 'base64');
    const made = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
    done(made);
    return made.exports;
  },
};
loadYoga(ready);
const Yoga`,
    ],
  ]);
}

/**
 * The widths of text for Ink: the sets of pictures are worked out when the first one is met, 20 ms
 * that no start has, and frames and Finnish letters go the short way.
 */
function stringWidth(path) {
  // An older one, which does without these sets.
  if (path.includes('wrap-ansi')) return readFileSync(path, 'utf8');
  return changed(path, [
    ['const rgiEmojiRegex = ', 'const rgiEmojiRegex = () => '],
    ['rgiEmojiRegex.test', 'rgiEmojiRegex().test'],
    ['/^[\\u0020-\\u007E]*$/', PLAIN],
  ]);
}

/** Finds SQLite's addon where an install puts it, without looking through ten folders for it. */
const ADDON = `
const { dirname, join } = require('node:path');
const home = dirname(require.resolve('better-sqlite3/package.json'));
module.exports = (name) => require(join(home, 'build', 'Release', name));
`;

/** Makes one script without waiting at its top level of packages that wait. */
export const asScript = {
  name: 'as-script',
  setup(builder) {
    const rewrite = (filter, contentsOf) =>
      builder.onLoad({ filter }, ({ path }) => ({ contents: contentsOf(path), loader: 'js' }));
    rewrite(/yoga-layout\/dist\/src\/index\.js$/, yogaIndex);
    rewrite(/yoga-wasm-base64-esm\.js$/, (path) =>
      readFileSync(path, 'utf8').replace(WASM, '"made already"'),
    );
    // Ink asks for development tools, which are not here.
    rewrite(/ink\/build\/reconciler\.js$/, (path) =>
      changed(path, [
        [`await import('./devtools.js')`, 'undefined'],
        ['await loadPackageJson()', 'undefined'],
      ]),
    );
    rewrite(/string-width\/index\.js$/, stringWidth);
    builder.onResolve({ filter: /^bindings$/ }, () => ({ path: 'bindings', namespace: 'addon' }));
    builder.onLoad({ filter: /.*/, namespace: 'addon' }, () => ({
      contents: ADDON,
      resolveDir: process.cwd(),
    }));
  },
};
