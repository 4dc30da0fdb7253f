import { newestPlace } from '../store/sync-delivery';
import type { OpResult } from '../sync/protocol';
import type { Door } from './door';
import { takeAnswer } from './sync-answer';
import { foldAll } from './sync-incoming';
import { restingOn } from './sync-resting';

/** Takes the centre's answers. While `applying`. */
export function takeAnswers(door: Door, results: readonly OpResult[], at: string): void {
  const head = newestPlace(door.world.base);
  const late = new Set<string>();
  const ids = results.flatMap((result) => {
    const id = takeAnswer(door, result, at);
    if (id !== null && result.pos && result.pos < head) late.add(id);
    return id ?? [];
  });
  foldAll(door, [...ids, ...restingOn(door, late)]);
}
