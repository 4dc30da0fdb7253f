import { defineForm } from '../form/define';
import { code, link } from '../form/kinds/choice';
import { integer } from '../form/kinds/number';
import { memo } from '../form/kinds/text';
import { textIn } from '../form/value';
import { showDdmmyy } from '../rules/calendar';
import { nameOfCode } from './line-parts';
import { eventField, occasionField, quantityField, workersField } from './work-fields';

/** Work without a single client (työntekijätyö): groups, and other working time (ROWS 126–127). */
export const staffEntry = defineForm({
  id: 'staff_entry',
  version: 1,
  grid: { keeps: ['occasion'], quantity: 'quantity' },
  within: { field: 'person', form: 'work_entry' },
  fields: {
    person: link('person', { finder: 'client', unstored: true }),
    ...occasionField,
    ...eventField('without'),
    group: code('groups', { free: true }),
    ...workersField,
    present: integer({ min: 0, max: 99, required: true, counted: true, default: () => 1 }),
    ...quantityField,
    note: memo({ max: 4000 }),
  },
  diaryOn: (values, facts) => textIn(values, 'occasion') ?? facts.workDate,
  name: (rec, facts) =>
    `${showDdmmyy(rec.diary_on)} ${nameOfCode(facts, 'event_types', textIn(rec.values, 'event'))}`,
});
