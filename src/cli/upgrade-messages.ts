import type { Problem } from '../base/problems';
import type { UpgradeStep } from '../store/open';

/** The first argument of the program where it runs as the thread that brings a base up to date. */
export const UPGRADE_THREAD = 'upgrade-thread';

/** What that thread begins with: a base, and its raw key if it has one, or a centre in a file. */
export type UpgradeData =
  | { readonly kind: 'base'; readonly path: string; readonly key: Uint8Array | null }
  | { readonly kind: 'centre'; readonly path: string };

/** What it tells: what it begins, and at the end the problem that stopped it. */
export type FromUpgrade =
  | { readonly kind: 'begins'; readonly step: UpgradeStep }
  | { readonly kind: 'ended'; readonly problem: Problem | null };
