import { readState } from '../server/callers';
import { atCentre, type CentreFlags } from './open-centre';
import { DONE, print, REFUSED, refuse } from './say';

/** `akti centre status`: where the feed is, and whether it is whole. @returns 1 when it is not */
export function showCentre(flags: CentreFlags & { readonly json?: boolean }): Promise<number> {
  return atCentre(flags, async (centre, words) => {
    const { epoch, head } = await centre.state();
    const { durable, restored } = await centre.database.read((tx) => readState(tx, centre.tenant));
    const whole = await centre.verify();
    if (flags.json) print(JSON.stringify({ epoch, head, durable, restored, whole }, null, 2));
    else print(words.t('cli.centre.status', { epoch, head, durable }));
    if (!whole) refuse(words, { code: 'centre.gap' });
    return whole ? DONE : REFUSED;
  });
}

/**
 * `akti centre restored`: begins a new history after a backup was put in place, so that stations
 * send again what the backup had not.
 */
export function beginAnew(flags: CentreFlags): Promise<number> {
  return atCentre(flags, async (centre) => {
    const { epoch, head } = await centre.restored();
    print(`${epoch} ${head}`);
    return DONE;
  });
}

/** `akti centre durable N`: everything up to this position lies in a verified backup. */
export function setDurable(position: number, flags: CentreFlags): Promise<number> {
  return atCentre(flags, async (centre, words) => {
    const { head } = await centre.state();
    if (position > head) return refuse(words, { code: 'centre.beyond', values: { head } });
    await centre.setDurable(position);
    print(String(position));
    return DONE;
  });
}
