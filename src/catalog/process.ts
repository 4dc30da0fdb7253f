import { CARRIERS, COUNTED_UNITS, type DeadlineRule, UNCOUNTED_UNITS } from '../rules/deadlines';
import type { ProcessRow } from '../rules/process-chain';
import {
  anyText,
  countOrEmpty,
  dayOrEmpty,
  filled,
  oneOf,
  slug,
  slugOrEmpty,
  slugsOrEmpty,
  status,
} from './cells';
import type { CodeSets } from './codes';
import { faultAt } from './fault';
import { type Columns, readTable, type Source, type TableRow, withoutDuplicates } from './table';

/**
 * One allowed path from initiation to service (ROWS 193-198, DOMAIN 9.2). The service is empty
 * where the decision leads to none, such as the end of a clientship.
 */
export interface ChainRow extends ProcessRow {
  readonly status: string;
}

/** A statutory time limit, or a rule without a number that the program shows (DOMAIN 3). */
export type DeadlineRow = DeadlineRule;

const CHAIN_FILE = 'process/chain.csv';
const CHAIN_COLUMNS: Columns = {
  initiation_type: slug,
  investigation_type: slug,
  case_file_type: slug,
  decision_type: slug,
  service: slugOrEmpty,
  service_task: slug,
  status,
};
const CHAIN_SETS: Readonly<Record<string, string>> = {
  initiation_type: 'initiation_types',
  investigation_type: 'investigation_types',
  case_file_type: 'case_file_types',
  decision_type: 'decision_types',
  service: 'services',
  service_task: 'service_tasks',
};

const DEADLINE_FILE = 'process/deadlines.csv';
/** Events a limit may be counted from; empty: it is counted from none. */
const EVENTS = [
  'contact',
  'application',
  'initiation',
  'start',
  'decision',
  'posting',
  'notice',
  'placement',
  'plan_approval',
  'request',
  '',
];
const DEADLINE_COLUMNS: Columns = {
  id: slug,
  initiation_type: slugsOrEmpty,
  min_age: countOrEmpty,
  max_age: countOrEmpty,
  flag: slugOrEmpty,
  from: oneOf(...EVENTS),
  amount: countOrEmpty,
  unit: oneOf(...COUNTED_UNITS, ...UNCOUNTED_UNITS),
  day: dayOrEmpty,
  gives: oneOf('notice', ''),
  on: slugsOrEmpty,
  ends: oneOf('investigation', 'work', 'decision', 'service', ''),
  law: filled,
  section: anyText,
  status: oneOf('found', 'section_recalled', 'old_law', 'bill', 'recalled'),
  fi: filled,
  en: filled,
};

/**
 * The process chain in file order. A row that names something unknown, stands twice, or whose
 * service task is not that of its case-file type (ROWS 164) is left out with a fault.
 */
export function readChain(source: Source, codes: CodeSets): ChainRow[] {
  const seen = new Map<string, number>();
  return readTable(source, CHAIN_FILE, CHAIN_COLUMNS)
    .filter((row) => known(source, codes, CHAIN_FILE, row, CHAIN_SETS))
    .filter((row) => sameTask(source, codes, row) && firstOfItsKind(source, seen, row))
    .map(({ cells }) => cells as unknown as ChainRow);
}

/**
 * Time limits in file order. A row for an unknown initiation type or form, with ages the wrong way
 * round, or without the number or the day its unit needs is left out with a fault.
 */
export function readDeadlines(source: Source, codes: CodeSets): DeadlineRow[] {
  const read = readTable(source, DEADLINE_FILE, DEADLINE_COLUMNS);
  return withoutDuplicates(source, DEADLINE_FILE, read, 'id')
    .filter((row) => typesKnown(source, codes, row) && carriersKnown(source, row))
    .filter((row) => agesInOrder(source, row) && hasLength(source, row))
    .map(({ cells }) => ({
      ...(cells as unknown as DeadlineRow),
      initiation_type: listIn(cells.initiation_type),
      on: listIn(cells.on),
      min_age: numberIn(cells.min_age),
      max_age: numberIn(cells.max_age),
      amount: numberIn(cells.amount),
    }));
}

function listIn(cell: string | undefined): string[] {
  return (cell ?? '').split(';').filter(Boolean);
}

function typesKnown(source: Source, codes: CodeSets, { line, cells }: TableRow): boolean {
  const column = 'initiation_type';
  const found = listIn(cells[column]).find((id) => !codes.set('initiation_types').has(id));
  if (found === undefined) return true;
  const values = { column, found, expected: 'initiation_types' };
  source.faults.push(faultAt(DEADLINE_FILE, line, 'catalog.reference', values));
  return false;
}

function carriersKnown(source: Source, { line, cells }: TableRow): boolean {
  const found = listIn(cells.on).find((id) => !CARRIERS.includes(id));
  if (found === undefined) return true;
  const values = { column: 'on', found, expected: CARRIERS.join('|') };
  source.faults.push(faultAt(DEADLINE_FILE, line, 'catalog.cell', values));
  return false;
}

/** A unit that counts needs its number, above zero; the unit `by_day` its day. */
function hasLength(source: Source, { line, cells }: TableRow): boolean {
  const counted = [...COUNTED_UNITS, 'persons', 'years_back'].some((unit) => unit === cells.unit);
  const column = cells.unit === 'by_day' ? 'day' : 'amount';
  const needed = counted || column === 'day';
  const found = cells[column] ?? '';
  if (!needed || (found !== '' && found !== '0')) return true;
  const expected = column === 'day' ? 'date' : 'whole_number';
  source.faults.push(faultAt(DEADLINE_FILE, line, 'catalog.cell', { column, found, expected }));
  return false;
}

function numberIn(cell: string | undefined): number | undefined {
  return cell ? Number(cell) : undefined;
}

function known(
  source: Source,
  codes: CodeSets,
  file: string,
  { line, cells }: TableRow,
  sets: Readonly<Record<string, string>>,
): boolean {
  let well = true;
  for (const [column, expected] of Object.entries(sets)) {
    const found = cells[column] as string;
    if (found === '' || codes.set(expected).has(found)) continue;
    source.faults.push(faultAt(file, line, 'catalog.reference', { column, found, expected }));
    well = false;
  }
  return well;
}

function sameTask(source: Source, codes: CodeSets, { line, cells }: TableRow): boolean {
  const type = codes.set('case_file_types').get(cells.case_file_type as string);
  const expected = type?.extra.service_task as string;
  const found = cells.service_task as string;
  if (found === expected) return true;
  const values = { column: 'service_task', found, expected };
  source.faults.push(faultAt(CHAIN_FILE, line, 'catalog.service_task', values));
  return false;
}

function firstOfItsKind(
  source: Source,
  seen: Map<string, number>,
  { line, cells }: TableRow,
): boolean {
  const path = Object.keys(CHAIN_SETS)
    .map((column) => cells[column])
    .join(' ');
  const first = seen.get(path);
  if (first === undefined) {
    seen.set(path, line);
    return true;
  }
  const values = { column: 'initiation_type', found: cells.initiation_type as string, first };
  source.faults.push(faultAt(CHAIN_FILE, line, 'catalog.duplicate', values));
  return false;
}

function agesInOrder(source: Source, { line, cells }: TableRow): boolean {
  const from = numberIn(cells.min_age);
  const until = numberIn(cells.max_age);
  if (from === undefined || until === undefined || from <= until) return true;
  source.faults.push(faultAt(DEADLINE_FILE, line, 'catalog.ages', { from, until }));
  return false;
}
