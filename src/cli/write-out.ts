import { chmodSync, constants, copyFileSync, writeFileSync } from 'node:fs';
import type { Words } from '../words/words';
import { DONE, refuse } from './say';

/**
 * Writes a file that only the user may read; one that is there already is kept unless `force` says
 * otherwise. Gives the exit status. Problems: `export.exists` {file}, `export.failed` {file}.
 */
export function writeOut(file: string, text: string, force: boolean, words: Words): number {
  const write = () => writeFileSync(file, text, { flag: force ? 'w' : 'wx', mode: 0o600 });
  return made(file, write, words);
}

/** The same with a copy of a file. */
export function copyOut(file: string, from: string, force: boolean, words: Words): number {
  const copy = () => {
    copyFileSync(from, file, force ? 0 : constants.COPYFILE_EXCL);
    chmodSync(file, 0o600);
  };
  return made(file, copy, words);
}

function made(file: string, make: () => void, words: Words): number {
  try {
    make();
    return DONE;
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    return refuse(words, { code: isThere ? 'export.exists' : 'export.failed', values: { file } });
  }
}
