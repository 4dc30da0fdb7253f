import { stringify } from 'csv-stringify/sync';

/** One data row; `line` is the line of the text on which the row begins, from 1. */
export interface CsvRow {
  readonly line: number;
  /** Column name → cell, trimmed of unquoted space at its ends. */
  readonly values: Record<string, string>;
}

/** What should have stood where a fault is; `words/` makes a text of it. */
export type CsvExpected =
  | 'header_line'
  | 'column_name'
  | 'column_once'
  | 'cells'
  | 'closing_quote'
  | 'comma_or_line_end'
  | 'quotes_around_cell';

/**
 * Something that kept a row from loading. `wanted` and `found` say more where there is more:
 * column_name {wanted: number of the cell}, column_once {found: the name}, cells {wanted, found}.
 */
export interface CsvFault {
  readonly line: number;
  readonly expected: CsvExpected;
  readonly wanted?: number;
  readonly found?: string | number;
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
    if (faults.length === 0) faults.push({ line: 1, expected: 'header_line' });
    return { header: [], rows: [], faults };
  }
  const header = first.cells;
  header.forEach((name, at) => {
    if (name === '') {
      faults.push({ line: first.line, expected: 'column_name', wanted: at + 1 });
    } else if (header.indexOf(name) !== at) {
      faults.push({ line: first.line, expected: 'column_once', found: name });
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
      faults.push({ line, expected: 'cells', wanted: header.length, found: cells.length });
    }
  }
  return { header, rows, faults: faults.sort((a, b) => a.line - b.line) };
}

/** Spaces that do not count at the ends of an unquoted cell. */
const BLANKS = /[^\S\r\n]*/y;
/** An unquoted cell, up to what ends it. */
const BARE = /[^,\r\n]*/y;
const BLANKS_AT_END = /\s+$/;
const LINE_END = /\r\n|\n|\r/g;
/** A line that holds no record: blank or a comment. */
const SKIPPED_LINE = /[^\S\r\n]*(?:#[^\r\n]*)?(?:\r\n|\n|\r|$)/y;

/** Where the piece that a sticky pattern matches at a place ends. Each of them matches anything. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  return pattern.lastIndex;
}

/** The place after the next line end, or the end of the text. */
function nextLine(text: string, at: number): number {
  LINE_END.lastIndex = at;
  return LINE_END.test(text) ? LINE_END.lastIndex : text.length;
}

function lineEndsIn(text: string): number {
  return text.match(LINE_END)?.length ?? 0;
}

/**
 * Records with their first lines. After a broken one reading begins anew on the line after the one
 * where it began, as nobody can tell where it was meant to end.
 */
function readRecords(text: string, faults: CsvFault[]): RawRecord[] {
  const records: RawRecord[] = [];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    SKIPPED_LINE.lastIndex = at;
    if (SKIPPED_LINE.test(text)) {
      at = SKIPPED_LINE.lastIndex;
      line += 1;
      continue;
    }
    const read = readRecord(text, at);
    if (typeof read === 'string') {
      faults.push({ line, expected: read });
      at = nextLine(text, at);
      line += 1;
    } else {
      records.push({ line, cells: read.cells });
      line += lineEndsIn(text.slice(at, read.end));
      at = read.end;
    }
  }
  return records;
}

/** The record that begins at a place, and where the next line begins; or what it lacks. */
function readRecord(text: string, from: number): { cells: string[]; end: number } | CsvExpected {
  const cells: string[] = [];
  for (let at = from; ; at += 1) {
    at = endOf(BLANKS, text, at);
    if (text[at] === '"') {
      const quoted = readQuoted(text, at + 1);
      if (!quoted) return 'closing_quote';
      cells.push(quoted.cell);
      at = endOf(BLANKS, text, quoted.end);
      if (at < text.length && !',\r\n'.includes(text[at] as string)) return 'comma_or_line_end';
    } else {
      const end = endOf(BARE, text, at);
      const cell = text.slice(at, end);
      if (cell.includes('"')) return 'quotes_around_cell';
      cells.push(cell.replace(BLANKS_AT_END, ''));
      at = end;
    }
    if (text[at] !== ',') return { cells, end: nextLine(text, at) };
  }
}

/** The cell behind an opening quote and the place behind the closing one; a quote is doubled. */
function readQuoted(text: string, from: number): { cell: string; end: number } | undefined {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  if (at < 0) return undefined;
  return { cell: text.slice(from, at).replaceAll('""', '"'), end: at + 1 };
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
