import { defineForm, type Need } from '../form/define';
import type { Facts, Option } from '../form/facts';
import { code, link, links } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { flag } from '../form/kinds/flag';
import { integer } from '../form/kinds/number';
import { memo } from '../form/kinds/text';
import { flagIn, listIn, numberText, type Rec, textIn, type Values } from '../form/value';
import { showDdmmyy } from '../rules/calendar';
import { allowedNext } from '../rules/process-chain';
import {
  codesAmong,
  hasNotice,
  householdOptions,
  investigationOf,
  mineFirst,
  onlyOne,
  positiveOutcomes,
  recordOf,
  recordsOf,
  runningInvestigations,
  ticked,
  typesWithService,
} from './case-state';
import { decisionDeadlines } from './deadlines';
import { nameOfCode, nameOfWorker, recordName } from './line-parts';
import { clientField, endBeforeStart, lackedRights } from './shared-fields';

const investigationIn = (values: Values, facts: Facts): Rec | undefined =>
  recordOf(facts, textIn(values, 'investigation'));

function typesFor(values: Values, facts: Facts): readonly Option[] {
  const type = textIn(investigationIn(values, facts)?.values ?? {}, 'type');
  const ids = allowedNext(facts.chain, { investigation_type: type }, 'decision_type');
  return codesAmong(facts, 'decision_types', ids);
}

/** The running investigation of the selected node, else the newest of mine, else the newest. */
function defaultInvestigation(_values: Values, facts: Facts): string | null {
  const running = mineFirst(runningInvestigations(facts), facts);
  const node = facts.node ? investigationOf(facts.node, facts) : undefined;
  return (running.find((rec) => rec.id === node?.id) ?? running[0])?.id ?? null;
}

/** Each person whose initiation is linked to the investigation, in household order. */
function defaultPersons(values: Values, facts: Facts): string[] {
  const source = investigationIn(values, facts);
  if (!source) return [];
  const linked = new Set(
    ticked(source.values, 'initiations', facts).map((rec) => textIn(rec.values, 'person')),
  );
  const ids = householdOptions(facts).map((option) => option.id);
  const persons = ids.filter((id) => linked.has(id));
  return persons.length ? persons : listIn(source.values, 'persons').slice(0, 1);
}

const noticed = (values: Values) => flagIn(values, 'notice_given');

const needs = (values: Values): Need[] =>
  noticed(values) ? [{ right: 'notice', field: 'notice_given' }] : [];

/** A formal decision, numbered, immutable once its notice is recorded. */
export const decision = defineForm({
  id: 'decision',
  version: 1,
  letter: 'P',
  frozenBy: 'notice_given',
  number: { field: 'decision_no', series: 'paatosno', dateField: 'decided_on', unitField: 'unit' },
  fields: {
    ...clientField,
    investigation: link('investigation', {
      required: true,
      passed: true,
      choices: (_values, facts) =>
        runningInvestigations(facts).map((rec) => ({
          id: rec.id,
          code: '',
          text: recordName(rec, facts),
        })),
      default: defaultInvestigation,
    }),
    type: code('decision_types', {
      section: 'basics',
      required: true,
      counted: true,
      choices: typesFor,
      default: (values, facts) => onlyOne(typesFor(values, facts)),
    }),
    decided_on: date('past', {
      section: 'basics',
      required: true,
      counted: true,
      default: (_values, facts) => facts.workDate,
    }),
    outcome: code('decision_outcomes', {
      section: 'basics',
      required: true,
      counted: true,
      default: (_values, facts) => facts.codes('decision_outcomes')[0]?.id ?? null,
    }),
    notice_given: flag({
      section: 'basics',
      required: true,
      group: 'notice',
      default: () => false,
    }),
    notice_on: date('past', {
      section: 'basics',
      beside: true,
      required: true,
      passed: true,
      shown: noticed,
      group: 'notice',
      default: (_values, facts) => facts.workDate,
    }),
    notice_manner: code('notice_manners', {
      section: 'basics',
      required: true,
      passed: true,
      shown: noticed,
      group: 'notice',
      default: (_values, facts) => facts.codes('notice_manners')[0]?.id ?? null,
    }),
    valid_from: date('any', {
      section: 'validity',
      required: true,
      group: 'validity',
      default: (values) => textIn(values, 'decided_on'),
    }),
    valid_until: date('any', { section: 'validity', beside: true, group: 'validity' }),
    decider: link('worker', {
      section: 'validity',
      required: true,
      passed: true,
      default: (_values, facts) => facts.me.id,
    }),
    unit: link('unit', {
      section: 'validity',
      required: true,
      passed: true,
      default: (values, facts) =>
        textIn(investigationIn(values, facts)?.values ?? {}, 'unit') ?? facts.me.unit,
    }),
    persons: links('person', {
      section: 'persons',
      required: true,
      choices: (_values, facts) => householdOptions(facts),
      default: defaultPersons,
    }),
    corrects: link('decision', {
      section: 'grounds',
      choices: (_values, facts) =>
        recordsOf(facts, 'decision')
          .filter(hasNotice)
          .map((rec) => ({ id: rec.id, code: '', text: recordName(rec, facts) })),
    }),
    grounds: memo({ section: 'grounds', max: 20000 }),
    decision_no: integer({
      section: 'grounds',
      min: 1,
      max: 9999999,
      given: 'at_save',
      required: true,
    }),
  },
  mayOpen: (facts) =>
    runningInvestigations(facts).length ? null : { code: 'first.investigation' },
  diaryOn: (values, facts) => {
    const decided = textIn(values, 'decided_on') ?? facts.workDate;
    const start = textIn(investigationIn(values, facts)?.values ?? {}, 'from') ?? decided;
    return decided > start ? decided : start;
  },
  serviceTask: (values, facts) => investigationIn(values, facts)?.service_task ?? null,
  needs,
  checks: (values, facts) => {
    const problems = endBeforeStart(values, 'valid_from', 'valid_until');
    problems.push(...lackedRights('decision', needs(values), facts));
    const given = textIn(values, 'notice_on');
    const decided = textIn(values, 'decided_on');
    if (given && decided && given < decided) {
      problems.push({ code: 'decision.notice_before', field: 'notice_on' });
    }
    return problems;
  },
  warnings: (values, facts) => {
    const decided = textIn(values, 'decided_on');
    const source = investigationIn(values, facts);
    const started = source
      ? ticked(source.values, 'initiations', facts)
          .map((rec) => textIn(rec.values, 'date') ?? rec.diary_on)
          .sort()[0]
      : undefined;
    return decided && started && decided < started
      ? [
          {
            code: 'decision.before_initiation',
            field: 'decided_on',
            values: { on: showDdmmyy(started) },
          },
        ]
      : [];
  },
  waiting: {
    kind: 'unenforced',
    owners: ['decider'],
    units: ['unit'],
    empty: [],
    unlinked: { form: 'service', field: 'decision' },
    among: (facts) => ({
      outcome: { in: positiveOutcomes(facts) },
      type: { in: typesWithService(facts) },
    }),
  },
  deadlines: decisionDeadlines,
  locked: (rec) => (hasNotice(rec) ? { code: 'decision.immutable' } : null),
  lines: (rec, facts) => [
    {
      on: rec.diary_on,
      key: 'decision',
      warned: (textIn(rec.values, 'decided_on') ?? '') < rec.diary_on,
      values: {
        type: nameOfCode(facts, 'decision_types', textIn(rec.values, 'type')),
        on: showDdmmyy(textIn(rec.values, 'decided_on') ?? rec.diary_on),
        decider: nameOfWorker(facts, textIn(rec.values, 'decider')),
        unit: facts.unitName(textIn(rec.values, 'unit')),
        notice: hasNotice(rec) ? '1' : '',
        year: (textIn(rec.values, 'decided_on') ?? rec.diary_on).slice(0, 4),
        no: numberText(rec, 'decision_no'),
      },
    },
  ],
  name: recordName,
});
