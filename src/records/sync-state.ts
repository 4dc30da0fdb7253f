import type { PersonFacts } from '../form/facts';
import type { Value } from '../form/value';

/**
 * Where a record stands on its way to the centre. `pending`: the centre has not answered yet.
 * `conflict`: somebody else changed the same, a person decides. `waiting`: it stands on something
 * that is in conflict. `held`: written on a client one may no longer see. `rejected`: against a
 * rule, `code` says which.
 */
export type EntryState = 'pending' | 'conflict' | 'waiting' | 'held' | 'rejected';

/** How things stand with the centre; for the status line and `akti sync --status`. */
export interface SyncCounts {
  readonly url: string;
  readonly user: string;
  /** Changes the centre has not answered, and when the oldest was made by the station's clock. */
  readonly pending: number;
  readonly oldest: string | null;
  /** Conflicts nobody has settled yet. */
  readonly conflicts: number;
  readonly waiting: number;
  readonly held: number;
  /** Refused, and not acknowledged. */
  readonly rejected: number;
  /** Refused and acknowledged by the user: nothing more is to be done. */
  readonly acknowledged: number;
  /** Instant of the last exchange that ended well; null before the first. */
  readonly last_ok_at: string | null;
}

/** A record some of whose changes are not at the centre. */
export interface EntryRow {
  readonly form: string;
  readonly id: string;
  /** How its form names it, masked; empty for what is no longer in the base. */
  readonly name: string;
  readonly person: PersonFacts | null;
  readonly state: EntryState;
  /** Instant of the oldest of these changes, by the station's clock. */
  readonly since: string;
  /** Why, as a problem code; null where there is nothing to say. */
  readonly code: string | null;
  /** The conflict to settle, where there is one. */
  readonly conflict: string | null;
  readonly changes: number;
  /** Operations the row stands for; none for a conflict, which is one by itself. */
  readonly ops: readonly string[];
  /** The client was taken from this base since; the text of the change is kept. */
  readonly gone: boolean;
}

/**
 * A row of the list of what has not gone; a settled conflict and what was refused and acknowledged
 * stay there to be read.
 */
export type DeliveryRow = Omit<EntryRow, 'state'> & {
  readonly state: EntryState | 'settled' | 'acknowledged';
  /** Who has acknowledged it, when and why. */
  readonly seen?: { readonly who: string; readonly at: string; readonly reason: string };
};

/** That the user has seen what was refused: of which operations, and in own words why. */
export interface Acknowledgement {
  readonly ops: readonly string[];
  readonly reason: string;
}

/** One field that two people changed apart; masked as the record is. */
export interface ShownField {
  /** A field of the form, or `$voided` (true: voided). */
  readonly field: string;
  readonly base: Value;
  readonly theirs: Value;
  readonly mine: Value;
  /** Of a settled one: whose value stands; absent where it is neither. */
  readonly chosen?: 'theirs' | 'mine';
}

/** A conflict as it is shown, open or settled. */
export interface ShownConflict {
  readonly id: string;
  readonly form: string;
  readonly record: string;
  /** How its form names the record, masked. */
  readonly name: string;
  readonly person: PersonFacts | null;
  readonly opened_at: string;
  readonly fields: readonly ShownField[];
  /** Names of the workers, or the ids of those no longer listed. */
  readonly theirs: { readonly who: string; readonly at: string };
  readonly mine: { readonly who: string; readonly at: string; readonly reason: string | null };
  /** Null while it is open. `sent` false: settled here, the centre does not know yet. */
  readonly settled: {
    readonly who: string;
    readonly at: string;
    readonly reason: string | null;
    readonly sent: boolean;
  } | null;
  /** Version of the record as it stands, for settling. */
  readonly version: number;
  /** Texts of the persons and records the values point to, by id. */
  readonly names?: Readonly<Record<string, string>>;
}

/** How a conflict is settled: for each of its fields whose value stands, and why. */
export interface Settlement {
  readonly conflict: string;
  /** Version of the record as it was seen. */
  readonly version: number;
  readonly choices: Readonly<Record<string, 'theirs' | 'mine'>>;
  /** In the author's own words. */
  readonly reason: string;
}
