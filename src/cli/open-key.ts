import { statSync } from 'node:fs';
import type { Words } from '../words/words';
import { refuse } from './say';

/** Whoever may read a file on a machine of many; the group may be that of the service. */
const OTHERS = 0o004;

/** Warns of a key file that every user of the machine can read; what was asked for is done. */
export function warnOfOpenKey(words: Words): void {
  const file = process.env.AKTI_KEY_FILE;
  const mode = file ? statSync(file, { throwIfNoEntry: false })?.mode : undefined;
  if (mode !== undefined && mode & OTHERS) refuse(words, { code: 'key.open' });
}
