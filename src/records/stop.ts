import type { Problem } from '../base/problems';
import type { CaseFacts } from '../form/facts';
import type { Rec, Value } from '../form/value';
import { problemFrom } from '../store/errors';

/** How a save ended. Only `saved` changed anything. */
export type SaveResult =
  | {
      readonly kind: 'saved';
      readonly rec: Rec;
      /** Records made or changed along with it. */
      readonly made: readonly Rec[];
      /** The case as it stands now; null when no client was given. */
      readonly client: CaseFacts | null;
    }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  | {
      /** Somebody else changed the record meanwhile. */
      readonly kind: 'stale';
      readonly theirs: Rec;
      readonly fields: readonly {
        readonly field: string;
        readonly mine: Value;
        readonly theirs: Value;
      }[];
    }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Ends a unit of work from the inside; the transaction is undone and `result` is the answer. */
export class Stop extends Error {
  constructor(readonly result: SaveResult) {
    super(result.kind);
    this.name = 'Stop';
  }
}

/** Stops with reasons the user can do something about. */
export function refuseWith(...problems: readonly Problem[]): never {
  throw new Stop({ kind: 'refused', problems });
}

/** Runs a unit of work and gives its end as a result; an error of the program goes on. */
export function settled(run: () => SaveResult): SaveResult {
  try {
    return run();
  } catch (error) {
    if (error instanceof Stop) return error.result;
    const problem = problemFrom(error);
    if (!problem) throw error;
    return { kind: 'failed', problem };
  }
}
