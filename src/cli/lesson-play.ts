import type { Lesson } from '../lessons/lesson';
import { Player } from '../lessons/player';
import type { Words } from '../words/words';
import { keymapOf } from './keymaps';
import { LessonBases } from './lesson-base';
import type { Leader, LeaderHands } from './lesson-client';
import { findLesson } from './lesson-files';
import { type HandedOnFlags, runHandedOn } from './lesson-handed-on';
import { audience } from './lesson-list';
import type { LiveFilm } from './lesson-live-film';
import { playerLines } from './player-lines';
import { refuse } from './say';
import type { Settings } from './settings';

/** Flags of `akti lesson play`. */
export interface PlayFlags extends HandedOnFlags {
  readonly keymap?: string;
  readonly speed?: number;
  /** Number of the step to begin with, the first being 1. */
  readonly from?: number;
  /** A demo base to play on instead of the lesson's own; it is copied. */
  readonly base?: string;
  /** Waits at the beginning for the first cue. */
  readonly paused?: boolean;
}

/** The player as the one who leads in the terminal. */
function leadOf(lesson: Lesson, words: Words, flags: PlayFlags) {
  return (hands: LeaderHands, film: () => LiveFilm | null): Leader => {
    const player = new Player(lesson, hands.show.fingers, hands, audience(words));
    player.speed = flags.speed ?? 1;
    return {
      begin: () => player.begin({ from: (flags.from ?? 1) - 1, paused: flags.paused === true }),
      key: (key) => player.key(key),
      changed: () => film()?.changed(player),
      lines: () => playerLines(player, lesson, words, (width) => hands.show.cast.text(width)),
    };
  };
}

/**
 * `akti lesson play NAME`: shows a lesson in the real client, on a base of its own; the run is
 * handed on as the flags say.
 */
export async function playLesson(
  name: string,
  flags: PlayFlags,
  settings: Settings,
  words: Words,
): Promise<number> {
  const found = findLesson(name);
  if (!found.ok) return refuse(words, found.problem);
  const { base } = flags;
  const lesson = base === undefined ? found.value : { ...found.value, base: { file: base } };
  const keymap = keymapOf(flags.keymap ?? settings.keymap);
  if (!keymap.ok) return refuse(words, keymap.problem);
  const bases = new LessonBases();
  process.on('exit', () => bases.remove());
  try {
    const lead = leadOf(lesson, words, flags);
    return await runHandedOn({ lesson, keymap: keymap.value.keymap, bases, flags, words, lead });
  } finally {
    bases.remove();
  }
}
