import type { OpResult } from '../sync/protocol';
import type { Door } from './door';
import { takeAnswer } from './sync-answer';
import { foldAll } from './sync-incoming';

/** Takes the centre's answers. While `applying`. */
export function takeAnswers(door: Door, results: readonly OpResult[], at: string): void {
  foldAll(
    door,
    results.flatMap((result) => takeAnswer(door, result, at) ?? []),
  );
}
