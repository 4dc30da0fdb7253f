import type { Problem } from '../base/problems';
import type { Need } from '../form/define';
import { type Facts, workerIn } from '../form/facts';
import type { Fields } from '../form/field';
import { link } from '../form/kinds/choice';
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
      group: 'responsible',
      required: !queued,
      passed: true,
      default: (values, facts) => textIn(from(values, facts)?.values ?? {}, 'worker') ?? own(facts),
    }),
    unit: link('unit', {
      section,
      group: 'responsible',
      required: true,
      passed: true,
      // Changing the worker proposes that worker's unit anew (ROWS 53).
      default: (values, facts) => {
        const source = from(values, facts);
        const worker = textIn(values, 'worker');
        if (source && textIn(source.values, 'worker') === worker) {
          return textIn(source.values, 'unit');
        }
        return workerIn(facts.workers, worker)?.unit ?? facts.me.unit;
      },
    }),
    second_worker: link('worker', { section }),
  };
}

/** The rights a form needs that the user has not, each at its field. */
export function lackedRights(form: string, needs: readonly Need[], facts: Facts): Problem[] {
  return needs
    .filter(({ right }) => !facts.allows(form, right))
    .map(({ right: action, field }) => ({ code: `role.${action}`, field }));
}

/** An end before its start, at the field of the end. Empty ends are open. */
export function endBeforeStart(values: Values, from: string, until: string): Problem[] {
  const start = textIn(values, from);
  const end = textIn(values, until);
  return start && end && end < start ? [{ code: 'date.end_before_start', field: until }] : [];
}
