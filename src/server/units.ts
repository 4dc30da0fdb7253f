import type { Op, OpStatus } from '../sync/protocol';
import { CENTRE } from '../sync/terms';
import { type Asked, type Court, judgeUnit, type Verdict } from './judge';
import {
  answerPlace,
  type Logged,
  logOps,
  openConflict,
  type Writing,
  writeRecords,
} from './writing';

/** An operation of a unit, and its place in the order of its device. */
export interface Sent extends Asked {
  readonly seq: number;
  /** How it stands in the log already, not being in; null for one that is new. */
  readonly stood: OpStatus | null;
}

/**
 * Takes a unit of work, all or none of it: into the records, or into the log with why it is not in.
 * @throws what the database throws; nothing of it is kept then
 */
export async function takeUnit(
  writing: Writing,
  court: Court,
  sent: readonly Sent[],
): Promise<void> {
  const judged = await judgeUnit(court, sent);
  const known = new Set(sent.filter(({ stood }) => stood !== null).map(({ op }) => op.op_id));
  const whole = statusOf(judged.verdicts);
  const rows: Logged[] = [];
  for (const [at, verdict] of judged.verdicts.entries()) {
    // The log keeps what was sent, also where a person has decided parts of it.
    const asked = { ...verdict, op: (sent[at] as Sent).op };
    rows.push(await loggedAs(writing, asked, whole, { court, seq: (sent[at] as Sent).seq }));
  }
  const first = rows.find(({ conflict }) => conflict !== null)?.conflict ?? null;
  const linked = rows.map((row) => ({ ...row, conflict: row.conflict ?? first }));
  if (whole !== 'in' && whole !== 'waiting') answerWaiting(writing, linked, known);
  // What has been decided, and waits on for something else, is in conflict no longer.
  const isDecided = whole === 'waiting' && sent.some(({ stood }) => stood === 'conflict');
  if (isDecided) for (const { op } of sent) writing.places.push(answerPlace(op));
  if (whole !== 'in') return logOps(writing, linked, known);
  await writeRecords(writing, court, judged, async (numbered) => {
    const own = numbered.map(({ op }) => ownRow(op));
    await logOps(writing, [...rows, ...own], known);
  });
  // The author may not see any more what went in: an answer says so.
  for (const { op } of sent) if (known.has(op.op_id)) writing.places.push(answerPlace(op));
}

/** Authors are told by the feed what became of what waited; what stood on it is judged anew. */
function answerWaiting(
  writing: Writing,
  rows: readonly Logged[],
  known: ReadonlySet<string>,
): void {
  for (const { verdict } of rows) {
    if (!known.has(verdict.op.op_id)) continue;
    writing.places.push(answerPlace(verdict.op));
    writing.created.push(verdict.op.record_id);
  }
}

type Whole = 'in' | Exclude<OpStatus, 'applied' | 'merged'>;

/** What becomes of the whole unit: the worst that one of its operations met. */
function statusOf(verdicts: readonly Verdict[]): Whole {
  const order = ['rejected', 'held', 'conflict', 'waiting'] as const;
  return order.find((status) => verdicts.some((one) => one.status === status)) ?? 'in';
}

async function loggedAs(
  writing: Writing,
  verdict: Verdict,
  whole: Whole,
  { court, seq }: { court: Court; seq: number },
): Promise<Logged> {
  const { status, code = null, waitsOn = null } = verdict;
  const row = { verdict, device: court.device, seq, conflict: null, waitsOn: null };
  if (whole === 'in') return { ...row, status, code: null };
  if (status === whole && whole === 'conflict') {
    return { ...row, status, code: null, conflict: await openConflict(writing, verdict) };
  }
  if (status === whole) return { ...row, status, code, waitsOn };
  // The others of the unit go with it.
  return { ...row, status: whole === 'conflict' ? 'waiting' : whole, code: 'sync.unit' };
}

/** A number the centre gave, as a line of its own in the log. */
function ownRow(op: Op): Logged {
  const verdict: Verdict = { op, status: 'applied' };
  const nothing = { seq: null, conflict: null, waitsOn: null, code: null };
  return { verdict, device: CENTRE, status: 'applied', ...nothing };
}
