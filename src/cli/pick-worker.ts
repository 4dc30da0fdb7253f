import { createInterface } from 'node:readline/promises';
import type { Worker } from '../form/facts';
import type { Words } from '../words/words';
import { refuse } from './say';

/**
 * Asks who is working when a base has several workers: a numbered list, answered with a number or
 * an id. Null when nobody was chosen or there is no terminal to ask on.
 */
export async function pickWorker(workers: readonly Worker[], words: Words): Promise<string | null> {
  const active = workers.filter((worker) => worker.active);
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    refuse(words, {
      code: 'user.needed',
      values: { expected: active.map((worker) => worker.id).join(', ') },
    });
    return null;
  }
  const rows = active.map((worker, at) => `  ${at + 1}  ${worker.id.padEnd(12)} ${worker.name}`);
  process.stdout.write(`${words.t('cli.pick_worker')}\n${rows.join('\n')}\n`);
  const input = createInterface({ input: process.stdin, output: process.stdout });
  try {
    for (;;) {
      const answer = (await input.question(`${words.t('cli.pick_number')} `)).trim();
      if (answer === '') return null;
      const found = active[Number(answer) - 1] ?? active.find((worker) => worker.id === answer);
      if (found) return found.id;
      process.stdout.write(`${words.t('cli.pick_wrong', { last: active.length })}\n`);
    }
  } catch {
    return null;
  } finally {
    input.close();
  }
}
