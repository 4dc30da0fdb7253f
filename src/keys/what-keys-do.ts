/**
 * What a key does in each place, by the active keymap and by what no keymap changes: for `akti
 * keys`, which tells it of every key pressed.
 */
import { COMMANDS, type CommandId, commandOf } from './commands';
import type { Key } from './key';
import { keyId } from './key';
import type { Keymap } from './keymap';

/** Where the hands may be. `list` is any list, menu or palette over the pane. */
export const PLACES = ['form', 'memo', 'list', 'diary', 'start'] as const;
export type Place = (typeof PLACES)[number];

/** A command, or a word of `keys.does`. */
export type Deed = { readonly command: CommandId } | { readonly does: string };

/** The same deed in some places. */
export interface DeedAt {
  readonly places: readonly Place[];
  readonly deed: Deed;
}

type Fixed = Readonly<Partial<Record<Place, string>>>;

const ROWS_UP: Fixed = { memo: 'line_up', list: 'row_up', diary: 'row_up' };
const ROWS_DOWN: Fixed = { memo: 'line_down', list: 'row_down', diary: 'row_down' };
const PAGE_UP: Fixed = { list: 'page_up', diary: 'page_up' };
const PAGE_DOWN: Fixed = { list: 'page_down', diary: 'page_down' };

/** What keys do that no keymap may bind, and where a bound key is taken by what lies on top. */
const FIXED: Readonly<Record<string, Fixed>> = {
  Up: { form: 'field_up', ...ROWS_UP },
  Down: { form: 'field_down', ...ROWS_DOWN, start: 'to_list' },
  Left: { form: 'left', memo: 'left', diary: 'to_tree', start: 'left' },
  Right: { form: 'right', memo: 'right', diary: 'to_lines', start: 'right' },
  Home: { form: 'first', memo: 'first', list: 'first', diary: 'first', start: 'first' },
  End: { form: 'last', memo: 'last', list: 'last', diary: 'last', start: 'last' },
  Backspace: { form: 'erase', memo: 'erase', list: 'erase', start: 'erase' },
  Delete: { form: 'delete', memo: 'delete', start: 'delete' },
  PageUp: PAGE_UP,
  PageDown: PAGE_DOWN,
  Enter: { memo: 'new_line', list: 'pick', diary: 'open', start: 'find' },
  Tab: { list: 'pick', diary: 'other_side', start: 'other_side' },
  Space: { form: 'tick', memo: 'type', list: 'narrow', start: 'type' },
  '?': { form: 'help_or_type', memo: 'type', list: 'narrow', start: 'type' },
  '+': { form: 'type', memo: 'type', list: 'narrow', diary: 'unfold', start: 'type' },
  '-': { form: 'type', memo: 'type', list: 'narrow', diary: 'fold', start: 'type' },
  '*': { form: 'type', memo: 'type', list: 'narrow', diary: 'all_kinds', start: 'type' },
};

const TEXT: Fixed = { form: 'type', memo: 'type', list: 'narrow', start: 'type' };
const LETTER: Fixed = { ...TEXT, diary: 'kind' };
const NEW: Fixed = { ...TEXT, diary: 'new_event' };
const DIGIT: Fixed = { ...TEXT, list: 'pick_number' };

/** Pages turn under whichever keys the sections have. */
const PAGING: Readonly<Record<string, Fixed>> = {
  'section.next': PAGE_DOWN,
  'section.back': PAGE_UP,
};

function fixedOf(key: Key): Fixed {
  const own = FIXED[keyId(key)];
  if (own || key.kind !== 'char') return own ?? {};
  if (/^n$/iu.test(key.text)) return NEW;
  if (/^\p{L}$/u.test(key.text)) return LETTER;
  return /^[1-9]$/u.test(key.text) ? DIGIT : TEXT;
}

const sameDeed = (one: Deed, other: Deed) => JSON.stringify(one) === JSON.stringify(other);

/** Places with the same deed together, in the order of `PLACES`. */
function gathered(at: (place: Place) => Deed | undefined): DeedAt[] {
  const found: { places: Place[]; deed: Deed }[] = [];
  for (const place of PLACES) {
    const deed = at(place);
    const same = deed && found.find((one) => sameDeed(one.deed, deed));
    if (same) same.places.push(place);
    else if (deed) found.push({ places: [place], deed });
  }
  return found;
}

/** Where a command acts: one of an entry where something is typed; a list over it closes first. */
function actsIn(command: CommandId, place: Place): boolean {
  const isSection = command in PAGING;
  const onForms = commandOf(command).context === 'entry' || isSection;
  return !onForms || place === 'form' || place === 'memo' || (place === 'list' && !isSection);
}

/**
 * What a key does that begins no sequence. An empty list: nothing anywhere.
 * @param command what the keymap binds it to, alone or behind a leader
 */
export function deedsOf(key: Key, command: CommandId | undefined, behind = false): DeedAt[] {
  const fixed = behind ? {} : fixedOf(key);
  const paging = command === undefined ? {} : (PAGING[command] ?? {});
  return gathered((place) => {
    const does = fixed[place] ?? paging[place];
    if (does !== undefined) return { does };
    return command !== undefined && actsIn(command, place) ? { command } : undefined;
  });
}

/** A key of the checklist, and the commands that hang on it. */
export interface WantedKey {
  readonly key: string;
  readonly commands: readonly CommandId[];
}

/** Every key a terminal must send for a keymap, characters apart: its own and the fixed ones. */
export function keysWanted(keymap: Keymap): readonly WantedKey[] {
  const wanted = new Map<string, CommandId[]>();
  const want = (key: string, ...commands: CommandId[]) => {
    if ([...key].length > 1) wanted.set(key, [...(wanted.get(key) ?? []), ...commands]);
  };
  for (const { id } of COMMANDS) {
    for (const keys of keymap.keysOf(id)) for (const key of keys.split(' ')) want(key, id);
  }
  for (const key of Object.keys(FIXED)) want(key);
  return [...wanted].map(([key, commands]) => ({ key, commands: [...new Set(commands)] }));
}
