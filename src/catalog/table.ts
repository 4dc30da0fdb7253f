import { parseCsv } from '../base/csv';
import type { Problem } from '../base/problems';
import type { CellRule } from './cells';
import { type CatalogReader, type Fault, faultAt } from './fault';

/** Columns a table must have, each with what its cells must be. */
export type Columns = Readonly<Record<string, CellRule>>;

/** A row that passed: its line in the file and its cells by column name. */
export interface TableRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** A reader with a place to put faults; what the parts of the catalog share. */
export interface Source {
  readonly reader: CatalogReader;
  readonly faults: Fault[];
}

/**
 * Reads a CSV file into rows by column name. A file that is absent or lacks a column gives no
 * rows and a fault. A broken row, or one with a refused cell, is left out with a fault for each
 * such cell. Columns beyond the wanted ones are kept as they stand.
 */
export function readTable(source: Source, file: string, columns: Columns): TableRow[] {
  const text = readText(source, file);
  if (text === undefined) return [];
  const parsed = parseCsv(text);
  for (const { line, ...values } of parsed.faults) {
    source.faults.push(faultAt(file, line, 'catalog.csv', values));
  }
  const { header } = parsed;
  const missing = Object.keys(columns).filter((column) => !header.includes(column));
  if (missing.length > 0) {
    const values = { expected: missing.join(','), found: header.join(',') };
    source.faults.push(faultAt(file, 1, 'catalog.columns', values));
    return [];
  }
  const wanted = Object.entries(columns);
  const rows: TableRow[] = [];
  for (const { line, values: cells } of parsed.rows) {
    const refused = refusedIn(wanted, cells);
    for (const problem of refused) source.faults.push({ file, line, problem });
    if (refused.length === 0) rows.push({ line, cells });
  }
  return rows;
}

/** The text of a file, or a fault and nothing. */
function readText(source: Source, file: string): string | undefined {
  try {
    return source.reader.text(file);
  } catch {
    source.faults.push(faultAt(file, 1, 'catalog.file_missing'));
    return undefined;
  }
}

/** What is wrong with the cells of a row. */
function refusedIn(columns: readonly [string, CellRule][], cells: TableRow['cells']): Problem[] {
  const refused: Problem[] = [];
  for (const [column, { expected, fits }] of columns) {
    const found = cells[column] ?? '';
    if (!fits(found)) refused.push({ code: 'catalog.cell', values: { column, found, expected } });
  }
  return refused;
}

/** Leaves out rows whose key stands on an earlier line already; a fault names that line. */
export function withoutDuplicates(
  source: Source,
  file: string,
  rows: readonly TableRow[],
  column: string,
): TableRow[] {
  const lines = new Map<string, number>();
  return rows.filter(({ line, cells }) => {
    const key = cells[column] as string;
    const first = lines.get(key);
    if (first === undefined) {
      if (key !== '') lines.set(key, line);
      return true;
    }
    source.faults.push(faultAt(file, line, 'catalog.duplicate', { column, found: key, first }));
    return false;
  });
}

/** Whether a row's `from` is not after its `until`; otherwise a fault. ISO days or empty. */
export function datesInOrder(source: Source, file: string, { line, cells }: TableRow): boolean {
  const from = cells.from ?? '';
  const until = cells.until ?? '';
  if (from === '' || until === '' || from <= until) return true;
  source.faults.push(faultAt(file, line, 'catalog.dates', { from, until }));
  return false;
}

/** Whether a row is valid on a day; both ends included, an empty end is open. */
export function validOn(
  row: { readonly from?: string; readonly until?: string },
  asOf: string,
): boolean {
  return (!row.from || row.from <= asOf) && (!row.until || asOf <= row.until);
}
