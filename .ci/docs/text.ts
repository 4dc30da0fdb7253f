import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../src/base/language';
import { folderReader } from '../../src/catalog/files';
import { COMMANDS } from '../../src/keys/commands';
import { type Keymap, loadKeymaps } from '../../src/keys/keymap';
import { loadWords, type Words } from '../../src/words/words';
import { projectRoot } from '../../test/lib/root';

/** Said at the head of every generated page. */
export const GENERATED = 'Made by `npm run docs`; do not edit.';

/** The words of a language as the program says them. */
export function wordsOf(lang: Language): Words {
  return loadWords(folderReader(join(projectRoot(), 'data')), lang).words;
}

/** Names of the shipped keymaps, the default first. */
export const KEYMAPS = ['effica', 'no-function-keys', 'laptop', 'gold'] as const;

/** Those the README shows; the others stand in keymaps/README.md. */
const FIRST_KEYMAPS = KEYMAPS.slice(0, 2);

/** A shipped keymap as the program reads it. */
export function keymapOf(name: string): Keymap {
  const file = `keymaps/${name}.json`;
  const text = readFileSync(join(projectRoot(), file), 'utf8');
  const { keymap, faults } = loadKeymaps([{ name: 'shipped', file, text }]);
  if (faults.length > 0) throw new Error(`${file} has faults: npm start -- check keymaps`);
  return keymap;
}

/** A Markdown table; bars in cells are escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Keys as they stand in a page. */
export function keysText(keys: readonly string[]): string {
  return keys.map((key) => `\`${key}\``).join(', ');
}

/** Commands with the first key of each shipped keymap: the table of the README. */
export function keysTable(): string {
  const words = wordsOf('en');
  const source = wordsOf('fi');
  const maps = FIRST_KEYMAPS.map(keymapOf);
  const rows = COMMANDS.flatMap(({ id }) => {
    const keys = maps.map((map) => keysText(map.keysOf(id).slice(0, 2)));
    if (keys.every((one) => one === '')) return [];
    return [[words.t(`command.${id}`), source.t(`command.${id}`), ...keys]];
  });
  return table(['command', 'in Finnish', ...FIRST_KEYMAPS.map((name) => `\`${name}\``)], rows);
}

/** The text with everything between `<!-- mark -->` and `<!-- /mark -->` replaced. */
export function putBetween(text: string, mark: string, part: string): string {
  const [open, close] = [`<!-- ${mark} -->`, `<!-- /${mark} -->`];
  const start = text.indexOf(open);
  const end = text.indexOf(close);
  if (start < 0 || end < start) throw new Error(`README.md has no ${open} … ${close}`);
  return `${text.slice(0, start + open.length)}\n${part}\n${text.slice(end)}`;
}
