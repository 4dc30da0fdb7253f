import type { Keymap } from '../keys/keymap';
import type { Lesson } from '../lessons/lesson';
import type { Words } from '../words/words';
import type { LessonBases } from './lesson-base';
import { type Leader, type LeaderHands, runLessonClient } from './lesson-client';
import { anyHandOut, type HandOuts, keepBase, writeHandOuts } from './lesson-handouts';
import { LiveFilm } from './lesson-live-film';
import type { LessonShow } from './lesson-show';
import { lessonStudio } from './lesson-studio';
import { DONE, refuse } from './say';

/** How a run in the terminal is seen and handed on. */
export interface HandedOnFlags extends HandOuts {
  /** Where it is followed, other than at the usual place. */
  readonly socket?: string;
}

/** A run in the terminal. */
export interface HandedOnRun {
  readonly lesson: Lesson;
  readonly keymap: Keymap;
  readonly bases: LessonBases;
  readonly flags: HandedOnFlags;
  readonly words: Words;
  /** @param film what is kept of the run; null where nothing is, and before the screen is there */
  lead(hands: LeaderHands, film: () => LiveFilm | null): Leader;
}

/**
 * Runs a lesson in the terminal where it can be followed, and hands the run on as the flags say;
 * gives the exit status. Problems: those of `lessonStudio`, of the terminal and of writing files.
 */
export async function runHandedOn(run: HandedOnRun): Promise<number> {
  const { lesson, keymap, bases, flags, words } = run;
  const studio = await lessonStudio(flags.socket);
  if (!studio.ok) return refuse(words, studio.problem);
  let film: LiveFilm | null = null;
  let played: LessonShow | undefined;
  try {
    const status = await runLessonClient({
      lesson,
      keymap,
      bases,
      lead: (hands) => run.lead(hands, () => film),
      onStage: (terminal, show) => {
        played = show;
        studio.value.show(terminal.screen);
        if (anyHandOut(flags)) film = new LiveFilm(lesson, words, terminal, show);
      },
      onSize: (cols, rows) => film?.size(cols, rows),
    });
    if (!played) return status;
    const kept = keepBase(played.path, flags, words);
    const filmed = film as LiveFilm | null;
    return kept === DONE && filmed ? writeHandOuts(filmed.ended(status), flags, words) : kept;
  } finally {
    await studio.value.close();
  }
}
