import type { Flow } from '../lib/flow';
import { flowOfLesson, shippedLesson } from './lesson-flow';

/** What is typed for each person, and the keys allowed. */
export interface B2Base {
  readonly names: readonly [string, string, string, string, string];
  readonly budget: number | null;
}

const CLIENTS = ['140388-9028', '070775-931J', '190249-944Y', '020866-953H', '250599-968X'];

/**
 * B2, Monday morning, as the lesson `b2` says it: six work entries of Friday across five clients
 * and one group, then the first one corrected. Key by key as walked: 98 under `effica`.
 */
export function b2(base?: B2Base): Flow {
  const lesson = shippedLesson('b2');
  if (!base) return flowOfLesson(lesson);
  const persons = Object.fromEntries(CLIENTS.map((id, at) => [id, base.names[at] ?? '']));
  return flowOfLesson(lesson, { persons, budget: base.budget });
}
