import { type Change, changesOf } from '../store/changes';
import { containerState, putContainer } from '../store/sync-containers';
import { deliveriesOf } from '../store/sync-delivery';
import { digestOf } from '../sync/checksum';
import type { Door } from './door';

const MODULUS = 1n << 64n;
const HEX = 16;

/** The sum over ids with one added; `digestOf` of all of them. */
export function sumWith(sum: string, id: string): string {
  return hex(BigInt(`0x${sum}`) + BigInt(`0x${digestOf([id])}`));
}

/** The same with one taken away. */
export function sumWithout(sum: string, id: string): string {
  return hex(BigInt(`0x${sum}`) + MODULUS - BigInt(`0x${digestOf([id])}`));
}

function hex(sum: bigint): string {
  return (sum % MODULUS).toString(HEX).padStart(HEX, '0');
}

/** What a record belongs to for the centre: its client, else itself. */
export function containerOf(bucket: string | null, recordId: string): string {
  return bucket ?? recordId;
}

/**
 * Notes where something that is in belongs. What begins a container has all of it from then on;
 * else what is here may be a part.
 */
export function noteContainer(
  door: Door,
  op: { readonly bucket: string | null; readonly record_id: string; readonly kind: string },
): void {
  const { base } = door.world;
  const container = containerOf(op.bucket, op.record_id);
  if (containerState(base, container)) return;
  const isBegun = op.kind === 'create' && op.record_id === container;
  putContainer(base, container, isBegun ? 'held' : 'partial', sumWith);
}

/** The container a record is in for the centre; for one that is not there, where its row is. */
export function placeOf(door: Door, recordId: string): string | null {
  const { base } = door.world;
  const changes = changesOf(base, recordId);
  const known = deliveriesOf(base, recordId);
  const versionOf = ({ seq }: Change) => known.get(seq)?.version ?? 0;
  const settled = changes
    .filter(({ seq }) => known.get(seq)?.version)
    .sort((a, b) => versionOf(a) - versionOf(b));
  // One that says nothing of the client names that which its author saw: others may have moved it.
  const isPlacing = ({ seq, kind, patch }: Change) =>
    kind === 'create' || 'person' in (known.get(seq)?.patch ?? patch);
  const last = settled.findLast(isPlacing) ?? settled.at(-1) ?? changes.at(-1);
  return last ? containerOf(last.bucket, recordId) : null;
}
