import type { Form } from '../form/define';
import { defineForm } from '../form/define';
import { date } from '../form/kinds/date';
import { text } from '../form/kinds/text';
import { textIn } from '../form/value';
import { endOfDay, endOfMinute, readClock } from '../rules/typed-instant';
import { awaiting, over } from './env';
import type { DeskState, PromptOverlay, Stepped } from './state';

/** As of when a case is to be shown: a day to its end, or a time of it. */
export const PAST_QUESTION: Form = defineForm({
  id: 'prompt',
  version: 1,
  fields: {
    then_on: date('any', { required: true }),
    then_at: text({ max: 5, passed: true }),
  },
  checks: (values) => {
    const typed = textIn(values, 'then_at');
    const read = typed === null ? null : readClock(typed);
    return read && !read.ok ? [{ ...read.problem, field: 'then_at' }] : [];
  },
});

/** Asks for the case as it was then; the answer has been read and has no problems. */
export function submitPast(state: DeskState, { entry }: PromptOverlay): Stepped {
  const closed = over(state, null);
  const day = textIn(entry.values, 'then_on') ?? state.setting.workDate;
  const clock = readClock(textIn(entry.values, 'then_at') ?? '');
  const at = clock.ok ? endOfMinute(day, ...clock.value) : endOfDay(day);
  const person = state.client?.person.id ?? '';
  return awaiting(closed, { kind: 'past', person, at });
}
