import { activeEntry, over } from '../desk/env';
import { type PaletteOverlay, type PaletteRow, paletteRows } from '../desk/palette';
import type { View } from '../desk/view';
import { whyNot } from '../desk/why-not';
import { COMMANDS, type CommandId } from '../keys/commands';
import type { Keymap } from '../keys/keymap';
import { foldText } from '../rules/word-search';
import type { Words } from '../words/words';

/** What begins a command in an answer. */
export const COMMAND_SIGN = '/';

/** A caption as one word that can be typed: lower case, hyphens for what stands between words. */
function oneWord(caption: string): string {
  return foldText(caption)
    .split(/[^\p{L}\p{N}.]+/u)
    .filter(Boolean)
    .join('-');
}

/** The caption a command goes by: one for lines, or that of its tab, which is shorter. */
function captionOf(words: Words, id: CommandId): string {
  const keys = [`said.command.${id}`, `tab.${id}`];
  return words.t(keys.find((key) => words.has(key)) ?? `command.${id}`);
}

/** How a command is typed: `/vireillepano`; of a long caption as many words as tell it apart. */
export function nameOfCommand(words: Words, id: CommandId): string {
  let names = namesIn.get(words.t);
  if (!names) {
    names = shortNames(words);
    namesIn.set(words.t, names);
  }
  return `${COMMAND_SIGN}${names.get(id)}`;
}

/** The names of a language, by the function its words come from. */
const namesIn = new WeakMap<Words['t'], ReadonlyMap<CommandId, string>>();

/** Shortest name of a command, in letters. */
const SHORTEST = 4;

function shortNames(words: Words): ReadonlyMap<CommandId, string> {
  const all = COMMANDS.map(({ id }) => ({ id, names: spellings(words, id) }));
  return new Map(
    all.map(({ id, names }) => {
      const [whole = ''] = names;
      const others = all.flatMap((other) => (other.id === id ? [] : other.names));
      const parts = whole.split('-');
      const begun = parts.map((_, at) => parts.slice(0, at + 1).join('-'));
      const tells = (one: string) => others.every((other) => !other.startsWith(one));
      const short = begun.find((one) => one.length >= SHORTEST && tells(one));
      return [id, short ?? whole];
    }),
  );
}

/** What a command may be called: by its tab, and by its caption. */
function spellings(words: Words, id: CommandId): string[] {
  return [captionOf(words, id), words.t(`command.${id}`)].map(oneWord);
}

/**
 * A key map without keys: what the program says of a command then names how it is typed.
 * @param words those of the language at hand
 */
export function lineKeymap(words: () => Words): Keymap {
  return {
    name: 'line',
    lookup: () => undefined,
    keysOf: (id) => [nameOfCommand(words(), id)],
  };
}

/**
 * The commands that what was typed can mean: by its name in keymaps and logs, by its key in the
 * user's own key map, by its caption or the beginning of one, else as the palette finds them. Of
 * several the ones that can act here. One that begins all the others is meant alone.
 */
export function commandsFor(view: View, typed: string, keys: Keymap): readonly CommandId[] {
  const { words } = view;
  const wanted = oneWord(typed);
  if (wanted === '') return [];
  const namesOf = (id: CommandId) => [...spellings(words, id), nameOfCommand(words, id).slice(1)];
  const isExact = (id: CommandId) =>
    id === foldText(typed) ||
    namesOf(id).includes(wanted) ||
    keys.keysOf(id).some((key) => foldText(key) === foldText(typed));
  const exact = COMMANDS.map(({ id }) => id).filter(isExact);
  if (exact.length) return acting(view, exact);
  const begun = COMMANDS.map(({ id }) => id).filter((id) =>
    namesOf(id).some((name) => name.startsWith(wanted)),
  );
  if (begun.length) {
    const can = acting(view, begun);
    const names = can.map((id) => nameOfCommand(words, id));
    const first = can.find((id) => names.every((one) => one.startsWith(nameOfCommand(words, id))));
    return first ? [first] : can;
  }
  return acting(
    view,
    rowsFor(view, typed, 'all').flatMap((row) => (row.kind === 'command' ? [row.id] : [])),
  );
}

/** What the palette finds; it lies over a question, and looks among its fields. */
export function rowsFor(
  { env, state }: View,
  filter: string,
  scope: PaletteOverlay['scope'],
): readonly PaletteRow[] {
  const palette = { kind: 'palette' as const, scope, filter, at: 0 };
  return paletteRows(env, over(state, palette), palette);
}

/** Those of the commands that can act here; all of them where none can. */
function acting({ env, state }: View, commands: readonly CommandId[]): readonly CommandId[] {
  const bare = state.overlay?.kind === 'prompt' ? state : { ...state, overlay: null };
  const can = commands.filter((id) => whyNot(env, bare, id) === null);
  return can.length ? can : commands;
}

/** Commands that move on a screen, or show what is said here otherwise. */
const OF_SCREEN: ReadonlySet<CommandId> = new Set<CommandId>([
  ...(['redraw', 'menu.open', 'palette.open', 'field.next', 'list.open'] as const),
  ...(['help.show', 'help.short', 'keys.show', 'back', 'field.find'] as const),
]);

/** Every command that can act here, in the order of the menus. */
export function commandsHere(view: View): readonly CommandId[] {
  const { env, state } = view;
  const inForm = activeEntry(state) !== null;
  return COMMANDS.filter(({ id, palette }) => (palette || inForm) && !OF_SCREEN.has(id))
    .map(({ id }) => id)
    .filter((id) => whyNot(env, state, id) === null);
}
