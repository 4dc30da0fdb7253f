import { existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Clock, isoInstant, steppingClock } from '../base/clock';
import { type Ids, makeIds } from '../base/ids';
import { good, type Problem, type Result } from '../base/problems';
import { type Random, seededRandom } from '../base/random';
import type { Catalog } from '../catalog/catalog';
import { registry } from '../forms/index';
import type { World } from '../records/world';
import type { Base } from '../store/base';
import { setCounter } from '../store/counters';
import { catching } from '../store/errors';
import { createFilled } from '../store/fill-new';
import { readWorkers, type StoredWorker, saveWorker } from '../store/workers';
import { enterDays } from './days';
import { enterGeneral } from './general';
import { PeopleMaker } from './people';
import { FIXED, SCENARIOS, type Scenario } from './scenarios';
import { moreWorkers, namedWorkers, OLD_UNIT } from './workers';

/** What kind of demo base is wanted. */
export interface DemoOptions {
  readonly catalog: Catalog;
  /** A safe integer; the same seed gives the same bytes with one build. */
  readonly seed: number;
  /** Persons of a general base; those of the scenarios are always among them. */
  readonly persons: number;
  /** Records of cases wanted in all of a general base; absent: what its cases need. */
  readonly events?: number;
  readonly scenario?: Scenario;
  /** Told after each part, in persons. */
  readonly progress?: (done: number, total: number) => void;
}

/** What was made. */
export interface DemoMade {
  readonly persons: number;
}

/** The last day of the made-up world: the Monday of B2. */
export const TODAY = '2026-03-16';
const FIRST_INSTANT = '2026-01-05T06:00:00.000Z';
/** Numbers already given in 2006, so that the next is the 3 of the slides. */
const GIVEN_IN_2006 = 2;

/**
 * Makes a demo base: people and cases through `records/`, in bulk but with every check, history
 * line and number of a single save. Clock, ids and chance are seeded, so the bytes are the same.
 *
 * Problems: those of `createBase`, `base.full`, `base.io`; `demo.disk` {free, needed} in megabytes,
 * before anything is begun. What was begun is taken away again.
 */
export function makeDemo(path: string, options: DemoOptions): Result<DemoMade> {
  const refused = options.scenario ? null : diskProblem(path, options);
  if (refused) return { ok: false, problem: refused };
  const random = seededRandom(options.seed);
  const clock = steppingClock(FIRST_INSTANT, 1);
  const ids = makeIds(clock, seededRandom(options.seed + 1));
  const made = { kind: 'demo', deviceId: ids.next(), createdAt: isoInstant(clock.now()) } as const;
  return createFilled(path, made, (base) => fillBase(base, clock, ids, random, options));
}

/** Bytes of a person with the case and its history, and of one event more; measured, rounded up. */
const BYTES_OF_PERSON = 9500;
const BYTES_OF_EVENT = 1700;
/** Events a person has without being asked for more. */
const OWN_EVENTS = 2.9;
const MEGABYTE = 1e6;

/** Why the base does not fit on the disk, or null; also where nobody can tell. */
function diskProblem(path: string, { persons, events = 0 }: DemoOptions): Problem | null {
  let folder = dirname(resolve(path));
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  const disk = catching(() => statfsSync(folder));
  if (!disk.ok) return null;
  const more = Math.max(0, events - persons * OWN_EVENTS);
  const needed = Math.ceil((persons * BYTES_OF_PERSON + more * BYTES_OF_EVENT) / MEGABYTE);
  const free = Math.floor((disk.value.bavail * disk.value.bsize) / MEGABYTE);
  return free < needed ? { code: 'demo.disk', values: { free, needed } } : null;
}

function fillBase(
  base: Base,
  clock: Clock,
  ids: Ids,
  random: Random,
  options: DemoOptions,
): Result<DemoMade> {
  const { catalog, scenario, persons: wanted } = options;
  const workers = workersOf(random, options);
  const saved = catching(() =>
    base.write(() => {
      for (const worker of workers) saveWorker(base, worker);
      if (scenario === undefined || SCENARIOS[scenario].unit === OLD_UNIT) countersOf2006(base);
    }),
  );
  if (!saved.ok) return saved;
  const world: World = { catalog, registry, base, clock, ids, workers: readWorkers(base) };
  const maker = new PeopleMaker(random, catalog, TODAY);
  if (scenario === undefined) {
    maker.reserve(FIXED);
    return enterGeneral(world, maker, random, { ...options, today: TODAY });
  }
  const { persons, enter } = SCENARIOS[scenario];
  const done = enterDays(world, (handOf) => enter(handOf, maker, random));
  if (!done.ok) return done;
  options.progress?.(persons, scenario ? persons : wanted);
  return good({ persons });
}

function workersOf(random: Random, { catalog, persons, scenario }: DemoOptions): StoredWorker[] {
  if (scenario) return namedWorkers(SCENARIOS[scenario].unit);
  return [...namedWorkers(OLD_UNIT), ...moreWorkers(random, catalog, TODAY, persons)];
}

function countersOf2006(base: Base): void {
  for (const form of registry.all) {
    if (!form.number) continue;
    const key = { series: form.number.series, year: 2006, root: OLD_UNIT };
    setCounter(base, key, GIVEN_IN_2006);
  }
}
