import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadWords, type WordLanguage } from '../../src/words/words';
import { projectRoot } from '../lib/root';

/** Reads files of the data folder as the program does. */
export const dataFiles = {
  text: (path: string): string => readFileSync(join(projectRoot(), 'data', path), 'utf8'),
};

export const LANGUAGES: readonly WordLanguage[] = ['fi', 'en'];

/** The words that ship, of each language. */
export const SHIPPED = {
  fi: loadWords(dataFiles, 'fi'),
  en: loadWords(dataFiles, 'en'),
} as const;
