import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Op } from '../../src/sync/protocol';
import { type Postgres, startPostgres } from '../lib/postgres';
import { countStatements, sumOf } from './statements';
import { HERE, makeCentre, Station, said } from './station';

/** Entries of one push, each a unit of work. */
const ENTRIES = 40;

let server: Postgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.stop());

/** A push of so many units by somebody whose client is at the centre. */
async function counted(entries: (of: Station, at: number) => Op): Promise<number> {
  const centre = await makeCentre({ url: await server.database() });
  const anna = new Station(centre, 'anna');
  await anna.send(anna.person('p0'));
  const ops = Array.from({ length: ENTRIES }, (_, at) => entries(anna, at));
  let results: string[] = [];
  const counts = await countStatements(async () => {
    results = said(await anna.send(...ops));
  });
  // A station of these tests asks for the epoch before it sends.
  const before = sumOf(await countStatements(() => centre.state()));
  console.log(`${sumOf(counts) - before} statements: ${JSON.stringify(counts)}`);
  expect(new Set(results)).toEqual(new Set(['applied']));
  expect((await centre.state()).head).toBeGreaterThan(ENTRIES);
  await centre.close();
  return sumOf(counts) - before;
}

/** Ways to the database and back: few, however many units there are. */
const AT_MOST = 30;

test('a push of notes asks for all of them at once', async () => {
  const made = await counted((of, at) => of.note(`n${at}`, 'p0', 'Tavattu'));
  expect(made).toBeLessThanOrEqual(AT_MOST);
});

test('so does one of new clients, each of whom nobody knew', async () => {
  const made = await counted((of, at) => {
    const name = { identifiers: [null, []] as [null, never[]] };
    return of.person(`p${at + 1}`, name);
  });
  expect(made).toBeLessThanOrEqual(AT_MOST);
});

test('so does one of changes of what stands there already', async () => {
  const made = await counted((of, at) => {
    const before = at === 0 ? null : `${at - 1}`;
    return of.amend('p0', at + 1, { phone: [before, `${at}`] });
  });
  expect(made).toBeLessThanOrEqual(AT_MOST);
});

test('so does one of what gets numbers of its own', async () => {
  const made = await counted((of, at) =>
    of.op({
      ...{ kind: 'create', form: 'initiation', record_id: `i${at}`, bucket: 'p0' },
      patch: {
        ...{ person: [null, 'p0'], type: [null, 'as'], date: [null, '2026-03-16'] },
        ...{ from: [null, 'x'], reason: [null, 'r'], unit: [null, HERE], register_no: [null, 1] },
      },
    }),
  );
  expect(made).toBeLessThanOrEqual(AT_MOST);
});
