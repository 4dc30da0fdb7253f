import { wrapSpans, wrapText } from '../base/text-width';
import { showValue } from '../form/fill';
import { isEmpty, type Value } from '../form/value';
import { showContextOf } from '../records/names';
import type { ShownField } from '../records/sync-state';
import { showMinute } from '../rules/typed-instant';
import { type Env, factsHere } from './env';
import { paneHeight, paneWidth } from './layout';
import type { DeskState } from './state';
import type { ConflictOverlay } from './sync-state';

/** Columns of the captions where the values are short. */
export const CAPTION = 20;
/** A value of more rows than this beside its caption gets the whole width, its caption above. */
const SHORT_ROWS = 3;
/** Rows of the heading: who, and when. */
const HEAD = 2;

/** A row of one side, and where in it the two part. */
export interface SideRow {
  readonly text: string;
  /** From and to in the text; the same twice where nothing parts here. */
  readonly parts: readonly [number, number];
}

/** True of a row in which the two part. */
export const isApart = ({ parts: [from, to] }: SideRow): boolean => to > from;

/** A field as it lies on the screen: its two values in rows. */
export interface Sides {
  /** The caption stands on a row of its own, and the values have the whole width. */
  readonly wide: boolean;
  readonly width: number;
  readonly mine: readonly SideRow[];
  readonly theirs: readonly SideRow[];
}

/** Columns inside the frame of the conflict. */
export function conflictWidth({ size }: DeskState): number {
  return paneWidth(size) - 2;
}

/** What can be done, or how it was settled. */
export function conflictFoot(
  env: Env,
  state: DeskState,
  { conflict, choices }: ConflictOverlay,
): string[] {
  const words = env.words(state.setting.lang);
  // Who came back from the reason is told how to get there again.
  const isChosen = conflict.fields.every(({ field }) => choices[field]);
  const { settled } = conflict;
  const said = settled
    ? words.t('conflict.settled_by', {
        who: settled.who,
        at: showMinute(settled.at),
        reason: settled.reason ?? '',
      })
    : words.t(isChosen ? 'conflict.how_on' : 'conflict.how');
  return wrapText(said, conflictWidth(state));
}

/** Rows that fit between the heading and the foot. */
export function conflictRoom(env: Env, state: DeskState, overlay: ConflictOverlay): number {
  const rest = 2 + HEAD + 1 + conflictFoot(env, state, overlay).length;
  return Math.max(1, paneHeight(state.size) - rest);
}

/** Rows of a field: its caption where that stands alone, its values, and what it held before. */
export function heightOf({ wide, mine, theirs }: Sides): number {
  return (wide ? 1 : 0) + Math.max(mine.length, theirs.length) + 1;
}

/** A value of one side as it is read. */
export function sideText(
  env: Env,
  state: DeskState,
  { conflict }: ConflictOverlay,
  one: ShownField,
  value: Value,
): string {
  const words = env.words(state.setting.lang);
  if ([one.base, one.mine, one.theirs].every(isEmpty)) return words.t('history.hidden');
  if (one.field === '$voided') return words.t(value ? 'conflict.voided' : 'conflict.in_force');
  const field = env.registry.form(conflict.form).fields[one.field];
  if (!field) return '';
  const source = { facts: factsHere(state), registry: env.registry };
  const context = showContextOf(source, { yes: words.t('screen.yes'), no: words.t('screen.no') });
  const named = {
    ...context,
    nameOf: (of: typeof field, id: string) => conflict.names?.[id] ?? context.nameOf(of, id),
  };
  return showValue(field, value, named) || words.t('history.nothing');
}

/** A field with both its values in rows, and where they part. */
export function sidesOf(env: Env, state: DeskState, overlay: ConflictOverlay, at: number): Sides {
  const one = overlay.conflict.fields[at] as ShownField;
  const texts = [one.mine, one.theirs].map((value) => sideText(env, state, overlay, one, value));
  const [mine = '', theirs = ''] = texts;
  const marks = (['mine', 'theirs'] as const).map((side) => `${markOf(overlay, at, side)} `);
  const [from, to] = [partOf(mine, theirs), partOf(theirs, mine)];
  const inner = conflictWidth(state);
  const laid = (wide: boolean): Sides => {
    const width = Math.floor((inner - (wide ? 0 : CAPTION) - 3) / 2);
    return {
      ...{ wide, width },
      mine: rowsOf(wide ? '' : (marks[0] ?? ''), mine, from, width),
      theirs: rowsOf(wide ? '' : (marks[1] ?? ''), theirs, to, width),
    };
  };
  const narrow = laid(false);
  const isLong = Math.max(narrow.mine.length, narrow.theirs.length) > SHORT_ROWS;
  return isLong ? laid(true) : narrow;
}

/** Whether a side of a field is the one that was chosen; a long value has it in the heading. */
export function markOf(
  { conflict, choices }: ConflictOverlay,
  at: number,
  side: 'mine' | 'theirs',
): string {
  const one = conflict.fields[at] as ShownField;
  const chosen = conflict.settled ? one.chosen : choices[one.field];
  return chosen === side ? '(*)' : '( )';
}

function rowsOf(mark: string, text: string, part: SideRow['parts'], width: number): SideRow[] {
  const whole = mark + text;
  const [from, to] = part.map((at) => at + mark.length) as [number, number];
  return wrapSpans(whole, width).map(({ start, end }) => {
    const within = (at: number) => Math.max(0, Math.min(end, at) - start);
    return {
      text: whole.slice(start, end),
      parts: to > from ? [within(from), within(to)] : [0, 0],
    };
  });
}

/** From the first word that the other text has not there to the last; none in one of one word. */
function partOf(text: string, other: string): SideRow['parts'] {
  const words = [...text.matchAll(/\S+/gu)];
  const others = [...other.matchAll(/\S+/gu)].map(([word]) => word);
  if (words.length < 2 && others.length < 2) return [0, 0];
  const most = Math.min(words.length, others.length);
  let first = 0;
  while (first < most && words[first]?.[0] === others[first]) first += 1;
  let last = 0;
  while (last < most - first && words.at(-1 - last)?.[0] === others.at(-1 - last)) last += 1;
  const from = words[first];
  const to = words[words.length - 1 - last];
  if (!from || !to || words.length - last <= first) return [0, 0];
  return [from.index, to.index + to[0].length];
}
