import { join } from 'node:path';
import type { Result } from '../base/problems';
import { type Keymap, type KeymapLayer, loadKeymaps } from '../keys/keymap';
import type { KeymapFault } from '../keys/keymap-file';
import { keymapLayers } from '../keys/keymap-layers';
import { configFolder, keymapFiles, programFolder, siteFolder } from './places';

/** Every key map file there is: shipped, then the site's, then the user's. */
export function allKeymapFiles(): KeymapLayer[] {
  const from = (name: string, folder: string) =>
    keymapFiles(folder).map(({ file, text }) => ({ name, file, text }));
  return [
    ...from('shipped', join(programFolder(), 'keymaps')),
    ...from('site', join(siteFolder(), 'keymaps')),
    ...from('user', join(configFolder(), 'keymaps')),
  ];
}

/** The key map of a name with the site's and the user's changes over it. */
export function keymapOf(name: string): Result<{ keymap: Keymap; faults: readonly KeymapFault[] }> {
  const layers = keymapLayers(name, allKeymapFiles());
  return layers.ok ? { ok: true, value: loadKeymaps(layers.value) } : layers;
}
