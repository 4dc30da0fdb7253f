import { slug, yesNo } from './cells';
import type { CodeSets } from './codes';
import { faultAt } from './fault';
import { readTable, type Source, type TableRow } from './table';

/** Cells of the permission matrix, `role form action` → allowed. */
export type Permissions = ReadonlyMap<string, boolean>;

const FILE = 'roles/permissions.csv';
const COLUMNS = { role: slug, form: slug, action: slug, allowed: yesNo };

/** Key of one cell. */
export function cellOf(role: string, form: string, action: string): string {
  return `${role} ${form} ${action}`;
}

/**
 * The permission matrix. A cell that stands twice keeps its first line; a role that lacks a cell
 * another role has is a fault, as what is not written must be refused by mistake of nobody.
 */
export function readPermissions(source: Source, codes: CodeSets): Permissions {
  const roles = codes.set('roles');
  const lines = new Map<string, number>();
  const cells = new Map<string, boolean>();
  const rows = readTable(source, FILE, COLUMNS);
  for (const { line, cells: row } of rows) {
    const { role, form, action } = row as Record<keyof typeof COLUMNS, string>;
    if (!roles.has(role)) {
      const values = { column: 'role', found: role, expected: 'roles' };
      source.faults.push(faultAt(FILE, line, 'catalog.reference', values));
      continue;
    }
    const key = cellOf(role, form, action);
    const first = lines.get(key);
    if (first !== undefined) {
      const values = { column: 'role', found: key, first };
      source.faults.push(faultAt(FILE, line, 'catalog.duplicate', values));
      continue;
    }
    lines.set(key, line);
    cells.set(key, row.allowed === 'yes');
  }
  if (rows.length > 0) reportHoles(source, [...roles.keys()], rows, cells);
  return cells;
}

function reportHoles(
  source: Source,
  roles: readonly string[],
  rows: readonly TableRow[],
  cells: Permissions,
): void {
  const told = new Set<string>();
  for (const { line, cells: row } of rows) {
    const { form, action } = row as { form: string; action: string };
    for (const role of roles) {
      const key = cellOf(role, form, action);
      if (cells.has(key) || told.has(key)) continue;
      told.add(key);
      source.faults.push(faultAt(FILE, line, 'catalog.permission_missing', { role, form, action }));
    }
  }
}
