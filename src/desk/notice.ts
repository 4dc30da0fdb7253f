import type { Problem } from '../base/problems';
import type { CommandId } from '../keys/commands';

/** A line at the foot of the pane, until the next key. */
export interface Notice {
  readonly kind: 'done' | 'warning' | 'refused';
  /** A problem's sentence, or a word key with its values. */
  readonly problem?: Problem;
  readonly key?: string;
  readonly values?: Readonly<Record<string, string | number>>;
  /** A command that suits what was just done; named behind the sentence with its key. */
  readonly offer?: CommandId;
  /** Nobody waited for it: letters that are being typed leave it standing. */
  readonly lasting?: true;
}
