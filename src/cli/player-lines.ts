import type { Lesson } from '../lessons/lesson';
import { type Player, TURN_KEY } from '../lessons/player';
import type { Words } from '../words/words';
import type { LessonLines } from './lesson-lines';
import { audience } from './lesson-list';

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
