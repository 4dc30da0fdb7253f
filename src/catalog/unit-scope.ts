import { oneOf, slug, status } from './cells';
import type { CodeSets } from './codes';
import { faultAt } from './fault';
import { readTable, type Source, withoutDuplicates } from './table';
import type { UnitRow } from './units';

/**
 * How far from the own unit a role sees queues: the unit itself, those under the same head, those
 * under the same area (the level below the root), or all of the root.
 */
export type UnitScope = 'unit' | 'head' | 'area' | 'root';

/** Scope by role; a role without a row sees its own unit only. */
export type UnitScopes = ReadonlyMap<string, UnitScope>;

const FILE = 'roles/unit_scope.csv';
const COLUMNS = { role: slug, scope: oneOf('unit', 'head', 'area', 'root'), status };

/** Reads how far each role sees; a role that stands twice keeps its first line, none may lack. */
export function readUnitScopes(source: Source, codes: CodeSets): UnitScopes {
  const roles = codes.set('roles');
  const scopes = new Map<string, UnitScope>();
  const rows = readTable(source, FILE, COLUMNS);
  for (const { line, cells } of withoutDuplicates(source, FILE, rows, 'role')) {
    const role = cells.role as string;
    if (roles.has(role)) scopes.set(role, cells.scope as UnitScope);
    else {
      const values = { column: 'role', found: role, expected: 'roles' };
      source.faults.push(faultAt(FILE, line, 'catalog.reference', values));
    }
  }
  if (rows.length > 0) {
    for (const role of roles.keys()) {
      if (scopes.has(role)) continue;
      source.faults.push(faultAt(FILE, 1, 'catalog.scope_missing', { role }));
    }
  }
  return scopes;
}

/**
 * Ids of the units whose queues are seen from a unit, itself among them, in file order. A unit the
 * tree does not know sees itself.
 */
export function unitsInScope(
  units: ReadonlyMap<string, UnitRow>,
  unit: string,
  scope: UnitScope,
): string[] {
  const top = topOf(units, unit, scope);
  const under = [...units.keys()].filter((id) => pathOf(units, id).includes(top));
  return under.includes(unit) ? under : [unit, ...under];
}

/** The unit under which everything is seen. */
function topOf(units: ReadonlyMap<string, UnitRow>, unit: string, scope: UnitScope): string {
  const path = pathOf(units, unit);
  // From the root down: root, area, …, head, the unit itself.
  const at = { root: 0, area: 1, head: path.length - 2, unit: path.length - 1 }[scope];
  return path[Math.max(0, Math.min(at, path.length - 1))] ?? unit;
}

/** A unit and all above it, the root first. */
function pathOf(units: ReadonlyMap<string, UnitRow>, id: string): string[] {
  const path = [id];
  for (let up = units.get(id)?.parent; up; up = units.get(up)?.parent) path.unshift(up);
  return path;
}
