import { type CodeRow, CodeSets } from './codes';
import { type CatalogReader, type Fault, inFileOrder } from './fault';
import { byPeriod } from './periods';
import { cellOf, type Permissions, readPermissions } from './permissions';
import { type ChainRow, type DeadlineRow, readChain, readDeadlines } from './process';
import type { Source } from './table';
import { readUnitScopes, type UnitScopes, unitsInScope } from './unit-scope';
import { readUnits, rootOf, serviceTaskOf, type UnitRow } from './units';

/** What the data folder says. Each file is read when something in it is first asked for. */
export interface Catalog {
  /**
   * Rows of a set valid on an ISO day, in file order; the same array while no row begins or ends.
   */
  codes(set: string, asOf: string): readonly CodeRow[];
  /** One row of a set, also an expired one. */
  code(set: string, id: string): CodeRow | undefined;
  /** All rows of a set, expired ones too, in file order. */
  allCodes(set: string): readonly CodeRow[];
  /** Names of the sets. */
  sets(): readonly string[];
  /** Units valid on an ISO day, likewise; heads and reserved ones too. */
  units(asOf: string): readonly UnitRow[];
  unit(id: string): UnitRow | undefined;
  /** Id of the topmost unit above a unit; an unknown unit is its own root. */
  rootOf(unitId: string): string;
  /** Service task a unit's work belongs to; empty when the tree does not say. */
  serviceTaskOf(unitId: string): string;
  /** Ids of the units whose queues a role of a unit sees, its own among them. */
  unitsSeen(role: string, unitId: string): readonly string[];
  readonly chain: readonly ChainRow[];
  readonly deadlines: readonly DeadlineRow[];
  /** Whether a role may do an action on a form; what no row allows is refused. */
  allows(role: string, form: string, action: string): boolean;
  /** Reads every file and gives all faults by file and line. */
  checkAll(): readonly Fault[];
}

/**
 * Opens the catalog without reading anything yet. `faults` grows as files are read; after
 * `checkAll()` it holds them all.
 */
export function loadCatalog(reader: CatalogReader): { catalog: Catalog; faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const source: Source = { reader, faults };
  const sets = new CodeSets(source);
  const tree = once(() => readUnits(source, sets));
  const checkCodes = once(() => tree().checkCodes());
  const units = () => tree().units;
  const unitsOn = once(() => byPeriod([...units().values()]));
  const chain = once(() => readChain(source, sets));
  const deadlines = once(() => readDeadlines(source, sets));
  const permissions = once<Permissions>(() => readPermissions(source, sets));
  const scopes = once<UnitScopes>(() => readUnitScopes(source, sets));
  const catalog: Catalog = {
    codes: (set, asOf) => sets.validOn(set, asOf),
    code: (set, id) => sets.set(set).get(id),
    allCodes: (set) => [...sets.set(set).values()],
    sets: () => sets.names(),
    units: (asOf) => unitsOn()(asOf),
    unit: (id) => units().get(id),
    rootOf: (unitId) => rootOf(units(), unitId),
    serviceTaskOf: (unitId) => serviceTaskOf(units(), unitId),
    unitsSeen: (role, unitId) => unitsInScope(units(), unitId, scopes().get(role) ?? 'unit'),
    get chain() {
      return chain();
    },
    get deadlines() {
      return deadlines();
    },
    allows: (role, form, action) => permissions().get(cellOf(role, form, action)) === true,
    checkAll: () => {
      for (const name of sets.names()) sets.set(name);
      for (const read of [checkCodes, chain, deadlines, permissions, scopes]) read();
      return inFileOrder(faults);
    },
  };
  return { catalog, faults };
}

/** Computes on the first call and remembers. */
function once<T>(compute: () => T): () => T {
  let kept: { value: T } | undefined;
  return () => {
    kept ??= { value: compute() };
    return kept.value;
  };
}
