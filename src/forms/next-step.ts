import type { Facts } from '../form/facts';
import { type Rec, textIn } from '../form/value';
import {
  hasNotice,
  mineFirst,
  recordsOf,
  runningInvestigations,
  unenforcedDecisions,
  unhandledInitiations,
} from './case-state';
import { waitingHandovers } from './handover';
import { isForMe } from './handover-actions';
import { recordName } from './line-parts';
import { PANES } from './panes';

/** The next legal step of a case: word key `next.<code>` and the command that takes it. */
export interface NextStep {
  readonly code: string;
  readonly command: string;
}

/** What comes next in the open client's case (ROWS 213); null without a client. */
export function nextStep(facts: Facts): NextStep | null {
  const step = facts.client ? stepOf(facts) : null;
  // A step the role may not take is not proposed.
  const form = step && [...PANES].find((pane) => pane.command === step.command)?.form;
  return form && !facts.allows(form, 'create') ? null : step;
}

function stepOf(facts: Facts): NextStep {
  if (waitingHandovers(facts).some((rec) => isForMe(rec, facts))) {
    return { code: 'handover', command: 'handover.accept' };
  }
  if (unenforcedDecisions(facts).length) return { code: 'service', command: 'service.open' };
  if (unhandledInitiations(facts).length) {
    return { code: 'investigation', command: 'investigation.open' };
  }
  const running = runningInvestigations(facts);
  const decisions = recordsOf(facts, 'decision');
  const decided = new Set(decisions.map((rec) => textIn(rec.values, 'investigation')));
  if (running.some((rec) => !decided.has(rec.id))) {
    return { code: 'decision', command: 'decision.open' };
  }
  const waiting = decisions.find((rec) => !hasNotice(rec));
  if (waiting) return { code: 'notice', command: 'diary.open' };
  if (recordsOf(facts, 'service').some((rec) => !ended(rec, facts))) {
    return { code: 'work', command: 'work.open' };
  }
  if (running.length) return { code: 'end', command: 'investigation.end' };
  return { code: 'initiation', command: 'initiation.open' };
}

function ended(rec: Rec, facts: Facts): boolean {
  const until = textIn(rec.values, 'until');
  return until !== null && until < facts.workDate;
}

/**
 * What the client line tells: `Selv081206 Aikuissosiaalityö`, the newest running investigation,
 * mine before the others', and how many run side by side. Null without any.
 */
export function runningNow(facts: Facts): { name: string; count: number } | null {
  const running = mineFirst(runningInvestigations(facts), facts);
  const [first] = running;
  return first ? { name: recordName(first, facts), count: running.length } : null;
}
