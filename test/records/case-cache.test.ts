import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/base/random';
import { enterCase, STAGES } from '../../src/demo/cases';
import { enterHousehold, PeopleMaker } from '../../src/demo/people';
import type { CaseFacts } from '../../src/form/facts';
import { enterMany } from '../../src/records/bulk';
import { seedFrom } from '../lib/seed';
import { catalog, DAY, makeOffice, type Office } from './office';

let office: Office;
beforeEach(() => {
  office = makeOffice();
});
afterEach(() => office.close());

const USER = 'yhtmalmai';
const seed = seedFrom(20_260_316);

/** Households with cases entered in one transaction, and each case as it was kept there. */
function entered(households: number): Map<string, CaseFacts | null> {
  const random = seededRandom(seed);
  const maker = new PeopleMaker(random, catalog, DAY);
  const kept = new Map<string, CaseFacts | null>();
  const path = catalog.chain.find((row) => row.service === 'perussosiaalityo');
  if (!path) throw new Error('no such path');
  const done = enterMany(office.world, (handOf) => {
    for (let home = 0; home < households; home++) {
      const made = maker.household(5);
      const ids = enterHousehold(handOf(USER, '2024-11-01'), maker, made);
      // An open initiation keeps the household's investigations from ending: it comes last.
      const [client = '', other = client] = ids.filter((_, at) => made.persons[at]?.role !== 'B');
      const plan = { user: USER, path, from: '2025-02-03', last: '2025-12-01', entries: 2 };
      const stage = STAGES[2 + random.int(STAGES.length - 2)] ?? 'ended';
      enterCase(handOf, random, { ...plan, client, stage });
      enterCase(handOf, random, { ...plan, client: other, stage: 'initiation' });
      for (const id of ids) kept.set(id, handOf(USER, DAY).facts(id).client);
    }
  });
  if (!done.ok) throw new Error(`seed ${seed}: ${JSON.stringify(done.problem)}`);
  return kept;
}

describe(`cases of new households (seed ${seed})`, () => {
  it('made without reading are what the base holds', () => {
    const kept = entered(12);
    const session = office.session();
    expect(kept.size).toBeGreaterThan(12);
    const waiting = [...kept.values()].filter((one) => one?.householdInitiations.length);
    expect(waiting.length).toBeGreaterThan(0);
    for (const [id, facts] of kept) {
      const read = session.reloadCase(id);
      expect({ seed, id, case: facts }).toEqual({ seed, id, case: read.ok && read.value });
    }
  });
});
