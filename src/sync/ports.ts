import type { CentreLink } from '../base/centre-link';
import type {
  CentreWorker,
  ChecksumsReply,
  ChecksumsRequest,
  HelloReply,
  HelloRequest,
  Item,
  Op,
  OpResult,
  PullReply,
  PushReply,
  PushRequest,
  ReconcileReply,
  ReconcileRequest,
  ScopeReply,
  SnapshotReply,
  WorkersReply,
} from './protocol';

/**
 * The centre as a signed-in station reaches it. Each call may fail with a `WireError`, also after
 * the centre did what was asked.
 */
export interface Wire {
  hello(request: HelloRequest): Promise<HelloReply>;
  push(request: PushRequest): Promise<PushReply>;
  pull(after: number, limit: number): Promise<PullReply>;
  scope(): Promise<ScopeReply>;
  snapshot(container: string, after: number, at: number | null): Promise<SnapshotReply>;
  checksums(request: ChecksumsRequest): Promise<ChecksumsReply>;
  reconcile(request: ReconcileRequest): Promise<ReconcileReply>;
  workers(): Promise<WorkersReply>;
}

/** Why a call did not come through. Nothing is dropped for any of them. */
export class WireError extends Error {
  constructor(
    /**
     * `network` (also timeout and nonsense), `sync.certificate` {reason}, or the code of the
     * centre's problem details.
     */
    readonly code: string,
    /** HTTP status, 0 when there was none. */
    readonly status: number,
    /** Seconds the centre asks to wait. */
    readonly retryAfter: number | null = null,
    /** Numbers and names the centre's sentence needs. */
    readonly values: Readonly<Record<string, string | number>> = {},
  ) {
    super(code);
  }
}

/** One unit of work on its way. */
export interface Unit {
  readonly uow_id: string;
  readonly ops: readonly Op[];
}

/** A container of the base, as the centre counts it. */
export interface OwnSum {
  readonly container: string;
  readonly count: number;
  readonly checksum: string;
}

/**
 * The base as the exchange sees it. Synchronous: each call is one transaction that is on the disk
 * when it returns, and short enough that a save beside it does not wait.
 */
export interface Log {
  link(): CentreLink;
  /** Keeps what hello said. Refuses (throws) another tenant. */
  met(reply: HelloReply, at: string): void;
  saveWorkers(workers: readonly CentreWorker[]): void;
  /** How many operations have not been answered. */
  pendingCount(): number;
  /** The oldest unanswered units, whole, within the limits; the same again until answered. */
  pending(maxOps: number, maxBytes: number): Unit[];
  /** Takes the centre's answers; what was merged, refused or numbered shows at once. */
  answered(results: readonly OpResult[], at: string): void;
  /** Takes a page of the feed and moves the cursor along. Throws when `from` is not the cursor. */
  apply(page: Pick<PullReply, 'from' | 'to' | 'items'>): void;
  /**
   * Digest and count (`digestOf`) of `containers`: all of which anything the centre has stands
   * here, whole or not. What only this base has made does not count before it is in.
   */
  scope(): { readonly digest: string; readonly count: number };
  containers(): string[];
  /**
   * Those of `containers` not known to be here whole: only some of them has come by the feed, or
   * fetching them was cut short. Sums and a snapshot tell.
   */
  partial(): string[];
  /** These have come whole by the feed: the centre's sums agree with `sums`. */
  hold(containers: readonly string[]): void;
  /** Takes a page of a container that is new here; it counts as held after the last page. */
  addContainer(reply: SnapshotReply): void;
  /** Removes all of it: what had not gone stays as held, with its text, and is still sent. */
  dropContainer(container: string): void;
  /** Sums over own rows of containers with nothing pending, partial ones too; others left out. */
  sums(containers: readonly string[]): OwnSum[];
  /**
   * Own operations the centre had answered above a position or without one (`conflict`, `held`,
   * `rejected`, …), oldest first.
   */
  answeredAbove(pos: number): string[];
  /**
   * After a restore: these own operations are to be sent again, the cursor goes back to `head`,
   * and what others sent above it stays until it comes anew.
   */
  reopened(missing: readonly string[], epoch: string, head: number): void;
  /** A new identity, where a copy of this base has used the old one; all unanswered go under it. */
  newDevice(device_id: string): void;
  /** All went well until here. */
  wentWell(at: string): void;
}

/** Items of one record in the order of their versions, as a snapshot or a feed gives them. */
export type OpItem = Extract<Item, { kind: 'op' }>;
