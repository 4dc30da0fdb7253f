import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFdWriter, type FdWriter } from '../../src/screen/fd-writer';
import { tempFolderOf } from '../lib/scratch';

/** A real pipe that takes 64 kB and then says EAGAIN, as a terminal does that does not read. */
describe('createFdWriter', () => {
  let folder: string;
  let reader: number;
  let writerFd: number;
  let writer: FdWriter;
  let gone: number;

  beforeEach(() => {
    folder = tempFolderOf('akti-pipe-');
    const pipe = join(folder, 'pipe');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    writerFd = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    gone = 0;
    writer = createFdWriter(writerFd, () => {
      gone += 1;
    });
  });

  afterEach(() => {
    writer.close();
    closeSync(writerFd);
    rmSync(folder, { recursive: true });
  });

  /** Reads what is there now, in small pieces, at most `most` bytes. */
  function read(most: number): string {
    const piece = Buffer.alloc(1000);
    const parts: Buffer[] = [];
    for (let count = 0; count < most; count += piece.length) {
      try {
        const length = readSync(reader, piece);
        parts.push(Buffer.from(piece.subarray(0, length)));
      } catch {
        break;
      }
    }
    return Buffer.concat(parts).toString('latin1');
  }

  const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

  test('writes at once when the terminal reads', () => {
    writer.write('heti');
    expect(read(1000)).toBe('heti');
    expect(writer.waiting()).toBe(0);
  });

  test('keeps all bytes in order over short writes and EAGAIN', async () => {
    let sent = '';
    let received = '';
    for (let n = 0; n < 40; n += 1) {
      const bytes = `${n}:${'x'.repeat(n * 400)};`;
      sent += bytes;
      writer.write(bytes);
    }
    expect(writer.waiting()).toBeGreaterThan(0);
    while (received.length < sent.length) {
      received += read(10_000);
      await pause();
      if (received.length > 100_000 && !sent.endsWith('late')) {
        sent += 'late';
        writer.write('late');
      }
    }
    expect(received).toBe(sent);
    expect(writer.waiting()).toBe(0);
  });

  test('flush gives up when nobody reads, and close forgets the rest', () => {
    writer.write('x'.repeat(200_000));
    writer.flush(10);
    expect(writer.waiting()).toBeGreaterThan(0);
    writer.close();
    expect(writer.waiting()).toBe(0);
    read(200_000);
    writer.write('more');
    expect(read(1000)).toBe('');
  });

  test('tells once that the terminal is gone', async () => {
    closeSync(reader);
    writer.write('a');
    writer.write('b');
    await pause();
    expect(gone).toBe(1);
  });
});
