import type { Problem } from '../base/problems';
import { type DiaryLine, defineForm } from '../form/define';
import type { Facts, Option } from '../form/facts';
import { code, link, links } from '../form/kinds/choice';
import { date } from '../form/kinds/date';
import { flag } from '../form/kinds/flag';
import { listIn, type Rec, textIn, type Values } from '../form/value';
import { showDdmmyy } from '../rules/calendar';
import { allowedNext } from '../rules/process-chain';
import {
  codesAmong,
  decisionsIn,
  guardianOptions,
  householdOptions,
  investigationOf,
  isMinor,
  onlyOne,
  recordOf,
  recordsOf,
  ticked,
  unhandledInitiations,
} from './case-state';
import { investigationDeadlines } from './deadlines';
import { nameOfCode, nameOfWorker, phaseLabel, recordName } from './line-parts';
import { clientField, endBeforeStart, workerFields } from './shared-fields';

const source = (values: Values, facts: Facts): Rec | undefined =>
  ticked(values, 'initiations', facts)[0];

/** Investigation types the process chain allows after the ticked initiations. */
function typesFor(values: Values, facts: Facts): readonly Option[] {
  const types = ticked(values, 'initiations', facts).map((rec) => textIn(rec.values, 'type') ?? '');
  return codesAmong(
    facts,
    'investigation_types',
    allowedNext(facts.chain, { initiation_type: types }, 'investigation_type'),
  );
}

/** Of several types the one that belongs to the service task of the unit (ROWS 164). */
function typeOfUnit(values: Values, facts: Facts): string | null {
  const unit = textIn(source(values, facts)?.values ?? {}, 'unit') ?? facts.me.unit;
  const task = facts.serviceTaskOf(unit);
  const ids = typesFor(values, facts).map((option) => option.id);
  const rows = codesAmong(facts, 'investigation_types', ids);
  return onlyOne(rows.filter((row) => row.extra.service_task === task));
}

function fileTypesFor(values: Values, facts: Facts): readonly Option[] {
  const type = textIn(values, 'type');
  const ids = allowedNext(facts.chain, { investigation_type: type }, 'case_file_type');
  return codesAmong(facts, 'case_file_types', ids);
}

function partyOptions(_values: Values, facts: Facts): Option[] {
  const all = householdOptions(facts);
  if (!isMinor(facts.client?.person, facts.workDate)) return all;
  const guardians = guardianOptions(facts);
  return [...guardians, ...all.filter((option) => !guardians.some((g) => g.id === option.id))];
}

function initiationOptions(_values: Values, facts: Facts): Option[] {
  const linked = recordsOf(facts, 'initiation').filter((rec) => textIn(rec.values, 'handled_by'));
  // Those of the children stay listed once the investigation has taken them.
  const taken = (facts.client?.householdLinked ?? []).filter((rec) =>
    recordOf(facts, textIn(rec.values, 'handled_by')),
  );
  return [...unhandledInitiations(facts), ...linked, ...taken].map((rec) => ({
    id: rec.id,
    code: '',
    text: [
      showDdmmyy(rec.diary_on),
      nameOfCode(facts, 'initiation_types', textIn(rec.values, 'type')),
      'person' in rec ? (rec as Rec & { person: { name: string } }).person.name : '',
    ]
      .filter(Boolean)
      .join(' '),
  }));
}

function defaultPersons(values: Values, facts: Facts): string[] {
  const principal = textIn(values, 'principal') ?? facts.client?.person.id;
  const wanted = new Set(
    ticked(values, 'initiations', facts).map((rec) => textIn(rec.values, 'person')),
  );
  return householdOptions(facts)
    .map((option) => option.id)
    .filter((id) => id === principal || wanted.has(id));
}

/** What stands in the way of ending an investigation (ROWS 78). */
export function investigationBlockers(rec: Rec, facts: Facts): Problem[] {
  const problems: Problem[] = [];
  if (textIn(rec.values, 'until')) problems.push({ code: 'investigation.ended' });
  for (const open of unhandledInitiations(facts)) {
    problems.push({ code: 'blocker.initiation', values: { on: showDdmmyy(open.diary_on) } });
  }
  if (!decisionsIn(rec, facts).length) problems.push({ code: 'blocker.decision' });
  return problems;
}

/** A matter is looked into (selvitys): its case file, persons, parties and initiations. */
export const investigation = defineForm({
  id: 'investigation',
  version: 1,
  letter: 'S',
  fields: {
    ...clientField,
    from: date('any', {
      section: 'basics',
      required: true,
      counted: true,
      group: 'interval',
      default: (values, facts) =>
        ticked(values, 'initiations', facts)
          .map((rec) => textIn(rec.values, 'date') ?? rec.diary_on)
          .sort()[0] ?? facts.workDate,
    }),
    until: date('any', { section: 'basics', beside: true, passed: true, group: 'interval' }),
    type: code('investigation_types', {
      section: 'basics',
      group: 'type',
      required: true,
      counted: true,
      choices: typesFor,
      default: (values, facts) => onlyOne(typesFor(values, facts)) ?? typeOfUnit(values, facts),
    }),
    ...workerFields(source, 'basics'),
    // Until somebody says yes or no, limits of a child in need of special support are conditional.
    special_support: flag({ section: 'basics', passed: true, refusable: true }),
    file_type: code('case_file_types', {
      section: 'case_file',
      group: 'type',
      required: true,
      choices: fileTypesFor,
      default: (values, facts) => onlyOne(fileTypesFor(values, facts)),
    }),
    archived_on: date('past', {
      section: 'case_file',
      required: true,
      beside: true,
      default: (values, facts) => {
        const from = textIn(values, 'from') ?? facts.workDate;
        return from > facts.workDate ? facts.workDate : from;
      },
    }),
    archive: code('archive_places', {
      section: 'case_file',
      required: true,
      default: (_values, facts) => facts.codes('archive_places')[0]?.id ?? null,
    }),
    lent_to: link('worker', { section: 'case_file', passed: true, group: 'loan' }),
    lent_on: date('past', { section: 'case_file', passed: true, beside: true, group: 'loan' }),
    principal: link('person', {
      section: 'case_file',
      required: true,
      passed: true,
      choices: (_values, facts) => householdOptions(facts),
      default: (_values, facts) => facts.client?.person.id ?? null,
    }),
    persons: links('person', {
      section: 'persons',
      required: true,
      choices: (_values, facts) => householdOptions(facts),
      default: defaultPersons,
    }),
    parties: links('person', { section: 'parties', choices: partyOptions }),
    initiations: links('initiation', {
      section: 'initiations',
      choices: initiationOptions,
      default: (_values, facts) => unhandledInitiations(facts).map((rec) => rec.id),
    }),
  },
  mayOpen: (facts) => (unhandledInitiations(facts).length ? null : { code: 'first.initiation' }),
  diaryOn: (values, facts) => textIn(values, 'from') ?? facts.workDate,
  running: { owner: 'worker', second: 'second_worker', until: 'until' },
  serviceTask: (values, facts) =>
    facts.code('case_file_types', textIn(values, 'file_type'))?.extra.service_task ?? null,
  closedOn: (values) => textIn(values, 'until'),
  checks: (values, facts, self) => {
    const problems = endBeforeStart(values, 'from', 'until');
    const ends = textIn(values, 'until') !== null && !textIn(self?.values ?? {}, 'until');
    if (ends && (!self || !decisionsIn(self, facts).length)) {
      problems.push({ code: 'blocker.decision', field: 'until' });
    }
    const lentTo = textIn(values, 'lent_to');
    const lentOn = textIn(values, 'lent_on');
    if (lentTo && !lentOn) problems.push({ code: 'file.lent_on', field: 'lent_on' });
    if (lentOn && !lentTo) problems.push({ code: 'file.lent_to', field: 'lent_to' });
    const principal = textIn(values, 'principal');
    if (principal && !listIn(values, 'persons').includes(principal)) {
      problems.push({ code: 'investigation.principal', field: 'persons' });
    }
    if (!self && !listIn(values, 'initiations').length) {
      problems.push({ code: 'investigation.initiation', field: 'initiations' });
    }
    return problems;
  },
  warnings: (values, facts) => {
    const ofFile = facts.code('case_file_types', textIn(values, 'file_type'));
    const ofUnit = facts.serviceTaskOf(textIn(values, 'unit') ?? '');
    if (!ofFile || ofUnit === '' || ofFile.extra.service_task === ofUnit) return [];
    const task = facts.code('service_tasks', ofUnit)?.text ?? ofUnit;
    return [{ code: 'service_task.unit', field: 'file_type', values: { task } }];
  },
  deadlines: investigationDeadlines,
  followUps: (rec, facts) =>
    ticked(rec.values, 'initiations', facts)
      .filter((open) => !textIn(open.values, 'handled_by'))
      .map((open) => ({
        kind: 'amend' as const,
        form: 'initiation',
        id: open.id,
        base_version: open.version,
        set: { handled_by: rec.id },
      })),
  lines: (rec, facts) => {
    const type = nameOfCode(facts, 'investigation_types', textIn(rec.values, 'type'));
    const worker = nameOfWorker(facts, textIn(rec.values, 'worker'));
    const unit = facts.unitName(textIn(rec.values, 'unit'), true);
    const id = facts.client?.person.identifier ?? '';
    const until = textIn(rec.values, 'until');
    const lines: DiaryLine[] = [
      { on: rec.diary_on, key: 'investigation', values: { type, id, worker, unit } },
    ];
    if (until) {
      const values = { type, on: showDdmmyy(until), worker };
      lines.push({ on: until, key: 'investigation_ended', values, ends: true });
    }
    return lines;
  },
  node: (rec, facts) => ({
    label: `${phaseLabel(rec, facts)} ${
      facts.code('investigation_types', textIn(rec.values, 'type'))?.label ?? ''
    }`,
    holds: (other) => other.id === rec.id || investigationOf(other, facts)?.id === rec.id,
  }),
  name: recordName,
});
