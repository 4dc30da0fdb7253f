import { parentPort, workerData } from 'node:worker_threads';
import { isoInstant } from '../base/clock';
import { systemRandom } from '../base/random';
import { sawArchived } from '../records/held';
import { readSyncCounts } from '../records/sync-open';
import type { World } from '../records/world';
import { problemFrom } from '../store/errors';
import { openBase } from '../store/open';
import { readWorkers } from '../store/workers';
import { backoffMs } from '../sync/backoff';
import type { Outcome } from '../sync/exchange';
import { decideHeld } from '../sync/held';
import { WireError } from '../sync/ports';
import type { HeldRequest } from '../sync/protocol';
import type { Stage } from '../sync/talk';
import { areResting, comeAfterTheKeys, type LastKey, slicingBeside } from './hands-beside';
import { DONE, REFUSED, USAGE } from './say';
import { type Connected, connectStation, needsPassword, passwordIn } from './station';
import type { FromThread, ThreadData, ToThread } from './sync-messages';
import { worldOf } from './world';

/** Pause behind a save before it is sent, in ms: what is saved together goes together. */
const GATHER_MS = 50;
/** Longest and shortest time between two exchanges nobody asked for, in ms. */
const POLL_MS = { least: 30_000, most: 60_000 } as const;
/** From so many on it is told how far a stage has come; so often at most, in ms. */
const LONG = { count: 100, everyMs: 500 } as const;
/** What has come in while a longer stage goes on is shown so often, to hands that rest, in ms. */
const NEWS_MS = 5000;
/** Workers and rights of the centre are asked for so often at least, in ms. */
const GREET_MS = 300_000;
/** Longest wait for a save of the person at the keyboard; then it is tried later. */
const WAIT_MS = 3000;

/** Exchanges beside the keyboard, on a connection of its own. */
class SyncThread {
  private timer: NodeJS.Timeout | undefined;
  private running = false;
  private again = false;
  private failures = 0;
  private listening = false;
  /** Somebody waits to hear how the next exchange goes. */
  private asked = false;
  /** The next exchange greets the centre, which brings the workers. */
  private greets = true;
  private greetedAt = 0;
  private workers: string;
  private readonly random = systemRandom();
  private readonly ending = new AbortController();

  constructor(
    private readonly world: World,
    private readonly station: Connected,
    private readonly tell: (message: FromThread) => void,
  ) {
    this.workers = this.workersNow();
  }

  private workersNow(): string {
    return JSON.stringify(readWorkers(this.world.base));
  }

  /** True when the workers are others than were known last. */
  private haveWorkersChanged(): boolean {
    const before = this.workers;
    this.workers = this.workersNow();
    return this.workers !== before;
  }

  private isGreetingDue(): boolean {
    const now = this.world.clock.now().getTime();
    const isDue = this.greets || now - this.greetedAt > GREET_MS;
    if (isDue) this.greetedAt = now;
    this.greets = false;
    return isDue;
  }

  /** What the client asks. */
  async take(message: ToThread): Promise<void> {
    if (message.kind === 'sign_in') await this.signIn(message.password);
    else if (message.kind === 'decide') await this.decide(message.request);
    else if (message.kind === 'now') {
      this.greets = true;
      this.asked = true;
      this.soon(0);
    } else if (this.counts().pending > 0) this.soon(this.failures ? null : GATHER_MS);
  }

  /** Begins with an exchange. */
  begin(): void {
    this.counts();
    this.soon(0);
  }

  private counts() {
    const counts = readSyncCounts(this.world.base);
    this.tell({ kind: 'counts', counts });
    return counts;
  }

  /** Plans the next exchange; null leaves the one that is planned. */
  private soon(ms: number | null): void {
    if (this.running) this.again = true;
    if (this.running || ms === null) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), ms);
  }

  private async signIn(password: string): Promise<void> {
    const { user } = readSyncCounts(this.world.base);
    try {
      await this.station.wire.signIn(user, password);
      this.soon(0);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      const { code, values } = error;
      this.tell({ kind: 'stopped', code, values, password: needsPassword(error), asked: true });
    }
  }

  /** Tells the centre what is decided of held entries, and the client what came of it. */
  private async decide(request: HeldRequest): Promise<void> {
    const { world, station } = this;
    try {
      const at = isoInstant(world.clock.now());
      const results = await decideHeld(station.log, station.wire, request, at);
      if (request.decision === 'archive') sawArchived(world, results, request.reason);
      const isHeld = results.some(({ status }) => status === 'held');
      this.counts();
      const kind = request.decision === 'archive' ? 'archived' : 'in';
      this.tell({ kind: 'decided', told: `notice.held_${isHeld ? 'still' : kind}` });
      this.soon(0);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      const { code, values } = error;
      this.tell({ kind: 'stopped', code, values, password: needsPassword(error), asked: true });
    }
  }

  private async run(): Promise<void> {
    this.running = true;
    this.again = false;
    // Who asks while it runs is told of the one after it: this one may not know the last save.
    const { asked } = this;
    this.asked = false;
    let wait: number;
    try {
      const outcome = await this.station.exchange.run(this.isGreetingDue());
      // What has not gone is told first: who hears that it went well hears of what by now.
      this.counts();
      wait = this.took(outcome, asked);
    } catch (error) {
      // The base itself: a full disk, a lock held long. It is tried again as the network is.
      const problem = problemFrom(error);
      if (!problem) throw error;
      this.failures += 1;
      this.tell({ kind: 'stopped', code: problem.code, values: {}, password: false, asked });
      wait = backoffMs(this.failures, this.random);
    }
    this.running = false;
    this.soon(this.again && (this.asked || !this.failures) ? GATHER_MS : wait);
  }

  /** Tells how an exchange went, and whether somebody waits for it; gives the ms until the next. */
  private took(outcome: Outcome, asked: boolean): number {
    const { stopped, answers, received, fetched, removed, repaired } = outcome;
    const answered = Object.values(answers).reduce((sum, count) => sum + count, 0);
    const came = received + fetched + removed + repaired + answered > 0;
    const news = this.haveWorkersChanged() || came;
    if (stopped) {
      this.failures += 1;
      const password = needsPassword(stopped);
      if (news) this.tell({ kind: 'news' });
      const { code, values } = stopped;
      this.tell({ kind: 'stopped', code, values, password, asked });
      return backoffMs(this.failures, this.random, stopped.retryAfter);
    }
    this.failures = 0;
    this.tell({ kind: 'went', asked });
    if (news) this.tell({ kind: 'news' });
    void this.listen();
    return POLL_MS.least + this.random.int(POLL_MS.most - POLL_MS.least);
  }

  /** Hears the pokes of the centre; where they stop, asking now and then goes on. */
  private async listen(): Promise<void> {
    if (this.listening) return;
    this.listening = true;
    const poked = () => this.soon(GATHER_MS);
    const granted = () => {
      this.greets = true;
      this.soon(GATHER_MS);
    };
    try {
      await this.station.wire.listen({ poked, granted }, this.ending.signal);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
    }
    this.listening = false;
  }
}

/** Tells how far a longer stage has come, and now and then that something is there to be read. */
function progressTo({ clock }: World, lastKey: LastKey, tell: (message: FromThread) => void) {
  const now = () => clock.now().getTime();
  let told = 0;
  let newsAt = now();
  return (stage: Stage, done: number, of: number) => {
    if (of < LONG.count || now() - told < LONG.everyMs) return;
    told = now();
    tell({ kind: 'progress', doing: { stage, done, of } });
    const isEarly = told - newsAt < NEWS_MS || !areResting(lastKey, clock);
    if (stage === 'send' || isEarly) return;
    newsAt = told;
    tell({ kind: 'news' });
  };
}

/** Runs in a thread of the client until that ends it. */
export function runSyncThread(): number {
  const port = parentPort;
  if (!port) return USAGE;
  const { path, key, lastKey } = workerData as ThreadData;
  comeAfterTheKeys();
  const opened = openBase(path, { waitMs: WAIT_MS, ...(key ? { key: Buffer.from(key) } : {}) });
  const tell = (message: FromThread) => port.postMessage(message);
  if (!opened.ok) {
    tell({ kind: 'stopped', code: opened.problem.code, values: {}, password: false, asked: false });
    return REFUSED;
  }
  const world = worldOf(opened.value);
  const station = connectStation(
    world,
    progressTo(world, lastKey, tell),
    slicingBeside(lastKey, world.clock),
  );
  const thread = new SyncThread(world, station, tell);
  port.on('message', (message: ToThread) => {
    if (message.kind === 'end') {
      opened.value.close();
      process.exit();
    }
    void thread.take(message);
  });
  const file = process.env.AKTI_SYNC_PASSWORD_FILE;
  const password = file && opened.value.kind === 'demo' ? passwordIn(file) : null;
  if (password === null) thread.begin();
  else void thread.take({ kind: 'sign_in', password });
  return DONE;
}
