import type { Lesson } from '../lessons/lesson';
import { Player, TURN_KEY } from '../lessons/player';
import type { Words } from '../words/words';
import { keymapOf } from './keymaps';
import { LessonBases } from './lesson-base';
import { type Leader, type LeaderHands, runLessonClient } from './lesson-client';
import { findLesson } from './lesson-files';
import { anyHandOut, type HandOuts, keepBase, writeHandOuts } from './lesson-handouts';
import type { LessonLines } from './lesson-lines';
import { audience } from './lesson-list';
import { LiveFilm } from './lesson-live-film';
import type { LessonShow } from './lesson-show';
import { lessonStudio } from './lesson-studio';
import { DONE, refuse } from './say';
import type { Settings } from './settings';

/** Flags of `akti lesson play`. */
export interface PlayFlags extends HandOuts {
  readonly keymap?: string;
  readonly speed?: number;
  /** Number of the step to begin with, the first being 1. */
  readonly from?: number;
  /** A demo base to play on instead of the lesson's own; it is copied. */
  readonly base?: string;
  /** Waits at the beginning for the first cue. */
  readonly paused?: boolean;
  /** Where it is followed, other than at the usual place. */
  readonly socket?: string;
}

/** What a player says in the lesson's rows. */
export function playerLines(
  player: Player,
  lesson: Lesson,
  words: Words,
  keys: (width: number) => string,
): LessonLines {
  const lang = audience(words);
  const last = lesson.steps.length;
  const step = Math.min(player.step + 1, last);
  const how = words.t(`lesson.${player.mode}`);
  const head = `${lesson.title[lang]} ─ ${step}/${last} ─ ${how} ${player.speed}×`;
  const hints = {
    playing: '',
    taken: words.t('lesson.back', { key: TURN_KEY }),
    paused: words.t('lesson.cues'),
    ended: words.t('lesson.cues'),
  };
  const shown = { head, keys, hint: hints[player.mode], warns: player.problem !== null };
  if (player.jump !== null) {
    return { ...shown, said: words.t('lesson.jump', { typed: player.jump, last }) };
  }
  if (player.problem) return { ...shown, said: words.problem(player.problem) };
  const caption = lesson.steps[player.step]?.caption[lang];
  return { ...shown, said: caption ?? words.t('lesson.over') };
}

/** The player as the one who leads in the terminal. */
function leadOf(lesson: Lesson, words: Words, flags: PlayFlags, film: () => LiveFilm | null) {
  return (hands: LeaderHands): Leader => {
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
  const studio = await lessonStudio(flags.socket);
  if (!studio.ok) return refuse(words, studio.problem);
  const bases = new LessonBases();
  process.on('exit', () => bases.remove());
  let film: LiveFilm | null = null;
  let played: LessonShow | undefined;
  try {
    const status = await runLessonClient({
      lesson,
      keymap: keymap.value.keymap,
      bases,
      lead: leadOf(lesson, words, flags, () => film),
      onStage: (terminal, show) => {
        played = show;
        studio.value.show(terminal.screen);
        if (anyHandOut(flags)) film = new LiveFilm(lesson, words, terminal, show);
      },
      onSize: (cols, rows) => film?.size(cols, rows),
    });
    if (!played) return status;
    const kept = keepBase(played.path, flags, words);
    const run = film as LiveFilm | null;
    return kept === DONE && run ? writeHandOuts(run.ended(status), flags, words) : kept;
  } finally {
    await studio.value.close();
    bases.remove();
  }
}
