import {
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { steppingClock } from '../../src/base/clock';
import { makeIds } from '../../src/base/ids';
import { type Random, seededRandom } from '../../src/base/random';
import { registry } from '../../src/forms/index';
import { enterMany } from '../../src/records/bulk';
import { openLog } from '../../src/records/sync-log';
import type { World as Session } from '../../src/records/world';
import { makeTestId } from '../../src/rules/person-id';
import type { Base } from '../../src/store/base';
import { createBase } from '../../src/store/create';
import { listDrafts, saveDraft } from '../../src/store/drafts';
import { openBase } from '../../src/store/open';
import { isWhole, readSalvage, type Salvage } from '../../src/store/salvage/read';
import { makeLink } from '../../src/store/sync-link';
import { readWorkers, saveWorker } from '../../src/store/workers';
import { CATALOG, must, WORK_DATE } from '../contract/world';
import type { World } from '../lib/world';

export const USER = 'yhtmalmai';
export const WORKER = {
  ...{ id: USER, name: 'Mallila Maija', unit: '11a2gb', role: 'worker', active: true },
  os_user: null,
};
export const KEY = Buffer.alloc(32, 7);
export const MADE = { deviceId: 'uusi', createdAt: '2026-03-16T08:00:00.000Z' };
const TEXT = 'Keskusteltiin arjen sujumisesta ja rahankäytöstä. '.repeat(3);

/** What stands in a base: words of operations that have not gone, and of drafts. */
interface Truth {
  readonly open: ReadonlyMap<string, string>;
  readonly answered: number;
  readonly drafts: ReadonlyMap<string, string>;
}

/** The files of one base, whole, with a log that holds a part of it. */
export interface Sample {
  readonly path: string;
  /** A log of before its last checkpoint. */
  readonly older: string;
  readonly key: Buffer | undefined;
  readonly truth: Truth;
}

function enter(session: Session, from: number, persons: number): void {
  const entered = enterMany(session, (handOf) => {
    const hand = handOf(USER, WORK_DATE);
    for (let nth = from; nth < from + persons; nth += 1) {
      const value = makeTestId(`19${30 + nth}-03-16`, 900 + nth);
      const person = hand.enter('person', {
        identifiers: [{ value, class: 'test', from: null, until: null }],
        last_name: `Koe${nth}`,
        first_names: 'Aada',
        municipality: 'lahti',
        protected: false,
      }).id;
      for (let at = 0; at < 6; at += 1) {
        const text = `${nth}.${at} ${TEXT.repeat(at === 5 ? 60 : 1)}`;
        hand.enter('diary_note', { person, date: WORK_DATE, attached: null, text });
      }
    }
  });
  must(entered);
}

/** Sends what has no answer to nobody, who answers that all is in. */
function answerAll(session: Session): number {
  const log = openLog(session);
  let pos = 0;
  for (;;) {
    const ops = log.pending(200, 1_000_000).flatMap((unit) => unit.ops);
    if (ops.length === 0) return pos;
    const results = ops.map(({ op_id }) => {
      pos += 1;
      return { op_id, status: 'applied' as const, version: 1, pos };
    });
    log.answered(results, MADE.createdAt);
  }
}

/** Copies a base with what lies beside it. */
export function copyOf(from: string, to: string): void {
  for (const end of ['', '-wal', '-shm']) {
    rmSync(to + end, { force: true });
    if (existsSync(from + end)) copyFileSync(from + end, to + end);
  }
}

/** A real base and a practice base, each with a part of it in its log. */
export function makeSamples(world: World): readonly Sample[] {
  return [sampleOf(world, 'oikea', KEY), sampleOf(world, 'harjoitus', undefined)];
}

function sampleOf(world: World, name: string, key: Buffer | undefined): Sample {
  const path = world.file(`${name}-auki.akti`);
  const kind = key ? 'real' : 'demo';
  const base = must(createBase(path, { ...MADE, deviceId: 'vanha', kind, key }));
  saveWorker(base, WORKER);
  makeLink(base, 'https://keskus.example', USER);
  const clock = steppingClock(MADE.createdAt, 1000);
  const ids = makeIds(clock, seededRandom(1));
  const session = { catalog: CATALOG, registry, base, clock, ids, workers: readWorkers(base) };
  enter(session, 0, 4);
  const answered = answerAll(session);
  enter(session, 20, 2);
  draft(base, 'vanha luonnos');
  const older = world.file(`${name}-eilinen-wal`);
  copyFileSync(`${path}-wal`, older);
  base.db.pragma('wal_checkpoint(TRUNCATE)');
  base.db.pragma('wal_autocheckpoint = 0');
  enter(session, 40, 3);
  draft(base, 'uusi luonnos');
  const whole = world.file(`${name}.akti`);
  copyOf(path, whole);
  const truth = truthOf(base, answered);
  base.close();
  return { path: whole, older, key, truth };
}

function draft(base: Base, text: string): void {
  const saved_at = MADE.createdAt;
  const key = { actor: USER, form: 'diary_note', record: text, client: null };
  saveDraft(base, { ...key, value: { text }, saved_at });
}

function truthOf(base: Base, answered: number): Truth {
  const open = base.db
    .prepare<[], [string, string]>(
      'SELECT op_id, patch FROM change WHERE seq NOT IN' +
        ' (SELECT seq FROM delivery WHERE status IS NOT NULL)',
    )
    .raw()
    .all() as unknown as [string, string][];
  const drafts = listDrafts(base, USER).map((one) => [one.record, JSON.stringify(one.value)]);
  return { open: new Map(open), answered, drafts: new Map(drafts as [string, string][]) };
}

function flip(path: string, random: Random, many: number): void {
  if (!existsSync(path)) return;
  const bytes = readFileSync(path);
  for (let n = 0; n < many && bytes.length > 0; n += 1) {
    const at = random.int(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 + random.int(255));
  }
  writeFileSync(path, bytes);
}

/** Ways to damage a base; `silent` ones take away what no file can tell of any more. */
const WAYS: readonly {
  readonly what: string;
  readonly silent?: boolean;
  readonly damage: (path: string, random: Random, older: string) => void;
}[] = [
  { what: 'bytes of the file', damage: (path, random) => flip(path, random, 1 + random.int(40)) },
  { what: 'bytes of the log', damage: (path, random) => flip(`${path}-wal`, random, 3) },
  { what: 'bytes of the index', damage: (path, random) => flip(`${path}-shm`, random, 9) },
  {
    what: 'a log cut off',
    silent: true,
    damage: (path, random) => {
      const { length } = readFileSync(`${path}-wal`);
      truncateSync(`${path}-wal`, random.int(length));
    },
  },
  {
    what: 'a head of zeros',
    damage: (path, random) => {
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(0, 0, random.pick([16, 100, 4096])));
    },
  },
  {
    what: 'a log of an hour before',
    silent: true,
    damage: (path, _, older) => copyFileSync(older, `${path}-wal`),
  },
  { what: 'no log', silent: true, damage: (path) => rmSync(`${path}-wal`) },
  {
    what: 'pages of zeros',
    damage: (path, random) => {
      const bytes = readFileSync(path);
      const page = random.int(bytes.length / 4096);
      const end = Math.min(bytes.length, (page + 1 + random.int(4)) * 4096);
      writeFileSync(path, bytes.fill(0, page * 4096, end));
    },
  },
];

/** What is read from a damaged copy, and whether it says of all that is lacking. */
function judge(salvage: Salvage, { truth, key }: Sample, silent: boolean): string[] {
  const wrong: string[] = [];
  const read = new Map(salvage.open.map(({ change }) => [change.op_id, change.patch]));
  const lacking = [...truth.open.keys()].filter((id) => !read.has(id));
  if (lacking.length > 0 && isWhole(salvage.report) && !silent && key) {
    wrong.push(`${lacking.length} lacking and nothing said`);
  }
  // Only a seal tells an altered word from a good one: a practice base has none.
  if (!key) return wrong;
  for (const [id, patch] of read) {
    const was = truth.open.get(id);
    if (was !== undefined && was !== JSON.stringify(patch)) wrong.push(`${id} altered`);
  }
  for (const { record, value } of salvage.drafts) {
    if (truth.drafts.get(record) !== JSON.stringify(value)) wrong.push(`draft ${record} altered`);
  }
  return wrong;
}

/** What came of many damaged copies. All that is `wrong` should not be. */
export interface DamageReport {
  readonly damages: number;
  /** Opened as a base all the same, and refused. */
  readonly opened: number;
  readonly refused: number;
  /** Told as whole, told as read in part, and not read at all. */
  readonly whole: number;
  readonly part: number;
  readonly nothing: number;
  /** Entries that had not gone: got, and not got. */
  readonly saved: number;
  readonly lacking: number;
  readonly wrong: readonly string[];
}

/** Damages copies of bases by chance; each is opened or refused, and read as far as it goes. */
export function damageMany(samples: readonly Sample[], many: number, seed: number): DamageReport {
  const wrong: string[] = [];
  const counts = { opened: 0, refused: 0, whole: 0, part: 0, nothing: 0, saved: 0, lacking: 0 };
  for (let turn = 0; turn < many; turn += 1) {
    const random = seededRandom(seed + turn);
    const sample = samples[turn % 4 === 3 ? 1 : 0] as Sample;
    const way = random.pick(WAYS);
    const path = `${sample.path}.vaurio`;
    copyOf(sample.path, path);
    way.damage(path, random, sample.older);
    const read = readSalvage(path, sample.key, { url: 'https://keskus.example', user: USER });
    if (read.ok) {
      const says = judge(read.value, sample, way.silent ?? false);
      wrong.push(...says.map((one) => `seed ${seed + turn}, ${way.what}: ${one}`));
      counts[isWhole(read.value.report) ? 'whole' : 'part'] += 1;
      counts.saved += read.value.open.length;
      counts.lacking += sample.truth.open.size - read.value.open.length;
    } else counts.nothing += 1;
    const opened = openBase(path, { key: sample.key });
    counts[opened.ok ? 'opened' : 'refused'] += 1;
    if (opened.ok) opened.value.close();
  }
  return { damages: many, ...counts, wrong };
}
