import { tenantOf, tidingsOf } from '../server/tidings';
import { atCentre, type CentreFlags } from './open-centre';
import { DONE, print, refuse } from './say';

/** `akti centre status`: where the centre is. */
export function showCentre(flags: CentreFlags & { readonly json?: boolean }): Promise<number> {
  return atCentre(flags, async ({ database, centre }, words) => {
    const { head } = await tidingsOf(database, await tenantOf(database));
    const { epoch, durable, restored } = await centre.state();
    if (flags.json) print(JSON.stringify({ epoch, head, durable, restored }, null, 2));
    else print(words.t('cli.centre.status', { epoch, head, durable }));
    return DONE;
  });
}

/**
 * `akti centre restored`: begins a new history after a backup was put in place, so that stations
 * send again what the backup had not.
 */
export function beginAnew(flags: CentreFlags): Promise<number> {
  return atCentre(flags, async ({ centre }) => {
    print(await centre.restored());
    return DONE;
  });
}

/** `akti centre durable N`: everything up to this position lies in a verified backup. */
export function setDurable(position: number, flags: CentreFlags): Promise<number> {
  return atCentre(flags, async ({ database, centre }, words) => {
    const { head } = await tidingsOf(database, await tenantOf(database));
    if (position > head) return refuse(words, { code: 'centre.beyond', values: { head } });
    await centre.setDurable(position);
    print(String(position));
    return DONE;
  });
}
