import type { Problem } from '../base/problems';
import { good, type Result } from '../base/problems';
import type { Keymap } from '../keys/keymap';
import type { Lesson } from '../lessons/lesson';
import { type Rehearsal, rehearse } from '../lessons/rehearse';
import type { Words } from '../words/words';
import { keymapOf } from './keymaps';
import { LessonBases, openLesson } from './lesson-base';
import { readLessons, shippedLessons } from './lesson-files';
import { fingersOf, openDesk, stageOf } from './lesson-stage';
import { DONE, print, REFUSED, refuse } from './say';

/** Sizes lessons must hold at: a whole 80×24 terminal, and what the lesson's lines leave of it. */
export const LESSON_SIZES = [
  { cols: 80, rows: 24 },
  { cols: 80, rows: 21 },
] as const;

/** Key maps every lesson is played with. */
export const LESSON_KEYMAPS = ['effica', 'no-function-keys'] as const;

/** What is wrong with a lesson, and where. */
interface Finding {
  readonly file: string;
  readonly line: number;
  readonly problem: Problem;
  /** The screen on which something else was expected. */
  readonly screen?: readonly string[];
}

/** One playing of a lesson. */
export interface Playing {
  readonly keymap: Keymap;
  readonly size: (typeof LESSON_SIZES)[number];
}

/** Plays a lesson on a fresh base without a terminal. */
export function playOnce(
  bases: LessonBases,
  lesson: Lesson,
  { keymap, size }: Playing,
): Result<Rehearsal> {
  const path = bases.fresh(lesson.base);
  if (!path.ok) return path;
  const opened = openLesson(path.value, lesson, lesson.language);
  if (!opened.ok) return opened;
  const lang = lesson.language;
  const desk = openDesk({ world: opened.value, keymap, lang, size });
  try {
    return good(rehearse(lesson, stageOf(desk), fingersOf(keymap, lang)));
  } finally {
    desk.close();
    opened.value.world.base.close();
  }
}

/** Everything that is wrong with a lesson when it is played, each once. */
function played(bases: LessonBases, lesson: Lesson): Finding[] {
  for (const name of LESSON_KEYMAPS) {
    const keymap = keymapOf(name);
    if (!keymap.ok) return [{ file: lesson.file, line: 1, problem: keymap.problem }];
    for (const size of LESSON_SIZES) {
      const run = playOnce(bases, lesson, { keymap: keymap.value.keymap, size });
      if (!run.ok) return [{ file: lesson.file, line: 1, problem: run.problem }];
      const found = findingOf(lesson, run.value, name);
      if (found) return [found];
    }
  }
  return [];
}

function findingOf(lesson: Lesson, { failure, keys }: Rehearsal, keymap: string): Finding | null {
  const { file } = lesson;
  if (failure) {
    const { step, line, problem, screen } = failure;
    const values = { ...problem.values, step, keymap };
    return { file, line, problem: { code: problem.code, values }, screen };
  }
  const over = keymap === LESSON_KEYMAPS[0] && lesson.keys !== null && keys > lesson.keys;
  if (!over) return null;
  return {
    file,
    line: 1,
    problem: { code: 'lesson.keys_over', values: { keys, max: lesson.keys } },
  };
}

/**
 * `akti lesson check [FOLDER]`: reads and plays every lesson of a folder or file, the shipped ones
 * where none is named, under both key maps. @returns 1 when something is wrong
 */
export function checkLessons(
  folder: string | undefined,
  { json }: { readonly json?: boolean },
  words: Words,
): number {
  const read = readLessons(folder ?? shippedLessons());
  if (!read.ok) return refuse(words, read.problem);
  const bases = new LessonBases();
  try {
    const findings: Finding[] = [...read.value.faults];
    for (const lesson of read.value.lessons) findings.push(...played(bases, lesson));
    if (json) print(JSON.stringify(findings, null, 2));
    else tell(findings, read.value.lessons.length, words);
    return findings.length ? REFUSED : DONE;
  } finally {
    bases.remove();
  }
}

function tell(findings: readonly Finding[], count: number, words: Words): void {
  for (const { file, line, problem, screen } of findings) {
    print(`${file}:${line}: ${problem.code}: ${words.problem(problem)}`);
    for (const row of screen ?? []) print(`    ${row}`);
  }
  if (!findings.length) print(words.t('cli.lesson.fine', { count }));
}
