import type { Words } from '../words/words';
import { keymapOf } from './keymaps';
import { LessonBases } from './lesson-base';
import { findLesson } from './lesson-files';
import { Film } from './lesson-film';
import { anyHandOut, type HandOuts, keepBase, writeHandOuts } from './lesson-handouts';
import { lessonRows } from './lesson-lines';
import { LessonShow } from './lesson-show';
import { DONE, refuse } from './say';
import type { Settings } from './settings';

/** Flags of `akti lesson export`. */
export interface ExportFlags extends HandOuts {
  readonly keymap?: string;
  readonly speed?: number;
}

/** Rows of the lesson below a client of 80×24. */
const SIZE = { cols: 80, rows: 27 };

/**
 * `akti lesson export NAME --cast F …`: plays a lesson without a terminal and writes
 * what was asked for. @returns 1 when the lesson does not go as its file says
 */
export function exportLesson(
  name: string,
  flags: ExportFlags,
  settings: Settings,
  words: Words,
): number {
  if (!anyHandOut(flags)) return refuse(words, { code: 'lesson.no_handout' });
  const lesson = findLesson(name);
  if (!lesson.ok) return refuse(words, lesson.problem);
  const keymap = keymapOf(flags.keymap ?? settings.keymap);
  if (!keymap.ok) return refuse(words, keymap.problem);
  const bases = new LessonBases();
  const show = new LessonShow({
    lesson: lesson.value,
    keymap: keymap.value.keymap,
    bases,
    size: { cols: SIZE.cols, rows: SIZE.rows - lessonRows(SIZE.rows) },
  });
  try {
    const opened = show.open(0);
    if (!opened.ok) return refuse(words, opened.problem);
    const { recording, player } = new Film(lesson.value, show, words, SIZE, flags.speed ?? 1).run();
    const { problem, step } = player;
    if (problem) {
      return refuse(words, { ...problem, values: { ...problem.values, step: step + 1 } });
    }
    show.close();
    const kept = keepBase(show.path, flags, words);
    return kept === DONE ? writeHandOuts(recording, flags, words) : kept;
  } finally {
    show.close();
    bases.remove();
  }
}
