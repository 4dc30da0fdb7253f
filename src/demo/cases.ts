import type { Random } from '../base/random';
import type { Rec } from '../form/value';
import type { Hand, HandOf } from '../records/bulk';
import { addDays } from '../rules/calendar';
import type { ProcessRow } from '../rules/process-chain';
import { lastDayRule } from '../rules/working-days';
import { SENTENCES } from './names';

/** How far a case has come. */
export const STAGES = [
  'initiation',
  'dismissed',
  'investigation',
  'decision',
  'noticed',
  'refused',
  'service',
  'enforcement',
  'ended',
] as const;
export type Stage = (typeof STAGES)[number];

/** What a case is made from. */
export interface CasePlan {
  readonly client: string;
  readonly user: string;
  readonly path: ProcessRow;
  readonly stage: Stage;
  /** Day the matter came in, and the last day anything may be entered. */
  readonly from: string;
  readonly last: string;
  /** Day the service ends; absent: it goes on. */
  readonly until?: string;
  /** Work entries and notes to write while it runs. */
  readonly entries: number;
}

/** Walks a case step by step, each step entered on a later day. */
class Walk {
  private day: string;

  constructor(
    private readonly handOf: HandOf,
    private readonly random: Random,
    private readonly plan: CasePlan,
  ) {
    this.day = plan.from;
  }

  /** The worker's hand some days later. */
  later(days: number): Hand {
    const next = lastDayRule(addDays(this.day, 1 + this.random.int(days)));
    // ISO days sort as text.
    this.day = [next, this.plan.last].sort()[0] as string;
    return this.hand();
  }

  hand(): Hand {
    return this.handOf(this.plan.user, this.day);
  }

  get today(): string {
    return this.day;
  }
}

const OPEN_ENDED: readonly Stage[] = ['service', 'enforcement', 'ended'];

/** Enters a case up to its stage. Everything goes through the forms, as if it were typed. */
export function enterCase(handOf: HandOf, random: Random, plan: CasePlan): void {
  const walk = new Walk(handOf, random, plan);
  const person = plan.client;
  const { path, stage } = plan;
  const initiation = enterInitiation(walk.hand(), random, plan);
  if (stage === 'initiation') return;
  if (stage === 'dismissed') {
    const hand = walk.later(10);
    const answers = { dismissed_on: walk.today, dismissal_reason: 'ohjattu_muualle' };
    hand.act('initiation.dismiss', initiation, answers);
    return;
  }
  const investigation = walk.later(10).enter('investigation', {
    person,
    type: path.investigation_type,
    file_type: path.case_file_type,
    initiations: [initiation.id],
  });
  enterWork(
    walk,
    random,
    plan,
    stage === 'investigation' ? plan.entries : Math.min(1, plan.entries),
  );
  if (stage === 'investigation') return;
  const decision = walk.later(40).enter('decision', {
    person,
    investigation: investigation.id,
    type: path.decision_type,
    outcome: stage === 'refused' ? 'kielteinen' : 'myonteinen',
    notice_given: stage !== 'decision',
    grounds: random.pick(SENTENCES),
  });
  if (stage === 'refused') endInvestigation(walk, person, investigation);
  if (OPEN_ENDED.includes(stage)) enterService(walk, random, plan, investigation, decision);
}

function enterInitiation(hand: Hand, random: Random, plan: CasePlan): Rec {
  const facts = hand.facts(plan.client);
  const reasons = facts.codes('initiation_reasons').filter((row) => {
    const types = (row.extra.initiation_types ?? '').split(';');
    return types.includes('*') || types.includes(plan.path.initiation_type);
  });
  const from = random.pick(facts.codes('notifiers'));
  return hand.enter('initiation', {
    person: plan.client,
    type: plan.path.initiation_type,
    from: from.id,
    ...(from.extra.official === 'yes' ? { from_name: 'Ilmoittaja Nimetön' } : {}),
    reason: random.pick(reasons).id,
    // Some wait in the queue of the unit for somebody to take them.
    ...(plan.stage === 'initiation' && random.int(2) === 0 ? { worker: null } : {}),
    text: random.int(2) === 0 ? random.pick(SENTENCES) : null,
  });
}

function endInvestigation(walk: Walk, person: string, investigation: Rec): void {
  const hand = walk.later(5);
  const now = currentOf(hand, person, investigation);
  hand.act('investigation.end', now, { until: walk.today });
}

/** The record as it stands now: what follows from other saves may have raised its version. */
function currentOf(hand: Hand, person: string, rec: Rec): Rec {
  return hand.facts(person).client?.records.find((one) => one.id === rec.id) ?? rec;
}

function enterService(
  walk: Walk,
  random: Random,
  plan: CasePlan,
  investigation: Rec,
  decision: Rec,
): void {
  const person = plan.client;
  const service = walk.later(7).enter('service', {
    person,
    decision: decision.id,
    service: plan.path.service,
    ...(plan.until === undefined ? {} : { until: plan.until }),
  });
  if (plan.stage === 'service') endInvestigation(walk, person, investigation);
  else {
    const hand = walk.later(5);
    const now = currentOf(hand, person, investigation);
    hand.act('investigation.transfer', now, { until: walk.today });
  }
  enterWork(walk, random, plan, plan.entries);
  if (plan.stage !== 'ended') return;
  const hand = walk.later(20);
  const enforcement = currentEnforcement(hand, person, service);
  if (enforcement) hand.act('enforcement.end', enforcement, { until: walk.today });
}

function currentEnforcement(hand: Hand, person: string, service: Rec): Rec | undefined {
  const id = currentOf(hand, person, service).values.enforcement;
  return hand.facts(person).client?.records.find((one) => one.id === id);
}

const LONG_MEMO = 3;
/** Days between two events at most; many events come closer, so that they do not end on one day. */
const LATER = 25;
const FEW = 6;

/** Work done and notes, attached to what runs on the day. */
function enterWork(walk: Walk, random: Random, plan: CasePlan, count: number): void {
  const person = plan.client;
  for (let n = 0; n < count; n++) {
    const hand = walk.later(count > FEW ? 1 + Math.floor((LATER * FEW) / count) : LATER);
    const facts = hand.facts(person);
    const kind = random.int(10);
    if (kind === 0) {
      const text = Array.from({ length: LONG_MEMO }, () => random.pick(SENTENCES)).join(' ');
      hand.enter('diary_note', { person, text });
      continue;
    }
    const events = facts.codes('event_types').filter((row) => row.extra.needs_client !== 'no');
    const missed = random.int(12) === 0;
    const others = facts.codes('other_participants');
    hand.enter('work_entry', {
      person,
      event: random.pick(events).id,
      others: random.int(3) === 0 ? [random.pick(others).id] : [],
      not_reachable: missed,
      quantity: missed ? 0 : 5 * (1 + random.int(24)),
      note: random.int(3) === 0 ? random.pick(SENTENCES) : null,
    });
    if (kind === 1) {
      hand.enter('reminder', {
        person,
        due_on: addDays(walk.today, 7 + random.int(60)),
        text: REMINDER,
      });
    }
  }
}

const REMINDER = 'Ota yhteyttä asiakkaaseen';
