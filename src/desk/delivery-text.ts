import type { DeliveryRow } from '../records/sync-state';
import { showMinute } from '../rules/typed-instant';
import type { Words } from '../words/words';
import type { SyncShown } from './sync-state';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in the largest unit that fits. */
export function ageOf(words: Words, at: string, now: string): string {
  const age = Math.max(0, Date.parse(now) - Date.parse(at));
  if (age < HOUR) return words.t('age.minutes', { count: Math.floor(age / MINUTE) });
  return age < 2 * DAY
    ? words.t('age.hours', { count: Math.floor(age / HOUR) })
    : words.t('age.days', { count: Math.floor(age / DAY) });
}

/** A record by its form and name; some forms name their records by themselves. */
export function nameOfMatter(words: Words, { form, name }: { form: string; name: string }): string {
  const kind = words.t(`form.${form}`);
  return name.startsWith(kind) ? name : `${kind} ${name}`.trimEnd();
}

/** Why a row has not gone; what waits for somebody to sign in does not go by itself. */
export function whyNotGone(
  words: Words,
  row: DeliveryRow,
  now: string,
  contact: SyncShown['contact'] = 'ok',
): string {
  if (row.state === 'pending' && contact === 'password') {
    const reason = words.problem({ code: 'sync.password' });
    return words.t('delivery.pending.unsigned.why', { at: showMinute(row.since), reason });
  }
  const reason = row.code === null ? '' : words.problem({ code: row.code });
  const at = showMinute(row.since);
  const age = ageOf(words, row.since, now);
  const { who = '', reason: said = '' } = row.seen ?? {};
  return words.t(`delivery.${row.state}.why`, { at, age, reason, who, said });
}
