// npm run docs writes every generated page; npm run docs:check says which of them are stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureBuilt } from '../test/lib/build';
import { projectRoot } from '../test/lib/root';
import { bindingsPage, keymapsPage } from './docs/bindings';
import { apiPage, centreSchemaPage } from './docs/centre';
import { commandsPage } from './docs/commands';
import { formsPage } from './docs/forms';
import { lessonsPage } from './docs/lessons';
import { lineModePage } from './docs/line';
import { keymapSchemaPage, schemaPage } from './docs/schemas';
import { paneSection, picturesOf, screensPage } from './docs/screens';
import { keysTable, putBetween } from './docs/text';

const root = projectRoot();

/** Every generated page by its path, as it should be. */
async function pages(): Promise<Map<string, string>> {
  ensureBuilt();
  const pictures = await picturesOf();
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const parts: Record<string, string> = {
    picture: paneSection(pictures, ['diary']),
    keys: keysTable(),
    panes: paneSection(pictures),
  };
  const filled = Object.entries(parts).reduce(
    (text, [mark, part]) => putBetween(text, mark, part),
    readme,
  );
  return new Map([
    ['README.md', filled],
    ['docs/line-mode.md', lineModePage()],
    ['docs/screens.md', screensPage(pictures)],
    ['docs/generated/bindings.md', bindingsPage()],
    ['docs/generated/forms.md', formsPage()],
    ['docs/generated/commands.md', await commandsPage()],
    ['docs/generated/lessons.md', await lessonsPage()],
    ['docs/generated/schema.sql', schemaPage()],
    ['keymaps/keymap.schema.json', keymapSchemaPage()],
    ['keymaps/README.md', keymapsPage(readFileSync(join(root, 'keymaps/README.md'), 'utf8'))],
    ['docs/generated/openapi.json', await apiPage()],
    ['docs/generated/centre.sql', await centreSchemaPage()],
  ]);
}

function isStale(path: string, text: string): boolean {
  const file = join(root, path);
  return !existsSync(file) || readFileSync(file, 'utf8') !== text;
}

const made = await pages();
const stale = [...made].filter(([path, text]) => isStale(path, text));
if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is stale: run "npm run docs"`);
  if (stale.length > 0) process.exitCode = 1;
} else {
  for (const [path, text] of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}
// The emulators of the pictures keep timers; nothing waits for them.
process.exit(process.exitCode ?? 0);
