import { type Centre, openCentre, type Parts } from '../../src/server/centre';
import { openDatabase, type Place } from '../../src/server/database';
import { Refusal } from '../../src/server/refusal';
import { type Exchange, makeExchange, type Outcome } from '../../src/sync/exchange';
import { type Wire, WireError } from '../../src/sync/ports';
import type { Station } from './feed';
import { TEAM } from './office';

/** Workers of the stations, both of one team at first. */
export const ANNA = 'yhtmalmai';
export const OLLI = 'yhtpälöst';

/** The real centre, as it lies in a file or on a server. */
export async function centreAt(
  { office }: Station,
  place: Place,
  notices?: Parts['notices'],
): Promise<Centre> {
  const { catalog, registry, clock, ids } = office.world;
  const parts = { database: await openDatabase(place), catalog, registry, clock, ids };
  return openCentre(notices ? { ...parts, notices } : parts);
}

/** The real centre, in memory when nothing else is said, with both workers in one team. */
export async function makeCentre(
  station: Station,
  place: Place = { memory: true },
  notices?: Parts['notices'],
): Promise<Centre> {
  const centre = await centreAt(station, place, notices);
  for (const id of [ANNA, OLLI]) await putInto(centre, id, TEAM);
  return centre;
}

/** Puts a worker into a unit; what they see changes at once. */
export async function putInto(centre: Centre, id: string, unit: string): Promise<void> {
  await centre.saveUser({ id, name: id, role: 'worker', unit, active: true });
}

/** One exchange of a station with the centre; everything must come through. */
export async function exchange(station: Station, centre: Centre): Promise<Outcome> {
  const { user, device_id } = station.log.link();
  if (!(await centre.devices(user)).some(({ id }) => id === device_id)) {
    await centre.registerDevice({ id: device_id, user, name: device_id });
  }
  const outcome = await exchangeOf(station, centre).run();
  if (outcome.stopped) throw new Error(JSON.stringify(outcome.stopped));
  return outcome;
}

/** A station joined with the centre, as a program that goes on exchanging. */
export function exchangeOf(
  station: Station,
  centre: Centre,
  wire: Wire = wireTo(centre, station),
): Exchange {
  const { clock, ids, registry } = station.office.world;
  const forms = Object.fromEntries(registry.all.map((one) => [one.id, one.version]));
  const parts = { clock, newDevice: () => ids.next(), app: 'test', forms };
  return makeExchange(station.log, wire, parts);
}

/** The centre as a station reaches it, without a network between. */
export function wireTo(centre: Centre, { log }: Station): Wire {
  const asked = <T>(call: (caller: { user: string; device: string }) => Promise<T>) => {
    const { user, device_id } = log.link();
    return call({ user, device: device_id }).catch((error: unknown) => {
      if (error instanceof Refusal) throw new WireError(error.code, error.status);
      throw error;
    });
  };
  return {
    hello: (request) => asked((caller) => centre.hello(caller, request)),
    push: (request) => asked((caller) => centre.push(caller, request)),
    pull: (after, limit) => asked((caller) => centre.pull(caller, after, limit)),
    scope: () => asked((caller) => centre.scope(caller)),
    snapshot: (...page) => asked((caller) => centre.snapshot(caller, ...page)),
    checksums: (request) => asked((caller) => centre.checksums(caller, request)),
    reconcile: (request) => asked((caller) => centre.reconcile(caller, request)),
    workers: () => asked((caller) => centre.workers(caller)),
  };
}
