import type { Worker } from '../form/facts';
import type { Words } from '../words/words';
import type { LineReader } from './line-reader';

/** Asks by lines who is working; null when nobody was chosen. */
export async function pickByLine(
  workers: readonly Worker[],
  words: Words,
  reader: LineReader,
): Promise<string | null> {
  const active = workers.filter((worker) => worker.active);
  const rows = active.map(({ id, name }, at) => `${at + 1}. ${name}, ${id}`);
  process.stdout.write(`${words.t('cli.pick_worker')}\n${rows.join('\n')}\n`);
  for (;;) {
    process.stdout.write(`${words.t('cli.pick_number')} `);
    const answer = (await reader.next())?.trim();
    if (!answer) return null;
    const found = active[Number(answer) - 1] ?? active.find((worker) => worker.id === answer);
    if (found) return found.id;
    process.stdout.write(`${words.t('cli.pick_wrong', { last: active.length })}\n`);
  }
}
