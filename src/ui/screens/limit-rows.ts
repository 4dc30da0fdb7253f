import { limitsHere } from '../../desk/limits';
import { showDdmmyy } from '../../rules/calendar';
import type { RunningDeadline } from '../../rules/deadlines';
import { contains } from '../../rules/intervals';
import type { Line } from '../../screen/cell';
import type { Words } from '../../words/words';
import { plain, type View } from '../view';

/** What must be done and until when: `Määräaika 260326 Palvelutarpeen arvioinnin aloitus`. */
function whatText(words: Words, { rule, due, held }: RunningDeadline): string {
  const what = words.lang === 'en' ? rule.en : rule.fi;
  if (due !== null) return words.t('limit.due', { on: showDdmmyy(due), what });
  return words.t(held ? 'limit.held' : `limit.${rule.unit}`, { what });
}

/** The law, and how sure the limit is: `1301/2014 36 § 3 mom · jos erityisen tuen tarve`. */
function lawText(words: Words, one: RunningDeadline, today: string): string {
  const { rule, awaits, stops } = one;
  const stop = stops.find((interval) => contains(interval, today));
  return [
    `${rule.law} ${rule.section}`.trim(),
    ...awaits.map((id) => words.t(`limit.awaits.${id}`)),
    rule.status === 'found' ? '' : words.t(`limit.status.${rule.status}`),
    stop
      ? words.t('limit.suspended', {
          from: showDdmmyy(stop.from),
          until: stop.until === null ? '' : showDdmmyy(stop.until),
        })
      : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** The next time limit of a record in two texts; null when none runs. */
export function limitTexts(
  words: Words,
  limits: readonly RunningDeadline[],
  today: string,
): [string, string] | null {
  const [next, ...others] = limits;
  if (!next) return null;
  const late = next.due !== null && next.due < today ? ` · ${words.t('limit.late')}` : '';
  const more = others.length ? ` · ${words.t('limit.more', { count: others.length })}` : '';
  return [`${whatText(words, next)}${late}${more}`, lawText(words, next, today)];
}

/** Rows under a shown record: its next time limit, bold when it has passed. */
export function limitRows(view: View, width: number): Line[] {
  const { state, env, words } = view;
  const today = state.setting.workDate;
  const limits = limitsHere(env, state);
  const texts = limitTexts(words, limits, today);
  if (!texts) return [];
  const late = limits[0]?.due && limits[0].due < today;
  const [what, law] = texts;
  return [plain(what, width, late ? { bold: true } : undefined), plain(`  ${law}`, width)];
}
