import { anyText, dayOrEmpty, filled, slug, slugOrEmpty, status, yesNo } from './cells';
import type { CodeSets } from './codes';
import { faultAt } from './fault';
import {
  type Columns,
  datesInOrder,
  readTable,
  type Source,
  type TableRow,
  withoutDuplicates,
} from './table';

/** An organisation unit (DOMAIN 9.1). */
export interface UnitRow {
  readonly id: string;
  /** Code such as `11A2Gb`; empty when there is none. */
  readonly code: string;
  /** Id of the unit above; absent for a root. */
  readonly parent?: string;
  readonly name: string;
  readonly name_long: string;
  /** Stands for both names where the client's place must not show (turvakielto). */
  readonly name_masked: string;
  /** Municipality slug; empty for heads, roots and Ulkokunta. */
  readonly municipality: string;
  /** Slug of the team's service; empty for heads and roots. */
  readonly service: string;
  /** Slug of the service task its work belongs to; empty: that of the unit above (ROWS 164). */
  readonly service_task: string;
  /** A reserved code: listed, but cannot be chosen (ROWS 204). */
  readonly reserved: boolean;
  /** Nothing stands under it. */
  readonly leaf: boolean;
  readonly from?: string;
  readonly until?: string;
  readonly status: string;
}

const FILE = 'units/units.csv';
const COLUMNS: Columns = {
  id: slug,
  code: anyText,
  parent: slugOrEmpty,
  name: filled,
  name_long: filled,
  name_masked: filled,
  municipality: slugOrEmpty,
  service: slugOrEmpty,
  service_task: slugOrEmpty,
  reserved: yesNo,
  from: dayOrEmpty,
  until: dayOrEmpty,
  status,
};

/** The unit tree, and the check that is too dear for every start. */
export interface UnitTree {
  /** By id, in file order. */
  readonly units: ReadonlyMap<string, UnitRow>;
  /** Adds a fault for each municipality or service task that is not in its code set. */
  readonly checkCodes: () => void;
}

/** Reads the unit tree. A unit whose parent is not there is left out with a fault. */
export function readUnits(source: Source, codes: CodeSets): UnitTree {
  const read = readTable(source, FILE, COLUMNS);
  const unique = withoutDuplicates(
    source,
    FILE,
    withoutDuplicates(source, FILE, read, 'id'),
    'code',
  );
  const rooted = withRoots(
    source,
    unique.filter((row) => datesInOrder(source, FILE, row)),
  );
  const parents = new Set(rooted.map(({ cells }) => cells.parent));
  const units = new Map(
    rooted.map(({ cells }) => [cells.id as string, unitRow(cells, !parents.has(cells.id))]),
  );
  return { units, checkCodes: () => checkCodes(source, codes, rooted) };
}

/** Id of the topmost unit above a unit; a unit the tree does not know is its own root. */
export function rootOf(units: ReadonlyMap<string, UnitRow>, id: string): string {
  let at = id;
  for (let up = units.get(at)?.parent; up; up = units.get(at)?.parent) at = up;
  return at;
}

/** Columns that hold a row of a code set, and which. */
const CODED = { municipality: 'municipalities', service_task: 'service_tasks' } as const;

function checkCodes(source: Source, codes: CodeSets, rows: readonly TableRow[]): void {
  for (const [column, expected] of Object.entries(CODED)) {
    const known = codes.set(expected);
    for (const { line, cells } of rows) {
      const found = cells[column] as string;
      if (found === '' || known.has(found)) continue;
      source.faults.push(faultAt(FILE, line, 'catalog.reference', { column, found, expected }));
    }
  }
}

/** Service task of a unit: its own, else that of the nearest unit above; empty when none says. */
export function serviceTaskOf(units: ReadonlyMap<string, UnitRow>, id: string): string {
  let at = units.get(id);
  while (at && at.service_task === '' && at.parent) at = units.get(at.parent);
  return at?.service_task ?? '';
}

/** Rows that reach a root. The others have no parent in the file, or go round in a ring. */
function withRoots(source: Source, rows: readonly TableRow[]): TableRow[] {
  const known = new Map(rows.map((row) => [row.cells.id as string, row.cells.parent as string]));
  return rows.filter(({ line, cells }) => {
    const seen = new Set<string>();
    let at = cells.id as string;
    for (let up = known.get(at) as string; up !== ''; up = known.get(at) as string) {
      if (!known.has(up)) {
        const values = { column: 'parent', found: up, expected: 'units' };
        source.faults.push(faultAt(FILE, line, 'catalog.reference', values));
        return false;
      }
      if (seen.has(up)) {
        source.faults.push(faultAt(FILE, line, 'catalog.ring', { column: 'parent', found: up }));
        return false;
      }
      seen.add(up);
      at = up;
    }
    return true;
  });
}

function unitRow(cells: TableRow['cells'], leaf: boolean): UnitRow {
  const { parent, from, until } = cells;
  return {
    id: cells.id as string,
    code: cells.code as string,
    ...(parent ? { parent } : {}),
    name: cells.name as string,
    name_long: cells.name_long as string,
    name_masked: cells.name_masked as string,
    municipality: cells.municipality as string,
    service: cells.service as string,
    service_task: cells.service_task as string,
    reserved: cells.reserved === 'yes',
    leaf,
    ...(from ? { from } : {}),
    ...(until ? { until } : {}),
    status: cells.status as string,
  };
}
