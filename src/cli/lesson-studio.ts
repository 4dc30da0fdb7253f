import { systemClock } from '../base/clock';
import { good, type Result } from '../base/problems';
import { type Still, stillOf } from '../lessons/following';
import type { Screen } from '../screen/screen';
import { lessonSocket } from './places';
import { openStudio, type Studio } from './studio';

/** The way in for those who follow a lesson at play. */
export interface LessonStudio {
  /** The lesson has a screen now: what it shows is seen from here on. */
  show(screen: Screen): void;
  close(): Promise<void>;
}

const NOTHING_YET: Still = { cols: 80, rows: 24, lines: [], cursor: null };
const NOBODY: LessonStudio = { show: () => {}, close: async () => {} };

/**
 * Opens the place where a lesson is followed, before its terminal is taken. At the usual place it
 * is no matter if that cannot be: another lesson may be shown there, and this one plays all the
 * same.
 * Problems, for a place that was asked for: those of `openStudio`.
 */
export async function lessonStudio(asked: string | undefined): Promise<Result<LessonStudio>> {
  let screen: Screen | undefined;
  const still = () => (screen ? stillOf(screen) : NOTHING_YET);
  const clock = systemClock();
  const now = () => clock.now().getTime();
  const opened = await openStudio({ path: asked ?? lessonSocket(), still, now });
  if (!opened.ok) return asked === undefined ? good(NOBODY) : opened;
  const studio: Studio = opened.value;
  return good({
    show(shown) {
      screen = shown;
      shown.tap(() => studio.show());
    },
    close: () => studio.close(),
  });
}
