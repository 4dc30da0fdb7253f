import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/base/clock';
import { makeIds } from '../../src/base/ids';
import { type Random, seededRandom, systemRandom } from '../../src/base/random';
import { makeTestId } from '../../src/rules/person-id';
import { type HttpWire, httpWire } from '../../src/sync/http-wire';
import { WireError } from '../../src/sync/ports';
import type { Op } from '../../src/sync/protocol';
import type { CentreUser } from '../../test/lib/serve';
import { WORK_DATE } from '../office';

/** Many workstations at once: how many, how long, and how often each has something to send. */
export interface Crowd {
  readonly url: string;
  /** Stations are shared out among them. */
  readonly users: readonly CentreUser[];
  readonly stations: number;
  readonly ms: number;
  /** Mean pause between two saves of a station, in ms. */
  readonly pauseMs: number;
}

/** What the crowd met; times in ms. */
export interface CrowdTimes {
  readonly push: number[];
  readonly pull: number[];
  /** From the beginning of a push until the entry was in the hands of another station. */
  readonly seen: number[];
  readonly entries: number;
  /** Entries some station was not given, or twice, or out of order. */
  readonly missed: number;
  /** Calls the centre refused or that did not come through. */
  readonly refused: number;
}

/** Behind a poke a station gathers for so long, as the client does. */
const GATHER_MS = 50;
const TEXT = 'Keskusteltiin arjen sujumisesta ja rahankäytöstä.';
/** Signing in is limited to so many in a minute of one address. */
const SIGN_INS = 50;

/** What all stations of a crowd write down. */
interface Notes {
  readonly push: number[];
  readonly pull: number[];
  readonly seen: number[];
  readonly sentAt: Map<string, number>;
  refused: number;
}

/** A workstation without a base: it sends entries, hears pokes and reads the feed. */
class Light {
  readonly device: string;
  readonly read: number[] = [];
  cursor = 0;
  private seq = 0;
  private epoch = '';
  private pulling = false;
  private again = false;
  private token: string | null = null;
  readonly wire: HttpWire;

  constructor(
    private readonly crowd: Crowd,
    private readonly user: CentreUser,
    private readonly notes: Notes,
    readonly ids: { next(): string },
  ) {
    this.device = ids.next();
    this.wire = httpWire({
      url: crowd.url,
      deviceName: 'bench',
      deviceId: () => this.device,
      refresh: () => this.token,
      keep: (token) => {
        this.token = token;
      },
    });
  }

  async begin(): Promise<void> {
    await this.wire.signIn(this.user.id, this.user.password);
    const reply = await this.wire.hello({
      ...{ protocol: { min: 1, max: 1 }, app: 'bench', device_id: this.device, epoch: null },
      ...{ cursor: 0, pending: 0, forms: {} },
    });
    this.epoch = reply.epoch;
  }

  private op(draft: Pick<Op, 'form' | 'record_id' | 'bucket' | 'patch'>): Op {
    this.seq += 1;
    return {
      ...{ op_id: this.ids.next(), uow_id: this.ids.next(), seq: this.seq, actor: this.user.id },
      ...{ claimed_at: new Date().toISOString(), work_on: WORK_DATE, form_version: 1 },
      ...{ base_version: 0, kind: 'create', reason: null, ...draft },
    };
  }

  async person(): Promise<string> {
    const id = this.ids.next();
    const value = makeTestId('1980-02-11', 900 + (Number.parseInt(id.slice(-3), 16) % 99));
    const identifiers = [{ value, class: 'test', from: null, until: null }];
    const patch: Op['patch'] = {
      ...{ identifiers: [null, identifiers], last_name: [null, 'Koe'] },
      ...{ first_names: [null, 'Aada'], municipality: [null, 'lahti'], protected: [null, false] },
    };
    await this.send(this.op({ form: 'person', record_id: id, bucket: id, patch }));
    return id;
  }

  note(person: string): Promise<void> {
    const patch: Op['patch'] = {
      ...{ person: [null, person], date: [null, WORK_DATE], text: [null, TEXT] },
    };
    const record_id = this.ids.next();
    return this.send(this.op({ form: 'diary_note', record_id, bucket: person, patch }));
  }

  private async send(op: Op): Promise<void> {
    const { notes, epoch, device } = this;
    const before = performance.now();
    notes.sentAt.set(op.op_id, before);
    const units = [{ uow_id: op.uow_id, ops: [op] }];
    const { results } = await this.wire.push({ device_id: device, epoch, units });
    if (results[0]?.status !== 'applied') throw new Error(JSON.stringify(results));
    notes.push.push(performance.now() - before);
  }

  /** Reads on until nothing is left; a poke meanwhile makes it read again. */
  async readOn(): Promise<void> {
    if (this.pulling) {
      this.again = true;
      return;
    }
    this.pulling = true;
    try {
      do {
        this.again = false;
        for (let done = false; !done; ) {
          const before = performance.now();
          const page = await this.wire.pull(this.cursor, 500);
          this.notes.pull.push(performance.now() - before);
          this.take(page.items.flatMap((item) => (item.kind === 'op' ? item : [])));
          this.cursor = page.to;
          done = page.done;
        }
      } while (this.again);
    } catch (error) {
      this.refused(error);
    } finally {
      this.pulling = false;
    }
  }

  private take(items: readonly { pos: number; device_id: string; op: { op_id: string } }[]): void {
    const now = performance.now();
    for (const { pos, device_id, op } of items) {
      this.read.push(pos);
      const sent = this.notes.sentAt.get(op.op_id);
      if (sent !== undefined && device_id !== this.device) this.notes.seen.push(now - sent);
    }
  }

  private refused(error: unknown): void {
    if (!(error instanceof WireError)) throw error;
    this.notes.refused += 1;
  }

  /** Hears pokes and reads behind each. */
  async listen(signal: AbortSignal): Promise<void> {
    const soon = async () => {
      await sleep(GATHER_MS);
      await this.readOn();
    };
    while (!signal.aborted) {
      const pokes = { poked: () => void soon(), granted: () => undefined };
      await this.wire.listen(pokes, signal).catch((error: unknown) => this.refused(error));
    }
  }

  /** Saves now and then until the time is over. */
  async work(persons: readonly string[], until: number, random: Random): Promise<void> {
    for (;;) {
      await sleep(random.int(2 * this.crowd.pauseMs));
      if (performance.now() > until) return;
      await this.note(random.pick(persons)).catch((error: unknown) => this.refused(error));
    }
  }
}

/** Runs a crowd against a centre that is a program of its own. */
export async function runCrowd(crowd: Crowd): Promise<CrowdTimes> {
  const notes: Notes = { push: [], pull: [], seen: [], sentAt: new Map(), refused: 0 };
  const ids = makeIds(systemClock(), systemRandom());
  const all = Array.from({ length: Math.min(crowd.stations, SIGN_INS) }, (_, at) => {
    const user = crowd.users[at % crowd.users.length] as CentreUser;
    return new Light(crowd, user, notes, ids);
  });
  for (const one of all) await one.begin();
  const persons = await Promise.all(all.map((one) => one.person()));
  await Promise.all(all.map((one) => one.readOn()));
  for (const times of [notes.push, notes.pull, notes.seen]) times.length = 0;
  const ending = new AbortController();
  setMaxListeners(all.length + 1, ending.signal);
  const listening = all.map((one) => one.listen(ending.signal));
  const until = performance.now() + crowd.ms;
  const random = seededRandom(50);
  await Promise.all(all.map((one) => one.work(persons, until, random)));
  await sleep(2000);
  const measured = { push: [...notes.push], pull: [...notes.pull], seen: [...notes.seen] };
  ending.abort();
  await Promise.all(listening);
  await Promise.all(all.map((one) => one.readOn()));
  const head = Math.max(...all.map((one) => one.cursor));
  const missed = all.reduce((sum, { read }) => sum + outOfOrder(read, head), 0);
  return { ...measured, entries: measured.push.length, missed, refused: notes.refused };
}

/** Places of the feed that did not come once and in their order. */
function outOfOrder(read: readonly number[], head: number): number {
  return Math.max(head, read.length) - read.filter((pos, at) => pos === at + 1).length;
}
