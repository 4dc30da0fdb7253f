import { createInterface } from 'node:readline';
import { good, type Result } from '../base/problems';
import { deriveKey, keyFromFile, saltOf } from '../store/key';
import type { Words } from '../words/words';

/** Asks for a secret on the terminal without showing it. */
export function askSecret(question: string): Promise<string> {
  const input = createInterface({ input: process.stdin, terminal: true });
  // Nothing of what is typed is echoed.
  (input as unknown as { _writeToOutput: () => void })._writeToOutput = () => {};
  // Only now: the terminal itself would echo what is typed before the reader has taken it over.
  process.stderr.write(question);
  return new Promise((resolve) => {
    input.question('', (answer) => {
      input.close();
      process.stderr.write('\n');
      resolve(answer);
    });
  });
}

/** A raw key, and whether a passphrase gave it. */
interface FoundKey {
  readonly key: Buffer;
  readonly asked: boolean;
}

/**
 * The key of a real base: from the file `AKTI_KEY_FILE` names, else derived from a passphrase asked
 * for once. Undefined when neither is at hand (no terminal to ask on).
 */
export async function keyOf(path: string, words: Words): Promise<Result<FoundKey | undefined>> {
  const file = process.env.AKTI_KEY_FILE;
  if (file) {
    const key = keyFromFile(file);
    return key.ok ? good({ key: key.value, asked: false }) : key;
  }
  if (!process.stdin.isTTY) return good(undefined);
  const salt = saltOf(path);
  if (!salt.ok) return salt;
  return good({
    key: deriveKey(await askSecret(words.t('cli.passphrase')), salt.value),
    asked: true,
  });
}
