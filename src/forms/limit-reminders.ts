import type { FollowUp } from '../form/define';
import type { Facts, Option } from '../form/facts';
import { link, links } from '../form/kinds/choice';
import { listIn, type Rec, textIn, type Values } from '../form/value';
import { showDdmmyy } from '../rules/calendar';
import type { DeadlineRule, RunningDeadline } from '../rules/deadlines';
import type { Action } from './action';
import { recordOf, recordsOf, runningInvestigations, unhandledInitiations } from './case-state';
import { deadlinesOf } from './deadlines';

const FORMS: readonly string[] = ['initiation', 'investigation', 'decision', 'service'];

/** The record a limit is kept on: linked initiations count once, on their investigation. */
function carrierOf(rec: Rec, facts: Facts): Rec {
  return recordOf(facts, textIn(rec.values, 'handled_by')) ?? rec;
}

/** `Palvelutarpeen arvioinnin aloitus, 1301/2014 36 § 3 mom`: what a reminder of a rule says. */
function reminderText(rule: DeadlineRule, lang: 'fi' | 'en'): string {
  return `${rule[lang]}, ${`${rule.law} ${rule.section}`.trim()}`;
}

/** Limits of the record's own step that a reminder can be made of: one for each day and text. */
function remindable(rec: Rec, facts: Facts): RunningDeadline[] {
  const seen = new Set<string>();
  return deadlinesOf(rec, facts).filter(({ rule, due, later }) => {
    // A presumption, such as when a letter is held to be known, is nothing to be reminded of.
    if (later || rule.gives || due === null || due < facts.workDate) return false;
    const key = `${due} ${reminderText(rule, 'fi')}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** True when somebody has made the reminder already, in whichever language. */
function isMade({ rule, due }: RunningDeadline, carrier: Rec, facts: Facts): boolean {
  const texts = [reminderText(rule, 'fi'), reminderText(rule, 'en')];
  return recordsOf(facts, 'reminder').some(
    ({ values }) =>
      values.concerns === carrier.id &&
      values.due_on === due &&
      texts.includes(textIn(values, 'text') ?? ''),
  );
}

function proposals(rec: Rec, facts: Facts): RunningDeadline[] {
  const carrier = carrierOf(rec, facts);
  return remindable(rec, facts).filter((one) => !isMade(one, carrier, facts));
}

/** How the limits of a record stand to reminders: some to propose, all made, or none running. */
export function remindersOf(rec: Rec, facts: Facts): 'proposed' | 'made' | 'none' {
  if (proposals(rec, facts).length) return 'proposed';
  return remindable(rec, facts).length ? 'made' : 'none';
}

function optionsFor(_values: Values, facts: Facts): Option[] {
  if (!facts.node) return [];
  return proposals(facts.node, facts).map(({ rule, due, awaits }) => ({
    id: rule.id,
    code: '',
    text: [
      `${showDdmmyy(due ?? '')}${awaits.length ? '?' : ''}`,
      `${rule[textLanguage(facts)]}, ${rule.section}`,
    ].join(' '),
  }));
}

/** The data has its texts in Finnish and English; Swedish reads the Finnish one. */
function textLanguage(facts: Facts): 'fi' | 'en' {
  return facts.lang === 'en' ? 'en' : 'fi';
}

function reminderOf(one: RunningDeadline, carrier: Rec, answers: Values, facts: Facts): FollowUp {
  const client = facts.client?.person.id ?? null;
  const values = {
    person: client,
    due_on: one.due,
    text: reminderText(one.rule, textLanguage(facts)),
    owner: textIn(answers, 'owner'),
    concerns: carrier.id,
    done: false,
  };
  return { kind: 'create', form: 'reminder', client, values };
}

/**
 * Muistuta määräajoista: the limits that run on a record become reminders, one for each limit of
 * an investigation however many initiations it takes, all in one unit of work.
 */
export const remindOfLimits: Action = {
  command: 'reminder.limits',
  form: 'investigation',
  also: FORMS,
  asks: 'limits',
  right: 'create',
  makes: 'reminder',
  fields: {
    limits: links('limit', {
      required: true,
      choices: optionsFor,
      default: (values, facts) => optionsFor(values, facts).map((option) => option.id),
    }),
    owner: link('worker', {
      required: true,
      passed: true,
      default: (_values, facts) => facts.me.id,
    }),
  },
  target: (facts, open) => {
    if (open && FORMS.includes(open.form)) return open;
    const own = unhandledInitiations(facts).filter((rec) => rec.bucket === facts.client?.person.id);
    return [...runningInvestigations(facts), ...own][0] ?? null;
  },
  missing: { code: 'limits.none' },
  blockers: (rec, facts) => {
    const state = remindersOf(rec, facts);
    if (state === 'proposed') return [];
    return [state === 'made' ? { code: 'limits.made' } : { code: 'limits.none' }];
  },
  changes: (rec, answers, facts) => {
    const carrier = carrierOf(rec, facts);
    const chosen = new Set(listIn(answers, 'limits'));
    return proposals(rec, facts)
      .filter(({ rule }) => chosen.has(rule.id))
      .map((one) => reminderOf(one, carrier, answers, facts));
  },
  told: (made) => ({ key: 'notice.reminders', values: { count: made.length }, stays: true }),
};

const isOpen = (rec: Rec) => rec.form === 'reminder' && rec.values.done !== true;

/** Merkitse muistutus tehdyksi: it leaves the lists, and stays in the case. */
export const finishReminder: Action = {
  command: 'reminder.done',
  form: 'reminder',
  fields: {},
  target: (facts, open) => {
    if (open?.form === 'reminder') return open;
    const waiting = recordsOf(facts, 'reminder').filter(isOpen);
    return waiting.length === 1 ? (waiting[0] as Rec) : null;
  },
  blockers: (rec) => (isOpen(rec) ? [] : [{ code: 'reminder.done_already' }]),
  changes: (rec) => [
    {
      kind: 'amend',
      form: 'reminder',
      id: rec.id,
      base_version: rec.version,
      set: { done: true },
    },
  ],
  told: () => ({ key: 'notice.reminder_done', values: {} }),
};
