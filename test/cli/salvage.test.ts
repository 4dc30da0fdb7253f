import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { openSession } from '../../src/records/session';
import { makeLink } from '../../src/store/sync-link';
import { must, worldOf } from '../contract/world';
import { look } from '../faults/base';
import { addCentreUser, type Served, serve } from '../lib/serve';
import { makeScenarioBase, makeWorld, runAkti, type World } from '../lib/world';

const PASSWORD = 'kotikäynti-torstaina';
const USER = 'yhtmalmai';
const DAY = '2026-03-19';
const PAGE = 4096;

let world: World;
let centre: Served | undefined;
afterEach(async () => {
  await centre?.stop();
  world?.remove();
});

const akti = (...args: string[]) =>
  runAkti(['--lang', 'en', ...args], { world, input: `${PASSWORD}\n` });

/** Saves a note of each person in the base, and a new phone of the first. */
function work(path: string, text: string): void {
  look(path, (base) => {
    const session = must(openSession(worldOf(base, 7), { user: USER, workDate: DAY, lang: 'fi' }));
    const persons = base.db.prepare<[], string>('SELECT id FROM person ORDER BY id').pluck().all();
    for (const person of persons) {
      const values = { person, date: DAY, attached: null, text };
      expect(session.save({ form: 'diary_note', values, client: null }).kind).toBe('saved');
    }
    const [first = ''] = persons;
    const client = must(session.openCase(first));
    const { values, id, version } = must(session.showPerson(first));
    const amend = { id, base_version: version, reason: 'kirjausvirhe', revealed: true };
    const saved = session.save({
      ...{ form: 'person', client, amend },
      values: { ...values, phone: '040 1234567' },
    });
    expect(saved.kind).toBe('saved');
  });
}

const texts = (path: string, text: string) =>
  look(path, (base) => {
    const all = 'SELECT text FROM diary_note UNION ALL SELECT phone FROM person';
    return base.db
      .prepare<[], string>(all)
      .pluck()
      .all()
      .filter((one) => one === text);
  });

test('akti sync --salvage: what had not gone goes from a new base (R47)', async () => {
  world = makeWorld();
  const file = world.file('keskus.db');
  const user = { id: USER, name: 'Mallila Maija', unit: '11a2gb', role: 'worker' };
  await addCentreUser(world, ['--centre', file], { ...user, password: PASSWORD });
  centre = await serve(world, { args: ['--file', file] });
  await makeScenarioBase(world, 'B5');
  const link = ['--connect', centre.url, '--user', USER];
  expect(await akti('sync', ...link, '--base', world.base)).toMatchObject({ code: 0, stderr: '' });
  work(world.base, 'Ei ehtinyt lähteä');
  const many = texts(world.base, 'Ei ehtinyt lähteä').length;
  // The beginning, with the schema, is gone: no program opens this any more.
  writeFileSync(world.base, readFileSync(world.base).fill(0, 0, PAGE));
  expect((await akti('sync', '--status', '--base', world.base)).code).toBe(1);
  const to = world.file('uusi.akti');
  const saved = await akti('sync', '--salvage', world.base, '--base', to, ...link);
  expect(saved.stderr).toBe('');
  expect(saved.stdout).toContain(`Entries saved that had not gone: ${many + 1}`);
  const gone = await akti('sync', '--base', to);
  expect([gone.stderr.replace(/^.*\d\/\d.*\n/gm, ''), gone.code]).toEqual(['', 0]);
  expect(texts(to, 'Ei ehtinyt lähteä')).toHaveLength(many);
  expect(texts(to, '040 1234567')).toHaveLength(1);
  const again = await akti('sync', '--salvage', world.base, '--base', to, ...link);
  expect([again.stderr, again.code]).toEqual([expect.stringContaining('exists'), 1]);
  expect((await akti('sync', '--salvage', world.base)).code).toBe(1);
});

test('a base that opens and is damaged further in is refused by a sentence', async () => {
  world = makeWorld();
  await makeScenarioBase(world, 'B5');
  const root = look(world.base, (base) => {
    makeLink(base, 'https://keskus.example', USER);
    const text = "SELECT rootpage FROM sqlite_schema WHERE name = 'delivery'";
    return base.db.prepare<[], number>(text).pluck().get() ?? 0;
  });
  const bytes = readFileSync(world.base);
  writeFileSync(world.base, bytes.fill(0x5a, (root - 1) * PAGE, root * PAGE));
  const status = await akti('sync', '--status', '--base', world.base);
  expect(status).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^akti: base\.corrupt: /),
  });
});
