import type { Key } from '../keys/key';

/** A stored record as an expectation looks at it. */
export interface StoredRecord {
  readonly form: string;
  readonly voided: boolean;
  /** As `akti show --json` names them: links are stable names. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Where a lesson is played: the real client, with or without a terminal. */
export interface Stage {
  /** Presses keys; when it returns, everything they cause is done. */
  press(keys: readonly Key[]): void;
  /** The rows of the client's screen as they are now. */
  screen(): readonly string[];
  /** The records of the client of an identifier; null: those of no client of this day. */
  records(client: string | null): readonly StoredRecord[];
}
