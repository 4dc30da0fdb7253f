import Database from 'better-sqlite3';
import type { Conflict, Op } from '../../src/sync/protocol';

/** What the centre keeps of one operation. */
export interface Kept {
  readonly op_id: string;
  readonly uow_id: string;
  readonly device_id: string;
  readonly actor: string;
  readonly record_id: string;
  readonly status: string;
  readonly conflict: string | null;
  readonly code: string | null;
  readonly op: Op;
}

/** One version of a record as it went in. */
export interface Version {
  readonly record_id: string;
  readonly version: number;
  readonly op_id: string;
  readonly device_id: string;
  readonly kind: string;
  readonly bucket: string | null;
  readonly patch: Op['patch'];
  readonly op: Op;
}

/** One place of the feed. */
export interface Place {
  readonly pos: number;
  readonly unit_end: number;
  readonly record_id: string;
  readonly version: number | null;
  readonly op_id: string | null;
  readonly conflict_id: string | null;
  readonly left_container: string | null;
}

/** A record as its versions, read one after another, leave it. */
export interface Folded {
  readonly record_id: string;
  readonly form: string;
  readonly version: number;
  readonly bucket: string | null;
  readonly voided: boolean;
  readonly values: Readonly<Record<string, unknown>>;
  /** Who made it. */
  readonly entered_by: string;
}

/** The centre's tables as they lie in its file, read from the outside and never by its own code. */
export class Book {
  private readonly db: Database.Database;
  private readonly statements = new Map<string, Database.Statement>();

  constructor(readonly file: string) {
    this.db = new Database(file, { readonly: true });
  }

  private all<Row>(text: string): Row[] {
    let statement = this.statements.get(text);
    if (!statement) {
      statement = this.db.prepare(text);
      this.statements.set(text, statement);
    }
    return statement.all() as Row[];
  }

  close(): void {
    this.db.close();
  }

  head(): number {
    return this.all<{ head: number }>('SELECT head FROM stream_head')[0]?.head ?? 0;
  }

  kept(): Kept[] {
    const text =
      'SELECT op_id, uow_id, device_id, actor, record_id, status, conflict, code, payload' +
      ' FROM op_log ORDER BY op_id';
    const rows = this.all<Omit<Kept, 'op'> & { payload: string }>(text);
    return rows.map(({ payload, ...row }) => ({ ...row, op: JSON.parse(payload) as Op }));
  }

  versions(): Version[] {
    const text =
      'SELECT v.record_id, v.version, v.op_id, v.device_id, v.kind, v.bucket, v.patch, l.payload' +
      ' FROM record_version v LEFT JOIN op_log l ON l.op_id = v.op_id' +
      ' ORDER BY v.record_id, v.version';
    type Row = Omit<Version, 'patch' | 'op'> & { patch: string | null; payload: string };
    return this.all<Row>(text).map(({ patch, payload, ...row }) => {
      const op = JSON.parse(payload) as Op;
      return {
        ...row,
        op,
        patch: patch === null ? op.patch : (JSON.parse(patch) as Op['patch']),
      };
    });
  }

  places(): Place[] {
    const text =
      'SELECT pos, unit_end, record_id, version, op_id, conflict_id, left_container' +
      ' FROM change_log ORDER BY pos';
    return this.all<Place>(text);
  }

  conflicts(): Conflict[] {
    const rows = this.all<{ doc: string; status: string }>('SELECT doc, status FROM conflict');
    return rows.map(({ doc, status }) => {
      return { ...(JSON.parse(doc) as Conflict), status: status as Conflict['status'] };
    });
  }

  documents(): Map<string, { version: number; bucket: string | null; doc: string }> {
    type Row = { record_id: string; version: number; bucket: string | null; doc: string };
    const rows = this.all<Row>('SELECT record_id, version, bucket, doc FROM record');
    return new Map(rows.map((row) => [row.record_id, row]));
  }
}

/** Reads versions in order and gives each record as they leave it. */
export function fold(versions: readonly Version[]): Map<string, Folded> {
  const records = new Map<string, Folded>();
  for (const one of versions) {
    const was = records.get(one.record_id);
    const values: Record<string, unknown> = { ...was?.values };
    for (const [field, [, now]] of Object.entries(one.patch)) values[field] = now;
    records.set(one.record_id, {
      record_id: one.record_id,
      form: one.op.form,
      version: one.version,
      bucket: one.bucket,
      voided: one.kind === 'void' || (one.kind !== 'restore' && (was?.voided ?? false)),
      values,
      entered_by: was?.entered_by ?? one.op.actor,
    });
  }
  return records;
}

/** Containers: a client's, or the record itself where it is nobody's. */
export function containerOf({ record_id, bucket }: Pick<Folded, 'record_id' | 'bucket'>): string {
  return bucket ?? record_id;
}

const canonical = (value: unknown): string => {
  if (value === undefined || value === null || value === '' || value === false) return '';
  if (Array.isArray(value)) return value.length === 0 ? '' : `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const held = Object.entries(value).map(([key, one]) => [key, canonical(one)] as const);
  return JSON.stringify(held.filter(([, text]) => text !== '').sort());
};
/** Whether two say the same; an empty answer, none and an off tick do. */
export const same = (a: unknown, b: unknown) => canonical(a) === canonical(b);
