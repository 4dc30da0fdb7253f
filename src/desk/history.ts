import { padToWidth, wrapText } from '../base/text-width';
import { showValue } from '../form/fill';
import type { ShowContext } from '../form/kinds/kind';
import { isEmpty } from '../form/value';
import type { Key } from '../keys/key';
import type { HistoryEntry } from '../records/history';
import { showContextOf } from '../records/names';
import { showDdmmyy } from '../rules/calendar';
import { dayOfInstant, showMinute } from '../rules/typed-instant';
import type { Words } from '../words/words';
import { awaiting, type Env, factsHere, only, over, refusing } from './env';
import { paneHeight, paneWidth } from './layout';
import type { DeskState, Overlay, Stepped } from './state';
import type { DeliveryOverlay } from './sync-state';
import { historyTarget } from './why-not';

type Shown = Extract<Overlay, { kind: 'history' }>;

/** A row of the history as it is shown. */
export interface HistoryRow {
  readonly text: string;
  /** Begins a change. */
  readonly head: boolean;
}

const CAPTION = 26;

/** Asks for the history of that record; as of then, where the case is shown as it was. */
export function askHistory(env: Env, state: DeskState): Stepped {
  const target = historyTarget(env, state);
  if (!target) return only(refusing(state, { code: 'record.none' }));
  const { form, id } = target;
  const until = state.past?.at;
  return awaiting(over(state, null), {
    kind: 'history',
    form,
    id,
    ...(until === undefined ? {} : { until }),
  });
}

/** Asks for the history of what the row under the hands is about; the list stays below it. */
export function askRowHistory(state: DeskState, { rows, at }: DeliveryOverlay): Stepped {
  const row = rows[at];
  if (!row) return only(refusing(state, { code: 'delivery.key' }));
  if (row.gone) return only(refusing(state, { code: 'delivery.gone' }));
  return awaiting(state, { kind: 'history', form: row.form, id: row.id });
}

/** Columns of the text inside its box, and its rows. */
export function historySize(size: DeskState['size']): { width: number; height: number } {
  return { width: Math.max(20, paneWidth(size) - 2), height: Math.max(1, paneHeight(size) - 2) };
}

/** Arrows and pages scroll as far as there is something; every other key closes. */
export function historyKey(env: Env, state: DeskState, shown: Shown, key: Key): Stepped {
  const { height } = historySize(state.size);
  const last = Math.max(0, historyRows(env, state, shown).length - height);
  const steps: Record<string, number> = {
    Up: -1,
    Down: 1,
    PageUp: -height,
    PageDown: height,
    Home: -last,
    End: last,
  };
  const step = key.kind === 'named' ? steps[key.name] : undefined;
  if (step === undefined) {
    const closes = key.kind !== 'char' || key.text === ' ';
    return only(closes ? over(state, null) : refusing(state, { code: 'help.open' }));
  }
  const at = Math.min(shown.top, last);
  const top = Math.max(0, Math.min(last, at + step));
  return only(top === at ? state : over(state, { ...shown, top }));
}

/** The rows of a history, the latest change first; a text too long for a row goes on below. */
export function historyRows(env: Env, state: DeskState, shown: Shown): readonly HistoryRow[] {
  const words = env.words(state.setting.lang);
  const { width } = historySize(state.size);
  const context = contextOf(env, state, shown, words);
  return [...shown.history.entries]
    .reverse()
    .flatMap((entry, at) => [
      ...(at === 0 ? [] : [{ text: '', head: false }]),
      ...wrapText(headOf(entry, words), width).map((text) => ({ text, head: true })),
      ...fieldRows(env, shown, entry, words, context, width),
    ]);
}

function contextOf(env: Env, state: DeskState, shown: Shown, words: Words): ShowContext {
  const source = { facts: factsHere(state), registry: env.registry };
  const context = showContextOf(source, { yes: words.t('screen.yes'), no: words.t('screen.no') });
  const { names } = shown.history;
  return { ...context, nameOf: (field, id) => names[id] ?? context.nameOf(field, id) };
}

function headOf(entry: HistoryEntry, words: Words): string {
  const { at, who, work_on, kind, reason, state } = entry;
  const isSameDay = dayOfInstant(at) === work_on;
  return words.t('history.head', {
    at: showMinute(at),
    user: who,
    what: words.t(`history.${kind}`),
    day: isSameDay ? '' : showDdmmyy(work_on),
    reason: reason ?? '',
    state: state === null ? '' : words.t(`delivery.${state}`),
  });
}

function fieldRows(
  env: Env,
  shown: Shown,
  { kind, fields }: HistoryEntry,
  words: Words,
  context: ShowContext,
  width: number,
): HistoryRow[] {
  const form = env.registry.form(shown.history.form);
  return fields.flatMap(([id, was, now]) => {
    const field = form.fields[id];
    if (!field) return [];
    const text = (value: typeof was) =>
      (showValue(field, value, context) || words.t('history.nothing')).replace(/\n/gu, ' / ');
    // What turvakielto hides keeps its place and says that it changed.
    const isHidden = isEmpty(was) && isEmpty(now);
    const told = isHidden
      ? words.t('history.hidden')
      : kind === 'create'
        ? text(now)
        : `${text(was)} → ${text(now)}`;
    return wrapText(told, width - CAPTION - 3).map((part, at) => {
      const caption = at === 0 ? words.t(`form.${form.id}.${id}`) : '';
      return { text: `  ${padToWidth(caption, CAPTION)} ${part}`, head: false };
    });
  });
}
