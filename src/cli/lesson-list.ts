import { padToWidth } from '../base/text-width';
import type { Words } from '../words/words';
import { readLessons, shippedLessons } from './lesson-files';
import { DONE, print, refuse } from './say';

/** The language of the audience: captions are written in Finnish and English. */
export function audience(words: Words): 'fi' | 'en' {
  return words.lang === 'fi' ? 'fi' : 'en';
}

/** `akti lesson list`: names, minutes and titles of the shipped lessons. */
export function listLessons({ json }: { readonly json?: boolean }, words: Words): number {
  const read = readLessons(shippedLessons());
  if (!read.ok) return refuse(words, read.problem);
  const { lessons } = read.value;
  const lang = audience(words);
  if (json) {
    const rows = lessons.map(({ id, title, goal, topic, minutes, steps }) => ({
      ...{ id, title: title[lang], goal: goal[lang], topic, minutes },
      steps: steps.length,
    }));
    print(JSON.stringify(rows, null, 2));
    return DONE;
  }
  const width = Math.max(...lessons.map(({ id }) => id.length)) + 2;
  for (const { id, minutes, title } of lessons) {
    print(`${padToWidth(id, width)}${String(minutes).padStart(2)} min  ${title[lang]}`);
  }
  return DONE;
}
