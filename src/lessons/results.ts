import { z } from 'zod';
import type { PracticeResult } from './practice';

/** One practised lesson in the learner's file: figures, and nothing that was typed. */
const LINE = z.strictObject({
  lesson: z.string().max(100),
  /** ISO instant. */
  at: z.iso.datetime(),
  keymap: z.string().max(100),
  passed: z.boolean(),
  keys: z.int().nonnegative(),
  best_keys: z.int().nonnegative(),
  seconds: z.int().nonnegative(),
  model_seconds: z.number().nonnegative(),
  best_seconds: z.number().nonnegative(),
  lists: z.int().nonnegative(),
  hints: z.int().nonnegative(),
  habit: z.enum(['lists', 'menus', 'dates', 'tabs', 'corrections']).nullable(),
});

export type ResultLine = z.infer<typeof LINE>;

/** The line of a result. */
export function lineOf(
  lesson: string,
  at: string,
  keymap: string,
  { score, best, seconds, lists, hints, failed, habit }: PracticeResult,
): ResultLine {
  return {
    ...{ lesson, at, keymap, passed: failed.length === 0 },
    ...{ keys: score.keys, best_keys: best.keys, seconds },
    ...{ model_seconds: score.seconds, best_seconds: best.seconds },
    ...{ lists, hints, habit: habit?.name ?? null },
  };
}

/** Lines of a learner's file, and the numbers of those that are none, the first being 1. */
export function readResults(text: string): { lines: ResultLine[]; bad: number[] } {
  const lines: ResultLine[] = [];
  const bad: number[] = [];
  for (const [at, row] of text.split('\n').entries()) {
    if (row.trim() === '') continue;
    const read = LINE.safeParse(parsed(row));
    if (read.success) lines.push(read.data);
    else bad.push(at + 1);
  }
  return { lines, bad };
}

function parsed(row: string): unknown {
  try {
    return JSON.parse(row);
  } catch {
    return undefined;
  }
}

/** What became of one lesson over all the times it was practised. */
export interface Standing {
  readonly lesson: string;
  readonly times: number;
  readonly passed: number;
  /** Of the passed ones, the fewest keys and seconds; null where none passed. */
  readonly keys: number | null;
  readonly seconds: number | null;
  readonly best_keys: number;
}

/** Standings by lesson, in the order in which they were first practised. */
export function standingsOf(lines: readonly ResultLine[]): Standing[] {
  const names = [...new Set(lines.map(({ lesson }) => lesson))];
  return names.map((lesson) => {
    const mine = lines.filter((line) => line.lesson === lesson);
    const passed = mine.filter((line) => line.passed);
    const least = (of: (line: ResultLine) => number) =>
      passed.length ? Math.min(...passed.map(of)) : null;
    return {
      ...{ lesson, times: mine.length, passed: passed.length },
      keys: least(({ keys }) => keys),
      seconds: least(({ seconds }) => seconds),
      best_keys: mine.at(-1)?.best_keys ?? 0,
    };
  });
}
