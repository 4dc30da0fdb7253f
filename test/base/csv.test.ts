import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCsv, toCsv } from '../../src/base/csv';

const PIECES = [
  'a',
  '"',
  ',',
  '\n',
  '\r\n',
  '\r',
  '#',
  ' ',
  'ä',
  '""',
  '\uFEFF',
  '\u00a0',
  '\t',
  '\v',
  '\f',
];

/** Records as the library we do not ship reads them; undefined where it refuses the text. */
function byLibrary(text: string): string[][] | undefined {
  try {
    return parse(text.replace(/^\uFEFF/, ''), {
      comment: '#',
      comment_no_infix: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch {
    return undefined;
  }
}

describe('parseCsv', () => {
  it('reads a table with byte-order mark, comments, blank lines and quotes', () => {
    const text =
      '\uFEFF# code set\r\ncode,text\r\n\r\nA,"Omaishoidon tuki, uusi"\r\n# more\r\n' +
      'B,"two\r\nlines"\r\nC,"say ""so"""\r\n';
    expect(parseCsv(text)).toEqual({
      header: ['code', 'text'],
      rows: [
        { line: 4, values: { code: 'A', text: 'Omaishoidon tuki, uusi' } },
        { line: 6, values: { code: 'B', text: 'two\r\nlines' } },
        { line: 8, values: { code: 'C', text: 'say "so"' } },
      ],
      faults: [],
    });
  });

  it('keeps a # that is not the first of its line, and trims unquoted cells', () => {
    expect(parseCsv('code,text\n a , b # c \n').rows).toEqual([
      { line: 2, values: { code: 'a', text: 'b # c' } },
    ]);
  });

  it('makes a row with the wrong number of cells a fault and loads the rest', () => {
    const { rows, faults } = parseCsv('a,b,c\n1,2\n1,2,3\n1,2,3,4\n');
    expect(rows.map((row) => row.line)).toEqual([3]);
    expect(faults).toEqual([
      { line: 2, expected: 'cells', wanted: 3, found: 2 },
      { line: 4, expected: 'cells', wanted: 3, found: 4 },
    ]);
  });

  it('loads what stands before and after a broken quote', () => {
    const text = 'a,b\n1,2\n# note\n\n3,"open\n5,6\n"q"x,8\n9,10\n11,a "mid" quote\n13,14';
    const { rows, faults } = parseCsv(text);
    expect(rows.map((row) => [row.line, row.values.a])).toEqual([
      [2, '1'],
      [6, '5'],
      [8, '9'],
      [10, '13'],
    ]);
    expect(faults).toEqual([
      { line: 5, expected: 'comma_or_line_end' },
      { line: 7, expected: 'comma_or_line_end' },
      { line: 9, expected: 'quotes_around_cell' },
    ]);
    expect(parseCsv('a\n"b').faults).toEqual([{ line: 2, expected: 'closing_quote' }]);
  });

  it('says what is wrong with the header', () => {
    expect(parseCsv('').faults).toEqual([{ line: 1, expected: 'header_line' }]);
    expect(parseCsv('# nothing\n').faults).toEqual([{ line: 1, expected: 'header_line' }]);
    expect(parseCsv('a,,a\n').faults).toEqual([
      { line: 1, expected: 'column_name', wanted: 2 },
      { line: 1, expected: 'column_once', found: 'a' },
    ]);
  });

  it('takes a column called __proto__ as any other', () => {
    const row = parseCsv('__proto__,b\nx,y\n').rows[0];
    expect(Object.entries(row?.values ?? {})).toEqual([
      ['__proto__', 'x'],
      ['b', 'y'],
    ]);
  });

  it('never throws, and every line it names is there', () => {
    const piece = fc.constantFrom(...PIECES);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const { rows, faults } = parseCsv(text);
        const lines = text.split(/\r\n|\n|\r/).length;
        const named = [...rows, ...faults].map((found) => found.line);
        for (const line of named) expect(line >= 1 && line <= lines).toBe(true);
        expect(new Set(rows.map((row) => row.line)).size).toBe(rows.length);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('parseCsv beside csv-parse', () => {
  const QUOTES = ['closing_quote', 'comma_or_line_end', 'quotes_around_cell'];
  /** Compares the two; where either refuses the text there is nothing to compare. */
  const same = (text: string): boolean => {
    const { header, rows, faults } = parseCsv(text);
    const broken = faults.some((fault) => QUOTES.includes(fault.expected));
    const records = byLibrary(text);
    if (broken || !records) return false;
    const [first, ...others] = records;
    if (!first) return true;
    expect(header).toEqual(first);
    const whole = others.filter((cells) => cells.length === first.length);
    const read = rows.map(({ values }) => first.map((name) => values[name]));
    // Of two columns of one name the last one counts.
    const cellsOf = (cells: string[]) => first.map((name) => cells[first.lastIndexOf(name)]);
    expect(read).toEqual(whole.map(cellsOf));
    expect(faults.filter((fault) => fault.expected === 'cells')).toHaveLength(
      others.length - whole.length,
    );
    return true;
  };

  it('reads the same cells wherever both take the text', () => {
    const piece = fc.constantFrom(...PIECES);
    const noise = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));
    const compared = (text: string) => {
      same(text);
    };
    fc.assert(fc.property(noise, compared), { numRuns: 5000 });
  });

  it('takes every table and reads it the same', () => {
    const space = fc.constantFrom('', '', ' ', '\t', ' \f');
    const bare = fc.constantFrom('', 'a', 'b c', '1', 'ä#', 'two  words', '\u00a0x');
    const quoted = fc
      .string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', '#', ' ') })
      .map((text) => `"${text.replaceAll('"', '""')}"`);
    const cell = fc.tuple(space, fc.oneof(bare, quoted), space).map((parts) => parts.join(''));
    const line = fc.oneof(
      { weight: 6, arbitrary: fc.array(cell, { minLength: 1, maxLength: 4 }) },
      { weight: 1, arbitrary: fc.constantFrom(['# note, "x'], ['  '], [''], [' #,']) },
    );
    const end = fc.constantFrom('\n', '\r\n', '\r');
    const table = fc
      .array(fc.tuple(line, end), { maxLength: 6 })
      .map((lines) => lines.map(([cells, ending]) => cells.join(',') + ending).join(''));
    fc.assert(fc.property(table, same), { numRuns: 3000 });
  });
});

describe('toCsv', () => {
  it('writes plain cells bare and the rest quoted', () => {
    expect(toCsv(['a', 'b'], [{ a: '1', b: 'x, y' }, { b: '#' }])).toBe('a,b\n1,"x, y"\n,"#"\n');
  });

  it('is read back cell by cell, each row on its own line', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.string({
        unit: fc.constantFrom('"', ',', '\n', '\r', '#', ' ', '\uFEFF', 'å', '\u2028', '\t'),
      }),
    );
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((columns) => fc.array(fc.array(cell, { minLength: columns, maxLength: columns })))
      .filter((rows) => rows.length > 0);
    fc.assert(
      fc.property(table, (cells) => {
        const header = (cells[0] ?? []).map((_, at) => `c${at}`);
        const rows = cells.map((row) =>
          Object.fromEntries(row.map((text, at) => [`c${at}`, text])),
        );
        const read = parseCsv(toCsv(header, rows));
        expect(read.faults).toEqual([]);
        expect(read.header).toEqual(header);
        expect(read.rows.map((row) => row.values)).toEqual(rows);
        let line = 2;
        for (const [at, row] of read.rows.entries()) {
          expect(row.line).toBe(line);
          line += 1 + (cells[at] ?? []).join('|').split(/\r\n|\n|\r/).length - 1;
        }
      }),
      { numRuns: 1000 },
    );
  });
});
