import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../base/clock';
import { makeIds } from '../base/ids';
import { systemRandom } from '../base/random';
import { openAccounts } from '../server/accounts';
import { type App, makeApp, USUAL_LIMITS } from '../server/app';
import type { Centre } from '../server/centre';
import { makeLog } from '../server/log';
import { centreKey } from './open-centre';
import { programFolder } from './places';
import { wordsIn } from './say';
import type { ServeFlags } from './serve';

/** The HTTP shell as `akti serve` sets it up; null: without a certificate of its own. */
export async function shellOf(
  centre: Centre,
  flags: Pick<ServeFlags, 'log' | 'behindProxy' | 'openMetrics'>,
  tls: { cert: string; key: string } | null,
): Promise<App> {
  const clock = systemClock();
  const random = systemRandom();
  const ids = makeIds(clock, random);
  const { database, tenant } = centre;
  const key = centreKey();
  const accounts = { database, tenant, clock, ids, random };
  return makeApp({
    centre,
    clock,
    accounts: await openAccounts({ ...accounts, key: key.ok ? key.value : undefined }),
    // Sentences for whoever reads an API.
    words: wordsIn('en'),
    log: makeLog(flags.log ?? 'info', 2),
    every: (ms, run) => {
      const timer = setInterval(run, ms);
      return () => clearInterval(timer);
    },
    limits: USUAL_LIMITS,
    tls,
    behindProxy: flags.behindProxy === true,
    openMetrics: flags.openMetrics === true,
    version: versionOfProgram(),
  });
}

function versionOfProgram(): string {
  return JSON.parse(readFileSync(join(programFolder(), 'package.json'), 'utf8')).version;
}
