import { createHash } from 'node:crypto';

/** A record as both sides know it, for comparing. */
export interface Summed {
  readonly record_id: string;
  /** Version at the centre. */
  readonly version: number;
  readonly bucket: string | null;
  readonly voided: boolean;
  /** Fields by id, those this version of the program does not know among them. */
  readonly values: Readonly<Record<string, unknown>>;
}

const MODULUS = 1n << 64n;

/** Sum of 64 bits over ids, the same in any order: 16 hexadecimal digits. */
export function digestOf(ids: Iterable<string>): string {
  let sum = 0n;
  for (const id of ids) sum += bitsOf(id);
  return hex(sum);
}

/** Sum of 64 bits over records, the same in any order: 16 hexadecimal digits. */
export function checksumOf(records: Iterable<Summed>): string {
  let sum = 0n;
  for (const record of records) sum += bitsOf(canonical(record));
  return hex(sum);
}

/** A record as one text: keys in order, and nothing said of fields that hold nothing. */
function canonical({ record_id, version, bucket, voided, values }: Summed): string {
  const held = Object.keys(values)
    .sort()
    .filter((key) => holds(values[key]))
    .map((key) => [key, ordered(values[key])]);
  return JSON.stringify([record_id, version, bucket, voided, held]);
}

function holds(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== '' && value !== false;
}

/** Rows of a list with their columns in order and without the empty ones. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const row = value as Record<string, unknown>;
  const keys = Object.keys(row).sort();
  return keys.filter((key) => holds(row[key])).map((key) => [key, row[key]]);
}

function bitsOf(text: string): bigint {
  return createHash('sha256').update(text).digest().readBigUInt64BE(0);
}

function hex(sum: bigint): string {
  return (sum % MODULUS).toString(16).padStart(16, '0');
}
