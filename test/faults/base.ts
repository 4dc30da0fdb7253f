import { userInfo } from 'node:os';
import { steppingClock } from '../../src/base/clock';
import { makeIds } from '../../src/base/ids';
import type { Result } from '../../src/base/problems';
import { seededRandom } from '../../src/base/random';
import { loadCatalog } from '../../src/catalog/catalog';
import { folderReader } from '../../src/catalog/files';
import { fill } from '../../src/form/fill';
import type { Rec, Values } from '../../src/form/value';
import { registry } from '../../src/forms/index';
import { openSession, type Session } from '../../src/records/session';
import type { Base } from '../../src/store/base';
import { createBase } from '../../src/store/create';
import { openBase } from '../../src/store/open';
import { readWorkers, saveWorker } from '../../src/store/workers';
import { projectRoot } from '../lib/root';

/** The worker everybody is in these tests, unless another is named. */
export const WORKER = 'yhtmalmai';
export const SECRETARY = 'yhtsihtee';
export const READER = 'yhtlukija';
export const COLLEAGUE = 'yhtpälöst';

/** The day of the scenario, as stored and as typed. */
export const WORK_DATE = '2008-05-05';
export const WORK_DAY = '050508';

/** The two persons of scenario B1: what is typed to find the first one, and both names. */
export const FATHER = { id: '121255-TP1X', find: '1212', name: 'Testi, Isä' } as const;
export const MOTHER = { id: '150278-TP22', find: '1502', name: 'Testi, Äiti' } as const;

const MADE_AT = '2008-05-05T06:00:00.000Z';

/** The value of a result that must be good. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.problem)}`);
  return result.value;
}

/** Somebody at work in a base that is being made, through the same door as the program. */
export class Office {
  constructor(
    readonly base: Base,
    readonly session: Session,
  ) {}

  /** Saves a new record; `client` is the id of the open client, if there is one. */
  save(form: string, values: Record<string, unknown>, client?: string): Rec {
    const opened = client ? must(this.session.openCase(client)) : null;
    const result = this.session.save({ form, client: opened, values: values as Values });
    if (result.kind !== 'saved') throw new Error(`${form} refused: ${JSON.stringify(result)}`);
    return result.rec;
  }

  /** Saves a person with one Effica temporary or test identifier and gives the record's id. */
  person(identifier: string, name: string, more: Record<string, unknown> = {}): string {
    const [last = '', first = ''] = name.split(', ');
    const kind = identifier.includes('-TP') ? 'effica_temporary' : 'test';
    const row = { value: identifier, class: kind, from: null, until: null };
    return this.save('person', {
      identifiers: [row],
      last_name: last,
      first_names: first,
      municipality: 'helsinki',
      protected: false,
      ...more,
    }).id;
  }

  /** Saves what a worker would who typed these fields and took the defaults of the others. */
  typed(form: string, client: string, values: Record<string, unknown>): Rec {
    const facts = this.session.facts(must(this.session.openCase(client)));
    const definition = registry.form(form);
    const given = { person: client, ...values } as Values;
    const filled = fill(definition, given, new Set(Object.keys(given)), facts);
    const stored = Object.entries(filled).filter(([id]) => {
      const field = definition.fields[id];
      return field && !field.computed && !field.unstored;
    });
    return this.save(form, Object.fromEntries(stored), client);
  }

  /** An adult case up to its decision; `more` are fields of single records, such as the unit. */
  decided(client: string, more: Readonly<Record<string, Record<string, unknown>>> = {}): Rec {
    this.typed('initiation', client, {
      type: 'aikuissosiaalityon_tarve',
      reason: 'kriisipalvelu',
      ...more.initiation,
    });
    this.typed('investigation', client, { ...more.investigation });
    const type = 'paatos_aikuissosiaalityosta';
    return this.typed('decision', client, { type, ...more.decision });
  }

  /** Goes on from a decision to a service and one work entry. */
  served(client: string, more: Readonly<Record<string, Record<string, unknown>>> = {}): void {
    this.typed('service', client, { service: 'akuutti_sosiaalityo', ...more.service });
    const done = { event: 'asiakaskaynti_vaativa', quantity: 60 };
    this.typed('work_entry', client, { ...done, ...more.work_entry });
  }

  /** Makes a household: the first person is its head, the second the spouse, others children. */
  household(...persons: string[]): void {
    const members = persons.map((person, at) => ({
      person,
      role: ['R', 'S'][at] ?? 'B',
      from: null,
      until: null,
      guardian: at < 2,
    }));
    this.save('household', { members });
  }
}

/**
 * Makes a base: four workers, the household of B1, and what `stock` adds. With a key it is a real
 * one, encrypted, whose worker is the user of the operating system.
 */
export function makeBase(
  path: string,
  stock: (office: Office, father: string) => void = () => {},
  key?: Buffer,
): void {
  const clock = steppingClock(MADE_AT, 1000);
  const ids = makeIds(clock, seededRandom(20080505));
  const how = {
    kind: key ? 'real' : 'demo',
    key,
    deviceId: ids.next(),
    createdAt: MADE_AT,
    journal: 'delete',
  } as const;
  const base = must(createBase(path, how));
  try {
    const common = { unit: 'phsotey', active: true, os_user: null };
    const os_user = key ? userInfo().username : null;
    saveWorker(base, { ...common, id: WORKER, name: 'Mallila Maija', role: 'worker', os_user });
    saveWorker(base, { ...common, id: SECRETARY, name: 'Sihteerilä Sisko', role: 'secretary' });
    saveWorker(base, { ...common, id: READER, name: 'Lukijala Lauri', role: 'reader' });
    saveWorker(base, { ...common, id: COLLEAGUE, name: 'Pälönen Östen', role: 'worker' });
    const { catalog } = loadCatalog(folderReader(`${projectRoot()}/data`));
    const world = { catalog, registry, base, clock, ids, workers: readWorkers(base) };
    const session = must(openSession(world, { user: WORKER, workDate: WORK_DATE, lang: 'fi' }));
    const office = new Office(base, session);
    const father = office.person(FATHER.id, FATHER.name);
    office.household(father, office.person(MOTHER.id, MOTHER.name));
    stock(office, father);
  } finally {
    base.close();
  }
}

/** Looks at a base from beside a program that may have it open. */
export function look<T>(path: string, fn: (base: Base) => T): T {
  const base = must(openBase(path));
  try {
    return fn(base);
  } finally {
    base.close();
  }
}

/** Command-line arguments of the client on a base. */
export function clientArgs(path: string, user: string = WORKER): string[] {
  return ['--base', path, '--user', user, '--work-date', WORK_DAY];
}
