// Bundles the program into one file, dist/akti.js.
import { chmodSync, readFileSync } from 'node:fs';
import { build } from 'esbuild';

/**
 * yoga fetches its WebAssembly from a data URL, for which Node loads its whole HTTP stack (35 ms).
 * Without fetch it decodes the same bytes itself. Ink asks for development tools that are not here.
 */
const quickStart = {
  name: 'quick-start',
  setup(builder) {
    builder.onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, ({ path }) => ({
      contents: `const fetch = undefined;\n${readFileSync(path, 'utf8')}`,
    }));
    builder.onResolve({ filter: /^react-devtools-core$/ }, () => ({
      path: 'react-devtools-core',
      namespace: 'absent',
    }));
    builder.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({
      contents: 'export default {};',
    }));
  },
};

await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/akti.js',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  jsx: 'automatic',
  external: ['better-sqlite3'],
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  banner: {
    js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
  minifySyntax: true,
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [quickStart],
});
chmodSync('dist/akti.js', 0o755);
