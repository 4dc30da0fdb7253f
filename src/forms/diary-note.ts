import { defineForm } from '../form/define';
import { link } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { memo } from '../form/kinds/text';
import { textIn } from '../form/value';
import { showDdmmyy } from '../rules/calendar';
import { attachable, recordOf } from './case-state';
import { recordName } from './line-parts';
import { clientField } from './shared-fields';

/** A free note in the diary (merkintä). */
export const diaryNote = defineForm({
  id: 'diary_note',
  version: 1,
  letter: 'K',
  leaf: true,
  fields: {
    ...clientField,
    date: date('past', { required: true, default: (_values, facts) => facts.workDate }),
    attached: link('case', {
      choices: (values, facts) =>
        attachable(facts, textIn(values, 'date') ?? facts.workDate).map((rec) => ({
          id: rec.id,
          code: '',
          text: recordName(rec, facts),
        })),
      passed: (values, facts) =>
        attachable(facts, textIn(values, 'date') ?? facts.workDate).length === 0,
      default: (values, facts) => {
        const near = attachable(facts, textIn(values, 'date') ?? facts.workDate);
        return (near.find((rec) => rec.id === facts.node?.id) ?? near[0])?.id ?? null;
      },
    }),
    text: memo({ required: true, max: 20000 }),
  },
  diaryOn: (values, facts) => textIn(values, 'date') ?? facts.workDate,
  serviceTask: (values, facts) => recordOf(facts, textIn(values, 'attached'))?.service_task ?? null,
  lines: (rec) => [
    {
      on: rec.diary_on,
      key: 'diary_note',
      values: { text: (textIn(rec.values, 'text') ?? '').replace(/\s+/gu, ' ') },
    },
  ],
  name: (rec) => showDdmmyy(rec.diary_on),
});
