import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isoInstant, steppingClock } from '../../src/base/clock';
import { makeIds } from '../../src/base/ids';
import { seededRandom } from '../../src/base/random';
import { openSession, type Session } from '../../src/records/session';
import { must, worldOf } from '../contract/world';
import { look } from '../faults/base';
import { addCentreUser, type CentreUser, type Served, serve } from '../lib/serve';
import { makeScenarioBase, makeWorld, runAkti, type World } from '../lib/world';
import { caseOf, enterPerson, mustEnter } from '../records/office';

const PASSWORD = 'avoin-sesonki-17';
const NEAR = '11a2gb';
const FAR = 'phsotey';
const ANNA: CentreUser = {
  ...{ id: 'yhtmalmai', name: 'Mallila Maija', unit: NEAR, role: 'worker', password: PASSWORD },
};
const BERTTA: CentreUser = { ...ANNA, id: 'yhtpälöst', name: 'Pälvinen Östen' };

let home: World;
let centre: Served;
let at: string[];

beforeAll(async () => {
  home = makeWorld();
  at = ['--centre', home.file('keskus.db')];
  for (const user of [ANNA, BERTTA]) await addCentreUser(home, at, user);
  centre = await serve(home, { args: ['--file', home.file('keskus.db'), '--port', '0'] });
  await makeScenarioBase(home, 'empty');
});
afterAll(async () => {
  await centre.stop();
  home.remove();
});

const sync = (...args: string[]) =>
  runAkti(['sync', ...args, '--base', home.base], { world: home, input: `${PASSWORD}\n` });

const akti = (...args: string[]) => runAkti([...args, ...at], { world: home, input: '' });

/** Ids of one sitting are not those of another. */
let seed = 77;

/** @param later ms later, with the chance of the sitting before: ids that end as its ids do */
function work(does: (session: Session) => void, later = 0): void {
  if (later === 0) seed += 1;
  look(home.base, (base) => {
    const who = { user: ANNA.id, workDate: '2026-03-16', lang: 'fi' } as const;
    const world = worldOf(base, seed);
    const clock = steppingClock(isoInstant(new Date(world.clock.now().getTime() + later)), 0);
    const ids = makeIds(clock, seededRandom(seed));
    does(must(openSession({ ...world, clock, ids }, who)));
  });
}

const held = async () => JSON.parse((await akti('centre', 'held', '--json')).stdout);
const refusal = (stderr: string) => /akti: (\S+): /.exec(stderr)?.[1];

/** One save of those that are held is decided on by its id, or the end of it; the rest stay. */
async function oneIsGivenUp(kept: string, id: string): Promise<void> {
  const why = ['--reason', 'kirjattu toisaalla'];
  const decided = (...ids: string[]) => sync('--held', 'archive', ...ids, ...why);
  // One id that is wrong, and nothing is decided of the others.
  const wrong = await decided(id, 'olematon');
  expect([wrong.code, refusal(wrong.stderr)]).toEqual([1, 'held.unknown']);
  expect(wrong.stderr).toContain('olematon');
  const alone = await sync(id);
  expect([alone.code, refusal(alone.stderr)]).toEqual([2, 'usage.saves']);
  expect(await held()).toHaveLength(2);
  // The two were made so that they end alike: which of them is meant, nobody can say.
  const end = id.slice(-6);
  expect(kept.endsWith(end)).toBe(true);
  const several = await decided(end);
  expect([several.code, refusal(several.stderr)]).toEqual([1, 'held.several']);
  expect(several.stderr).toContain(end);
  expect(await held()).toHaveLength(2);
  const one = await decided(id.slice(-24));
  expect([one.stderr, one.code]).toEqual(['', 0]);
  expect(one.stdout).toMatch(/arkistoitu 1, jäi 1/);
  expect(((await held()) as { uow_id: string }[]).map(({ uow_id }) => uow_id)).toEqual([kept]);
}

describe('what a centre holds', () => {
  it('is listed, let in by a superior, or given up by its author (R43)', async () => {
    let client = '';
    work((session) => {
      client = enterPerson(session, '140388-9028', 'Koivula', 'Aino');
    });
    expect((await sync('--connect', centre.url, '--user', ANNA.id)).code).toBe(0);
    work((session) => {
      mustEnter(session, 'diary_note', caseOf(session, client), { text: 'Salainen käynti' });
    });
    work((session) => {
      mustEnter(session, 'diary_note', caseOf(session, client), { text: 'Toinen' });
    });
    work((session) => {
      mustEnter(session, 'diary_note', caseOf(session, client), { text: 'Kolmas' });
    }, 1);
    await addCentreUser(home, at, { ...ANNA, unit: FAR });
    expect((await sync()).code).toBe(1);

    const listed = await sync('--held');
    expect([listed.code, listed.stdout.trim().split('\n').length]).toEqual([1, 3]);
    expect(listed.stdout).toMatch(/Päiväkirjamerkintä/);
    const units = (await held()) as { uow_id: string; actor: string }[];
    expect(units.map(({ actor }) => actor)).toEqual([ANNA.id, ANNA.id, ANNA.id]);
    const saves = listed.stdout.split('\n').map((line) => line.split(' ')[0] ?? '');
    expect(saves.slice(0, 3)).toEqual(units.map(({ uow_id }) => uow_id));
    const lines = await akti('centre', 'held');
    expect(lines.stdout).toContain(units[0]?.uow_id);
    expect(lines.stdout).not.toMatch(/Salainen|Koivula/);

    const letIn = ['centre', 'let-in', units[0]?.uow_id ?? '', '--reason', 'käynti ennen siirtoa'];
    const asAnna = await akti(...letIn, '--user', ANNA.id);
    expect([asAnna.code, refusal(asAnna.stderr)]).toEqual([1, 'held.unseen']);
    const asBertta = await akti(...letIn, '--user', BERTTA.id);
    expect([asBertta.stderr, asBertta.code]).toEqual(['', 0]);
    expect(await held()).toHaveLength(2);

    const still = await sync('--held', 'again', '--reason', 'yritetään');
    expect(still.code).toBe(1);
    const nothing = await sync('--held', 'archive');
    expect(refusal(nothing.stderr)).toBe('held.reason');
    await oneIsGivenUp(saves[1] ?? '', saves[2] ?? '');
    const given = await sync('--held', 'archive', '--reason', 'kirjattu toisaalla');
    expect([given.stderr, given.code]).toEqual(['', 0]);
    expect(await held()).toEqual([]);
    expect((await sync()).code).toBe(0);
    const { stdout } = await sync('--status', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ held: 0, rejected: 0, acknowledged: 2, done: true });
  });
});
