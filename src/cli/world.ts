import { userInfo } from 'node:os';
import { join } from 'node:path';
import { type Clock, isoDateOf, steppingClock, systemClock } from '../base/clock';
import { makeIds } from '../base/ids';
import { bad, good, type Result } from '../base/problems';
import { seededRandom, systemRandom } from '../base/random';
import { type Catalog, loadCatalog } from '../catalog/catalog';
import { folderReader } from '../catalog/files';
import { registry } from '../forms/index';
import type { World } from '../records/world';
import { readTypedDate } from '../rules/typed-date';
import type { Base } from '../store/base';
import { deedCount } from '../store/changes';
import { openBase } from '../store/open';
import { readWorkers, workerOfOsUser } from '../store/workers';
import type { Words } from '../words/words';
import { programFolder } from './places';

/** Reads the shipped data; faults are told by `akti check data`. */
export function shippedCatalog(): Catalog {
  return loadCatalog(folderReader(join(programFolder(), 'data'))).catalog;
}

/** An open base, its raw key if it is encrypted, and the same if a passphrase was asked for. */
export interface OpenedBase {
  readonly base: Base;
  readonly key: Buffer | null;
  readonly asked: Buffer | null;
}

/** Opens a base; how one of an older schema is brought up to date is told as it goes on. */
async function openTelling(path: string, key: Buffer | null, words: Words): Promise<Result<Base>> {
  const how = key ? { key } : {};
  const opened = openBase(path, { ...how, older: 'refuse' });
  if (opened.ok || opened.problem.code !== 'base.older') return opened;
  const { upgradeBase } = await import('./upgrade');
  const upgraded = await upgradeBase(path, key, words);
  return upgraded ? { ok: false, problem: upgraded } : openBase(path, how);
}

/** Opens a base, asking for its key when it is a real one. */
export async function openAsking(path: string, words: Words): Promise<Result<OpenedBase>> {
  const plain = await openTelling(path, null, words);
  if (plain.ok) return good({ base: plain.value, key: null, asked: null });
  if (plain.problem.code !== 'base.key') return plain;
  const { keyOf } = await import('./base-key');
  const key = await keyOf(path, words);
  if (!key.ok) return key;
  if (!key.value) return plain;
  const opened = await openTelling(path, key.value.key, words);
  const { asked, key: raw } = key.value;
  return opened.ok ? good({ base: opened.value, key: raw, asked: asked ? raw : null }) : opened;
}

/** The same for who needs only the base. */
export async function openAny(path: string, words: Words): Promise<Result<Base>> {
  const opened = await openAsking(path, words);
  return opened.ok ? good(opened.value.base) : opened;
}

/**
 * Clock and ids of a session. On a demo base `AKTI_NOW` (an ISO instant) and `AKTI_SEED` (a number)
 * make them repeatable; a real base never listens to them.
 */
function timeAndIds(base: Base): Pick<World, 'clock' | 'ids'> {
  const demo = base.kind === 'demo';
  const now = demo ? process.env.AKTI_NOW : undefined;
  const seed = demo ? process.env.AKTI_SEED : undefined;
  const clock: Clock = now ? steppingClock(now, 0) : systemClock();
  // What has been done already is part of the seed: two sessions never make the same id.
  const random = seed ? seededRandom(Number(seed) + 1000 * deedCount(base)) : systemRandom();
  return { clock, ids: makeIds(clock, random) };
}

/** The world of an open base. */
export function worldOf(base: Base): World {
  return {
    catalog: shippedCatalog(),
    registry,
    base,
    ...timeAndIds(base),
    workers: readWorkers(base),
  };
}

/**
 * Who is working: the one named, else the operating system's user if a worker, else the only
 * worker. On a real base nobody but the operating system's user gets in without signing in.
 * Null: to be asked.
 */
export function whoWorks(base: Base, named: string | undefined): Result<string | null> {
  const workers = readWorkers(base).filter((worker) => worker.active);
  const own = workerOfOsUser(base, userInfo().username);
  if (base.kind === 'real') {
    if (!own) return bad('user.not_worker', { user: userInfo().username });
    if (named && named !== own.id) return bad('user.other', { user: named });
    return good(own.id);
  }
  if (named) {
    return workers.some((worker) => worker.id === named)
      ? good(named)
      : bad('user.unknown', {
          user: named,
          expected: workers.map((worker) => worker.id).join(', '),
        });
  }
  if (own) return good(own.id);
  return good(workers.length === 1 ? (workers[0]?.id ?? null) : null);
}

/** The work date: the one given as `ddmmyy`, else today. */
export function workDateOf(given: string | undefined, clock: Clock): Result<string> {
  const today = isoDateOf(clock.now());
  if (given === undefined) return good(today);
  if (!/^\d{6}$/u.test(given)) return bad('work_date.form', { example: '160326' });
  return readTypedDate(given, { workDate: today, side: 'any' });
}
