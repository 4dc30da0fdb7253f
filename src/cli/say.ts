import { join } from 'node:path';
import type { Language } from '../base/language';
import type { Problem } from '../base/problems';
import { folderReader } from '../catalog/files';
import { loadWords, type Words } from '../words/words';
import { programFolder } from './places';

/** Exit statuses of every command (DESIGN 10). */
export const DONE = 0;
export const REFUSED = 1;
export const USAGE = 2;

const loaded = new Map<string, Words>();

/** Words of a language, read once. */
export function wordsIn(lang: Language): Words {
  let words = loaded.get(lang);
  if (!words) {
    words = loadWords(folderReader(join(programFolder(), 'data')), lang).words;
    loaded.set(lang, words);
  }
  return words;
}

/**
 * Prints a refusal to stderr, the stable code first, and gives the exit status of a refusal; of
 * what was asked for wrongly (`usage.…`) that of a wrong use.
 */
export function refuse(words: Words, problem: Problem): number {
  process.stderr.write(`akti: ${problem.code}: ${words.problem(problem)}\n`);
  return problem.code.startsWith('usage.') ? USAGE : REFUSED;
}

/** Prints to stdout. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Who reads what a command prints may have seen enough (`akti … | head`): it ends in silence. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(DONE);
  });
}
