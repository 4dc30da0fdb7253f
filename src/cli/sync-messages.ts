import type { Problem } from '../base/problems';
import type { SyncDoing, SyncShown } from '../desk/sync-state';
import type { SyncCounts } from '../records/sync-state';
import type { HeldRequest } from '../sync/protocol';
import type { LastKey } from './hands-beside';

/** What the thread of the exchange begins with. */
export interface ThreadData {
  readonly path: string;
  /** Raw key of an encrypted base. */
  readonly key: Uint8Array | null;
  /** When the last key came. */
  readonly lastKey: LastKey;
}

/** What the client tells it. */
export type ToThread =
  /** Something was saved. */
  | { readonly kind: 'saved' }
  | { readonly kind: 'now' }
  | { readonly kind: 'decide'; readonly request: HeldRequest }
  | { readonly kind: 'sign_in'; readonly password: string }
  | { readonly kind: 'end' };

/** What it tells the client. */
export type FromThread =
  | { readonly kind: 'counts'; readonly counts: SyncCounts }
  /** How far a longer stage of an exchange has come. */
  | { readonly kind: 'progress'; readonly doing: SyncDoing }
  /** The centre has answered what was decided of held entries. */
  | { readonly kind: 'decided'; readonly told: string }
  /** An exchange ended well; `asked`: it was begun after somebody had asked for one. */
  | { readonly kind: 'went'; readonly asked: boolean }
  /** Records of this base have changed. */
  | { readonly kind: 'news' }
  /**
   * An exchange or a signing in did not end well. `password`: only a password helps. `asked`:
   * somebody waits at the screen for how it went.
   */
  | {
      readonly kind: 'stopped';
      readonly code: string;
      readonly values: Readonly<Record<string, string | number>>;
      readonly password: boolean;
      readonly asked: boolean;
    };

/** The first argument of the program where it runs as that thread. */
export const SYNC_THREAD = 'sync-thread';

/** What the keeper tells the client. */
export interface SyncTold {
  /**
   * The status line. `refused`: a signing in that somebody waits for did not succeed; `asked`: the
   * exchange somebody asked for ended well.
   */
  shown(sync: SyncShown, refused?: Problem, asked?: boolean): void;
  /** Records have changed: what is open is to be read anew. */
  news(): void;
  /** What was decided of held entries is answered; `told`: the word key of how. */
  decided(told: string): void;
}

/** How the client reaches the exchange beside it. */
export interface SyncHands {
  /** Something was saved. */
  saved(): void;
  now(): void;
  signIn(password: string): void;
  decide(request: HeldRequest): void;
}

/** A base without a centre: there is nothing to do. */
export const NO_SYNC: SyncHands = {
  saved: () => {},
  now: () => {},
  signIn: () => {},
  decide: () => {},
};

/** The hands of a keeper that may begin later, or never; each is looked for when it is used. */
export function handsLater(keeper: () => SyncHands | undefined): SyncHands {
  const now = () => keeper() ?? NO_SYNC;
  return {
    saved: () => now().saved(),
    now: () => now().now(),
    signIn: (password) => now().signIn(password),
    decide: (request) => now().decide(request),
  };
}
