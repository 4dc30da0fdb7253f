import { copyFileSync, writeFileSync } from 'node:fs';
import { systemClock } from '../src/base/clock';
import { makeIds } from '../src/base/ids';
import { systemRandom } from '../src/base/random';
import { openBase } from '../src/store/open';
import { changeLink, makeLink, readLink } from '../src/store/sync-link';
import { addCentreUser, type Served, serve } from '../test/lib/serve';
import { makeScenarioBase, makeWorld, runAkti, type World } from '../test/lib/world';
import { aktiContestant } from './akti';
import { type KeyTimes, type Pace, timeTyping } from './latency';
import { makeGeneralBase, USER, unwrapped } from './office';
import type { Contestant } from './peers';
import { median, quantile, type Row, rowOf, say } from './row';

const PASSWORD = 'mittaus-keskukseen-4';
const PULLING = 'pulling.akti';
const UNIT = '11a2gb';
/** A person of the demo bases brings so many records at least. */
const RECORDS_PER_PERSON = 4;
/** Longest time for sending all of it to the centre, in ms. */
const SEND_MS = 1_800_000;

/** One statement on a base, outside the program. */
function onBase<T>(path: string, run: (base: ReturnType<typeof opened>) => T): T {
  const base = opened(path);
  try {
    return run(base);
  } finally {
    base.close();
  }
}

const opened = (path: string) => unwrapped(openBase(path));

/** A centre takes from a user what that user made: here all of it is one worker's. */
function asOneAuthor(path: string): number {
  return onBase(path, (base) =>
    base.write(() => {
      const guard = "SELECT sql FROM sqlite_schema WHERE name = 'change_update'";
      const { sql } = base.sql<{ sql: string }>(guard).get() as { sql: string };
      base.db.exec('DROP TRIGGER change_update');
      base.sql('UPDATE change SET actor = ?').run(USER);
      base.db.exec(sql);
      return base.sql<{ n: number }>('SELECT count(*) AS n FROM change').get()?.n ?? 0;
    }),
  );
}

/** A centre that holds a demo base of at least so many records, sent there as a station sends. */
export async function filledCentre(world: World, records: number): Promise<Served> {
  const at = ['--centre', world.file('keskus.db')];
  const user = { id: USER, name: 'Mallila Maija', unit: UNIT, role: 'worker', password: PASSWORD };
  await addCentreUser(world, at, user);
  const centre = await serve(world, { args: ['--file', world.file('keskus.db')] });
  const base = world.file('source.akti');
  makeGeneralBase(base, Math.ceil(records / RECORDS_PER_PERSON));
  const count = asOneAuthor(base);
  const flags = ['sync', '--connect', centre.url, '--user', USER, '--base', base];
  const sent = await runAkti(flags, { world, input: `${PASSWORD}\n`, timeoutMs: SEND_MS });
  if (sent.code !== 0) throw new Error(`akti sync ended with ${sent.code}: ${sent.stderr}`);
  say(`first pull: ${count} operations at the centre`);
  return centre;
}

/** The client on a base that was linked to the centre and has not met it yet. */
function pulling(world: World, url: string): Contestant {
  const base = world.file(PULLING);
  copyFileSync(world.base, base);
  onBase(base, (one) =>
    one.write(() => {
      makeLink(one, url, USER);
      changeLink(one, { device_id: makeIds(systemClock(), systemRandom()).next() });
    }),
  );
  const file = world.file('password');
  writeFileSync(file, PASSWORD);
  const contestant = aktiContestant({ ...world, base });
  return { ...contestant, name: 'pulling', env: { AKTI_SYNC_PASSWORD_FILE: file } };
}

/** How far the pull has come. */
function taken(world: World): { cursor: number; isOver: boolean } {
  const link = onBase(world.file(PULLING), (base) => readLink(base));
  return { cursor: link?.cursor ?? 0, isOver: typeof link?.last_ok_at === 'string' };
}

/** The same client on the same base without a centre. */
function alone(world: World): Contestant {
  const base = world.file('alone.akti');
  copyFileSync(world.base, base);
  return { ...aktiContestant({ ...world, base }), name: 'alone' };
}

/**
 * Typing while a first pull of so many records comes in, against the same client without a centre,
 * by turns in the same run. Not judged where the pull was over before the typing.
 */
export async function pullKeyRows(quiet: boolean, pace: Pace, records: number): Promise<Row[]> {
  const world = makeWorld();
  let centre: Served | undefined;
  try {
    await makeScenarioBase(world, 'B1');
    centre = await filledCentre(world, records);
    const { pid, url } = centre;
    // The centre answers nothing until both programs lie ready; then the first page is waited for.
    process.kill(pid, 'SIGSTOP');
    let before = 0;
    const begin = async () => {
      process.kill(pid, 'SIGCONT');
      while (taken(world).cursor === 0) await new Promise((go) => setTimeout(go, 20));
      before = performance.now();
    };
    const times = await timeTyping([alone(world), pulling(world, url)], world, pace, begin);
    const took = performance.now() - before;
    const { cursor, isOver } = taken(world);
    say(`first pull: ${cursor} places taken in ${Math.round(took / 1000)} s of typing`);
    if (isOver) say('first pull: over before the typing, not judged');
    return rowsOf(times, quiet && !isOver);
  } finally {
    await centre?.stop();
    world.remove();
  }
}

function rowsOf(times: readonly KeyTimes[], judged: boolean): Row[] {
  const of = (name: string) => times.find((one) => one.name === name)?.latencies ?? [];
  const row = (name: string, share: number, budget: number) =>
    rowOf({
      ...{ name, unit: 'ms', budget, goal: 1.3, judged },
      value: share === 0.5 ? median(of('pulling')) : quantile(of('pulling'), share),
      peer: {
        name: 'without a centre',
        value: share === 0.5 ? median(of('alone')) : quantile(of('alone'), share),
      },
    });
  return [
    row('key to bytes while a first pull runs', 0.5, 1.5),
    row('key to bytes while a first pull runs, 99 %', 0.99, 2),
  ];
}
