import type { Language } from '../../base/language';
import type { Result } from '../../base/problems';
import type { Option } from '../facts';
import type { Field } from '../field';
import type { Value } from '../value';

/** What reading typed text may depend on besides the text. */
export interface ReadContext {
  readonly workDate: string;
  /** Resolved choices of a code or link field; empty for other kinds. */
  readonly options: readonly Option[];
}

/** What showing a value may depend on. */
export interface ShowContext {
  readonly lang: Language;
  /** Text of a chosen id, also of one that can no longer be chosen. */
  nameOf(field: Field, id: string): string;
  /** Words for an answered tick. */
  readonly yes: string;
  readonly no: string;
}

/** A limit of a field as a sentence key and its numbers; `words/` writes it. */
export interface Limit {
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** True for a value that keeps the limits. */
export type Holds = (value: unknown) => boolean;

/**
 * A kind of answer. Everything that must agree about a field comes from here, so that a limit is
 * stated once: validator, column, reading of what is typed, way of showing, help sentence, CSV.
 */
export interface Kind {
  /**
   * Makes the test whether a held value keeps the limits of a field; null is handled by the caller.
   * A plain function, as each save asks it of each answer.
   */
  holds(field: Field): Holds;
  /** Column type and CHECK over `{c}`; null when the kind lives in a child table. */
  column(field: Field): { type: 'TEXT' | 'INTEGER'; check: string } | null;
  /** Reads what was typed; empty text is handled by the caller. */
  read(text: string, field: Field, context: ReadContext): Result<Value>;
  show(value: Value, field: Field, context: ShowContext): string;
  limits(field: Field): readonly Limit[];
  /** CSV cell that `fromCsv` turns back into the same value. */
  toCsv(value: Value, field: Field): string;
  fromCsv(cell: string, field: Field): Value;
  /** An accepted value for tests and demo data; `options` as in reading. */
  sample(field: Field, seed: number, context: ReadContext): Value;
  /** Values just over each limit, refused by `holds` and by SQLite alike. */
  refused(field: Field): readonly unknown[];
}
