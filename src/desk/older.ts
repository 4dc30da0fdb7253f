import type { DiaryEntry } from '../records/diary';
import { lineAt, linesOf } from './diary';
import { type Env, only } from './env';
import type { DeskEvent, DeskState, Stepped } from './state';

/** The whole case is there: the key that asked for it goes before those that wait. */
export function olderCame(state: DeskState, event: Extract<DeskEvent, { kind: 'older' }>): Stepped {
  if (state.client?.person.id !== event.client.person.id) return only(state);
  return only({ ...state, client: event.client, queue: [event.key, ...state.queue] });
}

/**
 * A state whose case holds more events, or fewer, than before: the selected line is the same one,
 * or the last when it is not among them.
 */
export function keepingLine(env: Env, before: DeskState, after: DeskState): DeskState {
  const { at } = after.diary;
  const isSame = before.client?.person.id === after.client?.person.id && before.diary.at === at;
  if (!isSame || at < 0 || Boolean(before.client?.older) === Boolean(after.client?.older)) {
    return after;
  }
  const lines = linesOf(env, before);
  const selected = lines[lineAt(env, before)];
  const linesOfRecord = (all: readonly DiaryEntry[]) =>
    all.flatMap((line, place) => (line.rec.id === selected?.rec.id ? [place] : []));
  const nth = linesOfRecord(lines).indexOf(lineAt(env, before));
  return { ...after, diary: { ...after.diary, at: linesOfRecord(linesOf(env, after))[nth] ?? -1 } };
}
