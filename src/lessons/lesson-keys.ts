import { bad, good, type Result } from '../base/problems';
import type { CommandId } from '../keys/commands';
import { char, type Key, keysCost, named, readKeyName } from '../keys/key';
import type { Keymap } from '../keys/keymap';
import type { Deed, LessonStep } from './lesson';

/** Ids of the keys that no keymap gives to anything else: a lesson may press them. */
export const FREE_KEYS: ReadonlySet<string> = new Set([
  ...['Tab', 'Enter', 'Space', 'Backspace', 'Delete'],
  ...['Up', 'Down', 'Left', 'Right', 'Home', 'End'],
]);

/** How the lesson's deeds become keys of the one who plays it. */
export interface Fingers {
  readonly keymap: Keymap;
  /** What a command is called in the language of the screen, for the palette. */
  caption(command: CommandId): string;
}

/** The keys that type a text, a line break being Enter. */
export function keysOfText(text: string): Key[] {
  return [...text].map((one) => (one === '\n' ? named('Enter') : char(one)));
}

/** The first key of a command; without one, the palette. `lesson.command_keyless` {command}. */
function keysOfCommand({ keymap, caption }: Fingers, command: CommandId): Result<readonly Key[]> {
  const [first] = keymap.keysOf(command);
  if (first !== undefined) return readKeyName(first);
  const palette = keymap.keysOf('palette.open')[0];
  if (palette === undefined) return bad('lesson.command_keyless', { command });
  const opened = readKeyName(palette);
  if (!opened.ok) return opened;
  return good([...opened.value, ...keysOfText(caption(command)), named('Enter')]);
}

/** The keys of one deed under a keymap. Problems: `lesson.command_keyless` {command}. */
export function keysOfDeed(fingers: Fingers, deed: Deed): Result<readonly Key[]> {
  switch (deed.kind) {
    case 'text':
    case 'memo':
      return good(keysOfText(deed.text));
    case 'press':
      return good(deed.keys);
    case 'command':
      return keysOfCommand(fingers, deed.command);
  }
}

/** All keys of a step in order. */
export function keysOfStep(fingers: Fingers, step: LessonStep): Result<readonly Key[]> {
  const keys: Key[] = [];
  for (const deed of step.deeds) {
    const read = keysOfDeed(fingers, deed);
    if (!read.ok) return read;
    keys.push(...read.value);
  }
  return good(keys);
}

/** What keys count under a keymap (DESIGN 12): a leader and its key are 2 together. */
export function countedUnder(keymap: Keymap, keys: readonly Key[]): number {
  return keysCost(keys, (leader, next) => {
    const found = keymap.lookup([leader, next]);
    return found !== undefined && 'command' in found;
  });
}

/** What a step counts: memo text and steps apart count nothing. */
export function costOfStep(fingers: Fingers, step: LessonStep): number {
  if (step.apart) return 0;
  const keys = step.deeds
    .filter((deed) => deed.kind !== 'memo')
    .flatMap((deed) => {
      const read = keysOfDeed(fingers, deed);
      return read.ok ? [...read.value] : [];
    });
  return countedUnder(fingers.keymap, keys);
}
