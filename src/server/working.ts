import type { Form, Registry } from '../form/define';
import type { Values } from '../form/value';
import type { Op } from '../sync/protocol';
import type { EnteredAs } from './grants';
import type { Memory } from './memory/memory';
import type { Version } from './merge';

/** A version a unit of work adds to a record. */
export interface Made {
  /** As it goes in: with the patch and the client that it has after merging. */
  readonly op: Op;
  readonly device: string;
  readonly version: number;
  readonly merged: boolean;
  /** Container the record was in, where this version takes it elsewhere. */
  readonly left: string | null;
  /** True when the patch is not all that was sent. */
  readonly partial: boolean;
}

/** A record while a unit of work is judged: as it stands, and what the unit adds. */
export interface Working {
  readonly id: string;
  readonly form: string;
  readonly declared: Form | undefined;
  readonly wasContainer: string | null;
  readonly wasTags: string;
  readonly enteredUnit: string;
  /** Whom a stand-in made it for. */
  enteredAs: EnteredAs | null;
  formVersion: number;
  bucket: string | null;
  version: number;
  voided: boolean;
  values: Values;
  readonly made: Made[];
}

/** What is granted and fetched as one: a client's bucket, or a record of nobody. */
export function containerOf(id: string, bucket: string | null): string {
  return bucket ?? id;
}

/** A form by id, where this version of the program knows it. */
export function knownForm(registry: Registry, id: string): Form | undefined {
  return registry.all.find((form) => form.id === id);
}

/** The records of a unit of work that exist, locked until the end of the transaction. */
export async function loadRecords(
  { memory, registry }: Loading,
  ids: readonly string[],
): Promise<Map<string, Working>> {
  const rows = await memory.records.of(ids);
  return new Map(
    [...rows].map(([id, row]): [string, Working] => [
      id,
      {
        id,
        form: row.form,
        declared: knownForm(registry, row.form),
        wasContainer: row.container,
        wasTags: row.tags,
        enteredUnit: row.entered_unit,
        enteredAs: row.entered_as === null ? null : (JSON.parse(row.entered_as) as EnteredAs),
        formVersion: row.form_version,
        bucket: row.bucket,
        version: row.version,
        voided: row.voided === 1,
        values: JSON.parse(row.doc) as Values,
        made: [],
      },
    ]),
  );
}

/** In which transaction, of whom. */
export interface Loading {
  readonly memory: Memory;
  readonly tenant: string;
  readonly registry: Registry;
}

/** Versions of a record above those an author had seen. */
export interface Above {
  /** Made apart from it, oldest first. */
  readonly unseen: readonly Version[];
  /** Made by who knew the operation: by its author afterwards, here or on a copy of the base. */
  readonly later: readonly Version[];
}

/** What stands in the record of an operation that its author had not seen. */
export async function versionsAbove(
  { memory }: Pick<Loading, 'memory'>,
  { op_id, record_id, base_version, seq, seen = [] }: Op,
  device: string,
): Promise<Above> {
  const rows = await memory.versions.of(record_id, base_version);
  const known = new Set(seen);
  const unseen: Version[] = [];
  const later: Version[] = [];
  for (const { version, op_id: id, device_id, kind, patch, op } of rows) {
    const isOwn = device_id === device;
    if (known.has(id) || (isOwn && op.seq < seq)) continue;
    const isLater = isOwn || op.seen?.includes(op_id);
    // What was written later counts as written, also where a person has decided it since.
    const isWhole = isLater || patch === null;
    const went = isWhole ? op.patch : (JSON.parse(patch) as Op['patch']);
    const { actor, claimed_at } = op;
    const did = { op_id: id, actor, claimed_at, kind: kind as Op['kind'], patch: went };
    (isLater ? later : unseen).push({ version, device_id, ...did });
  }
  return { unseen, later };
}
