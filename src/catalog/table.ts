import type { z } from 'zod';
import { parseCsv } from '../base/csv';
import type { Problem } from '../base/problems';
import { type CatalogReader, type Fault, faultAt } from './fault';

/** Columns a table must have, each with what its cells must be. */
export type Columns = Readonly<Record<string, z.ZodType<string>>>;

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
  for (const { line, expected } of parsed.faults) {
    source.faults.push(faultAt(file, line, 'catalog.csv', { expected }));
  }
  const { header } = parsed;
  const missing = Object.keys(columns).filter((column) => !header.includes(column));
  if (missing.length > 0) {
    const values = { expected: missing.join(','), found: header.join(',') };
    source.faults.push(faultAt(file, 1, 'catalog.columns', values));
    return [];
  }
  const refusedIn = cellCheck(columns);
  const rows: TableRow[] = [];
  for (const { line, values: cells } of parsed.rows) {
    const refused = refusedIn(cells);
    for (const problem of refused) source.faults.push({ file, line, problem });
    if (refused.length === 0) rows.push({ line, cells });
  }
  return rows;
}

/** The text of a file, or a fault and nothing. */
export function readText(source: Source, file: string): string | undefined {
  try {
    return source.reader.text(file);
  } catch {
    source.faults.push(faultAt(file, 1, 'catalog.file_missing'));
    return undefined;
  }
}

/**
 * A check of a row's cells. Most cells repeat a few words, and a schema costs more than a look-up
 * in what it has accepted already: this halves the time a table takes at start.
 */
function cellCheck(columns: Columns): (cells: TableRow['cells']) => Problem[] {
  const accepted = Object.entries(columns).map(
    ([column, schema]) => [column, schema, new Set<string>()] as const,
  );
  return (cells) => {
    const refused: Problem[] = [];
    for (const [column, schema, seen] of accepted) {
      const found = cells[column] ?? '';
      if (seen.has(found)) continue;
      const result = schema.safeParse(found);
      if (result.success) {
        seen.add(found);
        continue;
      }
      const expected = result.error.issues[0]?.message ?? 'text';
      refused.push({ code: 'catalog.cell', values: { column, found, expected } });
    }
    return refused;
  };
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
