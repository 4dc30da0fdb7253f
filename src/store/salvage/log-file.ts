/** Sizes and names of a write-ahead log (https://sqlite.org/fileformat.html, section 4). */
const HEADER_BYTES = 32;
const FRAME_BYTES = 24;
const LITTLE = 0x377f0682;
const BIG = 0x377f0683;

/** A page as it stands in the log. */
export interface Frame {
  readonly page: number;
  readonly bytes: Buffer;
  /**
   * True when all before it is whole and its transaction was ended. Behind a damaged place the log
   * proves nothing, but what stands there may be good.
   */
  readonly sure: boolean;
}

/** What a log holds. */
interface Log {
  /** The frames of its newest round, in their order. */
  readonly frames: readonly Frame[];
  /** True when it is damaged, so that more may have stood in it. */
  readonly broken: boolean;
}

/** Reads a log; one that is empty or not there has no frames. */
export function readLog(log: Buffer, pageBytes: number): Log {
  if (log.length < HEADER_BYTES) return { frames: [], broken: log.length > 0 };
  const magic = log.readUInt32BE(0);
  const known = magic === LITTLE || magic === BIG;
  const size = FRAME_BYTES + pageBytes;
  const salts = known ? log.subarray(16, 24) : commonSalts(log, size);
  let sum: Sum = known ? sumOf(log.subarray(0, 24), magic === BIG, [0, 0]) : [0, 0];
  let whole = isWholeHead(log);
  const found: (Frame & { readonly ends: boolean })[] = [];
  for (let at = HEADER_BYTES; at + size <= log.length; at += size) {
    const head = log.subarray(at, at + FRAME_BYTES);
    const page = head.readUInt32BE(0);
    const bytes = log.subarray(at + FRAME_BYTES, at + size);
    if (!head.subarray(8, 16).equals(salts)) {
      // Of a round before, or damaged: the chain ends here.
      whole = false;
      continue;
    }
    sum = sumOf(bytes, magic === BIG, sumOf(head.subarray(0, 8), magic === BIG, sum));
    whole = whole && isSum(sum, head, 16);
    if (page > 0) found.push({ page, bytes, sure: whole, ends: head.readUInt32BE(4) > 0 });
  }
  const frames = committed(found);
  return { frames, broken: !isWholeHead(log) || frames.some(({ sure }) => !sure) };
}

function isWholeHead(log: Buffer): boolean {
  const magic = log.readUInt32BE(0);
  if (magic !== LITTLE && magic !== BIG) return false;
  return isSum(sumOf(log.subarray(0, 24), magic === BIG, [0, 0]), log, 24);
}

/** An unended transaction at the end of a whole log was never said to be saved. */
function committed(found: readonly (Frame & { readonly ends: boolean })[]): Frame[] {
  const last = found.map(({ sure, ends }) => sure && ends).lastIndexOf(true);
  const broken = found.some(({ sure }) => !sure);
  return found.flatMap(({ page, bytes, sure }, at) => {
    if (at <= last) return { page, bytes, sure };
    return broken ? { page, bytes, sure: false } : [];
  });
}

/** The salts most frames have, where the head that should say so is lost. */
function commonSalts(log: Buffer, size: number): Buffer {
  const counts = new Map<string, number>();
  for (let at = HEADER_BYTES; at + size <= log.length; at += size) {
    const salts = log.toString('hex', at + 8, at + 16);
    counts.set(salts, (counts.get(salts) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return Buffer.from(most?.[0] ?? '', 'hex');
}

type Sum = readonly [number, number];

function sumOf(bytes: Buffer, big: boolean, [first, second]: Sum): Sum {
  let [a, b] = [first, second];
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    const [x, y] = big
      ? [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)]
      : [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
    a = (a + x + b) >>> 0;
    b = (b + y + a) >>> 0;
  }
  return [a, b];
}

function isSum([a, b]: Sum, bytes: Buffer, at: number): boolean {
  return bytes.readUInt32BE(at) === a && bytes.readUInt32BE(at + 4) === b;
}
