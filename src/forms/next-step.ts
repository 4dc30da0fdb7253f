import type { Facts } from '../form/facts';
import { type Rec, textIn } from '../form/value';
import {
  hasNotice,
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
  const running = runningInvestigations(facts)[0];
  const decisions = recordsOf(facts, 'decision');
  if (running && !decisions.some((rec) => textIn(rec.values, 'investigation') === running.id)) {
    return { code: 'decision', command: 'decision.open' };
  }
  const waiting = decisions.find((rec) => !hasNotice(rec));
  if (waiting) return { code: 'notice', command: 'diary.open' };
  if (recordsOf(facts, 'service').some((rec) => !ended(rec, facts))) {
    return { code: 'work', command: 'work.open' };
  }
  if (running) return { code: 'end', command: 'investigation.end' };
  return { code: 'initiation', command: 'initiation.open' };
}

function ended(rec: Rec, facts: Facts): boolean {
  const until = textIn(rec.values, 'until');
  return until !== null && until < facts.workDate;
}

/** `Selv081206 Aikuissosiaalityö`: the newest running investigation, for the client line. */
export function runningName(facts: Facts): string | null {
  const running = runningInvestigations(facts)[0];
  return running ? recordName(running, facts) : null;
}
