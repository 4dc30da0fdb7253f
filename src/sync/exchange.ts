import { isoInstant } from '../base/clock';
import { compare, fetchContainer, followScope } from './containers';
import { type Log, type Wire, WireError } from './ports';
import { type HelloReply, PROTOCOL } from './protocol';
import { receive, type Scope } from './receiving';
import { keepTo, newPace, type Pace, send } from './sending';
import { ANEW, newTally, type Station, type Talk, type Tally } from './talk';

/** Why an exchange ended before all was done. */
export interface Stopped {
  /** `network`, `sync.tenant`, `sync.protocol`, `sync.behind`, or a code of the centre. */
  readonly code: string;
  /** HTTP status, 0 when there was none. */
  readonly status: number;
  /** Seconds the centre asks to wait. */
  readonly retryAfter: number | null;
  /** What the sentence of the code needs. */
  readonly values: WireError['values'];
}

/** What one exchange did and left. */
export interface Outcome extends Readonly<Tally> {
  /** Null when all went well. */
  readonly stopped: Stopped | null;
  /** Operations still without an answer. */
  readonly left: number;
}

/** A base and its centre, exchanging; it remembers between exchanges what need not be asked. */
export interface Exchange {
  /**
   * One exchange: greet where needed, send what has no answer, take in the feed, fetch and remove
   * containers, and, when nothing else was to do, compare some. Never drops anything; a network or
   * a centre that fails is a result, a base that fails (full disk, damage) is thrown.
   * @param greets the centre is greeted anew in any case, which brings the workers
   */
  run(greets?: boolean): Promise<Outcome>;
}

/** Times the centre is greeted anew within one exchange. */
const GREETINGS = 3;
/** Exchanges between two greetings, which also bring the workers. */
const GREET_EVERY = 20;
/** Containers compared in an exchange that had nothing else to do. */
const COMPARE = 50;
/** Rounds of following a scope that changes while it is followed. */
const SCOPE_ROUNDS = 3;

interface Memory {
  readonly pace: Pace;
  /** Exchanges until the next greeting; 0: greet now. */
  greetIn: number;
  /** Containers still to be compared in this round. */
  toCompare: string[];
  /** Fetched anew once as they differed; never a second time by the same program. */
  readonly repaired: Set<string>;
}

/** Joins a base and a centre. */
export function makeExchange(log: Log, wire: Wire, station: Station): Exchange {
  const memory: Memory = { pace: newPace(), greetIn: 0, toCompare: [], repaired: new Set() };
  return {
    run: async (greets = false) => {
      if (greets) memory.greetIn = 0;
      const talk: Talk = { log, wire, station, tally: newTally() };
      const stopped = await untilDone(talk, memory);
      return { ...talk.tally, stopped, left: log.pendingCount() };
    },
  };
}

async function untilDone(talk: Talk, memory: Memory): Promise<Stopped | null> {
  for (let greetings = 1; ; greetings += 1) {
    try {
      await once(talk, memory);
      return null;
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      memory.greetIn = 0;
      const again = greetings < GREETINGS && isAnew(talk, error);
      if (!again) {
        const { code, status, retryAfter, values } = error;
        return { code, status, retryAfter, values };
      }
    }
  }
}

/**
 * True when greeting the centre anew mends it. A copied base takes an identity of its own; so does
 * one whose numbers have a hole, as what the two had in common went under the other's.
 */
function isAnew({ log, station, tally }: Talk, { code }: WireError): boolean {
  if ((code === ANEW.forked || code === ANEW.order) && !tally.forked) {
    log.newDevice(station.newDevice());
    tally.forked = true;
    return true;
  }
  return code === ANEW.epoch;
}

async function once(talk: Talk, memory: Memory): Promise<void> {
  const { log, station, tally } = talk;
  if (memory.greetIn <= 0 || log.link().epoch === null) {
    await greet(talk, memory.pace);
    memory.greetIn = GREET_EVERY;
  }
  memory.greetIn -= 1;
  const before = log.pendingCount();
  await sendThenReceive(talk, memory.pace);
  if (before === 0 && tally.received === 0 && tally.fetched === 0) await compareSome(talk, memory);
  log.wentWell(isoInstant(station.clock.now()));
}

/** What is refused to be sent does not keep what others sent from coming in. */
async function sendThenReceive(talk: Talk, pace: Pace): Promise<void> {
  let refused: WireError | null = null;
  try {
    await send(talk, pace);
  } catch (error) {
    if (!(error instanceof WireError) || !isOfSendingAlone(error)) throw error;
    refused = error;
  }
  for (let round = 1; round <= SCOPE_ROUNDS; round += 1) {
    const scope: Scope = await receive(talk, pace.page);
    const { fetched, removed } = talk.tally;
    await followScope(talk, scope);
    if (fetched === talk.tally.fetched && removed === talk.tally.removed) break;
  }
  if (refused) throw refused;
}

function isOfSendingAlone({ status, code }: WireError): boolean {
  if (code === ANEW.epoch || code === ANEW.forked || code === ANEW.order) return false;
  return status >= 400 && status < 500 && status !== 401 && status !== 429;
}

/** Says hello, heals a centre that was restored from a copy, and takes the workers. */
async function greet(talk: Talk, pace: Pace): Promise<void> {
  const { log, wire, station } = talk;
  const link = log.link();
  const reply = await wire.hello({
    protocol: { min: PROTOCOL, max: PROTOCOL },
    app: station.app,
    device_id: link.device_id,
    epoch: link.epoch,
    cursor: link.cursor,
    pending: log.pendingCount(),
    forms: { ...station.forms },
  });
  if (reply.protocol !== PROTOCOL) throw new WireError('sync.protocol', 409);
  if (link.tenant !== null && reply.tenant !== link.tenant) {
    throw new WireError('sync.tenant', 409);
  }
  if (link.epoch !== null && reply.epoch !== link.epoch) await reopen(talk, reply);
  // A copy of yesterday put in place of the centre, and nobody has told it: what it lacks would
  // never be asked for. It has to be told that it was restored.
  else if (reply.head < link.cursor) throw new WireError('sync.behind', 409);
  keepTo(pace, reply.limits);
  log.met(reply, isoInstant(station.clock.now()));
  log.saveWorkers((await wire.workers()).workers);
}

/** Operation ids in one question of `reconcile`. */
const ASK_AT_ONCE = 1000;

/**
 * A new history of the centre: what it has lost of this base's own is sent again. Only of the
 * history just before it is known how far the two are the same; of an older one everything is
 * asked and read anew.
 */
async function reopen({ log, wire, tally }: Talk, reply: HelloReply): Promise<void> {
  const { epoch, cursor } = log.link();
  const known = reply.restored?.epoch === epoch ? reply.restored.head : 0;
  const asked = log.answeredAbove(known);
  const missing: string[] = [];
  for (let at = 0; at < asked.length; at += ASK_AT_ONCE) {
    const op_ids = asked.slice(at, at + ASK_AT_ONCE);
    missing.push(...(await wire.reconcile({ op_ids })).missing);
  }
  const lost = new Set(missing);
  const again = asked.filter((op_id) => lost.has(op_id));
  log.reopened(again, reply.epoch, Math.min(cursor, known));
  tally.healed += again.length;
}

/**
 * Compares some containers, in turn all of them. One that differs is fetched anew once; if it
 * differs then too, that is an alarm and not another try.
 */
async function compareSome(talk: Talk, memory: Memory): Promise<void> {
  const { log, tally } = talk;
  if (memory.toCompare.length === 0) memory.toCompare = log.containers();
  const some = memory.toCompare.splice(0, COMPARE);
  const { same, different } = await compare(talk, some);
  tally.compared += same.length + different.length;
  for (const container of different) {
    if (memory.repaired.has(container)) {
      tally.alarms.push(container);
      continue;
    }
    memory.repaired.add(container);
    if (!(await fetchContainer(talk, container))) continue;
    tally.repaired += 1;
    if ((await compare(talk, [container])).different.length > 0) tally.alarms.push(container);
  }
}
