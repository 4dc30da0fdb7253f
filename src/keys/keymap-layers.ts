/** Which files make up the keymap a user asked for. */
import { bad, good, type Result } from '../base/problems';
import type { KeymapLayer } from './keymap';
import { readKeymapFile } from './keymap-file';

/**
 * Picks the files of the keymap `name` out of all there are (given lowest layer first: shipped,
 * site, user), and orders them for `loadKeymaps`: what it extends lies below it, and layers keep
 * their order. Problems: keymap.unknown with `name` and `expected`, keymap.extends_loop with
 * `name`.
 */
export function keymapLayers(
  name: string,
  files: readonly KeymapLayer[],
): Result<readonly KeymapLayer[]> {
  const read = files.map((layer) => ({ layer, keymap: readKeymapFile(layer.file, layer.text) }));
  const names = [...new Set(read.flatMap((one) => one.keymap.name ?? []))];
  const chain: string[] = [];
  let next: string | undefined = name;
  while (next !== undefined) {
    const current: string = next;
    if (chain.includes(current)) return bad('keymap.extends_loop', { name: current });
    if (!names.includes(current)) {
      return bad('keymap.unknown', { name: current, expected: names.join(', ') });
    }
    chain.unshift(current);
    const own = read.filter((one) => one.keymap.name === current);
    next = own
      .map((one) => one.keymap.extends?.name)
      .find((base) => base !== undefined && base !== current);
  }
  return good(
    chain.flatMap((one) => read.filter((f) => f.keymap.name === one).map((f) => f.layer)),
  );
}
