import { scryptSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../base/clock';
import { makeIds } from '../base/ids';
import { systemRandom } from '../base/random';
import { type AccountsOptions, openAccounts } from '../server/accounts';
import { type App, makeApp, USUAL_LIMITS } from '../server/app';
import type { Centre } from '../server/centre';
import { makeLog } from '../server/log';
import { type CentreFlags, centreKey, placeOf } from './open-centre';
import { programFolder } from './places';
import { wordsIn } from './say';
import type { ServeFlags } from './serve';

/** So that a key made of a password is of no use for anything else. */
const SIGNING = 'akti tokens';

/** The HTTP shell as `akti serve` sets it up; null: without a certificate of its own. */
export async function shellOf(
  centre: Centre,
  flags: CentreFlags & Pick<ServeFlags, 'log' | 'behindProxy' | 'openMetrics'>,
  tls: { cert: string; key: string } | null,
): Promise<App> {
  const clock = systemClock();
  const random = systemRandom();
  const ids = makeIds(clock, random);
  const { database, tenant } = centre;
  const accounts = { database, tenant, clock, ids, random, ...signingOf(flags) };
  return makeApp({
    centre,
    clock,
    accounts: await openAccounts(accounts),
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

/**
 * What tokens are signed with: the key, else what programs on one PostgreSQL have in common and it
 * does not hold, the password they give it. Where it asks none, it guards nothing either.
 */
function signingOf(flags: CentreFlags): Pick<AccountsOptions, 'key' | 'kept'> {
  const found = centreKey();
  const key = found.ok ? found.value : undefined;
  const place = placeOf(flags, key);
  if (key || !place.ok || !('url' in place.value)) return { key };
  const inUrl = new URL(place.value.url).password;
  const password = inUrl || process.env.PGPASSWORD;
  return password ? { key: scryptSync(password, SIGNING, 32) } : { kept: true };
}

function versionOfProgram(): string {
  return JSON.parse(readFileSync(join(programFolder(), 'package.json'), 'utf8')).version;
}
