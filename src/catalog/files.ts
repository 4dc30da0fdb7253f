import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogReader } from './fault';

/** Reads data files from a folder of the disk; UTF-8. */
export function folderReader(root: string): CatalogReader {
  return {
    list: (folder) => {
      try {
        return readdirSync(join(root, folder)).sort();
      } catch {
        return [];
      }
    },
    text: (path) => readFileSync(join(root, path), 'utf8'),
  };
}
