import { defineForm } from '../form/define';
import { code, link } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { text } from '../form/kinds/text';
import { textIn } from '../form/value';
import { showDdmmyy } from '../rules/calendar';
import { nameOfCode, nameOfWorker } from './line-parts';
import { clientField } from './shared-fields';

/** Id of the form, for what makes its records. */
export const TRACE_FORM = 'trace';

/**
 * What is left in a diary when a record was moved from it or into it, or a temporary person was
 * merged: who, when, why, and from or to whom. Made by those commands only.
 */
export const trace = defineForm({
  id: TRACE_FORM,
  version: 1,
  letter: 'K',
  pane: false,
  fields: {
    ...clientField,
    date: date('past', { required: true, default: (_values, facts) => facts.workDate }),
    kind: code('trace_kinds', { required: true }),
    subject: code('record_kinds'),
    subject_on: date('any'),
    other: link('person'),
    other_id: text({ max: 11 }),
    reason: code('correction_reasons', { required: true }),
    worker: link('worker', { required: true, default: (_values, facts) => facts.me.id }),
  },
  diaryOn: (values, facts) => textIn(values, 'date') ?? facts.workDate,
  locked: () => ({ code: 'trace.kept' }),
  lines: ({ values, diary_on }, facts) => {
    const id = textIn(values, 'other');
    const near = [...facts.known, ...(facts.client?.others ?? [])];
    const members = facts.client?.household.map((one) => one.person) ?? [];
    const other = [...members, ...near].find((one) => one.id === id);
    // Somebody else under turvakielto is not told of in this diary.
    const masked = id !== null && other?.protected === true;
    const kind = textIn(values, 'kind') ?? '';
    const on = textIn(values, 'subject_on');
    return [
      {
        on: diary_on,
        key: `trace_${kind}`,
        values: {
          subject: nameOfCode(facts, 'record_kinds', textIn(values, 'subject')),
          on: on ? showDdmmyy(on) : '',
          other: masked ? '•••' : (textIn(values, 'other_id') ?? other?.identifier ?? ''),
          reason: nameOfCode(facts, 'correction_reasons', textIn(values, 'reason')),
          worker: nameOfWorker(facts, textIn(values, 'worker')),
        },
      },
    ];
  },
  name: (rec, facts) =>
    `${showDdmmyy(rec.diary_on)} ${nameOfCode(facts, 'trace_kinds', textIn(rec.values, 'kind'))}`,
});
