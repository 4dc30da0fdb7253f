import { defineForm, type Need } from '../form/define';
import type { Facts, Option } from '../form/facts';
import { link } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { text } from '../form/kinds/text';
import { textIn, type Values } from '../form/value';
import { nameOfWorker, workersBut } from './line-parts';
import { endBeforeStart, lackedRights } from './shared-fields';

/** Whoever names one for somebody else lets them see that worker's clients. */
const needs = (values: Values, user: string): Need[] =>
  textIn(values, 'absent') === user ? [] : [{ right: 'others', field: 'absent' }];

/** Somebody sees to another worker's list on given days (sijaisuus, ROWS 232). */
export const standIn = defineForm({
  id: 'stand_in',
  version: 1,
  fields: {
    absent: link('worker', {
      required: true,
      passed: (_values, facts) => !facts.allows('stand_in', 'others'),
      default: (_values, facts) => facts.me.id,
    }),
    substitute: link('worker', { required: true, choices: substitutes }),
    from: date('any', { required: true, group: 'interval', default: workDay }),
    until: date('any', { required: true, beside: true, group: 'interval' }),
    text: text({ max: 200 }),
  },
  waiting: {
    kind: 'cover',
    owners: [],
    units: [],
    empty: [],
    given: ['substitute'],
    givers: ['absent'],
    last: 'until',
    due: { field: 'until' },
  },
  stands: { absent: 'absent', substitute: 'substitute', from: 'from', until: 'until' },
  apart: { same: ['absent', 'substitute'], from: 'from', until: 'until' },
  diaryOn: (values, facts) => textIn(values, 'from') ?? facts.workDate,
  closedOn: (values) => textIn(values, 'until'),
  needs,
  checks: (values, facts) => {
    const problems = endBeforeStart(values, 'from', 'until');
    problems.push(...lackedRights('stand_in', needs(values, facts.me.id), facts));
    return problems;
  },
  name: (rec, facts) => {
    const names = ['absent', 'substitute'].map((id) => nameOfWorker(facts, textIn(rec.values, id)));
    return names.join(' \u2192 ');
  },
});

/** Active workers; the one who is away is listed and refused. */
function substitutes(values: Values, facts: Facts): Option[] {
  return workersBut(facts, textIn(values, 'absent'), 'stand_in.same');
}

function workDay(_values: Values, facts: Facts): string {
  return facts.workDate;
}
