import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, seededRandom } from '../../src/base/random';
import { openSession, type Session } from '../../src/records/session';
import { must, worldOf } from '../contract/world';
import { look } from '../faults/base';
import { environmentOf } from '../lib/environment';
import { type Postgres, startPostgres } from '../lib/postgres';
import { builtProgram } from '../lib/root';
import { addCentreUser, type Served, serve } from '../lib/serve';
import { makeScenarioBase, makeWorld, runAkti, type World } from '../lib/world';
import { type Ledger, ledgerOfFile, ledgerOfPostgres, overwritten } from './ledger';
import { type Made, madeAfter } from './lines';

/** What is killed: a program that syncs, the centre's, or the database under the centre. */
export type Victim = 'client' | 'centre' | 'database';

/** How many of each are to be killed, and what the centre stands on. */
export interface KillOrder {
  readonly seed: number;
  readonly kills: Readonly<Partial<Record<Victim, number>>>;
  readonly on: 'sqlite' | 'postgres';
  /** Told after each kill. */
  readonly told?: (done: number, of: number) => void;
}

/** What came of it. Everything but `kills` and `made` has to be empty. */
export interface KillReport {
  readonly kills: Readonly<Record<Victim, number>>;
  /** Operations saved at the stations. */
  readonly made: number;
  /** Operations the centre does not have when all is over. */
  readonly lost: readonly string[];
  /** Operations that stand in the feed twice, and places of the feed that are left out. */
  readonly twice: readonly string[];
  readonly gaps: readonly number[];
  /** Units of work of which a part is in. */
  readonly torn: readonly string[];
  /** Records in which a value was written over one its author had not seen. */
  readonly overwritten: readonly string[];
  /** Damaged files, and programs that did not end as they should. */
  readonly damaged: readonly string[];
  /** Records in which the two stations differ. */
  readonly diverged: readonly string[];
}

const PASSWORD = 'avoin-sesonki-17';
const USERS = [
  { id: 'yhtmalmai', name: 'Mallila Maija' },
  { id: 'yhtpälöst', name: 'Pälvinen Östen' },
] as const;
const DAY = '2026-03-19';
/** A program that is killed lives at most so many times as long as one that is let be. */
const LIFE = 1.2;

/** How often, and after how many ms, a sign-in that came too early is tried again. */
const PEACE = { tries: 12, ms: 7000 } as const;
/** Practice bases keep no token: each exchange signs in, which a user may ten times a minute. */
const SIGN_INS = { most: 8, ms: 60_000 } as const;

interface Seat {
  readonly world: World;
  readonly user: string;
  readonly env: Record<string, string>;
}

/** Two stations and their centre, each a program of its own. */
class Office {
  readonly worlds: World[] = [];
  readonly seats: Seat[] = [];
  private served: Served | undefined;
  private postgres: Postgres | undefined;
  private url: string | undefined;

  private readonly home = this.newWorld();
  private readonly file = this.home.file('keskus.db');

  constructor(private readonly on: KillOrder['on']) {}

  private newWorld(): World {
    const world = makeWorld();
    this.worlds.push(world);
    return world;
  }

  async open(): Promise<void> {
    if (this.on === 'postgres') {
      this.postgres = await startPostgres(['max_connections=50', 'jit=off']);
      this.url = await this.postgres.database();
    }
    const at = this.url ? ['--database', this.url] : ['--centre', this.file];
    for (const { id, name } of USERS) {
      const user = { id, name, unit: '11a2gb', role: 'worker', password: PASSWORD };
      await addCentreUser(this.home, at, user);
    }
    this.served = await this.serve('0');
    this.seats.push(await this.newSeat(0, 'B5'), await this.newSeat(1, 'empty'));
  }

  private serve(port: string): Promise<Served> {
    const at = this.url ? ['--database', this.url] : ['--file', this.file];
    return serve(this.home, { args: [...at, '--port', port] });
  }

  private async newSeat(at: number, scenario: string): Promise<Seat> {
    const world = this.newWorld();
    await makeScenarioBase(world, scenario);
    const user = (USERS[at] as (typeof USERS)[number]).id;
    const file = world.file('password');
    writeFileSync(file, `${PASSWORD}\n`, { mode: 0o600 });
    const env = { AKTI_SYNC_PASSWORD_FILE: file };
    const link = ['--connect', this.served?.url ?? '', '--user', user];
    const args = ['sync', ...link, '--base', world.base];
    const linked = await runAkti(args, { world, env, input: '' });
    if (linked.code !== 0) throw new Error(`akti sync --connect: ${linked.stderr}`);
    return { world, user, env };
  }

  /** Kills the centre or its database, and starts it anew at the same place. */
  async killCentre(): Promise<void> {
    const { port } = new URL(this.served?.url ?? '');
    await this.served?.kill();
    this.served = await this.serve(port);
  }

  async killDatabase(): Promise<void> {
    await this.postgres?.crash();
  }

  ledger(): Promise<Ledger> {
    return this.url ? ledgerOfPostgres(this.url) : Promise.resolve(ledgerOfFile(this.file));
  }

  async close(): Promise<void> {
    await this.served?.stop();
    await this.postgres?.stop();
    for (const world of this.worlds) world.remove();
  }
}

/** Diary entries on whoever is in the base and another phone of one, as the worker saves them. */
function write({ world: { base: path }, user }: Seat, seed: number): Made[] {
  return look(path, (base) => {
    const world = worldOf(base, seed);
    const session = must(openSession(world, { user, workDate: DAY, lang: 'fi' }));
    const seq = base.db.prepare<[], number>('SELECT max(seq) FROM change').pluck().get() ?? 0;
    const persons = base.db.prepare<[], string>('SELECT id FROM person ORDER BY id').pluck().all();
    for (const person of persons) {
      const values = { person, date: DAY, attached: null, text: `Käynti ${seed}` };
      const saved = session.save({ form: 'diary_note', values, client: null });
      if (saved.kind !== 'saved') throw new Error(`not saved: ${saved.kind}`);
    }
    const one = persons[seed % Math.max(1, persons.length)];
    if (one !== undefined) callAt(session, one, `040 ${seed}`);
    return madeAfter(base, user, seq);
  });
}

/** Gives a client another phone. */
function callAt(session: Session, person: string, phone: string): void {
  const client = must(session.openCase(person));
  const { values, id, version } = must(session.showPerson(person));
  const amend = { id, base_version: version, reason: 'kirjausvirhe', revealed: true };
  const saved = session.save({ form: 'person', values: { ...values, phone }, client, amend });
  if (saved.kind !== 'saved') throw new Error(`not saved: ${JSON.stringify(saved)}`);
}

function startSync({ world, env }: Seat): ChildProcess {
  return spawn(process.execPath, [builtProgram(), 'sync', '--base', world.base], {
    cwd: world.home,
    env: environmentOf({ home: world.home, extra: env }),
    stdio: 'ignore',
  });
}

const isOver = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

const ended = (child: ChildProcess) =>
  new Promise<void>((done) => {
    if (isOver(child)) done();
    else child.once('close', () => done());
  });

/** Waits until nobody signs in too often: a program that is turned away has nothing to lose. */
async function paced(begun: number[]): Promise<void> {
  const first = begun.at(-SIGN_INS.most);
  const since = first === undefined ? SIGN_INS.ms : performance.now() - first;
  await sleep(Math.max(0, SIGN_INS.ms - since));
  begun.push(performance.now());
}

/** True when there was something to kill at that moment. */
async function killOne(office: Office, victim: Victim, lifeMs: number, random: Random) {
  const running = office.seats.map(startSync);
  await sleep(random.int(lifeMs));
  const one = random.pick(running);
  const struck = victim === 'client' ? !isOver(one) : running.some((child) => !isOver(child));
  if (victim === 'client') one.kill('SIGKILL');
  else if (victim === 'centre') await office.killCentre();
  else await office.killDatabase();
  await Promise.all(running.map(ended));
  return struck;
}

/** The text of each record that travels; the two stations have to have the same. */
function recordsIn({ world }: Seat): Map<string, string> {
  return look(world.base, (base) => {
    const rows = base.db
      .prepare<[], [string, string]>(
        "SELECT 'note ' || id, text FROM diary_note" +
          " UNION ALL SELECT 'person ' || id, coalesce(phone, '') FROM person",
      )
      .raw()
      .all() as unknown as [string, string][];
    return new Map(rows);
  });
}

function differences(one: Map<string, string>, other: Map<string, string>): string[] {
  const ids = new Set([...one.keys(), ...other.keys()]);
  return [...ids].filter((id) => one.get(id) !== other.get(id));
}

/** One exchange; a centre that says to sign in later is asked later. Gives what it said. */
async function syncInPeace(world: World, env: Seat['env']): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    const { stderr } = await runAkti(['sync', '--base', world.base], { world, env, input: '' });
    if (!stderr.includes('rate.limited') || tries === PEACE.tries) return stderr;
    await sleep(PEACE.ms);
  }
}

/** Lets everything go in peace; gives what is wrong with a file or an end. */
async function settleDown({ seats }: Office): Promise<string[]> {
  const wrong: string[] = [];
  for (const { world, env, user } of [...seats, ...seats]) {
    const stderr = await syncInPeace(world, env);
    // A conflict of two phones stays for a person to settle, so only what is pending counts.
    const status = ['sync', '--status', '--json', '--base', world.base];
    const { stdout } = await runAkti(status, { world, env });
    const { pending, rejected, held } = JSON.parse(stdout) as Record<string, number>;
    if (pending || rejected || held) wrong.push(`${user}: ${stdout} ${stderr}`);
  }
  for (const { world, user } of seats) {
    const is = look(world.base, ({ db }) => db.pragma('integrity_check', { simple: true }));
    if (is !== 'ok') wrong.push(`${user}: ${is}`);
  }
  return wrong;
}

/** Kills real programs at moments of chance until as many as ordered were in the middle of it. */
export async function killPrograms({ seed, kills, on, told }: KillOrder): Promise<KillReport> {
  const random = seededRandom(seed);
  const office = new Office(on);
  try {
    await office.open();
    const made: Made[] = [];
    const done: Record<Victim, number> = { client: 0, centre: 0, database: 0 };
    const left = Object.entries(kills).flatMap(([victim, count]) =>
      Array.from({ length: count }, () => victim as Victim),
    );
    const wanted = left.length;
    let life = 1000;
    const begun: number[] = [];
    for (let turn = 0; left.length > 0; turn += 1) {
      for (const [at, seat] of office.seats.entries()) {
        made.push(...write(seat, seed + turn * 2 + at));
      }
      if (turn === 0) life = LIFE * (await timeOf(office));
      await paced(begun);
      const at = random.int(left.length);
      const victim = left[at] as Victim;
      const struck = turn > 0 && (await killOne(office, victim, Math.ceil(life), random));
      if (!struck) continue;
      done[victim] += 1;
      left.splice(at, 1);
      told?.(wanted - left.length, wanted);
    }
    const damaged = await settleDown(office);
    return { kills: done, made: made.length, damaged, ...(await judged(office, made)) };
  } finally {
    await office.close();
  }
}

/** How long both take that nobody kills, in ms. */
async function timeOf(office: Office): Promise<number> {
  const before = performance.now();
  await Promise.all(office.seats.map(startSync).map(ended));
  return performance.now() - before;
}

async function judged(office: Office, made: readonly Made[]) {
  const ledger = await office.ledger();
  const kept = new Map(ledger.kept.map((one) => [one.op_id, one]));
  const inFeed = ledger.places.flatMap(({ op_id }) => op_id ?? []);
  const [mine = new Map(), theirs = new Map()] = office.seats.map(recordsIn);
  return {
    lost: made.flatMap(({ op_id }) => (kept.has(op_id) ? [] : op_id)),
    twice: inFeed.filter((id, at) => inFeed.indexOf(id) !== at),
    gaps: ledger.places.flatMap(({ pos }, at) => (pos === at + 1 ? [] : pos)),
    torn: tornUnits(made, kept),
    overwritten: overwritten(ledger, made),
    diverged: differences(mine, theirs),
  };
}

const IN = new Set(['applied', 'merged']);

function tornUnits(made: readonly Made[], kept: ReadonlyMap<string, { status: string }>) {
  const units = new Map<string, Set<boolean>>();
  for (const { uow_id, op_id } of made) {
    const parts = units.get(uow_id) ?? new Set();
    units.set(uow_id, parts.add(IN.has(kept.get(op_id)?.status ?? '')));
  }
  return [...units].flatMap(([unit, parts]) => (parts.size > 1 ? unit : []));
}
