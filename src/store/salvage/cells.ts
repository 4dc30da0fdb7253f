import type { Image } from './images';

/** A value of a row; bytes do not occur in a base. */
export type Cell = string | number | null;

/** A row of a table or of an index, whatever table it is of. */
export interface FoundRow {
  /** Place in its table; null in a table that has none. */
  readonly rowid: number | null;
  readonly cells: readonly Cell[];
  readonly newest: boolean;
}

/** What could be read of all pages. */
export interface FoundRows {
  readonly rows: readonly FoundRow[];
  /** Rows that begin on a page that was read and cannot be read to their end. */
  readonly torn: number;
}

/** Kinds of pages that hold rows (https://sqlite.org/fileformat.html, section 1.6). */
const INNER_INDEX = 2;
const LEAF_INDEX = 10;
const LEAF_TABLE = 13;
const FILE_HEAD = 100;

/** Looks on every page for rows, without asking any page above which table it belongs to. */
export function rowsOn(images: readonly Image[]): FoundRows {
  const newest = new Map<number, Buffer>();
  for (const image of images) if (image.newest) newest.set(image.page, image.bytes);
  const rows: FoundRow[] = [];
  let torn = 0;
  for (const image of images) {
    const reader = new PageReader(image, newest);
    rows.push(...reader.rows());
    torn += reader.torn;
  }
  return { rows, torn };
}

/** What is not as a page has to be. */
class Nonsense extends Error {}

class PageReader {
  torn = 0;
  private readonly bytes: Buffer;

  constructor(
    private readonly image: Image,
    private readonly pages: ReadonlyMap<number, Buffer>,
  ) {
    this.bytes = image.bytes;
  }

  rows(): FoundRow[] {
    const at = this.image.page === 1 ? FILE_HEAD : 0;
    const kind = this.bytes[at];
    if (kind !== LEAF_TABLE && kind !== LEAF_INDEX && kind !== INNER_INDEX) return [];
    const count = this.bytes.readUInt16BE(at + 3);
    const list = at + (kind === INNER_INDEX ? 12 : 8);
    if (list + 2 * count > this.bytes.length) return [];
    return Array.from({ length: count }, (_, n) => {
      const place = this.bytes.readUInt16BE(list + 2 * n);
      return this.rowAt(place, kind);
    }).flatMap((row) => row ?? []);
  }

  private rowAt(place: number, kind: number): FoundRow | null {
    try {
      let at = kind === INNER_INDEX ? place + 4 : place;
      const length = this.varint(at);
      at = length.next;
      let rowid: number | null = null;
      if (kind === LEAF_TABLE) {
        const id = this.varint(at);
        rowid = id.value;
        at = id.next;
      }
      const payload = this.payload(at, length.value, kind === LEAF_TABLE);
      return { rowid, cells: cellsOf(payload), newest: this.image.newest };
    } catch (error) {
      if (!(error instanceof Nonsense)) throw error;
      this.torn += 1;
      return null;
    }
  }

  private varint(at: number) {
    return varintIn(this.bytes, at);
  }

  /** A row, with what of it lies on other pages. */
  private payload(at: number, length: number, ofTable: boolean): Buffer {
    const usable = usableOf(this.bytes);
    const most = ofTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
    if (length <= most) return part(this.bytes, at, length);
    const least = Math.floor(((usable - 12) * 32) / 255) - 23;
    const wanted = least + ((length - least) % (usable - 4));
    const here = wanted <= most ? wanted : least;
    const pieces = [part(this.bytes, at, here)];
    let next = part(this.bytes, at + here, 4).readUInt32BE(0);
    for (let left = length - here; left > 0; ) {
      const page = this.pages.get(next);
      if (!page || pieces.length > this.pages.size) throw new Nonsense();
      const piece = Math.min(left, usable - 4);
      pieces.push(part(page, 4, piece));
      next = page.readUInt32BE(0);
      left -= piece;
    }
    return Buffer.concat(pieces);
  }
}

/** Bytes of a page that rows may use: an opened page ends where its seal began. */
const usableOf = (bytes: Buffer) => bytes.length;

function part(bytes: Buffer, at: number, length: number): Buffer {
  if (at < 0 || length < 0 || at + length > bytes.length) throw new Nonsense();
  return bytes.subarray(at, at + length);
}

const VARINT_MOST = 9;

function varintIn(bytes: Buffer, from: number): { value: number; next: number } {
  let value = 0;
  for (let n = 0; n < VARINT_MOST; n += 1) {
    const byte = bytes[from + n];
    if (byte === undefined) throw new Nonsense();
    if (n === VARINT_MOST - 1) throw new Nonsense();
    value = value * 128 + (byte & 127);
    if (byte < 128) return { value, next: from + n + 1 };
  }
  throw new Nonsense();
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** Whole numbers by their kind: how many bytes. */
const NUMBER_BYTES = [0, 1, 2, 3, 4, 6, 8];

function cellsOf(payload: Buffer): Cell[] {
  const head = varintIn(payload, 0);
  if (head.value > payload.length) throw new Nonsense();
  const kinds: number[] = [];
  for (let at = head.next; at < head.value; ) {
    const kind = varintIn(payload, at);
    kinds.push(kind.value);
    at = kind.next;
  }
  let at = head.value;
  return kinds.map((kind) => {
    const length = lengthOf(kind);
    const bytes = part(payload, at, length);
    at += length;
    return cellOf(kind, bytes);
  });
}

function lengthOf(kind: number): number {
  if (kind < NUMBER_BYTES.length) return NUMBER_BYTES[kind] ?? 0;
  if (kind === 8 || kind === 9) return 0;
  // Numbers with a fraction and bytes do not occur in a base.
  if (kind < 13 || kind % 2 === 0) throw new Nonsense();
  return (kind - 13) / 2;
}

function cellOf(kind: number, bytes: Buffer): Cell {
  if (kind === 0) return null;
  if (kind === 8 || kind === 9) return kind - 8;
  if (kind === 6) return Number(bytes.readBigInt64BE(0));
  if (kind < NUMBER_BYTES.length) return bytes.readIntBE(0, bytes.length);
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Nonsense();
  }
}
