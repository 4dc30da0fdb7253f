import type { Problem } from '../base/problems';
import type { Facts } from '../form/facts';
import type { Field } from '../form/field';
import { code, link } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { type Rec, textIn, type Values } from '../form/value';
import { type Action, amend } from './action';
import {
  decisionLeadsToService,
  decisionsIn,
  hasNotice,
  intervalOf,
  investigationOf,
  isPositive,
  isQueued,
  isUnhandled,
  recordsOf,
  runningInvestigations,
  unenforcedDecisions,
  unhandledInitiations,
} from './case-state';
import { acceptHandover, returnHandover } from './handover-actions';
import { investigationBlockers } from './investigation';
import { finishReminder, remindOfLimits } from './limit-reminders';
import { nameOfWorker } from './line-parts';
import { copyToSiblings } from './siblings';
import { endSuspension, suspend } from './suspend';

const workDay = (_values: Values, facts: Facts) => facts.workDate;

/** The open record when it is of the form, else the investigation above it, else the newest. */
function pick(form: string, candidates: (facts: Facts) => Rec[]): Action['target'] {
  return (facts, open) => {
    const near = open?.form === form ? open : open ? investigationOf(open, facts) : undefined;
    if (near?.form === form) return near;
    return candidates(facts)[0] ?? null;
  };
}

/** Investigations whose file may be lent: the running ones first, then the ended, newest first. */
const investigationsWithFile = (facts: Facts) => {
  const running = runningInvestigations(facts);
  const ended = recordsOf(facts, 'investigation').filter((rec) => !running.includes(rec));
  return [...running, ...[...ended].reverse()];
};

const runningEnforcements = (facts: Facts) =>
  [...recordsOf(facts, 'enforcement')].reverse().filter((rec) => !textIn(rec.values, 'until'));

const endField: Field = date('any', { required: true, default: workDay });

function endProblems(rec: Rec): Problem[] {
  return textIn(rec.values, 'until') ? [{ code: `${rec.form}.ended` }] : [];
}

const dismissInitiation: Action = {
  command: 'initiation.dismiss',
  form: 'initiation',
  fields: {
    dismissed_on: date('past', { required: true, passed: true, default: workDay }),
    dismissal_reason: code('dismissal_reasons', { required: true }),
  },
  target: (facts, open) =>
    open?.form === 'initiation'
      ? open
      : (unhandledInitiations(facts).find((rec) => rec.bucket === facts.client?.person.id) ?? null),
  blockers: (rec) => (isUnhandled(rec.values) ? [] : [{ code: 'initiation.handled' }]),
  changes: (rec, answers) => [amend(rec, answers)],
};

/** Taking from the queue: the first to come is the responsible worker, the others are told. */
const takeInitiation: Action = {
  command: 'queue.take',
  form: 'initiation',
  fields: {},
  target: (facts, open) =>
    open?.form === 'initiation'
      ? open
      : (recordsOf(facts, 'initiation').find((rec) => isQueued(rec.values)) ?? null),
  blockers: (rec, facts) => {
    if (!isUnhandled(rec.values)) return [{ code: 'queue.handled' }];
    const worker = textIn(rec.values, 'worker');
    if (worker === null) return [];
    if (worker === facts.me.id) return [{ code: 'queue.mine' }];
    return [{ code: 'queue.taken', values: { who: nameOfWorker(facts, worker) } }];
  },
  changes: (rec, _answers, facts) => [amend(rec, { worker: facts.me.id })],
  told: () => ({ key: 'notice.queue.take', values: {} }),
};

const endInvestigation: Action = {
  command: 'investigation.end',
  form: 'investigation',
  fields: { until: endField },
  target: pick('investigation', runningInvestigations),
  blockers: investigationBlockers,
  changes: (rec, answers) => [amend(rec, { until: textIn(answers, 'until') })],
};

/** Running services on the decisions of an investigation that no enforcement holds yet. */
function servicesToMove(rec: Rec, facts: Facts): Rec[] {
  const decisions = new Set(decisionsIn(rec, facts).map((one) => one.id));
  return recordsOf(facts, 'service').filter(
    (one) =>
      decisions.has(textIn(one.values, 'decision') ?? '') && !textIn(one.values, 'enforcement'),
  );
}

const transferInvestigation: Action = {
  command: 'investigation.transfer',
  form: 'investigation',
  fields: { until: endField },
  target: pick('investigation', runningInvestigations),
  blockers: (rec, facts) => {
    const problems = [...investigationBlockers(rec, facts)];
    const decisions = decisionsIn(rec, facts);
    if (decisions.some((one) => !hasNotice(one))) problems.push({ code: 'blocker.notice' });
    if (!servicesToMove(rec, facts).length) problems.push({ code: 'blocker.service' });
    return problems;
  },
  changes: (rec, answers, facts) => {
    const until = textIn(answers, 'until');
    const enforcement = {
      person: textIn(rec.values, 'person'),
      investigation: rec.id,
      from: until,
      file_type: textIn(rec.values, 'file_type'),
      worker: textIn(rec.values, 'worker'),
      unit: textIn(rec.values, 'unit'),
    };
    return [
      amend(rec, { until }),
      {
        kind: 'create',
        form: 'enforcement',
        client: facts.client?.person.id ?? null,
        values: enforcement,
      },
      // `$1` is the id of the record the second change creates.
      ...servicesToMove(rec, facts).map((one) => amend(one, { enforcement: '$1' })),
    ];
  },
};

const endEnforcement: Action = {
  command: 'enforcement.end',
  form: 'enforcement',
  fields: { until: endField },
  target: (facts, open) =>
    open?.form === 'enforcement' ? open : (runningEnforcements(facts)[0] ?? null),
  blockers: endProblems,
  changes: (rec, answers, facts) => {
    const until = textIn(answers, 'until') ?? facts.workDate;
    const open = recordsOf(facts, 'service').filter(
      (one) => textIn(one.values, 'enforcement') === rec.id && !intervalOf(one).until,
    );
    return [amend(rec, { until }), ...open.map((one) => amend(one, { until }))];
  },
};

const lendFile: Action = {
  command: 'file.lend',
  form: 'investigation',
  fields: {
    lent_to: link('worker', { required: true }),
    lent_on: date('past', { required: true, default: workDay }),
  },
  target: pick('investigation', investigationsWithFile),
  blockers: (rec) => (textIn(rec.values, 'lent_to') ? [{ code: 'file.lent' }] : []),
  changes: (rec, answers) => [amend(rec, answers)],
};

const returnFile: Action = {
  command: 'file.return',
  form: 'investigation',
  fields: {},
  target: pick('investigation', investigationsWithFile),
  blockers: (rec) => (textIn(rec.values, 'lent_to') ? [] : [{ code: 'file.not_lent' }]),
  changes: (rec) => [amend(rec, { lent_to: null, lent_on: null })],
};

/** Every action, in the order of the classic's buttons. */
export const ACTIONS: readonly Action[] = [
  dismissInitiation,
  copyToSiblings,
  takeInitiation,
  acceptHandover,
  returnHandover,
  endInvestigation,
  transferInvestigation,
  endEnforcement,
  lendFile,
  returnFile,
  suspend,
  endSuspension,
  remindOfLimits,
  finishReminder,
];

/** The action of a command, if it is one. */
export function actionOf(command: string): Action | undefined {
  return ACTIONS.find((one) => one.command === command);
}

/** True when an action may be done to records of a form. */
export function isActionOn(action: Action, form: string): boolean {
  return action.form === form || action.also?.includes(form) === true;
}

/** Why a decision cannot be enforced, or null when a service may be opened on it. */
export function enforceRefusal(facts: Facts, open: Rec | null): Problem | null {
  if (open?.form !== 'decision') {
    return unenforcedDecisions(facts).length ? null : { code: 'first.positive_decision' };
  }
  if (!isPositive(open.values, facts)) return { code: 'decision.not_positive' };
  if (!decisionLeadsToService(open, facts)) return { code: 'decision.no_service' };
  const used = recordsOf(facts, 'service').some(
    (rec) => textIn(rec.values, 'decision') === open.id,
  );
  return used ? { code: 'decision.enforced' } : null;
}
