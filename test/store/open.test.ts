import {
  chmodSync,
  existsSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { registry } from '../../src/forms/index';
import { connect } from '../../src/store/connection';
import { createBase } from '../../src/store/create';
import { catching } from '../../src/store/errors';
import { SCHEMA_VERSION } from '../../src/store/migrate';
import { openBase, openReadonly } from '../../src/store/open';
import { insertRecord, readBucket } from '../../src/store/records';
import { sampleRecord } from './samples';
import {
  bundled,
  DEVICE,
  imprint,
  must,
  newBase,
  newPath,
  problemIn,
  start,
  tidyAfterEach,
} from './support';

tidyAfterEach();

const KEY = Buffer.alloc(32, 7);
const OTHER = Buffer.alloc(32, 8);
const note = registry.form('diary_note');

/** A closed base with enough in it for several pages. */
function closedBase(options: Parameters<typeof newBase>[0] = {}): string {
  const base = newBase(options);
  base.write(() => {
    for (let at = 1; at <= 60; at++) {
      const sample = sampleRecord(note, at, { bucket: 'asiakas' });
      const values = { ...sample.values, text: `MERKKI${at} `.repeat(50) };
      insertRecord(base, note, { ...sample, values });
    }
  });
  base.close();
  return base.path;
}

function overwrite(path: string, at: number, bytes: readonly number[] | Buffer): void {
  const all = readFileSync(path);
  Buffer.from(bytes).copy(all, at);
  writeFileSync(path, all);
}

/** Opens what must be refused, and sees that nothing was touched. */
function refusal(path: string, options: Parameters<typeof openBase>[1] = {}) {
  const before = imprint(path);
  const problem = problemIn(openBase(path, { waitMs: 50, ...options }));
  expect(imprint(path)).toEqual(before);
  return problem;
}

describe('a new base', () => {
  it('is a file of the user alone, in a folder of the user alone', () => {
    const path = join(dirname(newPath()), 'uusi', 'kanta.akti');
    const base = newBase({}, path);
    base.sql("INSERT INTO meta (key, value) VALUES ('a', 'b')").run();
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    for (const end of ['', '-wal', '-shm']) expect(statSync(path + end).mode & 0o777).toBe(0o600);
  });

  it('has the pragmas of a careful store, and the drafts do not wait for the disk', () => {
    const base = newBase();
    const pragma = (name: string) => base.db.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('trusted_schema')).toBe(0);
    expect(pragma('recursive_triggers')).toBe(1);
    expect(pragma('temp_store')).toBe(2);
    expect(pragma('busy_timeout')).toBe(3000);
    const draft = base.drafts().sql('PRAGMA synchronous').get();
    expect(draft).toEqual({ synchronous: 1 });
    expect(base.write(() => base.drafts().sql('PRAGMA synchronous').get())).toEqual({
      synchronous: 2,
    });
  });

  it('keeps its kind for ever', () => {
    const base = newBase();
    expect(base.kind).toBe('demo');
    for (const text of [
      "UPDATE meta SET value = 'real' WHERE key = 'kind'",
      "DELETE FROM meta WHERE key = 'kind'",
      "INSERT OR REPLACE INTO meta (key, value) VALUES ('kind', 'real')",
    ]) {
      expect(problemIn(catching(() => base.db.exec(text))).code).toBe('base.kind_fixed');
    }
  });

  it('is not made over another, nor over what one left behind', () => {
    const path = closedBase();
    const made = { kind: 'demo', deviceId: DEVICE, createdAt: '2026-03-16T08:00:00.000Z' } as const;
    const before = imprint(path);
    expect(problemIn(createBase(path, made)).code).toBe('base.exists');
    expect(imprint(path)).toEqual(before);
    const gone = newPath();
    writeFileSync(`${gone}-wal`, 'old log');
    expect(problemIn(createBase(gone, made)).code).toBe('base.exists');
    expect(existsSync(gone)).toBe(false);
  });

  it('is byte for byte the same when made twice with a delete journal', () => {
    const one = newBase({ journal: 'delete' });
    const two = newBase({ journal: 'delete' });
    for (const base of [one, two]) {
      base.write(() => insertRecord(base, note, sampleRecord(note, 3)));
      base.close();
    }
    expect(readFileSync(one.path).equals(readFileSync(two.path))).toBe(true);
    expect(imprint(one.path).beside).toEqual(['harjoitus.akti']);
  });

  it('needs a key when it is real, and then shows nothing of what is in it', () => {
    expect(
      problemIn(createBase(newPath(), { kind: 'real', deviceId: DEVICE, createdAt: 'now' })).code,
    ).toBe('base.key_needed');
    const path = closedBase({ kind: 'real', key: KEY });
    const bytes = readFileSync(path);
    expect(bytes.includes('MERKKI')).toBe(false);
    expect(bytes.includes('SQLite format 3')).toBe(false);
    expect(readFileSync(closedBase()).includes('MERKKI')).toBe(true);
    const base = must(openBase(path, { key: KEY }));
    expect(base.kind).toBe('real');
    insertRecord(base, note, sampleRecord(note, 99));
    expect(readFileSync(`${path}-wal`).includes('Näyte')).toBe(false);
    expect(readBucket(base, [note], 'asiakas')).toHaveLength(60);
  });
});

describe('a base that cannot be opened is named and left alone', () => {
  it('missing', () => {
    expect(problemIn(openBase(newPath())).code).toBe('base.missing');
  });

  it('not a base: text, nothing, a folder, another program’s SQLite file', () => {
    const path = newPath();
    for (const content of ['', 'ei kanta', 'x'.repeat(5000)]) {
      writeFileSync(path, content);
      expect(refusal(path).code).toBe('base.not_akti');
    }
    expect(problemIn(openBase(dirname(path))).code).toBe('base.not_akti');
    const other = newPath();
    new Database(other).exec('CREATE TABLE a (b)').close();
    expect(refusal(other).code).toBe('base.not_akti');
  });

  it('wrong key, no key, a key of another length', () => {
    const path = closedBase({ kind: 'real', key: KEY });
    expect(refusal(path, { key: OTHER }).code).toBe('base.key');
    expect(refusal(path).code).toBe('base.key');
    expect(refusal(path, { key: KEY.subarray(1) }).code).toBe('base.key');
  });

  it('newer than the program, plain and encrypted', () => {
    const path = closedBase();
    overwrite(path, 60, [0, 0, 0, 9]);
    const values = { theirs: 9, ours: SCHEMA_VERSION };
    expect(refusal(path)).toEqual({ code: 'base.newer', values });
    const real = closedBase({ kind: 'real', key: KEY });
    const newer = connect(real, { key: KEY, waitMs: 50 });
    newer.db.pragma('user_version = 9');
    newer.close();
    expect(refusal(real, { key: KEY })).toEqual({ code: 'base.newer', values });
  });

  it('newer only in the log another program left behind', () => {
    const path = closedBase();
    const newer = connect(path, { waitMs: 50 });
    newer.db.pragma('user_version = 9');
    const left = ['', '-wal'].map((end) => [end, readFileSync(path + end)] as const);
    newer.close();
    for (const [end, bytes] of left) writeFileSync(path + end, bytes);
    const before = left.map(([, bytes]) => bytes.toString('hex'));
    expect(problemIn(openBase(path)).code).toBe('base.newer');
    expect(['', '-wal'].map((end) => readFileSync(path + end).toString('hex'))).toEqual(before);
  });

  it('damaged: schema, header, cut short', () => {
    const schema = closedBase();
    overwrite(schema, 100, Buffer.alloc(3000, 0xa5));
    expect(refusal(schema).code).toBe('base.corrupt');
    const header = closedBase();
    overwrite(header, 16, [0, 3, 9, 9, 9, 9, 9, 9]);
    expect(refusal(header).code).toBe('base.corrupt');
    const short = closedBase();
    truncateSync(short, 8192);
    expect(refusal(short).code).toBe('base.corrupt');
    const real = closedBase({ kind: 'real', key: KEY });
    overwrite(real, 200, [1, 2, 3, 4]);
    expect(refusal(real, { key: KEY }).code).toBe('base.key');
  });

  it('damaged where only reading finds it', () => {
    for (const [options, key] of [
      [{}, undefined],
      [{ kind: 'real', key: KEY }, KEY],
    ] as const) {
      const path = closedBase(options);
      overwrite(path, statSync(path).size - 4096 * 4, Buffer.alloc(4096 * 4, 0xa5));
      const before = imprint(path);
      const base = must(openBase(path, { key }));
      expect(problemIn(catching(() => readBucket(base, registry.all, 'asiakas'))).code).toBe(
        'base.corrupt',
      );
      base.close();
      expect(imprint(path)).toEqual(before);
    }
  });

  it('real, but no longer encrypted', () => {
    const path = closedBase({ kind: 'real', key: KEY });
    const stripped = connect(path, { key: KEY, waitMs: 50 });
    stripped.db.pragma('journal_mode = DELETE');
    stripped.db.pragma("rekey = ''");
    stripped.close();
    expect(refusal(path, { key: KEY }).code).toBe('base.not_encrypted');
  });

  it('read-only, or not to be read at all', () => {
    const path = closedBase();
    chmodSync(dirname(path), 0o755);
    chmodSync(path, 0o444);
    asNobody(() => expect(refusal(path).code).toBe('base.readonly'));
    chmodSync(path, 0o666);
    asNobody(() => expect(refusal(path).code).toBe('base.readonly'));
    chmodSync(path, 0o000);
    asNobody(() => expect(problemIn(openBase(path)).code).toBe('base.permission'));
  });

  it('locked by another process for reading', async () => {
    const path = closedBase();
    const holder = start(await bundled('hold-lock'), [path, 'read']);
    await holder.said(1);
    expect(refusal(path).code).toBe('base.locked');
    expect(problemIn(openReadonly(path, { waitMs: 50 })).code).toBe('base.locked');
  });

  it('in the middle of another process’s save: reads, and says so at the save', async () => {
    const path = closedBase();
    const holder = start(await bundled('hold-lock'), [path, 'write']);
    await holder.said(1);
    const base = must(openBase(path, { waitMs: 50 }));
    expect(readBucket(base, [note], 'asiakas')).toHaveLength(60);
    const saved = catching(() =>
      base.write(() => insertRecord(base, note, sampleRecord(note, 99))),
    );
    expect(problemIn(saved).code).toBe('base.locked');
    holder.child.kill('SIGKILL');
    await holder.ended;
    base.write(() => insertRecord(base, note, sampleRecord(note, 99)));
  });
});

/** Runs as a user to whom file modes apply; root may do anything. */
function asNobody(fn: () => void): void {
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid?.(65534);
  try {
    fn();
  } finally {
    if (root) process.seteuid?.(0);
  }
}
