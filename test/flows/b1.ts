import type { Flow } from '../lib/flow';
import { all, shows } from '../lib/screen-text';
import { GOLDEN_LABELS, GOLDEN_LINES, GOLDEN_WORK_LINE } from './golden';
import { flowOfLesson, shippedLesson } from './lesson-flow';

/** What differs where the base holds more than the scenario. */
export interface B1Base {
  /** What is typed into the finder; it must lead to one person. */
  readonly client: string;
  readonly budget: number | null;
}

/**
 * B1, the whole adult path, as the lesson `b1` says it, and in the end the golden lines of the
 * diary. Key by key as walked: 78 under `effica`.
 */
export function b1(base?: B1Base): Flow {
  const lesson = shippedLesson('b1');
  const changes = base && {
    persons: { '121255-TP1X': base.client },
    // The numbers given there are others.
    without: /diaarinumero|2006 3/u,
    budget: base.budget,
  };
  const flow = flowOfLesson(lesson, changes);
  const lines = GOLDEN_LINES.map(({ line }) => (base ? line.replace(/2006 3$/u, '2006 ') : line));
  const diary = all(shows(...lines, GOLDEN_WORK_LINE), GOLDEN_LABELS.tree, GOLDEN_LABELS.running);
  const last = flow.steps.length - 1;
  return {
    ...flow,
    steps: flow.steps.map((step, at) => (at === last ? { ...step, expect: diary } : step)),
  };
}
