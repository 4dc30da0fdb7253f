import type { Problem } from '../base/problems';
import type { Facts } from '../form/facts';
import { date } from '../form/kinds/date';
import { type Rec, rowsIn, textIn, type Values } from '../form/value';
import { addDays } from '../rules/calendar';
import { contains, type Interval } from '../rules/intervals';
import { type Action, amend } from './action';
import { intervalOf, isUnhandled, recordsOf } from './case-state';
import { initiationInterval } from './deadlines';
import {
  type Suspension,
  shownInterval,
  suspendFields,
  suspensionProblem,
  suspensionsIn,
  workedDays,
} from './suspension';

const COMMON = {
  form: 'initiation',
  also: ['service'],
  asks: 'suspension',
  missing: { code: 'suspension.which' },
} as const;

/** The days a matter or a service runs, which its suspensions must lie in. */
function ownInterval(rec: Rec): Interval {
  return rec.form === 'initiation' ? initiationInterval(rec.values) : intervalOf(rec);
}

/** What can stand still: unhandled initiations of the client and services without an end. */
function running(facts: Facts): Rec[] {
  return [
    ...recordsOf(facts, 'initiation').filter((rec) => isUnhandled(rec.values)),
    ...recordsOf(facts, 'service').filter((rec) => !textIn(rec.values, 'until')),
  ];
}

/** The record under the hands if it can be suspended, else the only one a rule picks. */
function pick(among: (facts: Facts) => Rec[]): Action['target'] {
  return (facts, open) => {
    if (open?.form === 'initiation' || open?.form === 'service') return open;
    const found = among(facts);
    return found.length === 1 ? (found[0] as Rec) : null;
  };
}

/** The suspension that would be ended: the one without an end, else the one of the work date. */
function openSuspension(rec: Rec, facts: Facts): Suspension | undefined {
  const all = suspensionsIn(rec.values);
  return all.find((one) => one.until === null) ?? all.find((one) => contains(one, facts.workDate));
}

function endedProblem(rec: Rec): Problem[] {
  const { until } = ownInterval(rec);
  return until === null
    ? []
    : [{ code: 'suspension.ended', values: shownInterval({ from: until, until }) }];
}

/**
 * Keskeytä: the matter or the service stands still from a day, until a day or for the time being
 * (ROWS 56, 133).
 */
export const suspend: Action = {
  ...COMMON,
  command: 'suspension.start',
  fields: suspendFields,
  target: pick(running),
  blockers: (rec) => {
    const open = suspensionsIn(rec.values).find((one) => one.until === null);
    if (!open) return endedProblem(rec);
    return [{ code: 'suspension.open', values: shownInterval(open) }];
  },
  checks: (answers, facts) => {
    const rec = facts.node;
    const from = textIn(answers, 'suspended_from');
    if (!rec || from === null) return [];
    const wanted = { from, until: textIn(answers, 'suspended_until') };
    const others = suspensionsIn(rec.values);
    const worked = rec.form === 'service' ? workedDays(rec, facts) : [];
    const problem = suspensionProblem(wanted, ownInterval(rec), others, worked);
    if (!problem) return [];
    const atEnd = problem.code === 'date.end_before_start';
    return [{ ...problem, field: atEnd ? 'suspended_until' : 'suspended_from' }];
  },
  changes: (rec, answers) => {
    const row = {
      from: textIn(answers, 'suspended_from'),
      until: textIn(answers, 'suspended_until'),
      reason: textIn(answers, 'suspension_reason'),
    };
    return [amend(rec, { suspensions: [...rowsIn(rec.values, 'suspensions'), row] })];
  },
};

/**
 * Päätä keskeytys: the open suspension gets its last day, by default the day before the work date,
 * so that work can be recorded on it.
 */
export const endSuspension: Action = {
  ...COMMON,
  command: 'suspension.end',
  fields: {
    last_suspended_day: date('any', {
      required: true,
      default: (_values: Values, facts: Facts) => {
        const start = facts.node && openSuspension(facts.node, facts)?.from;
        const yesterday = addDays(facts.workDate, -1);
        return start && start > yesterday ? start : yesterday;
      },
    }),
  },
  target: pick((facts) => running(facts).filter((rec) => openSuspension(rec, facts))),
  blockers: (rec, facts) => (openSuspension(rec, facts) ? [] : [{ code: 'suspension.none' }]),
  checks: (answers, facts) => {
    const rec = facts.node;
    const open = rec && openSuspension(rec, facts);
    const last = textIn(answers, 'last_suspended_day');
    if (!rec || !open || last === null) return [];
    const others = suspensionsIn(rec.values).filter((one) => one.from !== open.from);
    const wanted = { from: open.from, until: last };
    const worked = rec.form === 'service' ? workedDays(rec, facts) : [];
    const problem = suspensionProblem(wanted, ownInterval(rec), others, worked);
    if (!problem) return [];
    const before = problem.code === 'date.end_before_start';
    const code = before ? 'suspension.before_start' : problem.code;
    const values = before ? shownInterval(open) : problem.values;
    return [{ code, field: 'last_suspended_day', ...(values ? { values } : {}) }];
  },
  changes: (rec, answers, facts) => {
    const open = openSuspension(rec, facts);
    const until = textIn(answers, 'last_suspended_day');
    const rows = rowsIn(rec.values, 'suspensions').map((row) =>
      row.from === open?.from ? { ...row, until } : row,
    );
    return [amend(rec, { suspensions: rows })];
  },
};
