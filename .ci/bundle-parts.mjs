// What of the packages is bundled where, and in what shape.
//
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

const LATER_IN_WIDTH = [
  'segmenter',
  'visibleCharacterRegex',
  'spacingMarkRegex',
  'rgiEmojiRegex',
  'extendedPictographicRegex',
];

/**
 * The widths of text: what the general case needs is made when the first such text is met, 40 ms
 * that no start has. Frames and Finnish letters go the short way.
 */
function stringWidth(path) {
  // An older one, which does without these sets.
  if (path.includes('wrap-ansi')) return readFileSync(path, 'utf8');
  let text = changed(path, [['/^[\\u0020-\\u007E]*$/', PLAIN]]);
  for (const name of LATER_IN_WIDTH) {
    const made = new RegExp(`const ${name} = (.*);\\n`);
    if (!made.test(text)) throw new Error(`${path} has changed: no ${name}`);
    text = text
      .replaceAll(name, `${name}()`)
      .replace(`const ${name}()`, `const ${name}`)
      .replace(
        made,
        (_, value) => `let ${name}Made;\nconst ${name} = () => (${name}Made ??= ${value});\n`,
      );
  }
  return text;
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
    // Its messages in fifty languages, which nobody is shown; English is loaded by itself.
    rewrite(/zod\/v4\/locales\/index\.cjs$/, () => 'module.exports = {};');
    builder.onResolve({ filter: /^bindings$/ }, () => ({ path: 'bindings', namespace: 'addon' }));
    builder.onLoad({ filter: /.*/, namespace: 'addon' }, () => ({
      contents: ADDON,
      resolveDir: process.cwd(),
    }));
  },
};

/** Packages the first screen does without, with the names that are imported from each. */
const LATER = {
  commander: await import('commander'),
  conf: await import('conf'),
  ink: await import('ink'),
  react: await import('react'),
  'react/jsx-runtime': await import('react/jsx-runtime'),
  yaml: await import('yaml'),
  zod: await import('zod'),
};
/** The same of Node itself. */
const LATER_OF_NODE = { 'node:crypto': await import('node:crypto') };

/** Entry of the part that holds these packages; each is run when it is first asked for. */
export function packagesText() {
  const getters = Object.keys(LATER).map(
    (name) => `get '${name}'() { return (kept['${name}'] ??= require('${name}')); }`,
  );
  return `const kept = {}; module.exports = { ${getters.join(', ')} };`;
}

/** A module that exports one thing, with the properties of another laid on it. */
function wholeWith(whole, properties) {
  return `const whole = ${whole};
module.exports = Object.defineProperties(whole, Object.getOwnPropertyDescriptors(${properties}));`;
}

/** Binds what the program imports of them when it is used, not when it is imported. */
export const later = {
  name: 'later',
  setup(builder) {
    const names = Object.keys({ ...LATER, ...LATER_OF_NODE })
      .join('|')
      .replace('/', '\\/');
    builder.onResolve({ filter: new RegExp(`^(${names})$`) }, ({ path, namespace }) =>
      namespace === 'later' ? { path, external: true } : { path, namespace: 'later' },
    );
    builder.onLoad({ filter: /.*/, namespace: 'later' }, ({ path }) => {
      const loaded = LATER[path] ? `packages()['${path}']` : `require('${path}')`;
      const getters = Object.keys(LATER[path] ?? LATER_OF_NODE[path])
        .filter((name) => name !== 'module.exports')
        .map((name) => `get ${name}() { return ${loaded}.${name}; }`);
      // A default import is what the module exports itself; a class is then made through it.
      const made = typeof LATER[path]?.default === 'function';
      const whole = made
        ? `function (...given) { return new (${loaded}.default)(...given); }`
        : '{}';
      return { contents: wholeWith(whole, `{ __esModule: true, ${getters.join(', ')} }`) };
    });
  },
};

/** What the program imports of the centre's part; the loader gives a function that loads it. */
export const centreApart = {
  name: 'centre-apart',
  setup(builder) {
    builder.onResolve({ filter: /\/centre-part$/ }, ({ path }) => ({ path, namespace: 'centre' }));
    builder.onLoad({ filter: /.*/, namespace: 'centre' }, () => ({
      contents: 'module.exports = centre();',
    }));
  },
};

/** Packages that come only as modules, which `require` of an older Node does not load. */
const ONLY_MODULES = ['jose', 'string-width', 'uuidv7'];

/** Packages the part of the centre loads from where they are installed. */
export const CENTRE_PACKAGES = Object.keys(
  JSON.parse(readFileSync('package.json', 'utf8')).dependencies,
).filter((name) => !ONLY_MODULES.includes(name));
