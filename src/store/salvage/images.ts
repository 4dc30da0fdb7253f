import { readFileSync } from 'node:fs';
import { SALT_BYTES } from '../connection';
import { catching } from '../errors';
import { pageOpener } from './cipher';
import { type Frame, readLog } from './log-file';

/** One state of one page. */
export interface Image {
  readonly page: number;
  /** In the open, and only what a page may use. */
  readonly bytes: Buffer;
  /** The newest of its page that can be read. */
  readonly newest: boolean;
}

/** The pages of a file as far as they can be read. */
export interface Images {
  readonly all: readonly Image[];
  readonly pages: number;
  /** Pages whose newest state has a broken seal; the first, which holds no entries, left out. */
  readonly unreadable: number;
  /** True when the log is damaged, so that more may have stood in it. */
  readonly logBroken: boolean;
  readonly encrypted: boolean;
  /** True where a seal or a sum has proved each page that was read. */
  readonly proved: boolean;
  /** Of an encrypted file whose beginning is whole. */
  readonly salt: Buffer | null;
}

/** Pages of a base are of this size, where its head does not say otherwise. */
const PAGE_BYTES = 4096;
const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');

/**
 * Reads every state of every page, from the file and from the log beside it. Opens nothing as a
 * database and writes nothing.
 * @param key raw key; without one the file is taken to be in the open
 * Problems (thrown, for `catching`): those of a file that cannot be read.
 */
export function imagesOf(path: string, key: Buffer | undefined): Images {
  const file = readFileSync(path);
  const read = catching(() => readFileSync(`${path}-wal`));
  const log = read.ok ? read.value : Buffer.alloc(0);
  const plain = file.subarray(0, MAGIC.length).equals(MAGIC);
  const pageBytes = plain ? pageBytesIn(file) : PAGE_BYTES;
  const { frames, broken: logBroken } = readLog(log, pageBytes);
  const states = [...inFile(file, pageBytes), ...inLog(frames)];
  if (plain || !key) {
    return opened(states, (one) => one.bytes, { encrypted: false, salt: null, logBroken });
  }
  const salts = [file.subarray(0, SALT_BYTES), ...saltsInLog(states)];
  for (const salt of salts) {
    const opener = pageOpener(key, salt);
    const images = opened(states, (one) => opener.open(one.bytes, one.page), {
      ...{ encrypted: true, salt, logBroken },
    });
    if (images.all.length > 0) return images;
  }
  // The salt is lost, and the seals with it: what makes sense in the open is taken.
  const opener = pageOpener(key, Buffer.alloc(SALT_BYTES));
  const unsealed = (one: State) => opener.openUnsealed(one.bytes, one.page);
  const how = { encrypted: true, salt: null, logBroken };
  return { ...opened(states, unsealed, how), proved: false };
}

interface State {
  readonly page: number;
  readonly bytes: Buffer;
  /** Of two of one page the higher is the newer. */
  readonly rank: number;
}

function inFile(file: Buffer, size: number): State[] {
  const count = Math.floor(file.length / size);
  return Array.from({ length: count }, (_, at) => ({
    page: at + 1,
    bytes: file.subarray(at * size, (at + 1) * size),
    rank: 0,
  }));
}

/** What the log does not prove counts as older than the file: it helps where nothing else is. */
function inLog(frames: readonly Frame[]): State[] {
  return frames.map(({ page, bytes, sure }, at) => {
    return { page, bytes, rank: sure ? at + 1 : -1 };
  });
}

function saltsInLog(states: readonly State[]): Buffer[] {
  const first = states.filter(({ page, rank }) => page === 1 && rank !== 0);
  return first.map(({ bytes }) => bytes.subarray(0, SALT_BYTES));
}

function pageBytesIn(file: Buffer): number {
  const said = file.readUInt16BE(16);
  return said >= 512 && (said & (said - 1)) === 0 ? said : PAGE_BYTES;
}

function opened(
  states: readonly State[],
  open: (state: State) => Buffer | null,
  how: Pick<Images, 'encrypted' | 'salt' | 'logBroken'>,
): Images {
  const byPage = new Map<number, { bytes: Buffer | null; rank: number }[]>();
  for (const state of states) {
    const found = byPage.get(state.page) ?? [];
    found.push({ bytes: open(state), rank: state.rank });
    byPage.set(state.page, found);
  }
  const all: Image[] = [];
  let unreadable = 0;
  for (const [page, found] of byPage) {
    const [newest, ...older] = found.sort((a, b) => b.rank - a.rank);
    const read = [newest, ...older].flatMap((one) => one?.bytes ?? []);
    if (!newest?.bytes && page > 1) unreadable += 1;
    all.push(...read.map((bytes, at) => ({ page, bytes, newest: at === 0 })));
  }
  return { ...how, all, unreadable, pages: byPage.size, proved: how.encrypted };
}
