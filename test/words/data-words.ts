import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadWords } from '../../src/words/words';
import { projectRoot } from '../lib/root';

export { LANGUAGES } from '../../src/base/language';

/** Reads files of the data folder as the program does. */
export const dataFiles = {
  text: (path: string): string => readFileSync(join(projectRoot(), 'data', path), 'utf8'),
};

/** The words that ship, of each language. */
export const SHIPPED = {
  fi: loadWords(dataFiles, 'fi'),
  sv: loadWords(dataFiles, 'sv'),
  en: loadWords(dataFiles, 'en'),
} as const;
