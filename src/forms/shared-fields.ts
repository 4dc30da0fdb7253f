import type { Problem } from '../base/problems';
import type { Facts } from '../form/facts';
import type { Fields } from '../form/field';
import { code, link } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { type Rec, textIn, type Values } from '../form/value';

/** The client, passed as the client line already shows who it is. */
export const clientField: Fields = {
  person: link('person', {
    required: true,
    passed: true,
    default: (_values, facts) => facts.client?.person.id ?? null,
  }),
};

/**
 * Responsible worker, unit and second worker. `from` names the record the first two are inherited
 * from; without one they are the user's own.
 * @param queued the worker may be left empty, and is for a user whose role takes no cases: the
 * record then waits in the queue of its unit
 */
export function workerFields(
  from: (values: Values, facts: Facts) => Rec | undefined,
  section?: string,
  queued = false,
): Fields {
  const own = (facts: Facts) =>
    queued && facts.code('roles', facts.me.role)?.extra.takes_cases === 'no' ? null : facts.me.id;
  return {
    worker: link('worker', {
      section,
      required: !queued,
      passed: true,
      default: (values, facts) => textIn(from(values, facts)?.values ?? {}, 'worker') ?? own(facts),
    }),
    unit: link('unit', {
      section,
      required: true,
      passed: true,
      // Changing the worker proposes that worker's unit anew (ROWS 53).
      default: (values, facts) => {
        const source = from(values, facts);
        const worker = textIn(values, 'worker');
        if (source && textIn(source.values, 'worker') === worker) {
          return textIn(source.values, 'unit');
        }
        return facts.workers.find((candidate) => candidate.id === worker)?.unit ?? facts.me.unit;
      },
    }),
    second_worker: link('worker', { section }),
  };
}

/** Suspension: interval and reason. Stored and shown; it does not stop deadlines by itself. */
export function suspensionFields(section: string): Fields {
  return {
    suspended_from: date('any', { section, group: 'suspension' }),
    suspended_until: date('any', { section, group: 'suspension', beside: true }),
    suspension_reason: code('suspension_reasons', {
      section,
      required: (values) => textIn(values, 'suspended_from') !== null,
    }),
  };
}

/** An end before its start, at the field of the end. Empty ends are open. */
export function endBeforeStart(values: Values, from: string, until: string): Problem[] {
  const start = textIn(values, from);
  const end = textIn(values, until);
  return start && end && end < start ? [{ code: 'date.end_before_start', field: until }] : [];
}

/** Problems of a suspension: an end before the start, an end or a reason without a start. */
export function suspensionProblems(values: Values): Problem[] {
  const from = textIn(values, 'suspended_from');
  const rest = textIn(values, 'suspended_until') ?? textIn(values, 'suspension_reason');
  if (!from && rest) return [{ code: 'suspension.start', field: 'suspended_from' }];
  return endBeforeStart(values, 'suspended_from', 'suspended_until');
}
