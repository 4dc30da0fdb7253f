import { existsSync, statSync } from 'node:fs';
import type { Problem } from '../base/problems';
import { backUp } from '../server/backup';
import type { Centre } from '../server/centre';
import type { Status } from '../server/status';
import { catching } from '../store/errors';
import type { Words } from '../words/words';
import { atCentre, type CentreFlags, centreKey, placeOf } from './open-centre';
import { DONE, print, REFUSED, refuse, wordsIn } from './say';
import { readSettings } from './settings';

type JsonFlags = CentreFlags & { readonly json?: boolean };

/**
 * `akti centre status`: where the feed is and whether it is whole, who is there, what waits.
 * @returns 1 when the feed is not whole
 */
export function showCentre(flags: JsonFlags): Promise<number> {
  return atCentre(flags, async (centre, words) => {
    const status = await centre.status();
    const whole = await centre.verify();
    if (flags.json) print(JSON.stringify({ ...status, whole }, null, 2));
    else for (const line of linesOf(status, words)) print(line);
    if (!whole) refuse(words, { code: 'centre.gap' });
    return whole ? DONE : REFUSED;
  });
}

function linesOf(status: Status, { t }: Words): string[] {
  const { epoch, head, durable, restored, database, schema, users, devices } = status;
  const { open_conflicts: conflicts, alarms, last_seen_at: seen } = status;
  const notIn = Object.entries(status.not_in).map(([name, n]) => `${name} ${n}`);
  return [
    t('cli.centre.status', { epoch, head, durable }),
    ...(restored ? [t('cli.centre.restored', { head: restored.head })] : []),
    t('cli.centre.database', { database, schema }),
    t('cli.centre.users', { active: users.active, disabled: users.disabled }),
    t('cli.centre.devices', { ...devices, seen: seen ?? '–' }),
    t('cli.centre.open', { conflicts, not_in: notIn.join(', ') || '–', alarms }),
  ];
}

/**
 * `akti centre upgrade`: makes the database, or brings its schema to this version. `akti serve`
 * does the same where it may; here somebody may do it who owns the tables, and serve need not.
 */
export function upgradeCentre(flags: CentreFlags): Promise<number> {
  const show = async (centre: Centre, words: Words) => {
    const { database, schema } = await centre.status();
    print(words.t('cli.centre.database', { database, schema }));
    return DONE;
  };
  return atCentre(flags, show, 'newest');
}

/**
 * `akti centre backup FILE`: copies an embedded centre, served or not, and tries the copy. A
 * PostgreSQL has programs of its own for that. Problems: `centre.backup_database`, `centre.none`,
 * `centre.key`, `centre.backup_folder`, others of `backUp`.
 */
export async function backUpCentre(to: string, flags: JsonFlags): Promise<number> {
  const words = wordsIn(flags.lang ?? readSettings().lang);
  const key = centreKey();
  if (!key.ok) return refuse(words, key.problem);
  const found = placeOf(flags, key.value);
  if (!found.ok) return refuse(words, found.problem);
  const place = found.value;
  if (!('file' in place)) return refuse(words, { code: 'centre.backup_database' });
  if (!existsSync(place.file)) return refuse(words, { code: 'centre.none' });
  const done = catching(() => backUp(place.file, place.key, to));
  if (!done.ok) return refuse(words, ofBackup(done.problem));
  const { epoch, head } = done.value;
  const { size: bytes } = statSync(to);
  if (flags.json) print(JSON.stringify({ file: to, epoch, head, bytes }, null, 2));
  else print(words.t('cli.centre.backed_up', { file: to, head, bytes }));
  return DONE;
}

/** What the trouble is here: the file opened is a centre's, the one that is missing the copy's. */
function ofBackup(problem: Problem): Problem {
  if (problem.code === 'base.key') return { code: 'centre.key' };
  return problem.code === 'base.missing' ? { code: 'centre.backup_folder' } : problem;
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
