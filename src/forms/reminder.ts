import { defineForm } from '../form/define';
import { link } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { flag } from '../form/kinds/flag';
import { saidText, text } from '../form/kinds/text';
import { textIn } from '../form/value';
import { showDdmmyy } from '../rules/calendar';
import { recordOf } from './case-state';
import { recordName } from './line-parts';

/** What the centre reminds of by itself. */
const NOTICES = 'centre_notices';

/** A day, a text and an owner; stands in the owner's work list (ROWS 63). */
export const reminder = defineForm({
  id: 'reminder',
  version: 1,
  fields: {
    person: link('person', {
      passed: true,
      default: (_values, facts) => facts.client?.person.id ?? null,
    }),
    due_on: date('future', { required: true }),
    text: text({ required: true, max: 200, says: NOTICES }),
    owner: link('worker', { required: true, default: (_values, facts) => facts.me.id }),
    concerns: link('case', {
      passed: true,
      choices: (_values, facts) =>
        [...(facts.client?.records ?? [])]
          .reverse()
          .map((rec) => ({ id: rec.id, code: '', text: recordName(rec, facts) })),
      default: (_values, facts) => facts.node?.id ?? null,
    }),
    done: flag({ required: true, default: () => false }),
  },
  waiting: {
    kind: 'due',
    owners: ['owner'],
    units: [],
    empty: ['done'],
    given: ['owner'],
    due: { field: 'due_on', ahead: 30 },
  },
  notice: { about: 'person', to: 'owner', on: 'due_on', text: 'text', done: 'done' },
  diaryOn: (values, facts) => textIn(values, 'due_on') ?? facts.workDate,
  serviceTask: (values, facts) => recordOf(facts, textIn(values, 'concerns'))?.service_task ?? null,
  name: (rec, facts) => {
    const said = saidText(facts, NOTICES, textIn(rec.values, 'text') ?? '');
    return `${showDdmmyy(rec.diary_on)} ${said}`;
  },
});
