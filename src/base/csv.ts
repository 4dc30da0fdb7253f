import { type CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';

/** One data row; `line` is the line of the text on which the row begins, from 1. */
export interface CsvRow {
  readonly line: number;
  /** Column name → cell, trimmed of unquoted space at its ends. */
  readonly values: Record<string, string>;
}

/** Something that kept a row from loading; `expected` says what should have stood there. */
export interface CsvFault {
  readonly line: number;
  readonly expected: string;
}

/** A table as read: what loaded, and what did not. */
export interface CsvTable {
  readonly header: string[];
  readonly rows: CsvRow[];
  readonly faults: CsvFault[];
}

interface RawRecord {
  readonly line: number;
  readonly cells: string[];
}

const LINE_BREAK = /\r\n|\n|\r/g;
/** Blank or a comment, as the parser sees it: it trims no other space than these. */
const SKIPPED_LINE = /^[ \t\f]*(#|[\r\n]|$)/;

/**
 * Reads a comma-separated table (RFC 4180) with a header line. A byte-order mark, blank lines and
 * lines that begin with `#` are passed over. A row with the wrong number of cells, or with a quote
 * that is not closed, becomes a fault and the rest loads. Never throws.
 */
export function parseCsv(text: string): CsvTable {
  const faults: CsvFault[] = [];
  const records = readRecords(text.replace(/^\uFEFF/, ''), faults);
  const first = records.shift();
  if (!first) {
    if (faults.length === 0) faults.push({ line: 1, expected: 'a header line' });
    return { header: [], rows: [], faults };
  }
  const header = first.cells;
  header.forEach((name, at) => {
    if (name === '') {
      faults.push({ line: first.line, expected: `a column name in cell ${at + 1}` });
    } else if (header.indexOf(name) !== at) {
      faults.push({ line: first.line, expected: `each column once, found "${name}" twice` });
    }
  });
  const rows: CsvRow[] = [];
  for (const { line, cells } of records) {
    if (cells.length === header.length) {
      rows.push({
        line,
        values: Object.fromEntries(header.map((name, at) => [name, cells[at] as string])),
      });
    } else {
      faults.push({ line, expected: `${header.length} cells, found ${cells.length}` });
    }
  }
  return { header, rows, faults: faults.sort((a, b) => a.line - b.line) };
}

/**
 * Records with their first lines. The parser cannot go on after a broken quote, so it is started
 * anew on the line after the one where the broken record began.
 */
function readRecords(text: string, faults: CsvFault[]): RawRecord[] {
  const lineStarts = [0];
  for (const found of text.matchAll(LINE_BREAK)) lineStarts.push(found.index + found[0].length);
  const isSkipped = (line: number): boolean =>
    SKIPPED_LINE.test(text.slice(lineStarts[line - 1], lineStarts[line]));
  const records: RawRecord[] = [];
  let from = 1;
  while (from <= lineStarts.length) {
    let next = from;
    const firstLine = (): number => {
      while (next < lineStarts.length && isSkipped(next)) next++;
      return next;
    };
    try {
      parseFrom(text.slice(lineStarts[from - 1]), (cells) => {
        const line = firstLine();
        records.push({ line, cells });
        // The parser's own count takes a quoted \r\n for two lines.
        next = line + 1 + cells.reduce((sum, cell) => sum + lineBreaksIn(cell), 0);
      });
      break;
    } catch (error) {
      const line = firstLine();
      faults.push({ line, expected: expectationOf(error as CsvError) });
      from = line + 1;
    }
  }
  return records;
}

function lineBreaksIn(cell: string): number {
  return cell.match(LINE_BREAK)?.length ?? 0;
}

/** Runs the parser over a text and gives each record as soon as it is read. */
function parseFrom(text: string, give: (cells: string[]) => void): void {
  parse(text, {
    comment: '#',
    comment_no_infix: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    on_record: (cells: unknown) => {
      give(cells as string[]);
      return null;
    },
  });
}

function expectationOf(error: CsvError): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'a closing quote';
  if (error.code === 'CSV_INVALID_CLOSING_QUOTE')
    return 'a comma or a line end after a quoted cell';
  return 'quotes only around a whole cell';
}

/**
 * Writes a table as RFC 4180 text with `\n` line ends; `parseCsv` reads back the same cells.
 * @param rows column name → cell; a missing cell is written empty
 */
export function toCsv(
  header: readonly string[],
  rows: readonly Readonly<Record<string, string | undefined>>[],
): string {
  const cells = rows.map((row) => header.map((name) => row[name] ?? ''));
  return stringify([[...header], ...cells], {
    // Quotes keep edge space, a leading # and a lone \r from being read as something else.
    quoted_match: /^[\s\uFEFF#]|\s$|\r/,
    // In a table of one column an empty cell would be an empty line, which reading passes over.
    quoted_empty: header.length === 1,
  });
}
