import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, steppingClock } from '../../src/base/clock';
import { makeIds } from '../../src/base/ids';
import type { Result } from '../../src/base/problems';
import { seededRandom } from '../../src/base/random';
import { loadCatalog } from '../../src/catalog/catalog';
import { folderReader } from '../../src/catalog/files';
import type { Rec, Row, Values } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { enterMany, type Hand, type HandOf } from '../../src/records/bulk';
import type { World } from '../../src/records/world';
import { makeTestId } from '../../src/rules/person-id';
import type { Base } from '../../src/store/base';
import { createBase } from '../../src/store/create';
import { openBase } from '../../src/store/open';
import { readWorkers, saveWorker } from '../../src/store/workers';
import { projectRoot } from '../lib/root';
import { scratchFolder } from '../lib/scratch';
import { sampleAnswers } from './samples';

export const { catalog: CATALOG } = loadCatalog(folderReader(join(projectRoot(), 'data')));

export const WORK_DATE = '2026-03-16';
const INSTANT = '2026-03-16T08:00:00.000Z';
const DEVICE = '018f0000-0000-7000-8000-000000000001';
const UNIT = 'phsotey';

/** A worker of each role. */
export const ROLES = ['worker', 'secretary', 'reader'] as const;
export type Role = (typeof ROLES)[number];
export const USERS: Readonly<Record<Role, string>> = {
  worker: 'yhtmalmai',
  secretary: 'yhtsihter',
  reader: 'yhtlukrii',
};
const NAMES: Readonly<Record<Role, string>> = {
  worker: 'Mallila Maija',
  secretary: 'Sihvola Teresa',
  reader: 'Lukkari Riitta',
};

/** Identifiers of the persons; the first one's case has something of everything. */
export const IDENTIFIERS = {
  client: makeTestId('1980-02-11', 901),
  spouse: makeTestId('1982-07-30', 902),
  child: makeTestId('2019-11-05', 903),
  newcomer: makeTestId('1955-04-18', 904),
  guarded: makeTestId('1990-09-09', 905),
} as const;

/** The value of a result that must be good. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.problem)}`);
  return result.value;
}

/** A clock that stands still and ids from a seed: the same keys make the same records. */
export function worldOf(base: Base, seed = 1): World & { clock: Clock } {
  const clock = steppingClock(INSTANT, 0);
  const ids = makeIds(clock, seededRandom(seed));
  return { catalog: CATALOG, registry, base, clock, ids, workers: readWorkers(base) };
}

function enterPerson(hand: Hand, identifier: string, last: string, first: string, more?: Values) {
  const identifiers: Row[] = [{ value: identifier, class: 'test', from: null, until: null }];
  const named = { identifiers, last_name: last, first_names: first, municipality: 'lahti' };
  return hand.enter('person', { ...named, street: `${last}tie 1`, ...more }).id;
}

function enterHome(hand: Hand, members: readonly (readonly [string, string])[]): void {
  hand.enter('household', {
    members: members.map(([person, role]) => ({
      person,
      role,
      from: null,
      until: null,
      guardian: role === 'R' || role === 'S',
    })),
  });
}

/** Saves a form for a client: what is given, and samples of whatever else is needed. */
function enterSample(hand: Hand, form: string, person: string | null, given: Values = {}): Rec {
  const facts = person === null ? hand.facts('') : hand.facts(person);
  const chosen = { ...(person === null ? {} : { person }), ...given };
  return hand.enter(form, sampleAnswers(registry.form(form), facts, { given: chosen }));
}

/** A path of the process chain that goes all the way to a service. */
const PATH = CATALOG.chain.find((row) => Object.values(row).every((cell) => cell !== ''));

/** One matter handed over to somebody, one to the worker, and a stand-in for the worker. */
function enterHandovers(handOf: HandOf, person: string, given: string, taken: string): void {
  const { worker, secretary } = USERS;
  const hand = (user: string) => handOf(user, WORK_DATE);
  const reason = 'tyomaara';
  const offer = { attached: given, to_worker: secretary, reason };
  enterSample(hand(secretary), 'handover', person, { attached: taken, to_worker: worker, reason });
  enterSample(hand(worker), 'handover', person, offer);
  const days = { from: '2026-03-10', until: '2026-03-20' };
  enterSample(hand(worker), 'stand_in', null, { substitute: secretary, ...days });
  enterSample(hand(secretary), 'stand_in', null, {
    absent: secretary,
    substitute: worker,
    ...days,
  });
}

function enterFullCase(handOf: HandOf, person: string): void {
  if (!PATH) throw new Error('no path of the process chain reaches a service');
  const type = PATH.initiation_type;
  const hand = (day: string) => handOf(USERS.worker, day);
  const upTo = (day: string, notice: boolean): { investigation: Rec; decision: Rec } => {
    const initiation = enterSample(hand(day), 'initiation', person, { type, date: day });
    const investigation = enterSample(hand(day), 'investigation', person, {
      initiations: [initiation.id],
    });
    const given = { investigation: investigation.id, notice_given: notice };
    return { investigation, decision: enterSample(hand(day), 'decision', person, given) };
  };
  const first = upTo('2025-10-06', true);
  const decision = first.decision.id;
  enterSample(hand('2025-10-07'), 'service', person, { decision });
  const ended = { until: '2025-10-08' };
  hand('2025-10-08').act('investigation.transfer', first.investigation, ended);
  const second = upTo('2026-01-12', true);
  const service = enterSample(hand('2026-01-13'), 'service', person, {
    decision: second.decision.id,
    worker: USERS.secretary,
  });
  const given = { investigation: second.investigation.id, notice_given: false };
  enterSample(hand('2026-02-02'), 'decision', person, given);
  const dismissed = enterSample(hand('2026-02-03'), 'initiation', person, { type });
  const [reason] = CATALOG.codes('dismissal_reasons', WORK_DATE);
  const answers = { dismissed_on: '2026-02-04', dismissal_reason: reason?.id ?? '' };
  hand('2026-02-04').act('initiation.dismiss', dismissed, answers);
  enterSample(hand('2026-03-02'), 'initiation', person, { type });
  for (const quantity of [30, 45]) enterSample(hand(WORK_DATE), 'work_entry', person, { quantity });
  enterSample(hand(WORK_DATE), 'staff_entry', null, { quantity: 60 });
  enterSample(hand(WORK_DATE), 'diary_note', person);
  enterSample(hand(WORK_DATE), 'reminder', person, { due_on: '2026-03-30' });
  enterHandovers(handOf, person, second.investigation.id, service.id);
}

/** People, one full case, and a worker of each role; made through `records/`. */
function fillBase(base: Base): void {
  for (const role of ROLES) {
    const os_user = null;
    saveWorker(base, {
      id: USERS[role],
      name: NAMES[role],
      unit: UNIT,
      role,
      active: true,
      os_user,
    });
  }
  const entered = enterMany(worldOf(base, 99), (handOf) => {
    const hand = handOf(USERS.worker, '2025-10-01');
    const { client, spouse, child, newcomer, guarded } = IDENTIFIERS;
    const person = enterPerson(hand, client, 'Kataja', 'Aada');
    enterHome(hand, [
      [person, 'R'],
      [enterPerson(hand, spouse, 'Kataja', 'Oiva'), 'S'],
      [enterPerson(hand, child, 'Kataja', 'Ilo'), 'B'],
    ]);
    enterHome(hand, [[enterPerson(hand, newcomer, 'Lehto', 'Usko'), 'R']]);
    const hidden = enterPerson(hand, guarded, 'Salava', 'Tuuli', { protected: true });
    enterHome(hand, [[hidden, 'R']]);
    enterSample(handOf(USERS.worker, '2026-03-03'), 'initiation', hidden, { worker: null });
    enterFullCase(handOf, person);
  });
  must(entered);
}

const FIRST_SEED = 100;
let nextSeed = FIRST_SEED;

/** Two desks on one base must not give out the same ids; each file of tests begins anew. */
export function anotherSeed(): number {
  return nextSeed++;
}

let filled: Buffer | undefined;

/** The bytes of a base that is filled as all of them are; made once, in a folder of the test's. */
function template(path: string): Buffer {
  if (filled) return filled;
  const options = { kind: 'demo', deviceId: DEVICE, createdAt: INSTANT } as const;
  const base = must(createBase(path, { ...options, journal: 'delete' }));
  try {
    fillBase(base);
  } finally {
    base.close();
  }
  filled = readFileSync(path);
  return filled;
}

/** Bases of a test file: one is filled once, and each test gets a copy of its bytes. */
export class Bases {
  private readonly folder = scratchFolder('akti-contract-');
  private readonly opened: Base[] = [];
  private readonly bytes = template(this.path('template'));
  private copies = 0;

  constructor() {
    nextSeed = FIRST_SEED;
  }

  private path(name: string): string {
    return join(this.folder, `${name}.akti`);
  }

  /** A base of its own, filled as all of them are. */
  copy(): Base {
    const path = this.path(`copy-${++this.copies}`);
    writeFileSync(path, this.bytes);
    const base = must(openBase(path));
    this.opened.push(base);
    return base;
  }

  /** Takes a base that is done with away. */
  drop(base: Base): void {
    base.close();
    for (const end of ['', '-wal', '-shm']) rmSync(base.path + end, { force: true });
    this.opened.splice(this.opened.indexOf(base), 1);
  }

  remove(): void {
    for (const base of this.opened.splice(0)) base.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Runs something on a base and takes everything it wrote back. */
export function undone<T>(base: Base, run: () => T): T {
  base.db.exec('SAVEPOINT contract');
  try {
    return run();
  } finally {
    base.db.exec('ROLLBACK TO contract; RELEASE contract');
  }
}
