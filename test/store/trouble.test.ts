import { spawnSync } from 'node:child_process';
import { readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ProblemError } from '../../src/base/problems';
import { seededRandom } from '../../src/base/random';
import { registry } from '../../src/forms/index';
import type { Base } from '../../src/store/base';
import { checkBase } from '../../src/store/check';
import { createBase } from '../../src/store/create';
import { listDrafts } from '../../src/store/drafts';
import { catching, problemFrom } from '../../src/store/errors';
import { openBase } from '../../src/store/open';
import { queryRecords } from '../../src/store/query';
import { insertRecord } from '../../src/store/records';
import { tempFolderOf } from '../lib/scratch';
import { sampleRecord } from './samples';
import {
  bundled,
  DEVICE,
  imprint,
  must,
  newBase,
  problemIn,
  start,
  tidyAfterEach,
} from './support';

tidyAfterEach();

const note = registry.form('diary_note');
const work = registry.form('work_entry');
const options = { forms: registry.all, rootOf: () => 'juuri' };

/** Saves long notes until the disk refuses one; gives how many there are. */
function fillUp(base: Base): number {
  for (let at = 1; at < 1000; at++) {
    const sample = sampleRecord(note, at);
    const rec = { ...sample, values: { ...sample.values, text: 'x'.repeat(19_000) } };
    const saved = catching(() => base.write(() => insertRecord(base, note, rec)));
    if (saved.ok) continue;
    expect(saved.problem).toEqual({ code: 'base.full' });
    return at - 1;
  }
  throw new Error('the disk was never full');
}

/** A disk of one megabyte, where we may make one. */
function tinyDisk(): string | undefined {
  if (process.platform !== 'linux' || process.geteuid?.() !== 0) return undefined;
  const folder = tempFolderOf('akti-disk-');
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
  if (done.status === 0) return folder;
  rmdirSync(folder);
  return undefined;
}

describe('a full disk', () => {
  it('refuses the save, keeps all that was saved, and works again when there is room', () => {
    const base = newBase();
    const pages = base.db.pragma('page_count', { simple: true }) as number;
    base.db.pragma(`max_page_count = ${pages + 40}`);
    const saved = fillUp(base);
    expect(saved).toBeGreaterThan(3);
    expect(queryRecords(base, note, { where: {} })).toHaveLength(saved);
    base.db.pragma(`max_page_count = ${pages + 400}`);
    base.write(() => insertRecord(base, note, sampleRecord(note, 2000)));
    expect(base.db.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  const disk = tinyDisk();
  afterAll(() => {
    if (!disk) return;
    spawnSync('umount', [disk]);
    rmdirSync(disk);
  });
  it.skipIf(!disk)('a real one', () => {
    const path = join(disk as string, 'kanta.akti');
    const made = { kind: 'demo', deviceId: DEVICE, createdAt: '2026-03-16T08:00:00.000Z' } as const;
    const base = must(createBase(path, made));
    const saved = fillUp(base);
    base.close();
    expect(saved).toBeGreaterThan(3);
    const again = must(openBase(path));
    expect(queryRecords(again, note, { where: {} })).toHaveLength(saved);
    expect(again.db.pragma('integrity_check', { simple: true })).toBe('ok');
    const before = imprint(path).sha256;
    expect(problemIn(createBase(join(disk as string, 'toinen.akti'), made)).code).toBe('base.full');
    expect(imprint(path).sha256).toBe(before);
    // The one that did not fit left nothing behind; the log of the other waits for room.
    const beside = imprint(path).beside.filter((name) => !name.startsWith('kanta.akti'));
    expect(beside).toEqual([]);
  });
});

describe('kill -9', () => {
  it('in the middle of saves leaves a sound base with whole units of work only', async () => {
    const base = newBase();
    const program = await bundled('save-units');
    const random = seededRandom(20260316);
    let first = 1;
    for (let round = 0; round < 4; round++) {
      const run = start(program, [base.path, String(first), '1000']);
      await run.said(40 + random.int(160));
      await new Promise((resolve) => setTimeout(resolve, random.int(10)));
      run.child.kill('SIGKILL');
      await run.ended;
      const said = Number(run.lines.at(-1));
      expect(said).toBeLessThan(first + 999);
      const records = queryRecords(base, work, { where: {}, order: 'entry' });
      const whole = records.map((rec) => [rec.id, rec.version]);
      const wanted = records.map((_, at) => [`tyo-${at + 1}`, 2]);
      expect(whole).toEqual(wanted);
      // What was said to be saved is; at most the one being saved is there without a word.
      expect(records.length).toBeGreaterThanOrEqual(said);
      expect(records.length).toBeLessThanOrEqual(said + 1);
      const unsaved = listDrafts(base, 'yhtmalmai').map((draft) => draft.record);
      expect([[], [`tyo-${records.length + 1}`]]).toContainEqual(unsaved);
      expect(must(checkBase(base.path, options))).toEqual([]);
      first = records.length + 1;
    }
  });

  it('inside a unit of work undoes it, not the draft; without one the check sees', async () => {
    const program = await bundled('save-units');
    const whole = newBase();
    await start(program, [whole.path, '1', '1', 'stop']).ended;
    expect(queryRecords(whole, work, { where: {} })).toEqual([]);
    expect(listDrafts(whole, 'yhtmalmai').map((draft) => draft.value)).toEqual([
      { note: 'kesken' },
    ]);
    expect(must(checkBase(whole.path, options))).toEqual([]);
    const torn = newBase();
    await start(program, [torn.path, '1', '1', 'torn']).ended;
    expect(must(checkBase(torn.path, options)).map((problem) => problem.code)).toEqual([
      'check.history',
    ]);
  });
});

describe('errors', () => {
  it('become problems without the text of the error', () => {
    const base = newBase();
    const secret = `${'SALAINEN'.repeat(20)}`;
    const rec = sampleRecord(work, 1, { service_task: secret, id: secret });
    const problem = problemIn(catching(() => insertRecord(base, work, rec)));
    expect(JSON.stringify(problem)).not.toContain('SALAINEN');
    expect(problem).toEqual({ code: 'record.refused' });
  });

  it('of the file system too, and a ProblemError as it is', () => {
    expect(problemIn(catching(() => readFileSync('/ei/ole'))).code).toBe('base.missing');
    expect(problemFrom(new ProblemError({ code: 'x.y', field: 'f' }))).toEqual({
      code: 'x.y',
      field: 'f',
    });
  });

  it('that are faults of the program are thrown on', () => {
    expect(() => catching(() => newBase().sql('SELECT no_such_column'))).toThrow('no_such_column');
    expect(() => catching(() => (undefined as unknown as { a: number }).a)).toThrow(TypeError);
  });
});
