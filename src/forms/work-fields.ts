import { type Facts, type Option, workerIn } from '../form/facts';
import type { Fields, RowsFollow } from '../form/field';
import { code, link } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { flag } from '../form/kinds/flag';
import { integer } from '../form/kinds/number';
import { rows } from '../form/kinds/rows';
import { flagIn, listIn, type Row, textIn, type Value, type Values } from '../form/value';
import { exactlyOneResponsible } from '../rules/responsible';
import { narrowed } from './case-state';

/** A worker chosen in a row brings the worker's own unit, unless the row has one. */
const ownUnit: RowsFollow = (rows, { row, column }, facts) => {
  const held = rows[row];
  if (!held || column !== 'worker' || held.unit) return rows;
  const worker = workerIn(facts.workers, held.worker);
  return rows.map((one, at) => (at === row ? { ...one, unit: worker?.unit ?? null } : one));
};

/** The worker grid: who did the work, for which unit, and who answers for it (ROWS 108). */
export const workersField: Fields = {
  workers: rows(
    {
      worker: link('worker', { required: true }),
      unit: link('unit', { required: true }),
      responsible: flag({ required: true }),
    },
    {
      max: 9,
      passed: true,
      default: (_values, facts): Value => [
        { worker: facts.me.id, unit: facts.me.unit, responsible: true },
      ],
      rowsFollow: ownUnit,
      rowsCheck: (value) => {
        const list = (Array.isArray(value) ? value : []).filter(
          (row): row is Row => typeof row === 'object',
        );
        return exactlyOneResponsible(
          list.map((row) => ({
            worker: String(row.worker ?? ''),
            responsible: row.responsible === true,
          })),
        );
      },
    },
  ),
};

/** The day the work was done. */
export const occasionField: Fields = {
  occasion: date('past', {
    required: true,
    counted: true,
    default: (_values, facts) => facts.workDate,
  }),
};

/** Event types that may stand with or without a client. Workers pick the work, not a code. */
export function eventField(client: 'with' | 'without'): Fields {
  const refused = client === 'with' ? 'no' : 'yes';
  const choices = (_values: Values, facts: Facts): readonly Option[] =>
    narrowed(
      facts.codes('event_types'),
      `client ${client}`,
      (row) => row.extra.needs_client !== refused,
    );
  return { event: code('event_types', { required: true, counted: true, choices }) };
}

/** Quantity in the unit of the event type; every type built so far counts minutes. */
export const quantityField: Fields = {
  quantity: integer({
    group: 'attendance',
    min: 0,
    max: 1440,
    required: true,
    counted: true,
    default: (values) => (flagIn(values, 'not_reachable') ? 0 : null),
  }),
};

/** Number present: the others, and the client where reachable. */
export const presentField: Fields = {
  present: integer({
    group: 'attendance',
    min: 0,
    max: 99,
    required: true,
    counted: true,
    default: (values) =>
      listIn(values, 'others').length + (flagIn(values, 'not_reachable') ? 0 : 1),
  }),
};

/** The tick whose opposite the list shows; stored once (ROWS 114). */
export const reachableField: Fields = {
  not_reachable: flag({
    group: 'attendance',
    beside: true,
    required: true,
    counted: true,
    default: () => false,
    resets: ['present', 'quantity'],
  }),
};

/** Code of the unit a quantity counts in, from the event type. */
export function unitOfQuantity(values: Values, facts: Facts): string {
  return facts.code('event_types', textIn(values, 'event'))?.extra.unit || 'min';
}
