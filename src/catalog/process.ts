import type { DeadlineRule } from '../rules/deadlines';
import type { ProcessRow } from '../rules/process-chain';
import { anyText, count, countOrEmpty, filled, oneOf, slug, slugOrEmpty, status } from './cells';
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

/** A statutory time limit that counts from an initiation (DOMAIN 3). */
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
const DEADLINE_COLUMNS: Columns = {
  id: slug,
  initiation_type: slugOrEmpty,
  min_age: countOrEmpty,
  max_age: countOrEmpty,
  flag: slugOrEmpty,
  from: oneOf('initiation'),
  amount: count,
  unit: oneOf('working_days', 'days', 'months'),
  law: filled,
  section: anyText,
  status,
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

/** Time limits in file order; a row for an unknown initiation type is left out with a fault. */
export function readDeadlines(source: Source, codes: CodeSets): DeadlineRow[] {
  const read = readTable(source, DEADLINE_FILE, DEADLINE_COLUMNS);
  return withoutDuplicates(source, DEADLINE_FILE, read, 'id')
    .filter((row) =>
      known(source, codes, DEADLINE_FILE, row, { initiation_type: 'initiation_types' }),
    )
    .filter((row) => agesInOrder(source, row))
    .map(({ cells }) => ({
      ...(cells as unknown as DeadlineRow),
      min_age: numberIn(cells.min_age),
      max_age: numberIn(cells.max_age),
      amount: Number(cells.amount),
    }));
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
