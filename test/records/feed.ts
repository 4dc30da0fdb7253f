import type { Values } from '../../src/form/value';
import { openLog } from '../../src/records/sync-log';
import { makeLink } from '../../src/store/sync-link';
import { checksumOf, digestOf, type Summed } from '../../src/sync/checksum';
import type { Log, OwnSum } from '../../src/sync/ports';
import type { Item, Op, OpResult } from '../../src/sync/protocol';
import { makeOffice, type Office } from './office';

export const AT = '2026-03-16T12:00:00.000Z';

/** A base with a centre, and the log of it. */
export interface Station {
  readonly office: Office;
  readonly device: string;
  readonly log: Log;
}

/** An empty office that is linked. */
export function makeStation(number: number, user?: string): Station {
  return linked(makeOffice(number), user);
}

/** Gives an office a centre. */
export function linked(office: Office, user = 'yhtmalmai'): Station {
  makeLink(office.base, 'https://keskus.example', user);
  const log = openLog(office.world);
  return { office, device: office.base.deviceId, log };
}

/**
 * What a centre does to order operations, and nothing else: no conflict, no right, every operation
 * goes in as it comes. What a base makes of it is what these tests are about.
 */
export class Feed {
  readonly items: Item[] = [];
  private readonly versions = new Map<string, number>();
  private readonly known = new Map<string, OpResult>();

  /** Takes operations in the order they come; those known get the answer of then. */
  push(device_id: string, ops: readonly Op[]): OpResult[] {
    return ops.map((op) => {
      const before = this.known.get(op.op_id);
      if (before) return { ...before, duplicate: true };
      const { seq: _seq, ...rest } = op;
      return this.put(device_id, rest);
    });
  }

  private put(device_id: string, op: Omit<Op, 'seq'>): OpResult {
    const version = (this.versions.get(op.record_id) ?? 0) + 1;
    this.versions.set(op.record_id, version);
    const pos = this.items.length + 1;
    this.items.push({ kind: 'op', pos, op, device_id, version, received_at: AT });
    const result: OpResult = { op_id: op.op_id, status: 'applied', version, pos };
    this.known.set(op.op_id, result);
    return result;
  }

  /** Writes what the centre itself says of a record, as its number. */
  say(like: Omit<Op, 'seq'>, op_id: string, patch: Op['patch']): void {
    const said = { ...like, op_id, actor: 'centre', kind: 'amend' as const, patch, reason: null };
    this.put('centre', said);
  }

  page(after: number, limit: number): { from: number; to: number; items: Item[] } {
    const items = this.items.slice(after, after + limit);
    return { from: after, to: after + items.length, items };
  }

  /** What of it makes up a container, as its whole history. */
  snapshot(container: string): Item[] {
    const inside = new Set(
      this.summed()
        .filter((one) => (one.bucket ?? one.record_id) === container)
        .map((one) => one.record_id),
    );
    return this.items.filter((item) => item.kind === 'op' && inside.has(item.op.record_id));
  }

  /** The records as the centre has them. */
  summed(): Summed[] {
    const records = new Map<string, Summed>();
    for (const item of this.items) {
      if (item.kind !== 'op') continue;
      const { op, version } = item;
      const was = records.get(op.record_id);
      const values: Record<string, Values[string]> = { ...(was?.values as Values) };
      for (const [id, [, now]] of Object.entries(op.patch)) values[id] = now as Values[string];
      const voided = op.kind === 'void' || ((was?.voided ?? false) && op.kind !== 'restore');
      const bucket = op.patch.person ? (values.person as string) : (was?.bucket ?? op.bucket);
      records.set(op.record_id, { record_id: op.record_id, version, bucket, voided, values });
    }
    return [...records.values()];
  }

  /** Sums of containers, as the centre gives them. */
  sums(): OwnSum[] {
    const byContainer = new Map<string, Summed[]>();
    for (const one of this.summed()) {
      const container = one.bucket ?? one.record_id;
      byContainer.set(container, [...(byContainer.get(container) ?? []), one]);
    }
    return [...byContainer]
      .map(([container, list]) => ({
        container,
        count: list.length,
        checksum: checksumOf(list),
      }))
      .sort((a, b) => (a.container < b.container ? -1 : 1));
  }

  scope(): { digest: string; count: number } {
    const ids = this.sums().map(({ container }) => container);
    return { digest: digestOf(ids), count: ids.length };
  }
}

/** As much of a station as sends and takes in. */
type Sending = Pick<Station, 'device' | 'log'>;

/** Sends what has no answer, in portions; some answers get lost. */
export function send({ log, device }: Sending, feed: Feed, limit = 50, lost = 0): void {
  let lose = lost;
  for (;;) {
    const units = log.pending(limit, 262_144);
    if (units.length === 0) return;
    const results = feed.push(
      device,
      units.flatMap((unit) => unit.ops),
    );
    if (lose > 0) lose -= 1;
    else log.answered(results, AT);
  }
}

/** Takes the feed in, in pages of that size. */
export function receive({ log }: Pick<Sending, 'log'>, feed: Feed, limit = 500): void {
  for (;;) {
    const page = feed.page(log.link().cursor, limit);
    if (page.items.length === 0) return;
    log.apply(page);
  }
}
