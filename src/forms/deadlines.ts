import type { Facts } from '../form/facts';
import { flagIn, type Rec, textIn, type Values } from '../form/value';
import { ageOn } from '../rules/calendar';
import {
  type Deadline,
  type DeadlineFacts,
  deadlineFor,
  type RunningDeadline,
  runningOn,
} from '../rules/deadlines';
import type { Interval } from '../rules/intervals';
import {
  decisionLeadsToService,
  decisionsIn,
  hasNotice,
  investigationOf,
  isPositive,
  membersOf,
  recordOf,
  recordsOf,
  ticked,
} from './case-state';
import { suspensionsIn } from './suspension';

const SUPPORT = 'special_support';

/** What a step of the case knows besides its initiations. */
interface Known {
  /** Days of its own events. */
  readonly events: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  readonly undecided: readonly string[];
  /** What has ended limits, in the words of the column `ends`. */
  readonly done: readonly string[];
  /** Suspensions of the record itself. */
  readonly suspended: readonly Interval[];
}

const NOTHING: Known = { events: {}, flags: [], undecided: [], done: [], suspended: [] };

/** The days an initiation may be suspended on: from its day until it was dismissed. */
export function initiationInterval(values: Values): Interval {
  return { from: textIn(values, 'date') ?? '', until: textIn(values, 'dismissed_on') };
}

/**
 * What time limits are counted from for one initiation, its age left out: contact and application
 * are the day it came in, as the form has no other day for them.
 */
export function matterOf(values: Values, known: Partial<Known> = {}): Omit<DeadlineFacts, 'age'> {
  const { events, flags, undecided, suspended } = { ...NOTHING, ...known };
  const on = textIn(values, 'date');
  const day: Record<string, string> =
    on === null ? {} : { initiation: on, contact: on, application: on };
  return {
    initiation_type: textIn(values, 'type') ?? '',
    events: { ...day, ...events },
    flags,
    undecided,
    suspended: [...suspensionsIn(values), ...suspended],
  };
}

/** Full years of the person of an initiation on its day; undefined when the birth is not known. */
function ageIn(rec: Rec, facts: Facts): number | undefined {
  const one = membersOf(facts.client).find(({ person }) => person.id === rec.bucket);
  return one?.person.born ? ageOn(one.person.born, rec.diary_on) : undefined;
}

/**
 * The limits of a step over all its initiations: each rule once, with the day that comes first.
 * A day is better than none, and of one day what is certain is better than what awaits something.
 */
function running(
  form: string,
  initiations: readonly Rec[],
  known: Partial<Known>,
  facts: Facts,
): RunningDeadline[] {
  const first = new Map<string, Deadline>();
  const matters: DeadlineFacts[] = initiations.map((rec) => ({
    ...matterOf(rec.values, known),
    age: ageIn(rec, facts),
  }));
  if (!matters.length) matters.push({ ...matterOf({}, known), age: undefined });
  for (const matter of matters) {
    for (const one of deadlineFor(facts.deadlines, matter)) {
      const other = first.get(one.rule.id);
      if (!other || rankOf(one) < rankOf(other)) first.set(one.rule.id, one);
    }
  }
  return runningOn([...first.values()], form, known.done ?? [], facts.workDate);
}

function rankOf({ due, awaits }: Deadline): string {
  return `${due ?? '9999-12-31'}${awaits.length ? 1 : 0}`;
}

/**
 * Limits on an initiation. What it must lead to first ends them: an investigation that takes it, or
 * its dismissal. Once taken, the limits run on the investigation, where linked initiations count
 * once.
 */
export function initiationDeadlines(rec: Rec, facts: Facts): RunningDeadline[] {
  if (textIn(rec.values, 'dismissed_on')) return [];
  const handled = textIn(rec.values, 'handled_by');
  const investigation = recordOf(facts, handled);
  if (investigation) return investigationDeadlines(investigation, facts);
  return handled ? [] : running('initiation', [rec], { undecided: [SUPPORT] }, facts);
}

/**
 * Limits on an investigation; none on an ended one.
 *
 * Starting the assessment is ended by the first work recorded on it at which somebody was reached,
 * or by a decision in it: saving the investigation only opens its file, and does not show that the
 * assessment was begun with the client (our reading of ShL 36 §; it is what leaves the two
 * reminders of SCENARIOS B3 on the investigation just saved). Finishing it is ended by a decision
 * made in it. The tick Erityisen tuen tarve makes limits that await it firm; refused, they vanish.
 */
export function investigationDeadlines(rec: Rec, facts: Facts): RunningDeadline[] {
  if (textIn(rec.values, 'until')) return [];
  const decided = decisionsIn(rec, facts).length > 0;
  const worked = recordsOf(facts, 'work_entry').some(
    (one) => textIn(one.values, 'attached') === rec.id && !flagIn(one.values, 'not_reachable'),
  );
  const done = [
    'investigation',
    ...(worked || decided ? ['work'] : []),
    ...(decided ? ['decision'] : []),
  ];
  const start = textIn(rec.values, 'from') ?? rec.diary_on;
  const known = { ...supportIn(rec.values), events: { start }, done };
  return running('investigation', ticked(rec.values, 'initiations', facts), known, facts);
}

/** The tick of special support: set, refused, or nobody has said. */
function supportIn(values: Values): Pick<Known, 'flags' | 'undecided'> {
  const tick = values[SUPPORT];
  return {
    flags: tick === true ? [SUPPORT] : [],
    undecided: typeof tick === 'boolean' ? [] : [SUPPORT],
  };
}

/** What the investigation of a later record knows, and its initiations. */
function sourceOf(rec: Rec, facts: Facts): { initiations: Rec[]; known: Partial<Known> } {
  const source = investigationOf(rec, facts);
  if (!source) return { initiations: [], known: {} };
  return {
    initiations: ticked(source.values, 'initiations', facts),
    known: supportIn(source.values),
  };
}

/**
 * Limits on a decision. Carrying it out is ended by a service that stands on it, or when there is
 * nothing to carry out. A letter is held to be known on its seventh day after posting, other notice
 * on its own day; the client's times to ask for review and to appeal run from then until they have
 * passed.
 */
export function decisionDeadlines(rec: Rec, facts: Facts): RunningDeadline[] {
  const { initiations, known } = sourceOf(rec, facts);
  const served = recordsOf(facts, 'service').some(
    (one) => textIn(one.values, 'decision') === rec.id,
  );
  const open = isPositive(rec.values, facts) && decisionLeadsToService(rec, facts) && !served;
  const events = {
    decision: textIn(rec.values, 'decided_on') ?? rec.diary_on,
    ...noticeIn(rec, facts),
  };
  const done = ['investigation', 'work', 'decision', ...(open ? [] : ['service'])];
  return running('decision', initiations, { ...known, events, done }, facts);
}

function noticeIn(rec: Rec, facts: Facts): Record<string, string> {
  const on = hasNotice(rec) ? textIn(rec.values, 'notice_on') : null;
  if (on === null) return {};
  const manner = facts.code('notice_manners', textIn(rec.values, 'notice_manner'));
  return manner?.extra.posted === 'yes' ? { posting: on } : { notice: on };
}

/** Limits on a record of any form; none where a form carries none. */
export function deadlinesOf(rec: Rec, facts: Facts): RunningDeadline[] {
  return OF_FORM[rec.form]?.(rec, facts) ?? [];
}

/** Limits on a service: carrying the decision out has ended once the service has started. */
export function serviceDeadlines(rec: Rec, facts: Facts): RunningDeadline[] {
  const { initiations, known } = sourceOf(rec, facts);
  const started = (textIn(rec.values, 'from') ?? '') <= facts.workDate;
  const done = ['investigation', 'work', 'decision', ...(started ? ['service'] : [])];
  const suspended = suspensionsIn(rec.values);
  return running('service', initiations, { ...known, suspended, done }, facts);
}

const OF_FORM: Readonly<Record<string, (rec: Rec, facts: Facts) => RunningDeadline[]>> = {
  initiation: initiationDeadlines,
  investigation: investigationDeadlines,
  decision: decisionDeadlines,
  service: serviceDeadlines,
};
