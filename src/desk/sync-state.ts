import type { Problem } from '../base/problems';
import type { CaseFacts } from '../form/facts';
import type { ConflictNews } from '../records/conflict-news';
import type { Setting } from '../records/facts';
import type { GridRow } from '../records/rows';
import type {
  Acknowledgement,
  DeliveryRow,
  Settlement,
  ShownConflict,
} from '../records/sync-state';
import type { WorkList } from '../records/work-list';

/** How far a longer stage of an exchange has come. */
export interface SyncDoing {
  readonly stage: 'send' | 'receive' | 'fetch';
  readonly done: number;
  readonly of: number;
}

/** What the status line says of the way to the centre. */
export interface SyncShown {
  /** Saves the centre has not answered. */
  readonly pending: number;
  /** Conflicts to settle, and saves that were refused. */
  readonly open: number;
  /** `new`: not tried yet; `password`: nobody is signed in at the centre. */
  readonly contact: 'new' | 'ok' | 'offline' | 'password';
  /** When the last exchange ended well, as it is shown; empty before the first. */
  readonly since: string;
  /** Absent while nothing longer is going on. */
  readonly doing?: SyncDoing;
}

/** Which of two values stays: of the change that waits, or of the one that is in. */
export type Choice = Settlement['choices'][string];

/** What has not gone to the centre as it was meant, and conflicts that are settled. */
export interface DeliveryOverlay {
  readonly kind: 'delivery';
  readonly rows: readonly DeliveryRow[];
  readonly at: number;
  /** Instant the ages are counted to. */
  readonly now: string;
}

/** One conflict, field by field; nothing is chosen until the hands choose it. */
export interface ConflictOverlay {
  readonly kind: 'conflict';
  readonly conflict: ShownConflict;
  readonly choices: Readonly<Record<string, Choice>>;
  /** Index of the field under the hands. */
  readonly at: number;
  /** Rows of it that lie above what is seen, where it is longer than its room. */
  readonly scroll: number;
  /** Why it was to be settled so, where that could not be done. */
  readonly reason?: string;
}

/** The password at the centre; what is typed is shown nowhere. */
export interface PasswordOverlay {
  readonly kind: 'password';
  readonly typed: string;
}

export type SyncOverlay = DeliveryOverlay | ConflictOverlay | PasswordOverlay;

/** What its author decides of what is held: it is judged anew, or nothing more comes of it. */
export type HeldDecision = 'let_in' | 'archive';

/** What a reason is asked for, over what; that comes back when none is given. */
export type SyncPurpose =
  | { readonly kind: 'settle'; readonly over: ConflictOverlay }
  | { readonly kind: 'acknowledge' | HeldDecision; readonly over: DeliveryOverlay };

/** What the desk asks of the way to the centre. */
export type SyncEffect =
  | { readonly kind: 'delivery' }
  | { readonly kind: 'conflict'; readonly id: string }
  /** `over` comes back when it cannot be done. */
  | {
      readonly kind: 'settle';
      readonly settlement: Settlement;
      readonly over: ConflictOverlay;
    }
  /** Answered by the list as it stands then. */
  | { readonly kind: 'acknowledge'; readonly seen: Acknowledgement }
  /** Answered when the centre has answered: by the list, where it lies open. */
  | {
      readonly kind: 'decide_held';
      readonly decision: HeldDecision;
      readonly seen: Acknowledgement;
    }
  /** Answered by nothing: how the exchange went is told when it is over. */
  | { readonly kind: 'sign_in'; readonly password: string }
  | { readonly kind: 'sync_now' };

/** The lists of the start screen, read anew. */
export interface ListsRead {
  readonly kind: 'lists';
  readonly today: string;
  readonly list: WorkList;
  readonly standsIn: boolean;
  readonly gridRows: readonly GridRow[];
}

/** What comes of it; the first two unasked. */
export type SyncEvent =
  /**
   * `refused`: a signing in somebody waits for did not succeed; `asked`: the exchange that somebody
   * asked for ended well.
   */
  | {
      readonly kind: 'sync';
      readonly sync: SyncShown;
      readonly refused?: Problem;
      readonly asked?: boolean;
    }
  /** Entries of others have come in: the open case as it stands now, and the lists. */
  | {
      readonly kind: 'news';
      readonly client: CaseFacts | null;
      readonly lists: ListsRead | null;
      /** The open client has been taken from this base: the user may not see them any more. */
      readonly gone?: true;
      /** The workers have changed, perhaps the own rights too. */
      readonly setting?: Setting;
      /** Conflicts that have come, or were settled, since this was told last. */
      readonly conflicts?: readonly ConflictNews[];
    }
  | {
      readonly kind: 'delivery';
      readonly rows: readonly DeliveryRow[];
      readonly now: string;
      /** Word key of what has just been done. */
      readonly told?: string;
    }
  | { readonly kind: 'conflict'; readonly conflict: ShownConflict }
  | {
      readonly kind: 'settled';
      readonly client: CaseFacts | null;
      readonly lists: ListsRead | null;
      readonly at: string;
    }
  | {
      readonly kind: 'unsettled';
      readonly over: ConflictOverlay;
      readonly problems: readonly Problem[];
    };
