import type { Problem } from '../base/problems';
import { unmet } from './expect';
import type { Lesson, LessonStep } from './lesson';
import { costOfStep, type Fingers, keysOfStep } from './lesson-keys';
import type { Stage } from './stage';

/** Where a lesson did not go as its file says. */
export interface Failure {
  /** Number of the step, the first being 1. */
  readonly step: number;
  /** Line of the file. */
  readonly line: number;
  readonly problem: Problem;
  /** The screen as it was then. */
  readonly screen: readonly string[];
}

/** How a lesson went. */
export interface Rehearsal {
  readonly failure: Failure | null;
  /** Keys counted, steps apart and memo text left out. */
  readonly keys: number;
}

/** Told of each step when it has been done. */
type Watching = (step: LessonStep, at: number) => void;

/** Plays a lesson without a pause and stops at the first step that is not as expected. */
export function rehearse(
  lesson: Lesson,
  stage: Stage,
  fingers: Fingers,
  watching: Watching = () => {},
): Rehearsal {
  let keys = 0;
  for (const [at, step] of lesson.steps.entries()) {
    const problem = doStep(stage, fingers, step);
    if (problem) {
      const failure = { step: at + 1, line: step.line, problem, screen: stage.screen() };
      return { failure, keys };
    }
    keys += costOfStep(fingers, step);
    watching(step, at);
  }
  return { failure: null, keys };
}

/** Does one step at once; what is then not as expected, or null. */
function doStep(stage: Stage, fingers: Fingers, step: LessonStep): Problem | null {
  const keys = keysOfStep(fingers, step);
  if (!keys.ok) return keys.problem;
  stage.press(keys.value);
  return unmet(stage, step.expect);
}
