import { systemClock } from '../../src/base/clock';
import { makeIds } from '../../src/base/ids';
import { systemRandom } from '../../src/base/random';
import { connectStation } from '../../src/cli/station';
import { registry } from '../../src/forms/index';
import { enterMany } from '../../src/records/bulk';
import type { World } from '../../src/records/world';
import { makeTestId } from '../../src/rules/person-id';
import type { Base } from '../../src/store/base';
import { createBase } from '../../src/store/create';
import { changeLink, makeLink } from '../../src/store/sync-link';
import { readWorkers, saveWorker } from '../../src/store/workers';
import type { CentreUser } from '../../test/lib/serve';
import { benchCatalog, unwrapped, WORK_DATE } from '../office';

/** A base of one worker that is linked to a centre, and what exchanges for it. */
export interface Station {
  readonly base: Base;
  readonly world: World;
  /** One exchange; gives the ms until the last was sent, and of the whole. */
  exchange(): Promise<{ readonly sent: number; readonly all: number; readonly received: number }>;
  close(): void;
}

const catalog = benchCatalog();
const TEXT =
  'Keskusteltiin arjen sujumisesta ja rahankäytöstä. Sovittiin, että asiakas ottaa yhteyttä ' +
  'perjantaina ja että laskut käydään läpi seuraavalla kerralla.';

/** Makes an empty base of a user, links it to a centre and signs in there. */
export async function newStation(path: string, url: string, user: CentreUser): Promise<Station> {
  const clock = systemClock();
  const ids = makeIds(clock, systemRandom());
  const createdAt = clock.now().toISOString();
  const base = unwrapped(createBase(path, { kind: 'demo', deviceId: ids.next(), createdAt }));
  const { id, name, unit, role } = user;
  saveWorker(base, { id, name, unit, role, active: true, os_user: null });
  base.write(() => {
    makeLink(base, url, id);
    changeLink(base, { device_id: ids.next() });
  });
  const world: World = { catalog, registry, base, clock, ids, workers: readWorkers(base) };
  let sentAt = 0;
  const { wire, exchange } = connectStation(world, (stage) => {
    if (stage === 'send') sentAt = performance.now();
  });
  await wire.signIn(id, user.password);
  return {
    base,
    world,
    exchange: async () => {
      const before = performance.now();
      const { stopped, received, left } = await exchange.run();
      if (stopped || left > 0) throw new Error(`exchange stopped: ${JSON.stringify(stopped)}`);
      return { sent: sentAt - before, all: performance.now() - before, received };
    },
    close: () => base.close(),
  };
}

/** Entries of one client; the client's own among them. */
const OF_CLIENT = 25;

/**
 * Enters clients with diary notes, so many records in all.
 * @param from number of the first client, where others have been entered before
 */
export function enterEntries({ world }: Station, user: string, entries: number, from = 0): void {
  const done = enterMany(world, (handOf) => {
    const hand = handOf(user, WORK_DATE);
    let person = '';
    for (let at = 0; at < entries; at += 1) {
      if (at % OF_CLIENT === 0) {
        const nth = from + Math.floor(at / OF_CLIENT);
        const born = `${1930 + (nth % 70)}-0${1 + (nth % 9)}-1${nth % 10}`;
        const value = makeTestId(born, 900 + (nth % 99));
        person = hand.enter('person', {
          identifiers: [{ value, class: 'test', from: null, until: null }],
          last_name: `Koe${nth}`,
          first_names: 'Aada',
          municipality: 'lahti',
          protected: false,
        }).id;
      } else {
        hand.enter('diary_note', {
          person,
          date: WORK_DATE,
          attached: null,
          text: `${at} ${TEXT}`,
        });
      }
    }
  });
  unwrapped(done);
}

/** The operations of a base as documents, as any store of documents would keep them. */
export function documentsOf({ base }: Station): object[] {
  const rows = base.db.prepare<[], Record<string, unknown>>('SELECT * FROM change').all();
  return rows.map(({ op_id, patch, ...row }) => ({
    ...{ ...row, _id: op_id },
    patch: JSON.parse(String(patch)),
  }));
}
