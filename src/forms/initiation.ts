import { type DiaryLine, defineForm } from '../form/define';
import type { Facts } from '../form/facts';
import { code, link, links } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { integer } from '../form/kinds/number';
import { memo, text } from '../form/kinds/text';
import { listIn, numberText, textIn, type Values } from '../form/value';
import { allowedNext } from '../rules/process-chain';
import { attachable, isQueued, isUnhandled, narrowed } from './case-state';
import { initiationDeadlines, initiationInterval, matterOf } from './deadlines';
import { nameOfCode, nameOfWorker, recordName, sourceNothing } from './line-parts';
import { clientField, workerFields } from './shared-fields';
import { suspensionFields, suspensionLines, suspensionProblems } from './suspension';

const isOfficial = (values: Values, facts: Facts) =>
  facts.code('notifiers', textIn(values, 'from'))?.extra.official === 'yes';

const runningChoices = (_values: Values, facts: Facts) =>
  attachable(facts, facts.workDate).map((rec) => ({
    id: rec.id,
    code: '',
    text: recordName(rec, facts),
  }));

/** A matter comes in (vireillepano): what, when, from whom and why. */
export const initiation = defineForm({
  id: 'initiation',
  version: 1,
  letter: 'V',
  number: { field: 'register_no', series: 'diaarinumero', dateField: 'date', unitField: 'unit' },
  fields: {
    ...clientField,
    type: code('initiation_types', { required: true, counted: true, group: 'matter' }),
    relates_to: link('case', {
      choices: runningChoices,
      passed: (values, facts) => runningChoices(values, facts).length === 0,
    }),
    date: date('past', {
      section: 'basics',
      required: true,
      counted: true,
      default: (_values, facts) => facts.workDate,
    }),
    register_no: integer({
      section: 'basics',
      min: 1,
      max: 9999999,
      given: 'at_save',
      required: true,
      beside: true,
    }),
    from: code('notifiers', {
      section: 'basics',
      group: 'notifier',
      required: true,
      counted: true,
      default: (_values, facts) => facts.codes('notifiers')[0]?.id ?? null,
    }),
    from_name: text({
      section: 'basics',
      group: 'notifier',
      max: 80,
      required: true,
      shown: isOfficial,
    }),
    from_role: text({
      section: 'basics',
      group: 'notifier',
      max: 80,
      required: true,
      passed: true,
      shown: isOfficial,
      default: (values, facts) => nameOfCode(facts, 'notifiers', textIn(values, 'from')),
    }),
    reason: code('initiation_reasons', {
      section: 'basics',
      group: 'matter',
      required: true,
      counted: true,
      choices: (values, facts) => {
        const type = textIn(values, 'type');
        return narrowed(facts.codes('initiation_reasons'), `type ${type ?? ''}`, (row) => {
          const types = (row.extra.initiation_types ?? '').split(';');
          return types.includes('*') || (type !== null && types.includes(type));
        });
      },
    }),
    ...workerFields(sourceNothing, 'basics', true),
    text: memo({ section: 'basics', max: 20000 }),
    ...suspensionFields,
    handled_by: link('investigation', {
      section: 'outcome',
      given: 'by_command',
      shown: (v) => !!v.handled_by,
    }),
    dismissed_on: date('past', {
      section: 'outcome',
      group: 'dismissal',
      given: 'by_command',
      shown: (v) => !!v.dismissed_on,
    }),
    dismissal_reason: code('dismissal_reasons', {
      section: 'outcome',
      group: 'dismissal',
      given: 'by_command',
      shown: (v) => !!v.dismissed_on,
    }),
    // One matter of several children: the first record, and what was made of it.
    copied_from: link('initiation', {
      section: 'outcome',
      given: 'by_command',
      shown: (v) => !!v.copied_from,
    }),
    copied_to: links('initiation', {
      section: 'outcome',
      given: 'by_command',
      shown: (v) => listIn(v, 'copied_to').length > 0,
    }),
  },
  diaryOn: (values, facts) => textIn(values, 'date') ?? facts.workDate,
  serviceTask: (values, facts) => {
    const type = textIn(values, 'type');
    const tasks = allowedNext(facts.chain, { initiation_type: type }, 'service_task');
    const own = facts.serviceTaskOf(textIn(values, 'unit') ?? '');
    return (tasks.includes(own) ? own : tasks[0]) ?? null;
  },
  closedOn: (values) => textIn(values, 'dismissed_on'),
  shared: isUnhandled,
  waiting: {
    kind: 'open',
    owners: ['worker', 'second_worker'],
    units: [],
    queue: { owner: 'worker', unit: 'unit' },
    empty: ['handled_by', 'dismissed_on'],
    // The tick stands on the investigation, so nobody has set or refused it yet.
    limits: (values) => matterOf(values, { flags: [], undecided: ['special_support'] }),
  },
  checks: (values) => suspensionProblems(values, initiationInterval(values), []),
  deadlines: initiationDeadlines,
  lines: (rec, facts) => {
    const { values } = rec;
    const lines: DiaryLine[] = [
      {
        on: rec.diary_on,
        key: 'initiation',
        values: {
          type: nameOfCode(facts, 'initiation_types', textIn(values, 'type')),
          from: nameOfCode(facts, 'notifiers', textIn(values, 'from')),
          reason: nameOfCode(facts, 'initiation_reasons', textIn(values, 'reason')),
          worker: nameOfWorker(facts, textIn(values, 'worker')),
          queued: isQueued(values) ? '1' : '',
          unit: facts.unitName(textIn(values, 'unit')),
        },
      },
    ];
    const dismissed = textIn(values, 'dismissed_on');
    if (dismissed) {
      lines.push({
        on: dismissed,
        key: 'initiation_dismissed',
        values: {
          type: nameOfCode(facts, 'initiation_types', textIn(values, 'type')),
          reason: nameOfCode(facts, 'dismissal_reasons', textIn(values, 'dismissal_reason')),
        },
      });
    }
    return [...lines, ...suspensionLines(rec, facts)];
  },
  name: (rec, facts) => {
    const type = nameOfCode(facts, 'initiation_types', textIn(rec.values, 'type'));
    const number = numberText(rec, 'register_no');
    return number ? `${type} ${number}` : type;
  },
});
