import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Problem } from '../base/problems';
import { padToWidth } from '../base/text-width';
import type { Lesson } from '../lessons/lesson';
import type { PracticeResult } from '../lessons/practice';
import { type ResultLine, readResults, type Standing, standingsOf } from '../lessons/results';
import type { Words } from '../words/words';
import { audience } from './lesson-list';
import { resultsFile } from './places';
import { DONE, print, REFUSED, refuse } from './say';

/** Prints how a practised lesson went. */
export function tellResult(lesson: Lesson, result: PracticeResult, words: Words): void {
  const { score, best, seconds, lists, hints, failed, habit } = result;
  const t = (key: string, values = {}) => words.t(`lesson.result.${key}`, values);
  print(lesson.title[audience(words)]);
  print(failed.length ? t('failed') : t('passed'));
  for (const problem of failed) print(`  ! ${words.problem(withCaption(problem, words))}`);
  print(t('keys', { keys: score.keys, best: best.keys }));
  print(t('seconds', { seconds, model: score.seconds, best: best.seconds }));
  print(t('lists', { lists, hints }));
  if (habit) {
    const { name, keys, times, better } = habit;
    print(t(`habit.${name}`, { keys, times, better }));
  } else print(t('no_habit'));
}

/** The learner knows a form by its caption. */
function withCaption(problem: Problem, words: Words): Problem {
  const key = `form.${problem.values?.form}`;
  if (!words.has(key)) return problem;
  return { ...problem, values: { ...problem.values, form: words.t(key) } };
}

/**
 * Adds a result to the learner's own file, which nobody else may read; gives the exit status.
 * @returns 1 also where the lesson was not passed
 */
export function keepResult(line: ResultLine, words: Words): number {
  const file = resultsFile();
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    chmodSync(file, 0o600);
  } catch {
    return refuse(words, { code: 'export.failed', values: { file } });
  }
  return line.passed ? DONE : REFUSED;
}

/** Results of one learner. */
interface Learner {
  readonly name: string;
  readonly standings: readonly Standing[];
}

/**
 * `akti lesson results [FILE…]`: the own results, or those of learners who gave theirs, by file:
 * scores and nothing else. @returns 1 when a file or a line cannot be read
 */
export function showResults(
  files: readonly string[],
  { json }: { readonly json?: boolean },
  words: Words,
): number {
  const learners: Learner[] = [];
  let status = DONE;
  for (const file of files.length ? files : [resultsFile()]) {
    if (!existsSync(file)) {
      const own = files.length === 0;
      const problem = { code: own ? 'lesson.no_results' : 'lesson.none', values: { file } };
      status = refuse(words, problem);
      continue;
    }
    const { lines, bad } = readResults(readFileSync(file, 'utf8'));
    for (const line of bad) {
      status = refuse(words, { code: 'lesson.result_line', values: { file, line } });
    }
    learners.push({ name: basename(file).replace(/\.jsonl$/u, ''), standings: standingsOf(lines) });
  }
  if (json) print(JSON.stringify(learners, null, 2));
  else for (const learner of learners) tell(learner, files.length > 0, words);
  return status;
}

function tell({ name, standings }: Learner, named: boolean, words: Words): void {
  const t = (key: string) => words.t(`lesson.results.${key}`);
  if (named) print(name);
  const rows = [
    [t('lesson'), t('times'), t('passed'), t('keys'), t('best'), t('seconds')],
    ...standings.map(({ lesson, times, passed, keys, best_keys, seconds }) => [
      ...[lesson, String(times), String(passed), String(keys ?? '–'), String(best_keys)],
      String(seconds ?? '–'),
    ]),
  ];
  const widths =
    rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? [];
  for (const row of rows) {
    print(
      row
        .map((cell, at) => padToWidth(cell, (widths[at] ?? 0) + 2))
        .join('')
        .trimEnd(),
    );
  }
}
