import { createInterface } from 'node:readline';
import { good, type Result } from '../base/problems';
import { deriveKey, keyFromFile, saltOf } from '../store/key';
import type { Words } from '../words/words';

/** Asks for a secret on the terminal without showing it. */
export function askSecret(question: string): Promise<string> {
  process.stderr.write(question);
  const input = createInterface({ input: process.stdin, terminal: true });
  // Nothing of what is typed is echoed.
  (input as unknown as { _writeToOutput: () => void })._writeToOutput = () => {};
  return new Promise((resolve) => {
    input.question('', (answer) => {
      input.close();
      process.stderr.write('\n');
      resolve(answer);
    });
  });
}

/**
 * The key of a real base: from the file `AKTI_KEY_FILE` names, else derived from a passphrase asked
 * for once. Undefined when neither is at hand (no terminal to ask on).
 */
export async function keyOf(path: string, words: Words): Promise<Result<Buffer | undefined>> {
  const file = process.env.AKTI_KEY_FILE;
  if (file) return keyFromFile(file);
  if (!process.stdin.isTTY) return good(undefined);
  const salt = saltOf(path);
  if (!salt.ok) return salt;
  return good(deriveKey(await askSecret(words.t('cli.passphrase')), salt.value));
}
