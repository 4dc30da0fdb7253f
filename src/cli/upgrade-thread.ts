import { parentPort, workerData } from 'node:worker_threads';
import { openBase } from '../store/open';
import { DONE, USAGE } from './say';
import type { FromUpgrade, UpgradeData } from './upgrade-messages';

/** Brings a file up to date in a thread: SQLite lets nothing else run meanwhile in its own. */
export async function runUpgradeThread(): Promise<number> {
  const port = parentPort;
  if (!port) return USAGE;
  const tell = (message: FromUpgrade) => port.postMessage(message);
  const data = workerData as UpgradeData;
  if (data.kind === 'centre') {
    const { bringCentreUp } = await import('./centre-part');
    tell({ kind: 'ended', problem: await bringCentreUp(data.path) });
    return DONE;
  }
  const { path, key } = data;
  const opened = openBase(path, {
    ...(key ? { key: Buffer.from(key) } : {}),
    upgrading: (step) => tell({ kind: 'begins', step }),
  });
  if (opened.ok) opened.value.close();
  tell({ kind: 'ended', problem: opened.ok ? null : opened.problem });
  return DONE;
}
