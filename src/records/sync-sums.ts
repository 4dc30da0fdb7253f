import type { Rec, Values } from '../form/value';
import { changesOf } from '../store/changes';
import { readRecord } from '../store/records';
import { isUnsettled, recordsEver } from '../store/sync-containers';
import { versionIn } from '../store/sync-delivery';
import { extraOf } from '../store/sync-rows';
import { checksumOf, type Summed } from '../sync/checksum';
import type { OwnSum } from '../sync/ports';
import type { Door } from './door';
import { countingChanges } from './sync-fold';
import { containerOf } from './sync-place';

/** The sum over the rows of a container; undefined where something of it is not settled. */
export function sumOf(door: Door, container: string): OwnSum | undefined {
  const { base } = door.world;
  if (isUnsettled(base, container)) return undefined;
  const summed = recordsEver(base, container).flatMap(({ id, form }) => {
    const version = versionIn(base, id);
    const one = version ? recordIn(door, id, form, version) : undefined;
    return one && containerOf(one.bucket, id) === container ? [one] : [];
  });
  return { container, count: summed.length, checksum: checksumOf(summed) };
}

function recordIn(door: Door, id: string, formId: string, version: number): Summed | undefined {
  const { base, registry } = door.world;
  const form = registry.all.find((one) => one.id === formId);
  const rec = form && readRecord(base, form, id);
  if (!form || !rec) return fromHistory(door, id, version);
  const values = { ...rec.values, ...extraOf(base, form, id) };
  return summed(rec, values, version);
}

function summed(rec: Rec, values: Readonly<Record<string, unknown>>, version: number): Summed {
  return { record_id: rec.id, version, bucket: rec.bucket, voided: rec.voided, values };
}

/** A record of a form this version does not know: what its changes hold together. */
function fromHistory(door: Door, id: string, version: number): Summed | undefined {
  const values: Record<string, Values[string]> = {};
  let voided = false;
  let bucket: string | null = null;
  for (const change of countingChanges(door, id, changesOf(door.world.base, id))) {
    for (const [field, [, now]] of Object.entries(change.patch)) values[field] = now;
    voided = change.kind === 'void' || (voided && change.kind !== 'restore');
    bucket = change.bucket;
  }
  return { record_id: id, version, bucket, voided, values };
}
