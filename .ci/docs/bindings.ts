import { COMMANDS } from '../../src/keys/commands';
import { namedKeys } from '../../src/keys/key';
import { GENERATED, KEYMAPS, keymapOf, keysText, putBetween, table, wordsOf } from './text';

/** What the hands can rely on in every keymap, because no keymap may bind it. */
const FIXED: readonly (readonly [string, string])[] = [
  ['`Up`, `Down`', 'rows of a list, a tick list, the diary; in a form the field above or below'],
  ['`Left`, `Right`, `Home`, `End`', 'the caret in a field; columns of a group of rows'],
  ['`Backspace`, `Delete`', 'edit the value instead of replacing it'],
  ['`Space`', 'ticks; a blank elsewhere'],
  ['`Enter`', 'next field; opens, picks or finishes in lists, diary, tree, finder and questions'],
  ['`Esc` and `1` … `9`, `0`, `-`, `=`', '`F1` … `F12`, for keyboards without them'],
  ['`?`', 'help in code, date, number, money and link fields; a sign in text'],
  ['`+`, `-`', 'unfold and fold in the tree'],
  ['letters in the diary', 'a kind by its letter; `n` and a letter makes a new one; `*` shows all'],
];

/** `docs/generated/bindings.md`: which key does what, in each shipped keymap. */
export function bindingsPage(): string {
  const words = wordsOf('en');
  const maps = KEYMAPS.map(keymapOf);
  const rows = COMMANDS.flatMap(({ id }) => {
    const keys = maps.map((map) => keysText(map.keysOf(id)));
    if (keys.every((one) => one === '')) return [];
    return [[`\`${id}\``, words.t(`command.${id}`), ...keys]];
  });
  const bare = COMMANDS.filter(({ id }) => maps.every((map) => map.keysOf(id).length === 0));
  return `# Keys

${GENERATED} Keymaps are files in \`keymaps/\`; a site's and a user's own lie over them.
The screen shows the first key of a command.

${table(['command', 'does', ...KEYMAPS.map((name) => `\`${name}\``)], rows)}

Without a key, in menu and palette: ${bare.map(({ id }) => `\`${id}\``).join(', ')}.

## The same in every keymap

${table(['key', 'does'], FIXED)}
`;
}

/** Names of keys in one sentence, each with its other spellings. */
function namesText(): string {
  const names = namedKeys().map(({ name, also }) => {
    const others = also.map((one) => `\`${one}\``).join(', ');
    return also.length ? `\`${name}\` (${others})` : `\`${name}\``;
  });
  return `${names.join(', ')}.`;
}

/** Every command by where it acts, with the first keys it has in the shipped keymaps. */
function commandsText(): string {
  const words = wordsOf('en');
  const maps = KEYMAPS.map(keymapOf);
  const contexts = [...new Set(COMMANDS.map((one) => one.context))];
  const rows = contexts.flatMap((context) =>
    COMMANDS.filter((one) => one.context === context).map(({ id }) => [
      `\`${id}\``,
      words.t(`command.${id}`),
      context,
      ...maps.map((map) => keysText(map.keysOf(id).slice(0, 1))),
    ]),
  );
  const head = ['command', 'does', 'acts', ...KEYMAPS.map((name) => `\`${name}\``)];
  return `\n${table(head, rows)}\n`;
}

/** `keymaps/README.md` with its generated parts as they should be. */
export function keymapsPage(text: string): string {
  return putBetween(putBetween(text, 'names', namesText()), 'commands', commandsText());
}
