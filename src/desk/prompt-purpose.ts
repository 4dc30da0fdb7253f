import type { Rec, Values } from '../form/value';
import type { GridRow } from '../records/rows';
import type { SyncPurpose } from './sync-state';

/** Why a prompt asks. */
export type PromptPurpose =
  | { readonly kind: 'amend'; readonly slot: string }
  | { readonly kind: 'cell'; readonly row: GridRow; readonly values: Values }
  | { readonly kind: 'void'; readonly rec: Rec }
  | { readonly kind: 'merge'; readonly person: string }
  | { readonly kind: 'move'; readonly rec: Rec; readonly links: readonly string[] }
  | { readonly kind: 'act'; readonly command: string; readonly target: Rec }
  | { readonly kind: 'past' }
  | SyncPurpose
  | { readonly kind: 'reveal'; readonly person: string }
  /** The work date; `asked` is a day in the future that has been asked about once. */
  | { readonly kind: 'day'; readonly today: string; readonly asked: string | null };
