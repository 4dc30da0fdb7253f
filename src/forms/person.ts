import { defineForm } from '../form/define';
import { code } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { flag } from '../form/kinds/flag';
import { rows } from '../form/kinds/rows';
import { text } from '../form/kinds/text';
import { rowsIn, textIn } from '../form/value';

/** A person: ids they are known by, name, address, and whether the address is kept from others. */
export const person = defineForm({
  id: 'person',
  version: 1,
  pane: false,
  fields: {
    identifiers: rows(
      {
        value: text({ required: true, max: 11 }),
        class: code('identifier_classes', { required: true }),
        from: date('any'),
        until: date('any'),
      },
      { section: 'identity', max: 9 },
    ),
    last_name: text({ section: 'identity', required: true, max: 60 }),
    first_names: text({ section: 'identity', required: true, max: 80 }),
    municipality: code('municipalities', { section: 'address', guarded: true, counted: true }),
    street: text({ section: 'address', max: 80, guarded: true, group: 'address' }),
    postcode: text({ section: 'address', max: 10, guarded: true, group: 'address' }),
    city: text({ section: 'address', max: 40, guarded: true, group: 'address' }),
    phone: text({ section: 'address', max: 30, guarded: true }),
    language: code('languages', { section: 'other' }),
    protected: flag({ section: 'other' }),
    deceased_on: date('past', { section: 'other' }),
  },
  checks: (values) =>
    rowsIn(values, 'identifiers').length
      ? []
      : [{ code: 'person.identifier', field: 'identifiers' }],
  name: (rec) => `${textIn(rec.values, 'last_name')}, ${textIn(rec.values, 'first_names')}`,
});
