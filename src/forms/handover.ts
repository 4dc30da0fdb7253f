import type { Problem } from '../base/problems';
import { type DiaryLetter, type DiaryLine, defineForm } from '../form/define';
import type { Facts, Option } from '../form/facts';
import { code, link } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { text } from '../form/kinds/text';
import { type Rec, textIn, type Values } from '../form/value';
import { showDdmmyy } from '../rules/calendar';
import { investigationOf, isUnhandled, recordOf, recordsOf, runsOn } from './case-state';
import { nameOfCode, nameOfWorker, recordName, workersBut } from './line-parts';
import { clientField } from './shared-fields';

/** Forms whose records have a responsible worker who can hand them over, and their letters. */
const LETTERS: Readonly<Record<string, DiaryLetter>> = {
  initiation: 'V',
  investigation: 'S',
  service: 'L',
};

/** True while somebody has to see to the record: only such a one can be handed over. */
export function canBeHanded(rec: Rec, facts: Facts): boolean {
  if (rec.form === 'initiation') return isUnhandled(rec.values);
  if (rec.form === 'investigation') return !textIn(rec.values, 'until');
  return rec.form === 'service' && (runsOn(rec, facts.workDate) || !textIn(rec.values, 'until'));
}

/** Records of the open client that can be handed over, the newest first. */
function handable(facts: Facts): Rec[] {
  const records = Object.keys(LETTERS).flatMap((form) => recordsOf(facts, form));
  return records.filter((rec) => canBeHanded(rec, facts)).sort((a, b) => b.entry_no - a.entry_no);
}

/** `020326 ShL 35 §`, `Selv081206 Aikuissosiaalityö`: what is handed over. */
function nameOfHanded(rec: Rec | undefined, facts: Facts): string {
  if (!rec) return '';
  if (rec.form !== 'initiation') return recordName(rec, facts);
  const type = nameOfCode(facts, 'initiation_types', textIn(rec.values, 'type'));
  return `${showDdmmyy(rec.diary_on)} ${type}`;
}

/** The record under the hands, else the investigation it belongs to, else the only one there is. */
function defaultRecord(_values: Values, facts: Facts): string | null {
  const choices = handable(facts);
  const near = facts.node && [facts.node, investigationOf(facts.node, facts)];
  const found = near?.find((rec) => choices.some((one) => one.id === rec?.id));
  return found?.id ?? (choices.length === 1 ? (choices[0] as Rec).id : null);
}

const answered = (values: Values) => !!values.outcome;

const recordIn = (values: Values, facts: Facts): Rec | undefined =>
  recordOf(facts, textIn(values, 'attached'));

/** The worker of the record as it stands: nothing else can be said to hand it over. */
function giverIn(values: Values, facts: Facts): string | null {
  return textIn(recordIn(values, facts)?.values ?? {}, 'worker');
}

function giverOptions(values: Values, facts: Facts): Option[] {
  const giver = giverIn(values, facts);
  return giver === null ? [] : [{ id: giver, code: '', text: nameOfWorker(facts, giver) }];
}

/** Active workers; until it is answered, the one who has the matter is listed and refused. */
function receivers(values: Values, facts: Facts): Option[] {
  const giver = answered(values) ? null : giverIn(values, facts);
  return workersBut(facts, giver, 'handover.same');
}

const needsText = (set: string, field: string) => (values: Values, facts: Facts) =>
  facts.code(set, textIn(values, field))?.extra.needs_text === 'yes';

const toUnit = (values: Values) => !textIn(values, 'to_worker');

/** Hand-overs of the open client that nobody has answered, the newest first. */
export function waitingHandovers(facts: Facts): Rec[] {
  return [...recordsOf(facts, 'handover')]
    .filter((rec) => !textIn(rec.values, 'outcome'))
    .sort((a, b) => b.entry_no - a.entry_no);
}

function newProblems(values: Values, facts: Facts): Problem[] {
  const rec = recordIn(values, facts);
  const other = waitingHandovers(facts).find((one) => textIn(one.values, 'attached') === rec?.id);
  if (!rec || !other) return [];
  const who = receiverOf(other, facts);
  return [{ code: 'handover.waiting', field: 'attached', values: { who } }];
}

/** Who a hand-over goes to: a worker, or whoever of a unit takes it first. */
export function receiverOf(rec: Rec, facts: Facts): string {
  const worker = textIn(rec.values, 'to_worker');
  return worker ? nameOfWorker(facts, worker) : facts.unitName(textIn(rec.values, 'to_unit'));
}

function linesOf(rec: Rec, facts: Facts): DiaryLine[] {
  const { values } = rec;
  const handed = recordOf(facts, textIn(values, 'attached'));
  const letter = LETTERS[handed?.form ?? ''];
  const what = nameOfHanded(handed, facts);
  const lines: DiaryLine[] = [
    {
      on: rec.diary_on,
      key: 'handover',
      ...(letter ? { letter } : {}),
      values: {
        what,
        from: nameOfWorker(facts, textIn(values, 'from_worker')),
        to: receiverOf(rec, facts),
        reason: nameOfCode(facts, 'handover_reasons', textIn(values, 'reason')),
        text: textIn(values, 'text') ?? '',
      },
    },
  ];
  const answeredOn = textIn(values, 'answered_on');
  if (answeredOn) {
    lines.push({
      on: answeredOn,
      key: `handover_${textIn(values, 'outcome')}`,
      ...(letter ? { letter } : {}),
      values: {
        what,
        who: nameOfWorker(facts, textIn(values, 'answered_by')),
        reason: nameOfCode(facts, 'handover_returns', textIn(values, 'return_reason')),
        text: textIn(values, 'return_text') ?? '',
      },
    });
  }
  return lines;
}

/** A matter is handed over to another worker or unit (siirto), who accepts or returns it. */
export const handover = defineForm({
  id: 'handover',
  version: 1,
  letter: 'V',
  fields: {
    ...clientField,
    attached: link('case', {
      required: true,
      passed: true,
      choices: (_values, facts) =>
        handable(facts).map((rec) => ({ id: rec.id, code: '', text: nameOfHanded(rec, facts) })),
      default: defaultRecord,
    }),
    from_worker: link('worker', { passed: true, choices: giverOptions, default: giverIn }),
    to_worker: link('worker', { choices: receivers, group: 'receiver' }),
    to_unit: link('unit', { shown: toUnit, required: toUnit, group: 'receiver' }),
    reason: code('handover_reasons', { required: true, group: 'reason' }),
    text: text({
      max: 200,
      required: needsText('handover_reasons', 'reason'),
      group: 'reason',
    }),
    outcome: code('handover_outcomes', {
      section: 'answer',
      group: 'answer',
      given: 'by_command',
      shown: answered,
    }),
    answered_on: date('past', {
      section: 'answer',
      group: 'answer',
      given: 'by_command',
      shown: answered,
    }),
    answered_by: link('worker', {
      section: 'answer',
      group: 'answer',
      given: 'by_command',
      shown: answered,
    }),
    return_reason: code('handover_returns', {
      section: 'answer',
      group: 'answer',
      given: 'by_command',
      shown: (values) => !!values.return_reason,
    }),
    return_text: text({
      section: 'answer',
      group: 'answer',
      max: 200,
      given: 'by_command',
      shown: (values) => !!values.return_text,
    }),
  },
  waiting: {
    kind: 'offered',
    owners: ['to_worker'],
    units: ['to_unit'],
    empty: ['outcome'],
    about: 'attached',
    given: ['to_worker', 'to_unit'],
  },
  mayOpen: (facts) => (handable(facts).length ? null : { code: 'first.handable' }),
  serviceTask: (values, facts) => recordIn(values, facts)?.service_task ?? null,
  closedOn: (values) => textIn(values, 'answered_on'),
  checks: (values, facts, self) => (self ? [] : newProblems(values, facts)),
  locked: (rec) => (textIn(rec.values, 'outcome') ? { code: 'handover.locked' } : null),
  lines: linesOf,
  name: (rec, facts) => nameOfHanded(recordOf(facts, textIn(rec.values, 'attached')), facts),
});
