import { LessonBases } from '../../src/cli/lesson-base';
import { readLessons, shippedLessons } from '../../src/cli/lesson-files';
import { bestScore } from '../../src/cli/lesson-practise';
import { fingersOf } from '../../src/cli/lesson-stage';
import type { Lesson } from '../../src/lessons/lesson';
import { costOfStep } from '../../src/lessons/lesson-keys';
import { makeWorld, startAkti } from '../../test/lib/world';
import { GENERATED, KEYMAPS, keymapOf, table } from './text';

/** The shipped lessons in the order of teaching; a lesson with a fault has no page. */
function shipped(): readonly Lesson[] {
  const read = readLessons(shippedLessons());
  const fault = read.ok ? read.value.faults[0] : read;
  if (!read.ok || fault) throw new Error(`${JSON.stringify(fault)}: npm start -- lesson check`);
  return read.value.lessons;
}

/** Keys a lesson counts under a shipped keymap. */
function keysUnder(name: string, { steps, language }: Lesson): number {
  const fingers = fingersOf(keymapOf(name), language);
  return steps.reduce((sum, step) => sum + costOfStep(fingers, step), 0);
}

/** Seconds of the lesson's own way by the keystroke-level model. */
function seconds(lesson: Lesson, bases: LessonBases): string {
  const best = bestScore(lesson, keymapOf(KEYMAPS[0]), bases);
  if (!best.ok) throw new Error(JSON.stringify(best.problem));
  return best.value.seconds.toFixed(0);
}

function row(lesson: Lesson, bases: LessonBases): string[] {
  const { id, title, topic, minutes, steps, base } = lesson;
  return [
    `[\`${id}\`](../../data/lessons/${id}.yaml)`,
    title.fi,
    title.en,
    topic,
    String(minutes),
    String(steps.length),
    ...KEYMAPS.map((name) => String(keysUnder(name, lesson))),
    seconds(lesson, bases),
    begins(base),
  ];
}

/** What a lesson begins on, in a few words. */
function begins(base: Lesson['base']): string {
  if ('after' in base) return `after \`${base.after.replace(/^.*[\\/]|\.ya?ml$/gu, '')}\``;
  if ('file' in base) return 'a base of its own';
  return 'scenario' in base ? base.scenario : `${base.persons} persons`;
}

/** The terminal while a lesson plays: the palette, three steps from its beginning. */
async function atPlay(): Promise<string> {
  const world = makeWorld();
  const terminal = startAkti({ world, args: ['lesson', 'play', 'palette', '--paused'] });
  try {
    await terminal.waitFor(/1\/\d+ ─ tauko/);
    for (const step of [2, 3, 4]) {
      terminal.send('.');
      await terminal.waitFor(new RegExp(`${step}/\\d+ ─ tauko`));
    }
    await terminal.idle(300);
    return terminal.screen().join('\n').trimEnd();
  } finally {
    await terminal.close();
    world.remove();
  }
}

/** `docs/generated/lessons.md`: the lessons that come with the program, and one of them at play. */
export async function lessonsPage(): Promise<string> {
  const keys = KEYMAPS.map((name) => `keys, \`${name}\``);
  const names = ['lesson', 'in Finnish', 'in English', 'topic', 'min', 'steps'];
  const head = [...names, ...keys, 'seconds', 'begins'];
  const bases = new LessonBases();
  const rows = shipped().map((lesson) => row(lesson, bases));
  bases.remove();
  return `# Lessons

${GENERATED} The lessons that come with the program,
in the order of teaching. Keys are counted as in the budgets, without running text and without what
is only shown; seconds are those of the keystroke-level model under \`effica\`. How to play,
practise and write lessons: [LESSONS.md](../LESSONS.md).

${table(head, rows)}

## A lesson at play

The last three rows are the lesson's: title, step and the last keys, and what the trainer says next.

\`\`\`
${await atPlay()}
\`\`\`
`;
}
