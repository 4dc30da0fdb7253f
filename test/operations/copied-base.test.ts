import { copyFileSync, writeFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { addCentreUser, type Served, serve } from '../lib/serve';
import { makeWorld, runAkti, type World } from '../lib/world';
import { enterClient, whatStandsIn } from './office';

const PASSWORD = 'avoin-sesonki-17';
const USER = { id: 'yhtmalmai', name: 'Mallila Maija', unit: '11a2gb', role: 'worker' };

let world: World;
let centre: Served;
afterEach(async () => {
  await centre.stop();
  world.remove();
});

const akti = (args: readonly string[], env: Record<string, string> = {}) =>
  runAkti(['--lang', 'en', ...args], { world, env, input: `${PASSWORD}\n` });

test('a base and its copy both go on, nothing is lost and nothing doubled (R6)', async () => {
  world = makeWorld();
  const file = world.file('centre.db');
  const [base, copy] = [world.file('case.akti'), world.file('copy.akti')];
  await addCentreUser(world, ['--centre', file], { ...USER, password: PASSWORD });
  centre = await serve(world, { args: ['--file', file] });
  writeFileSync(world.file('station.key'), Buffer.alloc(32, 5), { mode: 0o600 });
  const env = { AKTI_KEY_FILE: world.file('station.key') };
  const { id, name, unit } = USER;
  await akti(['init', base, '--user', id, '--name', name, '--unit', unit], env);
  const link = ['sync', '--connect', centre.url, '--user', id, '--base', base];
  expect((await akti(link, env)).code).toBe(0);
  enterClient(world, '140388-9028', 'Koivula');
  const sync = async (which: string) => {
    const { code, stderr } = await akti(['sync', '--base', which], env);
    return [code, stderr];
  };
  expect(await sync(base)).toEqual([0, '']);

  copyFileSync(base, copy);
  enterClient(world, '200591-908P', 'Ranta');
  enterClient(world, '121255-TP1X', 'Testi', 'copy.akti');
  for (const which of [base, copy, base, copy]) expect(await sync(which)).toEqual([0, '']);
  const devices = await akti(['user', 'devices', '--json', '--centre', file]);
  expect(JSON.parse(devices.stdout)).toHaveLength(2);
  const mine = whatStandsIn(world, 'case.akti');
  expect(mine.notes).toEqual(['Soitti Koivula', 'Soitti Ranta', 'Soitti Testi']);
  expect(mine.numbers).toEqual([1, 2, 3]);
  expect(whatStandsIn(world, 'copy.akti')).toEqual(mine);
  const status = JSON.parse((await akti(['centre', 'status', '--json', '--centre', file])).stdout);
  expect(status).toMatchObject({ whole: true, not_in: {}, open_conflicts: 0, alarms: 0 });
}, 120_000);
