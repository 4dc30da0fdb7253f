import { defineForm } from '../form/define';
import { code, link } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { flag } from '../form/kinds/flag';
import { rows } from '../form/kinds/rows';
import { guardiansFollow, isHeadless, memberProblems } from './member-rules';

/** Persons who belong together, with roles and dates. R head, S spouse, B child, H other. */
export const household = defineForm({
  id: 'household',
  version: 1,
  fields: {
    members: rows(
      {
        person: link('person', { required: true, finder: 'person' }),
        role: code('household_roles', { required: true }),
        from: date('any'),
        until: date('any', { passed: true }),
        guardian: flag({ passed: true }),
      },
      {
        section: 'members',
        required: true,
        max: 30,
        rowsFollow: guardiansFollow,
        // A new household begins with the client as its head.
        default: (_values, { client }) =>
          client
            ? [{ person: client.person.id, role: 'R', from: null, until: null, guardian: false }]
            : null,
      },
    ),
  },
  joins: { rows: 'members', person: 'person', until: 'until' },
  checks: (values) => memberProblems(values, 'members'),
  warnings: (values, facts) =>
    isHeadless(values, 'members', facts.workDate)
      ? [{ code: 'household.no_head_now', field: 'members' }]
      : [],
});
