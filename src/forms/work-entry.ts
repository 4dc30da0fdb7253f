import type { Problem } from '../base/problems';
import { defineForm } from '../form/define';
import type { Facts, Option } from '../form/facts';
import { code, codes, link } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { money } from '../form/kinds/number';
import { memo } from '../form/kinds/text';
import { flagIn, listIn, numberIn, type Rec, rowsIn, textIn, type Values } from '../form/value';
import { addMonths, showDdmmyy } from '../rules/calendar';
import {
  attachable,
  mineFirst,
  recordOf,
  recordsOf,
  runningInvestigations,
  runsOn,
} from './case-state';
import { nameOfCode, nameOfWorker, recordName } from './line-parts';
import { shownInterval, standsStill } from './suspension';
import {
  eventField,
  occasionField,
  presentField,
  quantityField,
  reachableField,
  unitOfQuantity,
  workersField,
} from './work-fields';

const dayOf = (values: Values, facts: Facts) => textIn(values, 'occasion') ?? facts.workDate;

function attachedOptions(values: Values, facts: Facts): Option[] {
  return attachable(facts, dayOf(values, facts)).map((rec) => ({
    id: rec.id,
    code: '',
    text: recordName(rec, facts),
  }));
}

/** Newest service of the node on the day, else any such service, else the running investigation. */
function defaultAttached(values: Values, facts: Facts): string | null {
  const day = dayOf(values, facts);
  const all = mineFirst(attachable(facts, day), facts);
  // What stands still takes no work, so it is proposed only where there is nothing else.
  const going = all.filter((rec) => !standsStill(rec, day, facts));
  const onDay = going.length ? going : all;
  const services = onDay.filter((rec) => rec.form === 'service');
  const node = facts.node;
  const ofNode = services.find(
    (rec) =>
      node !== null &&
      (rec.id === node.id ||
        textIn(recordOf(facts, textIn(rec.values, 'decision'))?.values ?? {}, 'investigation') ===
          node.id),
  );
  return (ofNode ?? services[0] ?? onDay[0])?.id ?? null;
}

/** Work on a suspended day is refused at the day, with the suspension (ROWS 133). */
function suspendedProblems(values: Values, facts: Facts): Problem[] {
  const attached = recordOf(facts, textIn(values, 'attached'));
  const stop = attached && standsStill(attached, dayOf(values, facts), facts);
  return stop ? [{ code: 'work.suspended', field: 'occasion', values: shownInterval(stop) }] : [];
}

const reviewed = (values: Values, facts: Facts) =>
  facts.code('event_types', textIn(values, 'event'))?.extra.review === 'yes';

/** Why no work can be recorded for the client: nothing to attach it to. */
function nothingToAttach(facts: Facts) {
  if (recordsOf(facts, 'service').length || runningInvestigations(facts).length) return null;
  return { code: 'first.investigation_or_service' };
}

/** Work done for a client (tehty asiakastyö), attached to a service or an investigation. */
export const workEntry = defineForm({
  id: 'work_entry',
  version: 1,
  letter: 'A',
  leaf: true,
  grid: { keeps: ['occasion'], quantity: 'quantity' },
  without: { field: 'person', form: 'staff_entry' },
  fields: {
    person: link('person', {
      finder: 'client',
      required: true,
      passed: true,
      default: (_values, facts) => facts.client?.person.id ?? null,
    }),
    attached: link('case', {
      required: true,
      passed: true,
      choices: attachedOptions,
      default: defaultAttached,
    }),
    ...workersField,
    municipality: code('municipalities', {
      required: (_values, facts) => !facts.client?.person.protected,
      passed: true,
      guarded: true,
      counted: true,
      default: (_values, facts) => facts.client?.person.municipality ?? null,
    }),
    ...occasionField,
    ...eventField('with'),
    others: codes('other_participants', { counted: true, group: 'attendance' }),
    ...presentField,
    ...reachableField,
    ...quantityField,
    price: money({
      max: 10000000,
      beside: true,
      passed: true,
      default: (values, facts) =>
        Number(facts.code('event_types', textIn(values, 'event'))?.extra.price_cents ?? 0),
    }),
    total: money({
      max: 100000000000,
      beside: true,
      given: 'computed',
      computed: (values) => (numberIn(values, 'quantity') ?? 0) * (numberIn(values, 'price') ?? 0),
    }),
    review_on: date('future', {
      shown: reviewed,
      required: reviewed,
      default: (_values, facts) => addMonths(facts.workDate, 6),
    }),
    note: memo({ max: 4000 }),
  },
  mayOpen: nothingToAttach,
  diaryOn: (values, facts) => dayOf(values, facts),
  serviceTask: (values, facts) => recordOf(facts, textIn(values, 'attached'))?.service_task ?? null,
  checks: (values, facts) => {
    const attached = recordOf(facts, textIn(values, 'attached'));
    const day = dayOf(values, facts);
    if (attached && !runsOn(attached, day)) {
      return [{ code: 'work.outside', field: 'attached', values: { on: showDdmmyy(day) } }];
    }
    return suspendedProblems(values, facts);
  },
  warnings: suspendedProblems,
  followUps: (rec, facts, was) => {
    const due = textIn(rec.values, 'review_on');
    if (!due || was) return [];
    return [
      {
        kind: 'create' as const,
        form: 'reminder',
        client: textIn(rec.values, 'person'),
        values: {
          person: textIn(rec.values, 'person'),
          due_on: due,
          text: nameOfCode(facts, 'event_types', textIn(rec.values, 'event')),
          owner: facts.me.id,
          concerns: rec.id,
        },
      },
    ];
  },
  lines: (rec, facts) => [{ on: rec.diary_on, key: 'work_entry', values: workLine(rec, facts) }],
  name: (rec, facts) =>
    `${showDdmmyy(rec.diary_on)} ${nameOfCode(facts, 'event_types', textIn(rec.values, 'event'))}`,
});

/** Parts of the diary line of work; the worker is the responsible one. */
function workLine(rec: Rec, facts: Facts): Record<string, string> {
  const { values } = rec;
  const responsible = rowsIn(values, 'workers').find((row) => row.responsible === true);
  const others = listIn(values, 'others').map((id) => nameOfCode(facts, 'other_participants', id));
  return {
    event: nameOfCode(facts, 'event_types', textIn(values, 'event')),
    others: others.join(', '),
    present: String(numberIn(values, 'present') ?? ''),
    quantity: String(numberIn(values, 'quantity') ?? ''),
    unit: unitOfQuantity(values, facts),
    not_reachable: flagIn(values, 'not_reachable') ? '1' : '',
    worker: nameOfWorker(facts, responsible ? String(responsible.worker) : null),
    note: (textIn(values, 'note') ?? '').replace(/\s+/gu, ' '),
  };
}
