import type { Rec } from '../form/value';
import { showDdmmyy } from '../rules/calendar';
import type { RunningDeadline } from '../rules/deadlines';
import { contains } from '../rules/intervals';
import type { Words } from '../words/words';
import { type Env, worldOf } from './env';
import type { DeskState, Entry } from './state';

/** Rows under a shown record with a time limit: what and until when, and by which law. */
export const LIMIT_ROWS = 2;

interface Kept {
  readonly setting: DeskState['setting'];
  readonly limits: readonly RunningDeadline[];
}

/** Worked out once for an entry: a frame asks several times, and nothing in it changes. */
const kept = new WeakMap<Entry, Kept>();

/** Time limits that run on the record shown in the tab, the next first; none while it is typed. */
export function limitsHere(env: Env, state: DeskState): readonly RunningDeadline[] {
  const entry = state.entries[state.pane];
  if (entry?.mode !== 'shown' || !entry.saved) return [];
  const known = kept.get(entry);
  if (known?.setting === state.setting) return known.limits;
  const limits = limitsOn(env, state, entry, entry.saved);
  kept.set(entry, { setting: state.setting, limits });
  return limits;
}

function limitsOn(env: Env, state: DeskState, entry: Entry, rec: Rec) {
  const { facts } = worldOf(env, { ...state, overlay: null }, entry);
  return env.registry.form(rec.form).deadlines(rec, facts);
}

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
