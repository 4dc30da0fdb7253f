import type { Random } from '../base/random';
import type { HandOf } from '../records/bulk';
import { enterCase } from './cases';
import { enterHousehold, type MadeHousehold, type PeopleMaker } from './people';
import { MAIN_WORKER, OLD_UNIT } from './workers';

/** The couple of the 2008 screens, with the temporary identifiers of the documents. */
const COUPLE: MadeHousehold = {
  persons: [
    { identifier: '121255-TP1X', last: 'Testi', first: 'Isä', role: 'R' },
    { identifier: '150278-TP22', last: 'Testi', first: 'Äiti', role: 'S' },
  ],
  municipality: 'helsinki',
  address: {},
  protected: [],
};

/** A client of B2 and the service that runs. */
interface Client {
  readonly household: MadeHousehold;
  readonly initiation: string;
  readonly service: string;
}

function client(identifier: string, last: string, first: string, more?: Partial<Client>): Client {
  const household: MadeHousehold = {
    persons: [{ identifier, last, first, role: 'R' }],
    municipality: 'lahti',
    address: {},
    protected: [],
  };
  const initiation = 'aikuissosiaalityon_tarve';
  return { household, initiation, service: 'perussosiaalityo', ...more };
}

/** The five clients of B2 (SCENARIOS B2). */
const CLIENTS: readonly Client[] = [
  client('140388-9028', 'Koivula', 'Aino'),
  client('070775-931J', 'Ranta', 'Onni'),
  client('190249-944Y', 'Laaksonen', 'Helmi'),
  client('020866-953H', 'Niemelä', 'Veikko', {
    initiation: 'aktivoivan_sosiaalityon_tarve',
    service: 'kuntouttava_tyotoiminta',
  }),
  client('250599-968X', 'Salo', 'Iida'),
];

/** Identifier of the client whose case is the longest of a base with many events. */
export const LONGEST_CLIENT = '110161-9775';

/** Children of B2's first client, the family of B5, and the client of B4. */
const CHILDREN: MadeHousehold['persons'] = [
  { identifier: '030915A915K', last: 'Koivula', first: 'Eetu', role: 'B' },
  { identifier: '221118A926K', last: 'Koivula', first: 'Enni', role: 'B' },
];
const FAMILY: MadeHousehold = {
  persons: [
    { identifier: '050590-9825', last: 'Virta', first: 'Ida', role: 'R' },
    { identifier: '170220A988L', last: 'Virta', first: 'Lumi', role: 'B' },
  ],
  municipality: 'lahti',
  address: {},
  protected: [],
};
const OTHERS: readonly MadeHousehold[] = [
  FAMILY,
  {
    persons: [{ identifier: LONGEST_CLIENT, last: 'Mattila', first: 'Pekka', role: 'R' }],
    municipality: 'lahti',
    address: {},
    protected: [],
  },
];

/** Day before the work of the slides begins, and days around B2's Monday. */
const BEFORE_B1 = '2006-11-01';
const B2_START = '2025-11-03';
const B2_LAST = '2026-03-12';
/** Day the running service of B5 ends. */
const B5_END = '2026-06-30';

/** B1: the couple, and nothing that has happened yet. */
export function enterCouple(handOf: HandOf, maker: PeopleMaker): void {
  enterHousehold(handOf(MAIN_WORKER, BEFORE_B1), maker, COUPLE);
}

/**
 * B2: each client with a closed investigation, a decision with its notice and one running service.
 * @param family in a general base the first client's children live with her
 */
export function enterClients(
  handOf: HandOf,
  maker: PeopleMaker,
  random: Random,
  family: boolean,
): void {
  CLIENTS.forEach(({ household, initiation, service }, at) => {
    const children = family && at === 0 ? CHILDREN : [];
    const home = { ...household, persons: [...household.persons, ...children] };
    enterServed(handOf, maker, random, { household: home, initiation, service });
  });
}

/** A household, and the case of its first person up to a running service. */
function enterServed(
  handOf: HandOf,
  maker: PeopleMaker,
  random: Random,
  { household, initiation, service }: Client,
  until?: string,
): void {
  const hand = handOf(MAIN_WORKER, B2_START);
  const [id] = enterHousehold(hand, maker, household);
  const path = hand
    .facts(id as string)
    .chain.find((row) => row.initiation_type === initiation && row.service === service);
  if (!path) throw new Error(`the process chain has no way to ${service}`);
  const plan = { client: id as string, user: MAIN_WORKER, path, stage: 'service' as const };
  const days = { from: B2_START, last: B2_LAST, entries: 0 };
  enterCase(handOf, random, { ...plan, ...days, ...(until === undefined ? {} : { until }) });
}

/** B3: a mother who is the guardian, and her two children. */
function enterFamilyOfThree(handOf: HandOf, maker: PeopleMaker): void {
  const [mother] = CLIENTS;
  if (!mother) throw new Error('the first client of B2 is the mother of B3');
  const home = { ...mother.household, persons: [...mother.household.persons, ...CHILDREN] };
  enterHousehold(handOf(MAIN_WORKER, B2_START), maker, home);
}

/** B5: a guardian with a child, and her running service with an end. */
function enterGuardian(handOf: HandOf, maker: PeopleMaker, random: Random): void {
  const { initiation, service } = client('', '', '');
  enterServed(handOf, maker, random, { household: FAMILY, initiation, service }, B5_END);
}

/** What a scenario base holds: the unit of its workers, and exactly these persons. */
interface ScenarioBase {
  readonly unit: string;
  readonly persons: number;
  readonly enter: (handOf: HandOf, maker: PeopleMaker, random: Random) => void;
}

/** Scenario bases that hold exactly what their flow needs (DESIGN 10). */
export type Scenario = 'B1' | 'B2' | 'B3' | 'B5' | 'empty';

/** The scenario bases by name. */
export const SCENARIOS: Readonly<Record<Scenario, ScenarioBase>> = {
  B1: { unit: OLD_UNIT, persons: 2, enter: enterCouple },
  B2: {
    unit: '11a2gb',
    persons: 5,
    enter: (handOf, maker, random) => enterClients(handOf, maker, random, false),
  },
  B3: { unit: '11a2ga', persons: 3, enter: enterFamilyOfThree },
  B5: { unit: '11a2gb', persons: 2, enter: enterGuardian },
  // The workers and nobody else: what a new workstation has before it meets its centre.
  empty: { unit: '11a2gb', persons: 0, enter: () => {} },
};

/**
 * Everybody of the scenarios that a general base holds besides.
 * @returns id of the person with the identifier `LONGEST_CLIENT`
 */
export function enterOthers(handOf: HandOf, maker: PeopleMaker): string {
  let longest = '';
  for (const household of OTHERS) {
    const ids = enterHousehold(handOf(MAIN_WORKER, B2_START), maker, household);
    const at = household.persons.findIndex((one) => one.identifier === LONGEST_CLIENT);
    longest = ids[at] ?? longest;
  }
  return longest;
}

/** The fixed persons, so that nobody made up is taken for one of them. */
export const FIXED = [
  ...COUPLE.persons,
  ...CLIENTS.flatMap((one) => one.household.persons),
  ...CHILDREN,
  ...OTHERS.flatMap((one) => one.persons),
];
