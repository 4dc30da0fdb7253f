import type { Random } from '../base/random';
import type { Catalog } from '../catalog/catalog';
import type { StoredWorker } from '../store/workers';
import { MEN, SURNAMES, WOMEN } from './names';

/** The worker of the scenarios, a pseudonym. */
export const MAIN_WORKER = 'yhtmalmai';
/** Unit of the 2008 screens. */
export const OLD_UNIT = 'phsotey';

/** So many persons of a big base have one more worker, up to a number a list can still show. */
const PERSONS_PER_WORKER = 150;

/** The four every demo base has: two workers, a secretary and a reader. */
export function namedWorkers(unit: string): StoredWorker[] {
  const one = (id: string, name: string, role: string): StoredWorker => ({
    id,
    name,
    unit,
    role,
    active: true,
    os_user: null,
  });
  return [
    one(MAIN_WORKER, 'Mallila Maija', 'worker'),
    one('yhtpälöst', 'Pälvinen Östen', 'worker'),
    one('yhtsihter', 'Sihvola Teresa', 'secretary'),
    one('yhtlukrii', 'Lukkari Riitta', 'reader'),
  ];
}

/** More workers for a big base, each in a team that takes clients. */
export function moreWorkers(random: Random, catalog: Catalog, day: string, persons: number) {
  const teams = catalog.units(day).filter((unit) => unit.leaf && !unit.reserved && unit.parent);
  const taken = new Set(namedWorkers(OLD_UNIT).map((worker) => worker.id));
  const made: StoredWorker[] = [];
  const wanted = Math.ceil(persons / PERSONS_PER_WORKER);
  while (made.length < wanted) {
    const last = random.pick(SURNAMES);
    const first = random.pick(random.int(2) === 0 ? WOMEN : MEN);
    const id = freeId(`yht${three(last)}${three(first)}`, taken);
    taken.add(id);
    const unit = random.pick(teams).id;
    made.push({ id, name: `${last} ${first}`, unit, role: 'worker', active: true, os_user: null });
  }
  return made;
}

/** First three letters, as the ids of the documents are made. */
function three(name: string): string {
  return name.toLowerCase().slice(0, 3);
}

function freeId(id: string, taken: ReadonlySet<string>): string {
  let free = id;
  for (let number = 2; taken.has(free); number++) free = `${id}${number}`;
  return free;
}
