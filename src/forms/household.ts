import { defineForm } from '../form/define';
import { code, link } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { flag } from '../form/kinds/flag';
import { rows } from '../form/kinds/rows';
import { rowsIn } from '../form/value';

/** Persons who belong together, with roles and dates. R head, S spouse, B child, H other. */
export const household = defineForm({
  id: 'household',
  version: 1,
  pane: false,
  fields: {
    members: rows(
      {
        person: link('person', { required: true }),
        role: code('household_roles', { required: true }),
        from: date('any'),
        until: date('any'),
        guardian: flag(),
      },
      { section: 'members', max: 30 },
    ),
  },
  checks: (values) =>
    rowsIn(values, 'members').filter((row) => row.role === 'R').length === 1
      ? []
      : [{ code: 'household.head', field: 'members' }],
});
