import { defineForm } from '../form/define';
import type { RowsFollow } from '../form/field';
import { code, link } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { flag } from '../form/kinds/flag';
import { rows } from '../form/kinds/rows';
import { text } from '../form/kinds/text';
import { rowsIn, textIn } from '../form/value';
import { readPersonId } from '../rules/person-id';
import { isBegunId, readIdentifier } from '../rules/temporary-id';
import { endsBeforeStart } from './member-rules';

/** The class of an identifier is written in it; a birth date stands for a temporary one. */
const ownClass: RowsFollow = (held, { row, column }) => {
  const value = String(held[row]?.value ?? '');
  const read = readPersonId(value);
  const known = read.ok ? read.value.class : isBegunId(value) ? 'effica_temporary' : null;
  if (column !== 'value' || known === null) return held;
  return held.map((one, at) => (at === row ? { ...one, class: known } : one));
};

/** A person: ids they are known by, name, address, and whether the address is kept from others. */
export const person = defineForm({
  id: 'person',
  version: 1,
  isClient: true,
  fields: {
    identifiers: rows(
      {
        value: text({ required: true, max: 11, reads: readIdentifier }),
        class: code('identifier_classes', { required: true, passed: true }),
        from: date('any', { passed: true }),
        until: date('any', { passed: true }),
      },
      {
        section: 'identity',
        max: 9,
        passed: (values) => rowsIn(values, 'identifiers').length > 0,
        rowsFollow: ownClass,
      },
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
    merged_into: link('person', {
      section: 'other',
      given: 'by_command',
      shown: (values) => !!values.merged_into,
    }),
  },
  checks: (values) =>
    rowsIn(values, 'identifiers').length
      ? endsBeforeStart(values, 'identifiers')
      : [{ code: 'person.identifier', field: 'identifiers' }],
  locked: (rec) => (textIn(rec.values, 'merged_into') ? { code: 'person.merged_away' } : null),
  name: (rec) => `${textIn(rec.values, 'last_name')}, ${textIn(rec.values, 'first_names')}`,
});
