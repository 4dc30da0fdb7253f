import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { systemClock } from '../src/base/clock';
import { makeIds } from '../src/base/ids';
import { systemRandom } from '../src/base/random';
import { openBase } from '../src/store/open';
import { changeLink, readLink } from '../src/store/sync-link';
import { addCentreUser, type Served, serve } from '../test/lib/serve';
import { makeScenarioBase, makeWorld, runAkti, type World } from '../test/lib/world';
import { aktiContestant } from './akti';
import { type KeyTimes, type Pace, timeTyping } from './latency';
import { makeGeneralBase, USER, unwrapped } from './office';
import { type Contestant, echoLoop } from './peers';
import { median, quantile, type Row, rowOf, say } from './row';

const PASSWORD = 'mittaus-keskukseen-4';
/** The programs that are typed into. */
const PULLING = 'pulling';
const ALONE = 'a small base without a centre';
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

/** Seed of what the centre holds: other people than those of the bases that are typed into. */
const SEED = 2;

/** A centre that holds a demo base of at least so many records, sent there as a station sends. */
export async function filledCentre(world: World, records: number): Promise<Served> {
  const at = ['--centre', world.file('keskus.db')];
  const user = { id: USER, name: 'Mallila Maija', unit: UNIT, role: 'worker', password: PASSWORD };
  await addCentreUser(world, at, user);
  const centre = await serve(world, { args: ['--file', world.file('keskus.db')] });
  const base = world.file('source.akti');
  makeGeneralBase(base, Math.ceil(records / RECORDS_PER_PERSON), { seed: SEED });
  const count = asOneAuthor(base);
  const flags = ['sync', '--connect', centre.url, '--user', USER, '--base', base];
  const sent = await runAkti(flags, { world, input: `${PASSWORD}\n`, timeoutMs: SEND_MS });
  if (sent.code !== 0) throw new Error(`akti sync ended with ${sent.code}: ${sent.stderr}`);
  say(`first pull: ${count} operations at the centre`);
  return centre;
}

/**
 * The client on a base that is linked to the centre and has not met it yet. What the base holds
 * itself counts as sent, so that nothing runs but the pull.
 */
function pulling(world: World, base: string, url: string): Contestant {
  onBase(base, (one) =>
    one.write(() => {
      one
        .sql('INSERT INTO link (one, url, user, device_id) VALUES (1, ?, ?, ?)')
        .run(url, USER, makeIds(systemClock(), systemRandom()).next());
      const newest = one.sql<{ seq: number }>('SELECT max(seq) AS seq FROM change').get();
      changeLink(one, { handed: newest?.seq ?? 0 });
    }),
  );
  const file = world.file('password');
  writeFileSync(file, PASSWORD);
  const contestant = aktiContestant({ ...world, base });
  return { ...contestant, name: PULLING, env: { AKTI_SYNC_PASSWORD_FILE: file } };
}

/** How far the pull has come. */
function taken(path: string): { cursor: number; isOver: boolean } {
  const link = onBase(path, (base) => readLink(base));
  return { cursor: link?.cursor ?? 0, isOver: typeof link?.last_ok_at === 'string' };
}

/** What is typed into while a pull runs. */
export interface PullSetting {
  /** Records the centre holds. */
  readonly records: number;
  /** Persons of the base that pulls. */
  readonly persons: number;
  /** The base itself, where there is one already: it is used and changed. */
  readonly path?: string;
}

/** The client on a copy of the small base, without a centre. */
function alone(world: World): Contestant {
  const base = world.file('alone.akti');
  copyFileSync(world.base, base);
  return { ...aktiContestant({ ...world, base }), name: ALONE };
}

/**
 * Typing in a big base while a first pull of so many records comes in, against a small base without
 * a centre and against the echo loop, by turns in the same run. Not judged where the pull was over
 * before the typing.
 */
export async function pullKeyRows(
  quiet: boolean,
  pace: Pace,
  { records, persons, path }: PullSetting,
): Promise<Row[]> {
  const world = makeWorld();
  let centre: Served | undefined;
  try {
    await makeScenarioBase(world, 'B1');
    const base = path ?? world.file('pulling.akti');
    if (!existsSync(base)) makeGeneralBase(base, persons);
    centre = await filledCentre(world, records);
    const { pid, url } = centre;
    // The centre answers nothing until both programs lie ready; then the first page is waited for.
    process.kill(pid, 'SIGSTOP');
    let before = 0;
    const begin = async () => {
      process.kill(pid, 'SIGCONT');
      while (taken(base).cursor === 0) await new Promise((go) => setTimeout(go, 20));
      before = performance.now();
    };
    const typed = [echoLoop(), alone(world), pulling(world, base, url)];
    const times = await timeTyping(typed, world, pace, { begin });
    const took = performance.now() - before;
    const { cursor, isOver } = taken(base);
    say(`first pull: ${cursor} places taken in ${Math.round(took / 1000)} s of typing`);
    if (isOver) say('first pull: over before the typing, not judged');
    return rowsOf(times, quiet && !isOver, persons);
  } finally {
    await centre?.stop();
    world.remove();
  }
}

function rowsOf(times: readonly KeyTimes[], judged: boolean, persons: number): Row[] {
  const of = (name: string) => times.find((one) => one.name === name)?.latencies ?? [];
  const middle = (name: string) => median(of(name));
  const tail = (name: string) => quantile(of(name), 0.99);
  const against = (peer: string, at: typeof middle, budget: number, goal: number) => {
    const what = at === tail ? ', 99 %' : '';
    return rowOf({
      ...{ unit: 'ms', budget, goal, judged, value: at(PULLING) },
      name: `key to bytes${what}, ${persons} persons, a first pull running`,
      peer: { name: peer, value: at(peer) },
    });
  };
  return [
    against(ALONE, middle, 1.5, 1.3),
    against(ALONE, tail, 2, 1.3),
    against('echo', tail, 3, 1.5),
  ];
}
