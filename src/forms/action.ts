import type { Problem } from '../base/problems';
import type { FollowUp } from '../form/define';
import type { Facts } from '../form/facts';
import type { Fields } from '../form/field';
import type { Rec, Values } from '../form/value';

/** A command on a saved record that has a button in the classic and no form of its own. */
export interface Action {
  /** Command id of `keys/`. */
  readonly command: string;
  /** Form of the record it changes; rights are asked for amending it, unless another is said. */
  readonly form: string;
  /** Other forms it may be done to. */
  readonly also?: readonly string[];
  /** Whose captions its fields have, where they are not those of the form. */
  readonly asks?: string;
  readonly right?: 'create';
  /** Form of the records it makes, where it leaves its own as it is; rights are asked for it. */
  readonly makes?: string;
  /** Asked in a prompt before it is done; none when there is nothing to ask. */
  readonly fields: Fields;
  /** The record it means: the open or selected one if it fits, else the only one that does. */
  readonly target: (facts: Facts, open: Rec | null) => Rec | null;
  /** Said when there is no such record; by default that the form has none. */
  readonly missing?: Problem;
  /** Everything that stands in the way, listed to the user; empty when it can be done. */
  readonly blockers: (rec: Rec, facts: Facts) => readonly Problem[];
  /** Refusals of the answers; `facts.node` is the record it is done to, here and in fields. */
  readonly checks?: (answers: Values, facts: Facts) => readonly Problem[];
  readonly changes: (rec: Rec, answers: Values, facts: Facts) => readonly FollowUp[];
  /** True when it suits a record that was just saved. */
  readonly offered?: (rec: Rec, facts: Facts) => boolean;
  /** What is told when it is done, a word key with values; without it, that it was done. */
  readonly told?: (made: readonly Rec[], facts: Facts) => Told;
}

/** A sentence before its words. */
export interface Told {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
  /** What lies open stays open; without it the diary comes. */
  readonly stays?: true;
}

/** A change of the record an action is done to. */
export function amend(rec: Rec, set: Values): FollowUp {
  return { kind: 'amend', form: rec.form, id: rec.id, base_version: rec.version, set };
}
