import type { Language } from '../base/language';
import { faultAt } from './fault';
import { byPeriod } from './periods';
import { COMMON, SET_SHAPES, type SetShape } from './set-shapes';
import { datesInOrder, readTable, type Source, type TableRow, withoutDuplicates } from './table';

/** One choice of a code set. */
export interface CodeRow {
  /** Our own key; it is what a record stores and it never changes. */
  readonly id: string;
  /** The official or local code; empty when it is not known. */
  readonly code: string;
  readonly fi: string;
  readonly en: string;
  /** Swedish text; empty where the file has no column `sv` or nothing in it. */
  readonly sv: string;
  /** Short text for tree nodes; the Finnish text where the file gives none. */
  readonly label: string;
  readonly from?: string;
  readonly until?: string;
  /** `found`, `doc` or `recalled`; the last is shown as "tarkistamatta". */
  readonly status: string;
  /** Columns of this set alone. */
  readonly extra: Readonly<Record<string, string>>;
}

/** The text of a row in a language; Finnish where it has none. */
export function textOf(row: CodeRow, lang: Language): string {
  return row[lang] || row.fi;
}

/**
 * The short text of a row for tree nodes. Short texts are those of the classic, in Finnish; another
 * language shows its whole text, as far as there is room.
 */
export function labelOf(row: CodeRow, lang: Language): string {
  return lang === 'fi' ? row.label : row[lang] || row.label;
}

/** Code sets, each parsed when it is first asked for. */
export class CodeSets {
  readonly #source: Source;
  readonly #sets = new Map<string, ReadonlyMap<string, CodeRow>>();
  readonly #valid = new Map<string, (asOf: string) => readonly CodeRow[]>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** Names of the sets that have a file, and of those the program asks for; sorted. */
  names(): string[] {
    const files = this.#source.reader
      .list('codes')
      .filter((name) => name.endsWith('.csv'))
      .map((name) => name.slice(0, -'.csv'.length));
    return [...new Set([...files, ...Object.keys(SET_SHAPES)])].sort();
  }

  /** Rows of a set by id, in file order, expired ones too. An unknown set is empty. */
  set(name: string): ReadonlyMap<string, CodeRow> {
    let rows = this.#sets.get(name);
    if (!rows) {
      // Stored before it is read, so that a set that points to itself finds an empty one.
      this.#sets.set(name, new Map());
      rows = this.#read(name);
      this.#sets.set(name, rows);
    }
    return rows;
  }

  /** Rows valid on a day, in file order; the same array again while none begins or ends. */
  validOn(name: string, asOf: string): readonly CodeRow[] {
    let rowsOn = this.#valid.get(name);
    if (!rowsOn) {
      rowsOn = byPeriod([...this.set(name).values()]);
      this.#valid.set(name, rowsOn);
    }
    return rowsOn(asOf);
  }

  #read(name: string): ReadonlyMap<string, CodeRow> {
    const file = `codes/${name}.csv`;
    const shape = SET_SHAPES[name] ?? { columns: {} };
    const read = readTable(this.#source, file, { ...COMMON, ...shape.columns });
    const sound = withoutDuplicates(this.#source, file, read, 'id').filter(
      (row) => datesInOrder(this.#source, file, row) && this.#refersWell(file, row, shape),
    );
    const rows = this.#withoutSharedCodes(file, sound);
    return new Map(rows.map((row) => [row.cells.id as string, codeRow(row)]));
  }

  #refersWell(file: string, { line, cells }: TableRow, shape: SetShape): boolean {
    let well = true;
    for (const [column, set] of Object.entries(shape.refers ?? {})) {
      const cell = cells[column] as string;
      if (cell === '*') continue;
      for (const found of cell.split(';')) {
        if (this.set(set).has(found)) continue;
        const values = { column, found, expected: set };
        this.#source.faults.push(faultAt(file, line, 'catalog.reference', values));
        well = false;
      }
    }
    return well;
  }

  // Two rows may share a code only when they are never valid on the same day.
  #withoutSharedCodes(file: string, rows: readonly TableRow[]): TableRow[] {
    const byCode = new Map<string, TableRow[]>();
    return rows.filter((row) => {
      const code = row.cells.code as string;
      if (code === '') return true;
      const earlier = byCode.get(code) ?? [];
      const clash = earlier.find((other) => overlap(other.cells, row.cells));
      if (clash) {
        const values = { column: 'code', found: code, first: clash.line };
        this.#source.faults.push(faultAt(file, row.line, 'catalog.duplicate', values));
        return false;
      }
      byCode.set(code, [...earlier, row]);
      return true;
    });
  }
}

type Cells = TableRow['cells'];

function overlap(a: Cells, b: Cells): boolean {
  const startsBefore = (x: Cells, y: Cells) => !x.from || !y.until || x.from <= y.until;
  return startsBefore(a, b) && startsBefore(b, a);
}

function codeRow({ cells }: TableRow): CodeRow {
  const { id, code, fi, en, sv, label, from, until, status, ...extra } = cells as Record<
    keyof typeof COMMON,
    string
  >;
  return {
    id: id as string,
    code: code as string,
    fi: fi as string,
    en: en as string,
    sv: sv ?? '',
    label: (label || fi) as string,
    ...(from ? { from } : {}),
    ...(until ? { until } : {}),
    status: status as string,
    extra: extra as Record<string, string>,
  };
}
