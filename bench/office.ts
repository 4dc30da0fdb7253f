import { join } from 'node:path';
import { systemClock } from '../src/base/clock';
import { makeIds } from '../src/base/ids';
import type { Result } from '../src/base/problems';
import { systemRandom } from '../src/base/random';
import { type Catalog, loadCatalog } from '../src/catalog/catalog';
import { folderReader } from '../src/catalog/files';
import { makeDemo } from '../src/demo/make-demo';
import type { CaseFacts } from '../src/form/facts';
import { registry } from '../src/forms/index';
import { openSession, type Session } from '../src/records/session';
import type { World } from '../src/records/world';
import type { Base } from '../src/store/base';
import { openBase } from '../src/store/open';
import { readWorkers } from '../src/store/workers';
import { projectRoot } from '../test/lib/root';

export const USER = 'yhtmalmai';
/** The last day of the made-up world of the demo bases. */
export const WORK_DATE = '2026-03-16';

/** A worker at an open base, in this process: what costs time without a terminal. */
export interface Office {
  readonly base: Base;
  readonly session: Session;
  close(): void;
}

/** The value of a result; throws on a refusal, which no bench expects. */
export function unwrapped<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.code);
  return result.value;
}

/** The shipped data. */
export function benchCatalog(): Catalog {
  return loadCatalog(folderReader(join(projectRoot(), 'data'))).catalog;
}

/** Makes a general demo base of so many persons, and so many events where that is said. */
export function makeGeneralBase(
  path: string,
  persons: number,
  more: { readonly events?: number; readonly seed?: number } = {},
): void {
  unwrapped(makeDemo(path, { catalog: benchCatalog(), seed: 1, persons, ...more }));
}

/** Opens a base as the client does, for the main worker. */
export function openOffice(path: string): Office {
  const base = unwrapped(openBase(path));
  const clock = systemClock();
  const world: World = {
    catalog: benchCatalog(),
    registry,
    base,
    clock,
    ids: makeIds(clock, systemRandom()),
    workers: readWorkers(base),
  };
  const how = { user: USER, workDate: WORK_DATE, lang: 'fi' } as const;
  return { base, session: unwrapped(openSession(world, how)), close: () => base.close() };
}

/** Opens the case of the one person the finder finds. */
export function openFound({ session }: Office, typed: string): CaseFacts {
  const { persons } = unwrapped(session.findPersons(typed));
  if (persons.length !== 1) throw new Error(`${typed}: ${persons.length} persons`);
  return unwrapped(session.openCase(persons[0]?.id ?? ''));
}
