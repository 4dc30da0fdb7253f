import { defineForm } from '../form/define';
import type { Facts, Option } from '../form/facts';
import { code, link, links } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { flag } from '../form/kinds/flag';
import { listIn, type Rec, textIn, type Values } from '../form/value';
import { showDdmmyy } from '../rules/calendar';
import { allowedNext } from '../rules/process-chain';
import {
  codesAmong,
  guardianOptions,
  householdOptions,
  isMinor,
  membersOf,
  onlyOne,
  positiveDecisions,
  recordOf,
  unenforcedDecisions,
} from './case-state';
import { serviceDeadlines } from './deadlines';
import { nameOfCode, nameOfWorker, recordName } from './line-parts';
import { clientField, endBeforeStart, workerFields } from './shared-fields';
import { suspensionFields, suspensionLines, suspensionProblems, workedDays } from './suspension';

const decisionIn = (values: Values, facts: Facts): Rec | undefined =>
  recordOf(facts, textIn(values, 'decision'));

/** Positive decisions; the unenforced ones first, as those wait for a service (ROWS 131). */
function decisionOptions(_values: Values, facts: Facts): Option[] {
  const waiting = unenforcedDecisions(facts);
  const rest = positiveDecisions(facts).filter((rec) => !waiting.some((one) => one.id === rec.id));
  return [...waiting, ...rest].map((rec) => ({
    id: rec.id,
    code: '',
    text: recordName(rec, facts),
  }));
}

/**
 * The investigation the service's workers come from, with the unit of the decision. From then on
 * the deciding and the producing unit are each their own (ROWS 171).
 */
function source(values: Values, facts: Facts): Rec | undefined {
  const decision = decisionIn(values, facts);
  const looked = recordOf(facts, textIn(decision?.values ?? {}, 'investigation'));
  if (!decision || !looked) return looked;
  const unit = textIn(decision.values, 'unit') ?? textIn(looked.values, 'unit');
  return { ...looked, values: { ...looked.values, unit } };
}

function servicesFor(values: Values, facts: Facts): readonly Option[] {
  const decision = decisionIn(values, facts);
  const type = textIn(decision?.values ?? {}, 'type');
  const source = recordOf(facts, textIn(decision?.values ?? {}, 'investigation'));
  const looked = textIn(source?.values ?? {}, 'type');
  const ids = allowedNext(
    facts.chain,
    { decision_type: type, investigation_type: looked },
    'service',
  );
  return codesAmong(facts, 'services', ids);
}

function defaultDecision(_values: Values, facts: Facts): string | null {
  const waiting = unenforcedDecisions(facts);
  const node = waiting.find((rec) => rec.id === facts.node?.id);
  return (node ?? waiting[0])?.id ?? null;
}

/** A service covers a minor when one of its persons is under 18 on the day it starts. */
function coversMinor(values: Values, facts: Facts): boolean {
  const day = textIn(values, 'from') ?? facts.workDate;
  const ids = listIn(values, 'persons');
  return membersOf(facts.client).some(
    (member) => ids.includes(member.person.id) && isMinor(member.person, day),
  );
}

/** What the client gets (palvelu), from–until, on a positive decision. */
export const service = defineForm({
  id: 'service',
  version: 1,
  letter: 'L',
  fields: {
    ...clientField,
    from: date('any', {
      section: 'basics',
      required: true,
      counted: true,
      group: 'interval',
      default: (values, facts) =>
        textIn(decisionIn(values, facts)?.values ?? {}, 'valid_from') ?? facts.workDate,
    }),
    until: date('any', { section: 'basics', beside: true, counted: true, group: 'interval' }),
    decision: link('decision', {
      section: 'basics',
      required: true,
      choices: decisionOptions,
      passed: (_values, facts) => unenforcedDecisions(facts).length === 1,
      default: defaultDecision,
    }),
    service: code('services', {
      section: 'basics',
      required: true,
      counted: true,
      choices: servicesFor,
      default: (values, facts) => onlyOne(servicesFor(values, facts)),
    }),
    ...workerFields(source, 'basics'),
    ...suspensionFields,
    persons: links('person', {
      section: 'persons',
      required: true,
      choices: (values, facts) => {
        const covered = listIn(decisionIn(values, facts)?.values ?? {}, 'persons');
        return householdOptions(facts).filter((option) => covered.includes(option.id));
      },
      default: (values, facts) => listIn(decisionIn(values, facts)?.values ?? {}, 'persons'),
    }),
    guardian: link('person', {
      section: 'persons',
      required: coversMinor,
      choices: (_values, facts) => guardianOptions(facts),
      passed: (_values, facts) => guardianOptions(facts).length > 0,
      default: (values, facts) =>
        coversMinor(values, facts) ? (guardianOptions(facts)[0]?.id ?? null) : null,
    }),
    rehabilitation_persons: links('person', {
      section: 'persons',
      choices: (_values, facts) => householdOptions(facts),
    }),
    high_costs: flag({ section: 'other' }),
    linked_decisions: links('decision', {
      section: 'other',
      given: 'computed',
      computed: (values, facts) => [
        ...new Set(
          [textIn(values, 'decision'), ...unenforcedDecisions(facts).map((rec) => rec.id)].filter(
            (id): id is string => id !== null,
          ),
        ),
      ],
    }),
    enforcement: link('enforcement', {
      section: 'other',
      given: 'by_command',
      shown: (values) => !!values.enforcement,
    }),
  },
  mayOpen: (facts) => {
    if (unenforcedDecisions(facts).length) return null;
    return positiveDecisions(facts).length
      ? { code: 'decision.all_enforced' }
      : { code: 'first.positive_decision' };
  },
  // The diary shows a service on the day it was entered; its own dates stay apart (ROWS 1.3, 4).
  diaryOn: (_values, facts, self) => self?.entered_on ?? facts.workDate,
  running: { owner: 'worker', second: 'second_worker', until: 'until' },
  serviceTask: (values, facts) => decisionIn(values, facts)?.service_task ?? null,
  closedOn: (values) => textIn(values, 'until'),
  checks: (values, facts, self) => {
    const problems = endBeforeStart(values, 'from', 'until');
    const own = { from: textIn(values, 'from') ?? '', until: textIn(values, 'until') };
    problems.push(...suspensionProblems(values, own, workedDays(self, facts)));
    const decision = decisionIn(values, facts);
    const from = textIn(values, 'from');
    const start = textIn(decision?.values ?? {}, 'valid_from');
    const end = textIn(decision?.values ?? {}, 'valid_until');
    if (from && start && from < start) {
      problems.push({
        code: 'service.before_decision',
        field: 'from',
        values: { on: showDdmmyy(start) },
      });
    }
    if (from && end && from > end) {
      problems.push({
        code: 'service.after_decision',
        field: 'from',
        values: { on: showDdmmyy(end) },
      });
    }
    if (coversMinor(values, facts) && !textIn(values, 'guardian')) {
      problems.push({ code: 'service.guardian', field: 'guardian' });
    }
    return problems;
  },
  lines: (rec, facts) => [
    {
      on: rec.diary_on,
      key: 'service',
      values: {
        service: nameOfCode(facts, 'services', textIn(rec.values, 'service')),
        id: facts.client?.person.identifier ?? '',
        worker: nameOfWorker(facts, textIn(rec.values, 'worker')),
      },
    },
    ...suspensionLines(rec, facts),
  ],
  deadlines: serviceDeadlines,
  name: recordName,
});
