import type { Catalog } from '../catalog/catalog';
import type { Registry } from '../form/define';
import type { Values } from '../form/value';
import type { Op } from '../sync/protocol';
import { personsIn } from './following';
import { identityTags } from './grants';
import { linkedIn } from './links';
import type { Memory } from './memory/memory';
import { seriesOf } from './numbers';
import { after } from './values';
import { containerOf, knownForm, loadRecords, type Working } from './working';

/** Where operations are looked at before they are judged. */
interface Looking {
  readonly memory: Memory;
  readonly tenant: string;
  readonly registry: Registry;
  readonly catalog: Catalog;
}

/** An operation, its record where that is here, and the answers as they would be. */
interface Expected {
  readonly op: Op;
  readonly record: Working | undefined;
  readonly declared: Working['declared'];
  readonly values: Values;
}

/**
 * Reads at once what judging and writing these operations will most likely ask for one by one. What
 * is not thought of here is read when it is asked for: nothing depends on it but how long it takes.
 */
export async function readAhead(looking: Looking, ops: readonly Op[]): Promise<void> {
  if (ops.length === 0) return;
  const { memory, registry } = looking;
  const ids = ops.map(({ record_id }) => record_id);
  const records = await loadRecords(looking, ids);
  const expected = ops.map((op): Expected => {
    const record = records.get(op.record_id);
    const declared = record?.declared ?? knownForm(registry, op.form);
    return { op, record, declared, values: after(record?.values ?? {}, op.patch) };
  });
  const stored = [...records.values()].map(({ id, bucket }) => containerOf(id, bucket));
  const named = ops.map(({ record_id, bucket }) => containerOf(record_id, bucket));
  await memory.tags.of([...new Set([...stored, ...named])]);
  await memory.records.readNear(expected.flatMap(nearIn));
  await memory.versions.load(unseenIn(expected));
  await memory.tags.carrying(
    expected.flatMap(({ declared, values }) => identityTags({ declared, values, voided: false })),
  );
  await memory.numbers.load(numberedIn(looking, expected));
}

/** Records that an operation belongs and links to. */
function nearIn({ op, declared, values }: Expected): string[] {
  const bucket = op.bucket === null ? [] : [op.bucket];
  return [...bucket, ...linkedIn(declared, op), ...personsIn(declared, values)];
}

/** Records of which there are versions the author may not have seen, and above which one. */
function unseenIn(expected: readonly Expected[]): Map<string, number> {
  const from = new Map<string, number>();
  for (const { op, record } of expected) {
    if (op.kind === 'create' || !record || record.version <= op.base_version) continue;
    from.set(record.id, Math.min(from.get(record.id) ?? op.base_version, op.base_version));
  }
  return from;
}

/** Records that are here and may have a number, with its series as they stand. */
function numberedIn({ catalog }: Looking, expected: readonly Expected[]) {
  return expected.flatMap(({ record }) => {
    const series = record && seriesOf(catalog, record);
    return record && series ? [{ ...series, record_id: record.id }] : [];
  });
}
