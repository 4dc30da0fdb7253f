import { type Postgres, startPostgres } from '../../test/lib/postgres';
import { addCentreUser, type CentreUser, type Served, serve } from '../../test/lib/serve';
import { makeWorld, type World } from '../../test/lib/world';
import { insertBare, insertsOf } from '../demo';
import { median, quantile, type Row, rowOf, say } from '../row';
import { barePostgres, bareSqlite } from './bare';
import { type Counted, countBytes } from './count-bytes';
import { runCrowd } from './crowd';
import { hasPouch, type PouchTimes, replicate } from './pouch';
import { timesUntilSeen } from './seen';
import { documentsOf, enterEntries, newStation } from './station';

/** How much is done. */
interface Sizes {
  readonly entries: number;
  readonly stations: number;
  readonly crowdMs: number;
  readonly turns: number;
}

const QUICK: Sizes = { entries: 1000, stations: 20, crowdMs: 10_000, turns: 3 };
const WHOLE: Sizes = { entries: 10_000, stations: 50, crowdMs: 60_000, turns: 15 };
/** Entries sent through the counting proxy. */
const COUNTED = 1000;
/** Clients the first station has entered at most. */
const BEHIND = 5000;
/** Pause of a station of the crowd between two saves: 500 of them would send 100 a second. */
const PAUSE_MS = 5000;
/** Users at the centre: two exchange, the rest are the crowd; each may sign in ten times. */
const USERS: readonly CentreUser[] = Array.from({ length: 7 }, (_, at) => ({
  ...{ id: `bench${at}`, name: `Koe ${at}`, unit: '11a2gb', role: 'worker' },
  password: 'avoin-sesonki-17',
}));
const [FIRST, SECOND] = USERS as [CentreUser, CentreUser];

/** Where a centre stands. */
interface Ground {
  readonly name: string;
  /** Flags of `akti serve` and of `akti user`. */
  readonly serve: readonly string[];
  readonly at: readonly string[];
  /** Inserts what the centre holds into an empty database of the same kind; gives the ms. */
  bare(): Promise<number>;
}

function onFile(world: World): Ground {
  const file = world.file('centre.db');
  const bare = () => bareSqlite(file, world.file('bare-centre.db'));
  return { name: 'SQLite', serve: ['--file', file], at: ['--centre', file], bare };
}

async function onPostgres(postgres: Postgres): Promise<Ground> {
  const url = await postgres.database();
  const bare = async () => barePostgres(url, await postgres.database());
  return { name: 'PostgreSQL', serve: ['--database', url], at: ['--database', url], bare };
}

/** Figures of the exchange with a centre, on each database the centre can stand on. */
export async function syncRows(judged: boolean, quick: boolean): Promise<Row[]> {
  const sizes = quick ? QUICK : WHOLE;
  const rows: Row[] = [];
  const postgres = await startPostgres(['max_connections=50', 'jit=off']);
  try {
    for (const make of [onFile, () => onPostgres(postgres)]) {
      const world = makeWorld();
      try {
        rows.push(...(await rowsOn(world, await make(world), sizes, judged)));
      } finally {
        world.remove();
      }
    }
  } finally {
    await postgres.stop();
  }
  return [...rows, ...(await seenRows(sizes, judged))];
}

async function rowsOn(world: World, ground: Ground, sizes: Sizes, judged: boolean): Promise<Row[]> {
  for (const user of USERS) await addCentreUser(world, ground.at, user);
  const centre = await serve(world, { args: [...ground.serve, '--log', 'error'] });
  try {
    const exchanged = await exchangeRows(world, centre, ground, sizes, judged);
    return [...exchanged, ...(await crowdRows(centre, ground, sizes, judged))];
  } finally {
    await centre.stop();
  }
}

/** A push of all entries, then a first pull of them by somebody else, each against its peers. */
async function exchangeRows(
  world: World,
  { url }: Served,
  ground: Ground,
  { entries }: Sizes,
  judged: boolean,
): Promise<Row[]> {
  const first = await newStation(world.file('first.akti'), url, FIRST);
  enterEntries(first, FIRST.id, entries);
  const push = (await first.exchange()).sent;
  const docs = documentsOf(first);
  first.close();
  const bareCentre = await ground.bare();
  const second = await newStation(world.file('second.akti'), url, SECOND);
  const pulled = await second.exchange();
  if (pulled.received < entries) throw new Error(`${pulled.received} of ${entries} received`);
  const bareBase = insertBare(world.file('bare.akti'), insertsOf(second.base));
  second.close();
  const pouch = hasPouch() ? await replicate(world, docs) : undefined;
  if (!pouch) say('PouchDB: not installed');
  const bytes = await bytesRows(world, url, ground);
  const both = { entries, judged, on: ground.name };
  return [
    ...timeRows('push', push, { ...both, bare: bareCentre, pouch: pouch?.push }),
    ...timeRows('first pull', pulled.all, { ...both, bare: bareBase, pouch: pouch?.pull }),
    ...bytes,
  ];
}

interface Against {
  readonly entries: number;
  readonly judged: boolean;
  readonly on: string;
  readonly bare: number;
  readonly pouch: PouchTimes['push'] | undefined;
}

/** How fast so many ms are for the entries, alone, against bare inserts and against PouchDB. */
function timeRows(what: string, ms: number, against: Against): Row[] {
  const { entries, judged, on, bare, pouch } = against;
  const each = (all: number | undefined) =>
    all === undefined ? undefined : (all * 1000) / entries;
  const name = `${what}, per entry (${on})`;
  const measured = { name, unit: 'µs', value: each(ms), judged };
  const peer = (of: string, all: number | undefined) => ({ name: of, value: each(all) });
  return [
    rowOf({ name: `${what} (${on})`, unit: 'entries/s', value: (entries * 1000) / ms }),
    rowOf({ ...measured, peer: peer('bare insert of its rows', bare) }),
    rowOf({ ...measured, peer: peer('PouchDB', pouch), goal: 1 }),
  ];
}

/** What a push and a first pull put on the wire for each entry. */
async function bytesRows(world: World, url: string, { name: on }: Ground): Promise<Row[]> {
  const proxy = await countBytes(url);
  try {
    const sender = await newStation(world.file('sender.akti'), proxy.url, FIRST);
    await sender.exchange();
    enterEntries(sender, FIRST.id, COUNTED, BEHIND);
    proxy.take();
    await sender.exchange();
    const both = proxy.take();
    sender.close();
    const reader = await newStation(world.file('reader.akti'), proxy.url, SECOND);
    proxy.take();
    const { received } = await reader.exchange();
    const pull = proxy.take();
    reader.close();
    return [
      ...perEntry('push and its answers', both, COUNTED, on),
      ...perEntry('first pull', pull, received, on),
    ];
  } finally {
    await proxy.close();
  }
}

function perEntry(what: string, { packed, plain }: Counted, entries: number, on: string): Row[] {
  return [
    rowOf({ name: `bytes of a ${what}, per entry (${on})`, unit: 'B', value: packed / entries }),
    rowOf({
      name: `bytes of a ${what}, per entry, unpacked (${on})`,
      unit: 'B',
      value: plain / entries,
    }),
  ];
}

async function crowdRows(
  { url }: Served,
  { name: on }: Ground,
  { stations, crowdMs: ms }: Sizes,
  judged: boolean,
): Promise<Row[]> {
  const crowd = { url, users: USERS.slice(2), stations, ms, pauseMs: PAUSE_MS };
  const { push, pull, seen, entries, missed, refused } = await runCrowd(crowd);
  const who = `${stations} stations`;
  say(`${who} (${on}): ${entries} entries, ${pull.length} pulls in ${ms / 1000} s`);
  const times = { push, pull, 'entry at another station': seen };
  return [
    ...Object.entries(times).flatMap(([what, all]) => [
      rowOf({ name: `${who}: ${what} (${on})`, unit: 'ms', value: median(all), judged }),
      rowOf({
        name: `${who}: ${what}, 99 % (${on})`,
        unit: 'ms',
        value: quantile(all, 0.99),
        judged,
      }),
    ]),
    rowOf({ name: `${who}: places missed (${on})`, unit: '', value: missed, budget: 0 }),
    rowOf({ name: `${who}: calls refused (${on})`, unit: '', value: refused, budget: 0 }),
  ];
}

async function seenRows({ turns }: Sizes, judged: boolean): Promise<Row[]> {
  const times = await timesUntilSeen(turns);
  const name = 'save at one station to the open diary of another';
  return [
    rowOf({ name, unit: 'ms', value: median(times), judged }),
    rowOf({ name: `${name}, longest`, unit: 'ms', value: Math.max(...times), judged }),
  ];
}
