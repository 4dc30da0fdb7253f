import { isoInstant } from '../base/clock';
import { type Unit, WireError } from './ports';
import type { HelloReply, Op, OpResult, OutlineUnit, PushRequest } from './protocol';
import { isTooMuch, nonsense, sameEpoch, type Talk } from './talk';
import { LIMITS } from './terms';

/** Codes of a request the centre could not read: one unit of the batch may be to blame. */
const UNREADABLE = new Set([400, 413, 422]);

/** What the centre itself says of a request it cannot take, whoever else stands between. */
const REFUSED = new Set(['request.shape', 'request.large', 'sync.malformed', 'sync.too_large']);

/** How much goes at once: at most what the centre says; less after a failure to send. */
export interface Pace {
  /** Operations sent at once now, and at most. */
  ops: number;
  most: number;
  bytes: number;
  /** Items of one page of the feed. */
  page: number;
}

/** The pace of a station that has not greeted its centre yet. */
export function newPace(): Pace {
  return { ops: LIMITS.ops, most: LIMITS.ops, bytes: LIMITS.bytes, page: LIMITS.page };
}

/** Keeps to what the centre takes. */
export function keepTo(pace: Pace, limits: HelloReply['limits']): void {
  pace.most = Math.max(1, Math.min(LIMITS.ops, limits.ops));
  pace.ops = Math.min(pace.ops, pace.most);
  pace.bytes = Math.max(1, Math.min(LIMITS.bytes, limits.bytes));
  pace.page = Math.max(1, Math.min(LIMITS.page, limits.page));
}

/**
 * Sends what has no answer, oldest first, until nothing is left. Throws the `WireError` that
 * stopped it; what was answered before is kept.
 */
export async function send(talk: Talk, pace: Pace): Promise<void> {
  const { log, station } = talk;
  const all = log.pendingCount();
  for (;;) {
    const units = log.pending(pace.ops, pace.bytes);
    if (units.length === 0) return;
    try {
      await sendUnits(talk, units, units);
      pace.ops = Math.min(pace.most, pace.ops * 2);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      const [first, ...others] = units;
      if (first && others.length === 0 && REFUSED.has(error.code)) {
        await sendUnits(talk, units, [outlineOf(first)]);
        continue;
      }
      if (!lessHelps(error, units)) throw error;
      pace.ops = Math.max(1, Math.floor(Math.min(pace.ops, opsIn(units)) / 2));
      // A network that is gone is not asked again at once; an unreadable batch is sent in halves.
      if (!UNREADABLE.has(error.status)) throw error;
    }
    const left = log.pendingCount();
    station.progress?.('send', Math.max(0, all - left), all);
  }
}

function lessHelps(error: WireError, units: readonly Unit[]): boolean {
  return units.length > 1 && (UNREADABLE.has(error.status) || isTooMuch(error));
}

function opsIn(units: readonly Unit[]): number {
  return units.reduce((sum, { ops }) => sum + ops.length, 0);
}

/**
 * What is left to send of a unit the centre cannot take even alone: enough to refuse it with a code
 * and to let what comes after it in. Its text stays here.
 */
function outlineOf({ ops }: Unit): OutlineUnit {
  const outline = ({ op_id, uow_id, seq, record_id }: Op) => ({ op_id, uow_id, seq, record_id });
  return { ops: ops.map(outline) };
}

async function sendUnits(
  { log, wire, station, tally }: Talk,
  units: readonly Unit[],
  sent: readonly (Unit | OutlineUnit)[],
): Promise<void> {
  const link = log.link();
  const reply = await wire.push({
    device_id: link.device_id,
    epoch: link.epoch ?? '',
    units: sent.map((unit) => ({ ...unit, ops: [...unit.ops] })) as PushRequest['units'],
  });
  sameEpoch(reply, log.link());
  const answers = answersFor(units, reply.results);
  log.answered(answers, isoInstant(station.clock.now()));
  for (const { status } of answers) tally.answers[status] += 1;
}

/** Answers to what was asked, one each; a reply that leaves an operation out is no answer. */
function answersFor(units: readonly Unit[], results: readonly OpResult[]): OpResult[] {
  const byOp = new Map(results.map((result) => [result.op_id, result]));
  return units.flatMap(({ ops }) =>
    ops.map(({ op_id }) => {
      const result = byOp.get(op_id);
      if (!result) throw nonsense();
      return result;
    }),
  );
}
