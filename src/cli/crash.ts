import type { Words } from '../words/words';

/**
 * What is printed when the program breaks: where in the code, and that the draft is kept. Never an
 * error's message: it may hold what was typed.
 */
export function crashPage(words: Words, error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const frames = stack
    .split('\n')
    .filter((line) => /^\s+at /u.test(line))
    .slice(0, 12)
    .map((line) => line.replace(/\((?:file:\/\/)?[^()]*\/([^/()]+)\)/u, '($1)'));
  const name = error instanceof Error ? error.name : typeof error;
  return [words.t('crash.title'), words.t('crash.text'), '', name, ...frames, ''].join('\n');
}
