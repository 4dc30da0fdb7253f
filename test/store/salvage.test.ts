import {
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
import { writeSalvage } from '../../src/store/salvage/write';
import { makeLink } from '../../src/store/sync-link';
import { readWorkers, saveWorker } from '../../src/store/workers';
import { CATALOG, must, WORK_DATE } from '../contract/world';
import { makeWorld, type World } from '../lib/world';

/** T8 of the plan for sync: damaged files, of a real base and of a practice base. */
const DAMAGES = process.env.AKTI_FULL ? 2000 : 200;
const SEED = Number(process.env.AKTI_SEED) || 8000;
const USER = 'yhtmalmai';
const WORKER = {
  ...{ id: USER, name: 'Mallila Maija', unit: '11a2gb', role: 'worker', active: true },
  os_user: null,
};
const KEY = Buffer.alloc(32, 7);
const MADE = { deviceId: 'uusi', createdAt: '2026-03-16T08:00:00.000Z' };
const TEXT = 'Keskusteltiin arjen sujumisesta ja rahankäytöstä. '.repeat(3);

/** What stands in a base: words of operations that have not gone, and of drafts. */
interface Truth {
  readonly open: ReadonlyMap<string, string>;
  readonly answered: number;
  readonly drafts: ReadonlyMap<string, string>;
}

/** The files of one base, whole, with a log that holds a part of it. */
interface Sample {
  readonly path: string;
  readonly key: Buffer | undefined;
  readonly truth: Truth;
}

let world: World;
let samples: readonly Sample[];
beforeAll(() => {
  world = makeWorld();
  samples = [sampleOf('oikea', KEY), sampleOf('harjoitus', undefined)];
});
afterAll(() => world.remove());

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

function copyOf(from: string, to: string): void {
  for (const end of ['', '-wal', '-shm']) {
    rmSync(to + end, { force: true });
    if (existsSync(from + end)) copyFileSync(from + end, to + end);
  }
}

function sampleOf(name: string, key: Buffer | undefined): Sample {
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
  copyFileSync(`${path}-wal`, world.file(`${name}-eilinen-wal`));
  base.db.pragma('wal_checkpoint(TRUNCATE)');
  base.db.pragma('wal_autocheckpoint = 0');
  enter(session, 40, 3);
  draft(base, 'uusi luonnos');
  const whole = world.file(`${name}.akti`);
  copyOf(path, whole);
  const truth = truthOf(base, answered);
  base.close();
  return { path: whole, key, truth };
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
  readonly damage: (path: string, random: Random, name: string) => void;
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
    damage: (path, _, name) => copyFileSync(world.file(`${name}-eilinen-wal`), `${path}-wal`),
  },
  { what: 'no log', silent: true, damage: (path) => rmSync(`${path}-wal`) },
  {
    what: 'pages of zeros',
    damage: (path, random) => {
      const bytes = readFileSync(path);
      const page = random.int(bytes.length / 4096);
      writeFileSync(path, bytes.fill(0, page * 4096, (page + 1 + random.int(4)) * 4096));
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

describe('a damaged base (R47)', () => {
  test('that is whole gives all that has not gone, and nothing that has', () => {
    for (const { path, key, truth } of samples) {
      const read = must(readSalvage(path, key));
      const found = read.open.map(({ change }) => [change.op_id, JSON.stringify(change.patch)]);
      expect(new Map(found as [string, string][])).toEqual(truth.open);
      expect(read.atCentre).toBe(truth.answered);
      expect(read.drafts.map(({ record }) => record).sort()).toEqual(
        [...truth.drafts.keys()].sort(),
      );
      expect(read.link).toEqual({ url: 'https://keskus.example', user: USER });
      expect(isWhole(read.report)).toBe(true);
    }
  });

  test(`in ${DAMAGES} ways is opened or refused, and read as far as it goes (seed ${SEED})`, {
    timeout: 3_600_000,
  }, () => {
    const wrong: string[] = [];
    const counts = { opened: 0, refused: 0, whole: 0, part: 0, nothing: 0, saved: 0, lacking: 0 };
    for (let turn = 0; turn < DAMAGES; turn += 1) {
      const random = seededRandom(SEED + turn);
      const sample = samples[turn % 4 === 3 ? 1 : 0] as Sample;
      const way = random.pick(WAYS);
      const path = world.file('vaurioitunut.akti');
      copyOf(sample.path, path);
      way.damage(path, random, sample.key ? 'oikea' : 'harjoitus');
      const read = readSalvage(path, sample.key, { url: 'https://keskus.example', user: USER });
      if (read.ok) {
        const says = judge(read.value, sample, way.silent ?? false);
        wrong.push(...says.map((one) => `seed ${SEED + turn}, ${way.what}: ${one}`));
        counts[isWhole(read.value.report) ? 'whole' : 'part'] += 1;
        counts.saved += read.value.open.length;
        counts.lacking += sample.truth.open.size - read.value.open.length;
      } else counts.nothing += 1;
      const opened = openBase(path, { key: sample.key });
      counts[opened.ok ? 'opened' : 'refused'] += 1;
      if (opened.ok) opened.value.close();
    }
    console.log(`damaged bases (seed ${SEED}): ${JSON.stringify(counts)}`);
    expect(wrong).toEqual([]);
    expect(counts.nothing).toBe(0);
    expect(counts.part).toBeGreaterThan(DAMAGES / 10);
    expect(counts.lacking).toBeGreaterThan(0);
  });

  test('with no beginning is read by the centre and the user that are given', () => {
    for (const { path: from, key, truth } of samples) {
      const path = world.file('alku.akti');
      copyOf(from, path);
      writeFileSync(path, readFileSync(path).fill(0, 0, 4096));
      const read = must(readSalvage(path, key));
      expect(read.open.map(({ change }) => change.op_id).sort()).toEqual(
        [...truth.open.keys()].sort(),
      );
    }
  });

  test('gives a new base what it has, in its order and on its way', () => {
    for (const { path, key, truth } of samples) {
      const to = world.file(`pelastettu-${key ? 1 : 2}.akti`);
      const salvage = must(readSalvage(path, key));
      must(writeSalvage(to, salvage, { ...MADE, ...(key ? { key } : {}) }));
      const base = must(openBase(to, { key }));
      const log = openLog({
        ...{ catalog: CATALOG, registry, base, clock: steppingClock(MADE.createdAt, 1) },
        ...{ ids: makeIds(steppingClock(MADE.createdAt, 1), seededRandom(2)), workers: [] },
      });
      const ops = log.pending(1000, 10_000_000).flatMap((unit) => unit.ops);
      expect(ops.map(({ op_id }) => op_id)).toEqual([...truth.open.keys()]);
      expect(ops.map(({ seq }) => seq)).toEqual(ops.map((_, at) => at + 1));
      expect(listDrafts(base, USER)).toHaveLength(truth.drafts.size);
      base.close();
    }
  });

  test('that holds nothing yet is read all the same', () => {
    const path = world.file('tyhjä.akti');
    const how = { ...MADE, kind: 'real', key: KEY, journal: 'delete' } as const;
    const base = must(createBase(path, how));
    saveWorker(base, WORKER);
    base.close();
    const link = { url: 'https://keskus.example', user: USER };
    expect(must(readSalvage(path, KEY, link))).toMatchObject({ open: [], link });
    expect(readSalvage(path, KEY)).toMatchObject({ problem: { code: 'salvage.link' } });
  });

  test('with a wrong key makes no sense', () => {
    const [real] = samples as [Sample];
    const read = readSalvage(real.path, Buffer.alloc(32, 8));
    expect(read).toMatchObject({ ok: false, problem: { code: 'base.key' } });
  });
});
