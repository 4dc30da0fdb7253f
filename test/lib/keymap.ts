import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Keyboard, type KeyStep, press } from './keys';
import { projectRoot } from './root';

/** A keymap file as far as a test needs it: the keys of each command, the first one is pressed. */
export interface Keymap {
  readonly name: string;
  readonly bindings: Readonly<Record<string, readonly string[]>>;
}

/** Reads `keymaps/<name>.json` of the project, or of another folder. */
export function readKeymap(name: string, folder = join(projectRoot(), 'keymaps')): Keymap {
  const text = readFileSync(join(folder, `${name}.json`), 'utf8');
  const { bindings } = JSON.parse(text) as { bindings: Record<string, string[]> };
  return { name, bindings };
}

/** The key a worker presses for a command: the first one bound. */
export function keyFor(keymap: Keymap, id: string): string {
  const key = keymap.bindings[id]?.[0];
  if (!key) throw new Error(`keymap ${keymap.name} has no key for ${id}`);
  return key;
}

/** The steps with every command replaced by its key. */
export function resolved(steps: readonly KeyStep[], keymap: Keymap): KeyStep[] {
  return steps.map((step) => (step.kind === 'command' ? press(keyFor(keymap, step.id)) : step));
}

/** The keyboard a keymap is made for: some are tried on one without function keys. */
export function keyboardFor(keymap: Keymap): Keyboard {
  return { escapeDigits: ['no-function-keys', 'laptop'].includes(keymap.name) };
}

/** The keymaps to try: all that ship in the long tests, else the first two. */
export function keymapsTried(): readonly string[] {
  const others = process.env.AKTI_FULL ? ['laptop', 'gold'] : [];
  return ['effica', 'no-function-keys', ...others];
}
