import { COMMANDS } from '../../src/keys/commands';
import { makeWorld, runAkti, type World } from '../../test/lib/world';
import { GENERATED, KEYMAPS, keymapOf, keysText, table, wordsOf } from './text';

/** The commands of the command line, the client itself first. */
const LINES: readonly (readonly string[])[] = [
  [],
  ['demo'],
  ['init'],
  ['show'],
  ['check'],
  ['keys'],
  ...['list', 'play', 'practise', 'results', 'record', 'check', 'export', 'follow'].map((what) => [
    'lesson',
    what,
  ]),
  ['user', 'list'],
  ['user', 'add'],
  ...['disable', 'enable', 'password', 'devices', 'revoke'].map((what) => ['user', what]),
  ['serve'],
  ...['status', 'restored', 'durable'].map((what) => ['centre', what]),
];

async function usageOf(line: readonly string[], world: World): Promise<string> {
  const run = await runAkti([...line, '--help'], { world, env: { AKTI_LANG: 'en' } });
  if (run.code !== 0) throw new Error(`akti ${line.join(' ')} --help ended with ${run.code}`);
  return `### ${['akti', ...line].join(' ')}\n\n\`\`\`\n${run.stdout.trim()}\n\`\`\`\n`;
}

function commandRows(): string[][] {
  const words = { fi: wordsOf('fi'), en: wordsOf('en') };
  const keymap = keymapOf(KEYMAPS[0]);
  return COMMANDS.map(({ id, context, menu, palette }) => [
    `\`${id}\``,
    words.fi.t(`command.${id}`),
    words.en.t(`command.${id}`),
    words.en.t(`command.${id}.help`),
    menu ? words.fi.t(`menu.${menu}`) : '',
    context,
    palette ? 'yes' : '',
    keysText(keymap.keysOf(id)),
  ]);
}

/** `docs/generated/commands.md`: the command table, and the usage of the command line. */
export async function commandsPage(): Promise<string> {
  const world = makeWorld();
  try {
    const usages: string[] = [];
    for (const line of LINES) usages.push(await usageOf(line, world));
    const head = ['id', 'caption', 'in English', 'does', 'menu', 'context', 'palette', 'keys'];
    return `# Commands

${GENERATED} Menus, palette, footer and key sheet are made from this table. Keys are those of
\`effica\`.

${table(head, commandRows())}

## On the command line

Errors go to stderr with a stable code. Exit status: 0 done, 1 refused, 2 usage.

${usages.join('\n')}`;
  } finally {
    world.remove();
  }
}
