import type { CatalogReader } from '../../src/catalog/fault';

/** A data folder held in memory: path → text. An absent file throws, as on a disk. */
export function folderOf(files: Readonly<Record<string, string>>): CatalogReader {
  return {
    list: (folder) =>
      Object.keys(files)
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1)),
    text: (path) => {
      const text = files[path];
      if (text === undefined) throw new Error(`no such file: ${path}`);
      return text;
    },
  };
}

/** A CSV text from lines. */
export function csv(...lines: string[]): string {
  return `${lines.join('\n')}\n`;
}
