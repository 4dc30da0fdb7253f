import { type Random, seededRandom } from '../../src/base/random';
import { WireError } from '../../src/sync/ports';
import type { Item } from '../../src/sync/protocol';
import { type Fault, faultProxy } from '../lib/fault-proxy';
import { client, hello, note, openOffice, PASSWORD, station } from './over-http';

const TEXT = 'Salainen teksti, öö. '.repeat(150);
/** Nobody here is far away. */
const HASTY = { answer: 500, pause: 500, whole: 10_000 };
/** What a station asks again for: a broken line may still be counted at the centre. */
const AGAIN = new Set(['network', 'rate.at_once', 'rate.user']);

/** What came of many requests over a faulty network. All that is `wrong` should not be. */
export interface FaultyReport {
  readonly requests: number;
  readonly faults: number;
  /** Entries sent and answered. */
  readonly entries: number;
  readonly wrong: readonly string[];
}

/**
 * A station that writes and one that reads, over a network that breaks half of all requests by
 * chance: what is answered is in once, and what is read has no gap.
 */
export async function sendFaulty(requests: number, seed: number): Promise<FaultyReport> {
  const office = await openOffice();
  const proxy = await faultProxy(office.centre.url);
  const random = seededRandom(seed);
  const wrong: string[] = [];
  try {
    const writer = station(proxy.url, 'dev-chance', HASTY);
    const reader = station(proxy.url, 'dev-reads', HASTY);
    await insist(() => writer.wire.signIn('anna', PASSWORD));
    await insist(() => reader.wire.signIn('anna', PASSWORD));
    const { epoch, head } = await insist(() => writer.wire.hello(hello('dev-chance')));
    const begun = proxy.count();
    let faults = 0;
    proxy.plan(({ bytes }) => {
      const fault = faultOf(random, bytes);
      if (fault.kind !== 'none') faults += 1;
      return fault;
    });
    const answered: string[] = [];
    const read: Item[] = [];
    let cursor = head;
    const readOn = async (limit: number) => {
      const page = await insist(() => reader.wire.pull(cursor, limit));
      if (page.from !== cursor) wrong.push(`a page from ${page.from}, not ${cursor}`);
      read.push(...page.items);
      cursor = page.to;
    };
    for (let seq = 1; proxy.count() - begun < requests; seq += 1) {
      const text = TEXT.slice(random.int(TEXT.length));
      const isFirst = seq === 1;
      const op = isFirst
        ? client('dev-chance', seq)
        : note('dev-chance', seq, `note-chance-${seq}`, text);
      const units = [{ uow_id: op.uow_id, ops: [op] }] as never;
      const send = () => writer.wire.push({ device_id: 'dev-chance', epoch, units });
      const [result] = (await insist(send)).results;
      const isIn = result?.status === 'applied' && result.pos === head + seq;
      if (!isIn) wrong.push(`${op.op_id}: ${JSON.stringify(result)}`);
      answered.push(op.op_id);
      await readOn(7);
    }
    const met = proxy.count() - begun;
    proxy.plan(() => ({ kind: 'none' }));
    while (cursor < head + answered.length) await readOn(500);
    const seen = read.map((item) => (item.kind === 'op' ? item.op.op_id : item.kind));
    if (seen.join() !== answered.join()) wrong.push('what was read is not what was answered');
    return { requests: met, faults, entries: answered.length, wrong };
  } finally {
    await proxy.close();
    await office.close();
  }
}

/** Asks again until it is answered; whatever comes between is the network's. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof WireError) || !AGAIN.has(error.code)) throw error;
    }
  }
}

/** Half of all requests come through; silence, which costs time, is rare. */
function faultOf(random: Random, bytes: number): Fault {
  if (random.int(2) === 0) return { kind: 'none' };
  if (random.int(50) === 0) return { kind: 'silent' };
  const faults: Fault[] = [
    { kind: 'cut request', after: random.int(bytes + 1) },
    { kind: 'cut reply', after: random.int(1500) },
    ...(['lose reply', 'twice', 'drip', 'portal', 'redirect'] as const).map((kind) => ({ kind })),
    { kind: 'wrong length', by: random.int(200) - 100 },
  ];
  return random.pick(faults);
}
