import { type DiaryLine, defineForm } from '../form/define';
import { code, link } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { textIn } from '../form/value';
import { showDdmmyy } from '../rules/calendar';
import { recordOf } from './case-state';
import { nameOfCode, nameOfWorker, phaseLabel, recordName, sourceNothing } from './line-parts';
import { clientField, endBeforeStart, workerFields } from './shared-fields';

/**
 * Carrying a decision out (toimeenpano); made when an investigation closes and its service moves.
 */
export const enforcement = defineForm({
  id: 'enforcement',
  version: 1,
  letter: 'P',
  pane: false,
  fields: {
    ...clientField,
    investigation: link('investigation', { required: true }),
    from: date('any', { required: true, counted: true, group: 'interval' }),
    until: date('any', { beside: true, group: 'interval' }),
    file_type: code('case_file_types', { required: true, counted: true }),
    ...workerFields(sourceNothing),
  },
  diaryOn: (values, facts) => textIn(values, 'from') ?? facts.workDate,
  running: { owner: 'worker', second: 'second_worker', until: 'until' },
  serviceTask: (values, facts) =>
    facts.code('case_file_types', textIn(values, 'file_type'))?.extra.service_task ?? null,
  closedOn: (values) => textIn(values, 'until'),
  checks: (values) => endBeforeStart(values, 'from', 'until'),
  lines: (rec, facts) => {
    const until = textIn(rec.values, 'until');
    const lines: DiaryLine[] = [
      {
        on: rec.diary_on,
        key: 'enforcement',
        values: {
          file: nameOfCode(facts, 'case_file_types', textIn(rec.values, 'file_type')),
          id: facts.client?.person.identifier ?? '',
          worker: nameOfWorker(facts, textIn(rec.values, 'worker')),
        },
      },
    ];
    if (until)
      lines.push({
        on: until,
        key: 'enforcement_ended',
        values: { on: showDdmmyy(until) },
        ends: true,
      });
    return lines;
  },
  node: (rec, facts) => ({
    label: `${phaseLabel(rec, facts)} ${
      facts.code('case_file_types', textIn(rec.values, 'file_type'))?.label ?? ''
    }`,
    holds: (other) =>
      other.id === rec.id ||
      textIn(other.values, 'enforcement') === rec.id ||
      textIn(recordOf(facts, textIn(other.values, 'attached'))?.values ?? {}, 'enforcement') ===
        rec.id,
  }),
  name: recordName,
});
