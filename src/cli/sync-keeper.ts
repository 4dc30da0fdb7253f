import { Worker } from 'node:worker_threads';
import { type Clock, clockTime, isoDateOf } from '../base/clock';
import type { Problem } from '../base/problems';
import type { SyncShown } from '../desk/sync-state';
import { readSyncCounts } from '../records/sync-open';
import type { SyncCounts } from '../records/sync-state';
import { showDdmmyy } from '../rules/calendar';
import type { Base } from '../store/base';
import type { HeldRequest } from '../sync/protocol';
import { noteKey } from './hands-beside';
import { stoppedProblem } from './station';
import {
  type FromThread,
  SYNC_THREAD,
  type SyncHands,
  type SyncTold,
  type ThreadData,
  type ToThread,
} from './sync-messages';

/** The first frame is out and the hands have begun by then, in ms. */
const START_MS = 300;
/** A thread that broke is begun anew after so many ms. */
const RESTART_MS = 60_000;
/** Pause of the hands in which what has come in is read and shown, in ms. */
const PAUSE_MS = 150;
/** It is shown by then also under hands that do not pause, in ms. */
const LATEST_MS = 1500;

const NOTHING: SyncShown = { pending: 0, open: 0, contact: 'new', since: '' };

/** What the status line says before the thread has told anything. */
export function shownAtFirst(base: Base, clock: Clock): SyncShown {
  return withCounts(NOTHING, readSyncCounts(base), clock);
}

function withCounts(sync: SyncShown, counts: SyncCounts, clock: Clock): SyncShown {
  const { pending, conflicts, held, rejected, last_ok_at } = counts;
  const open = conflicts + held + rejected;
  return { ...sync, pending, open, since: last_ok_at ? sinceOf(last_ok_at, clock) : '' };
}

/** With nothing longer going on. */
function quiet({ doing: _over, ...sync }: SyncShown): SyncShown {
  return sync;
}

/** The time of day, or the day where it is another. */
function sinceOf(at: string, clock: Clock): string {
  const then = new Date(at);
  const day = isoDateOf(then);
  return day === isoDateOf(clock.now()) ? clockTime(then) : showDdmmyy(day);
}

/**
 * The exchange beside the keyboard: a thread with a connection of its own. Nothing here waits; what
 * the thread tells is shown when the hands pause.
 */
export class SyncKeeper implements SyncHands {
  private worker: Worker | undefined;
  private startTimer: NodeJS.Timeout | undefined;
  private newsTimer: NodeJS.Timeout | undefined;
  private newsSince: number | undefined;
  private sync: SyncShown;
  /** Why the last exchange stopped. */
  private said: string | null = null;
  /** What was asked before the thread began. */
  private readonly early: ToThread[] = [];

  constructor(
    private readonly data: ThreadData,
    private readonly clock: Clock,
    first: SyncShown,
    private readonly told: SyncTold,
    private readonly base: Base,
  ) {
    this.sync = first;
    this.startTimer = setTimeout(() => this.start(), START_MS);
  }

  /** What was saved stands among what has not gone before the thread has heard of it. */
  saved(): void {
    this.send({ kind: 'saved' });
    const counts = readSyncCounts(this.base);
    // The desk is in the middle of a step, and the program may end with it.
    queueMicrotask(() => this.show(withCounts(this.sync, counts, this.clock)));
  }

  now(): void {
    this.send({ kind: 'now' });
  }

  signIn(password: string): void {
    this.send({ kind: 'sign_in', password });
  }

  decide(request: HeldRequest): void {
    this.send({ kind: 'decide', request });
  }

  /** A key has come: what is to be read waits until the hands pause, but not for ever. */
  key(): void {
    noteKey(this.data.lastKey, this.clock);
    if (this.newsTimer) this.planNews();
  }

  /** Ends the thread; what has not gone goes the next time. */
  close(): void {
    clearTimeout(this.startTimer);
    clearTimeout(this.newsTimer);
    this.send({ kind: 'end' });
    this.worker = undefined;
  }

  private send(message: ToThread): void {
    if (this.worker) this.worker.postMessage(message);
    else this.early.push(message);
  }

  private start(): void {
    const [program] = process.argv.slice(1);
    if (program === undefined) return;
    const worker = new Worker(program, { argv: [SYNC_THREAD], workerData: this.data });
    worker.on('message', (message: FromThread) => this.hear(message));
    // The thread must not take the client with it: without it, work goes on and nothing is sent.
    worker.on('error', () => {
      this.worker = undefined;
      this.startTimer = setTimeout(() => this.start(), RESTART_MS);
      this.show({ ...quiet(this.sync), contact: 'offline' });
    });
    this.worker = worker;
    for (const message of this.early.splice(0)) this.send(message);
  }

  private hear(message: FromThread): void {
    switch (message.kind) {
      case 'counts':
        this.show(withCounts(this.sync, message.counts, this.clock));
        break;
      case 'progress':
        this.show({ ...this.sync, contact: 'ok', doing: message.doing });
        break;
      case 'went':
        this.said = null;
        this.show({ ...quiet(this.sync), contact: 'ok' }, undefined, message.asked);
        break;
      case 'decided':
        this.told.decided(message.told);
        break;
      case 'news':
        this.newsSince ??= this.clock.now().getTime();
        this.planNews();
        break;
      case 'stopped': {
        const contact = message.password ? ('password' as const) : ('offline' as const);
        const sync = { ...quiet(this.sync), contact };
        // A lost network stands in the status line; what time does not mend is said, once.
        const isNew = message.code !== 'network' && message.code !== this.said && !message.password;
        this.said = message.code;
        this.show(sync, message.asked || isNew ? stoppedProblem(message) : undefined);
      }
    }
  }

  private planNews(): void {
    clearTimeout(this.newsTimer);
    const waited = this.clock.now().getTime() - (this.newsSince ?? 0);
    const left = Math.max(0, Math.min(PAUSE_MS, LATEST_MS - waited));
    this.newsTimer = setTimeout(() => {
      this.newsTimer = undefined;
      this.newsSince = undefined;
      this.told.news();
    }, left);
  }

  private show(sync: SyncShown, refused?: Problem, asked = false): void {
    const same = JSON.stringify(sync) === JSON.stringify(this.sync);
    this.sync = sync;
    if (!same || refused || asked) this.told.shown(sync, refused, asked);
  }
}
